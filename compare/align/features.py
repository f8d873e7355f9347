"""What is known of every pair of points, as one rows x columns x features block.

The first group (``CONTENT``) needs nothing but the two points; the second (``CONTEXT``) compares a pair with its
rivals and its neighbourhood: margin scoring after CSLS (Lample et al. 2018) and Artetxe and Schwenk (2019), ranks,
and how well the sentences and paragraphs around the points answer to each other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from compare.align.views import NAME_KINDS, View, presence
from compare.encode import late_interaction
from compare.model import AnnotatedReadout, Holder, Mention, Pair
from compare.opposites import opposed
from compare.quantities import KINDS, quantity_conflict

Floats = NDArray[np.float32]

CONTENT = (
    *("e5", "use", "tokens_low", "tokens_high", "tokens_left", "tokens_right", "lexical"),
    *("concepts_shared", "concepts_left", "concepts_right", "concepts_overlap"),
    *("names_shared", "names_left", "names_right", "countries_shared", "countries_left", "countries_right"),
    *("numbers_shared", "numbers_clash", "dates_shared", "dates_clash", "pole_clash", "pole_shared"),
    *("topic", "procedure", "holder", "narrator_left", "narrator_right"),
    *("act_same", "act_both", "polarity_clash", "strength_left", "strength_right", "strength_gap", "hedge_gap"),
    *("size_left", "size_right", "size_ratio", "same_language"),
)
CONTEXT = (
    *("e5_margin", "tokens_margin", "use_margin", "row_rank", "column_rank", "row_gap", "column_gap"),
    *("place_gap", "sentence", "block", "neighbour", "pair_level", "count_left", "count_right"),
)
NAMES = CONTENT + CONTEXT
# Neighbours in the margin: four, as in Artetxe and Schwenk; two to six make no difference on fixtures/events.
NEIGHBOURS = 4


def content(pair: Pair[AnnotatedReadout], views: Pair[View]) -> dict[str, Floats]:
    """Return the content features of all pairs, each n x m."""
    left, right = views.left, views.right
    shape = (len(left), len(right))
    both = left.embedded, right.embedded
    out: dict[str, Floats] = {}
    missing = np.full(shape, -1, dtype=np.float32)
    for name, key in (("e5", "e5"), ("use", "usem3")):
        known = all(key in e.vectors for e in both)
        out[name] = np.asarray(both[0].vectors[key] @ both[1].vectors[key].T, dtype=np.float32) if known else missing
    if all(e.tokens is not None for e in both):
        covered = late_interaction(both[0].tokens or (), both[1].tokens or ())
        forward, backward = covered.left, covered.right
    else:
        forward = backward = missing
    out["tokens_left"], out["tokens_right"] = forward, backward
    out["tokens_low"], out["tokens_high"] = np.minimum(forward, backward), np.maximum(forward, backward)
    out["lexical"] = lexical(left, right)
    mentions = pair.map(lambda readout: [a.mentions for a in readout.annotations])
    concepts = presence(mentions, frozenset({"concept"}))
    everywhere = concepts.left.sum(axis=0) + concepts.right.sum(axis=0)
    weight = np.log1p(sum(shape) / np.maximum(everywhere, 1)).astype(np.float32)
    _sets(out, "concepts", concepts, weight)
    total = out["concepts_shared"] + out["concepts_left"] + out["concepts_right"]
    out["concepts_overlap"] = np.divide(
        out["concepts_shared"], total, out=np.full(shape, -1, np.float32), where=total > 0
    )
    _sets(out, "names", presence(mentions, NAME_KINDS))
    _sets(out, "countries", presence(mentions, frozenset({"country"})))
    _quantities(out, mentions)
    _poles(out, mentions)
    _labels(out, left, right)
    out["size_left"] = np.broadcast_to(np.log1p(left.sizes)[:, None], shape)
    out["size_right"] = np.broadcast_to(np.log1p(right.sizes)[None, :], shape)
    out["size_ratio"] = -np.abs(out["size_left"] - out["size_right"])
    out["same_language"] = np.full(shape, float(left.language == right.language), dtype=np.float32)
    return out


def context(views: Pair[View], known: dict[str, Floats]) -> dict[str, Floats]:
    """Return the context features of all pairs, each n x m, from the content features."""
    left, right = views.left, views.right
    shape = (len(left), len(right))
    out: dict[str, Floats] = {}
    for name, key in (("e5_margin", "e5"), ("tokens_margin", "tokens_low"), ("use_margin", "use")):
        out[name] = margin(known[key])
    mixed = known["e5"] + known["tokens_low"] + known["tokens_high"]
    out["row_rank"] = _rank(mixed)
    out["column_rank"] = _rank(mixed.T).T
    out["row_gap"] = _gap(mixed)
    out["column_gap"] = _gap(mixed.T).T
    out["place_gap"] = np.abs(left.places[:, None] - right.places[None, :])
    out["sentence"] = _pooled(mixed, left.sentences, right.sentences)
    out["block"] = _pooled(mixed, left.blocks, right.blocks)
    out["neighbour"] = _neighbour(mixed)
    level = (float(mixed.max(axis=1).mean()) + float(mixed.max(axis=0).mean())) / 2 if mixed.size else 0.0
    out["pair_level"] = np.full(shape, level, dtype=np.float32)
    out["count_left"] = np.full(shape, np.log1p(shape[0]), dtype=np.float32)
    out["count_right"] = np.full(shape, np.log1p(shape[1]), dtype=np.float32)
    return out


def lexical(left: View, right: View) -> Floats:
    """Return n x m character 3-gram cosine, or -1 where the texts are in different languages."""
    if left.language != right.language:
        return np.full((len(left), len(right)), -1, dtype=np.float32)
    grams: dict[str, int] = {}

    def counts(texts: tuple[str, ...]) -> list[dict[int, int]]:
        rows = []
        for text in texts:
            row: dict[int, int] = {}
            folded = f" {' '.join(text.casefold().split())} "
            for at in range(len(folded) - 2):
                key = grams.setdefault(folded[at : at + 3], len(grams))
                row[key] = row.get(key, 0) + 1
            rows.append(row)
        return rows

    rows = counts(left.texts), counts(right.texts)
    matrices = []
    for side in rows:
        matrix = np.zeros((len(side), len(grams)), dtype=np.float32)
        for at, row in enumerate(side):
            matrix[at, list(row)] = list(row.values())
        matrices.append(matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9))
    return np.asarray(matrices[0] @ matrices[1].T, dtype=np.float32)


def margin(scores: Floats) -> Floats:
    """Return each score minus the mean of the row's and the column's best ``NEIGHBOURS`` scores."""
    if not scores.size:
        return scores
    row = np.sort(scores, axis=1)[:, -NEIGHBOURS:].mean(axis=1, keepdims=True)
    column = np.sort(scores, axis=0)[-NEIGHBOURS:].mean(axis=0, keepdims=True)
    return np.asarray(scores - (row + column) / 2, dtype=np.float32)


def _sets(out: dict[str, Floats], name: str, found: Pair[Floats], weight: Floats | None = None) -> None:
    left = found.left * weight if weight is not None else found.left
    right = found.right * weight if weight is not None else found.right
    shared = left @ found.right.T
    out[f"{name}_shared"] = np.asarray(shared, dtype=np.float32)
    out[f"{name}_left"] = np.asarray(left.sum(axis=1)[:, None] - shared, dtype=np.float32)
    out[f"{name}_right"] = np.asarray(right.sum(axis=1)[None, :] - shared, dtype=np.float32)


def _quantities(out: dict[str, Floats], mentions: Pair[list[tuple[Mention, ...]]]) -> None:
    """How many quantities and dates agree and how many clash; most pairs have none on one side and cost nothing."""
    shape = (len(mentions.left), len(mentions.right))
    for name in ("numbers_shared", "numbers_clash", "dates_shared", "dates_clash"):
        out[name] = np.zeros(shape, dtype=np.float32)
    kinds = {*KINDS, "date"}
    counted = mentions.map(lambda points: [(n, [m for m in p if m.kind in kinds]) for n, p in enumerate(points)])
    for i, one in counted.left:
        for j, other in counted.right if one else ():
            if not other:
                continue
            for result, pairs in zip(("shared", "clash"), quantity_conflict(one, other), strict=True):
                for mention, _ in pairs:
                    out[f"{'dates' if mention.kind == 'date' else 'numbers'}_{result}"][i, j] += 1


def _poles(out: dict[str, Floats], mentions: Pair[list[tuple[Mention, ...]]]) -> None:
    """Whether the poles of two points clash, and how many they share; most points have none and cost nothing."""
    shape = (len(mentions.left), len(mentions.right))
    out["pole_clash"], out["pole_shared"] = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
    poles = mentions.map(lambda points: [(n, [m for m in p if m.kind == "pole"]) for n, p in enumerate(points)])
    for i, one in poles.left:
        for j, other in poles.right if one else ():
            if other:
                out["pole_clash"][i, j] = opposed(one, other) is not None
                out["pole_shared"][i, j] = len({m.key for m in one} & {m.key for m in other})


def _labels(out: dict[str, Floats], left: View, right: View) -> None:
    shape = (len(left), len(right))
    topic = np.zeros(shape, dtype=np.float32)
    acts = np.zeros(shape, dtype=np.float32)
    for i, (own, act) in enumerate(zip(left.topics, left.acts, strict=True)):
        for j, (others, other) in enumerate(zip(right.topics, right.acts, strict=True)):
            if own and others:
                topic[i, j] = 1.0 if own[0] == others[0] else 0.5 if set(own) & set(others) else 0.0
            acts[i, j] = bool(act) and act == other
    out["topic"], out["act_same"] = topic, acts
    heads = [np.array([bool(t) and t[0] == "procedure" for t in v.topics]) for v in (left, right)]
    out["procedure"] = np.asarray((heads[0][:, None].astype(int) + heads[1][None, :]) / 2, dtype=np.float32)
    narrator = list(Holder).index(Holder.NARRATOR)
    joint = list(Holder).index(Holder.BOTH)
    a, b = left.holders[:, None], right.holders[None, :]
    known = (a != narrator) & (b != narrator)
    out["holder"] = np.select(
        [~known & (a == b), ~known, a == b, (a == joint) | (b == joint)], [0.6, 0.4, 1.0, 0.5], 0.0
    ).astype(np.float32)
    out["narrator_left"] = np.broadcast_to(a == narrator, shape).astype(np.float32)
    out["narrator_right"] = np.broadcast_to(b == narrator, shape).astype(np.float32)
    has = (left.strengths[:, None] >= 0) & (right.strengths[None, :] >= 0)
    out["act_both"] = has.astype(np.float32)
    out["polarity_clash"] = (has & (left.polarities[:, None] * right.polarities[None, :] < 0)).astype(np.float32)
    out["strength_left"] = np.broadcast_to(left.strengths[:, None], shape)
    out["strength_right"] = np.broadcast_to(right.strengths[None, :], shape)
    out["strength_gap"] = np.where(has, left.strengths[:, None] - right.strengths[None, :], 0).astype(np.float32)
    out["hedge_gap"] = left.hedged[:, None] - right.hedged[None, :]


def _rank(scores: Floats) -> Floats:
    """Rank of each score in its row, 0 = best, capped at 10."""
    order = np.argsort(-scores, axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(scores.shape[1])[None, :].repeat(len(scores), axis=0), axis=1)
    return np.minimum(ranks, 10).astype(np.float32)


def _gap(scores: Floats) -> Floats:
    """Score minus the best other score of its row."""
    if scores.shape[1] < 2:
        return np.ones_like(scores)
    top = np.partition(scores, -2, axis=1)[:, -2:]
    best, second = top[:, 1:], top[:, :1]
    return np.asarray(np.where(scores >= best, scores - second, scores - best), dtype=np.float32)


def _pooled(scores: Floats, left: NDArray[np.int32], right: NDArray[np.int32]) -> Floats:
    """Mean of the best matches between the groups (sentences, blocks) that two points stand in, spread to the
    points."""
    out = np.zeros_like(scores)
    for a in np.unique(left):
        rows = np.flatnonzero(left == a)
        for b in np.unique(right):
            columns = np.flatnonzero(right == b)
            part = scores[np.ix_(rows, columns)]
            out[np.ix_(rows, columns)] = (part.max(axis=1).mean() + part.max(axis=0).mean()) / 2
    return out


def _neighbour(scores: Floats) -> Floats:
    """Best margin among the pairs next to a pair (before with before, after with after, or crossed)."""
    padded = np.pad(margin(scores), 1, constant_values=-1) if scores.size else np.zeros((2, 2), np.float32)
    around = [
        padded[1 + i : padded.shape[0] - 1 + i, 1 + j : padded.shape[1] - 1 + j] for i in (-1, 1) for j in (-1, 1)
    ]
    return np.asarray(np.max(around, axis=0), dtype=np.float32) if scores.size else scores

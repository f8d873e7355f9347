"""Paragraph beads: a partition of the blocks of both sides, from what their points answer to and what they are about.

Two blocks may belong together although no claim is shared: one states a concern, the other rejects it. So a small
fitted model weighs links, expected coverage, nearness of vectors, topics and place for each pair of blocks; the beads
are then joined from the surest pair down.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from compare.align.matching import assign
from compare.mirror import in_order
from compare.model import AnnotatedReadout, Bead, Link, Pair
from compare.trees import Trees

Floats = NDArray[np.float32]

BLOCK_FEATURES = (
    *("cover_left", "cover_right", "linked_left", "linked_right", "best", "near", "near_margin", "row_rank"),
    *("claims_left", "claims_right", "claims_near", "claims_best"),
    *("column_rank", "topics", "place_gap", "first", "last", "size_left", "size_right", "count_left", "count_right"),
)
# Chance from which two blocks make a bead, and from which a further block joins one. Strict and lax F1 over
# fixtures/events, cross-validated by event; re-run `python -m benchmarks.train --check`.
FOUND = 0.15
JOIN = 0.50


def block_features(
    pair: Pair[AnnotatedReadout], known: dict[str, Floats], scores: Floats, links: Sequence[tuple[int, int]]
) -> dict[str, Floats]:
    """Return the features of all pairs of blocks, each left blocks x right blocks; blocks without points are zero."""
    counts = pair.map(lambda readout: len(readout.readout.blocks))
    shape = (counts.left, counts.right)
    member = pair.map(_membership)  # points x blocks, each column summing to 1 (or 0)
    own = pair.map(lambda readout: [p.block for p in readout.points])
    out = {name: np.zeros(shape, dtype=np.float32) for name in BLOCK_FEATURES}
    linked = np.zeros_like(scores)
    for i, j in links:
        linked[i, j] = 1
    mixed = known["e5"] + known["tokens_low"] + known["tokens_high"]
    for name, matrix in (("cover", scores), ("linked", linked), ("near", mixed)):
        best_left = _best(matrix, own.right, counts.right)  # points of the left x blocks of the right
        best_right = _best(matrix.T, own.left, counts.left)
        there, back = member.left.T @ best_left, (member.right.T @ best_right).T
        if name == "near":
            out["near"] = np.asarray((there + back) / 2, dtype=np.float32)
        else:
            out[f"{name}_left"], out[f"{name}_right"] = (
                np.asarray(there, dtype=np.float32),
                np.asarray(back, dtype=np.float32),
            )
    # What is left without the scene-setting that every readout has ("a call took place").
    claims = pair.map(_claims)
    for name, matrix in (("claims", scores), ("near", mixed)):
        there = _share(member.left, claims.left).T @ _best(matrix * claims.right, own.right, counts.right)
        back = (_share(member.right, claims.right).T @ _best(matrix.T * claims.left, own.left, counts.left)).T
        if name == "near":
            out["claims_near"] = np.asarray((there + back) / 2, dtype=np.float32)
        else:
            out["claims_left"] = np.asarray(there, dtype=np.float32)
            out["claims_right"] = np.asarray(back, dtype=np.float32)
    content = scores * claims.left[:, None] * claims.right[None, :]
    out["claims_best"] = _best(_best(content, own.right, counts.right).T, own.left, counts.left).T
    out["best"] = _best(_best(scores, own.right, counts.right).T, own.left, counts.left).T
    if all(shape):
        row, column = out["near"].mean(axis=1, keepdims=True), out["near"].mean(axis=0, keepdims=True)
        out["near_margin"] = np.asarray(out["near"] - (row + column) / 2, dtype=np.float32)
        out["row_rank"] = _rank(out["near"] + out["best"])
        out["column_rank"] = _rank((out["near"] + out["best"]).T).T
    topics = sorted({t for readout in pair for a in readout.annotations for t in a.topics[:2]})
    about = pair.map(lambda readout: _about(readout, topics))
    out["topics"] = np.minimum(about.left[:, None, :], about.right[None, :, :]).sum(axis=2).astype(np.float32)
    places = [(np.arange(n) + 0.5) / max(n, 1) for n in counts]
    out["place_gap"] = np.abs(places[0][:, None] - places[1][None, :]).astype(np.float32)
    if all(shape):
        out["first"][0, 0] = out["last"][-1, -1] = 1
    sizes = pair.map(lambda readout: np.log1p([len(b.span) for b in readout.readout.blocks]))
    for at, side in ((0, "left"), (1, "right")):
        index = (slice(None), None) if at == 0 else (None, slice(None))
        out[f"size_{side}"] = np.broadcast_to(np.asarray(list(sizes)[at])[index], shape).astype(np.float32)
        out[f"count_{side}"] = np.full(shape, np.log1p(list(counts)[at]), dtype=np.float32)
    return out


def chances(found: dict[str, Floats], model: Trees) -> Floats:
    """Return the probability in [0, 1] of each pair of blocks to belong together, to four places."""
    shape = found["near"].shape
    if not all(shape):
        return np.zeros(shape, dtype=np.float32)
    rows = np.stack([found[name].ravel() for name in model.features], axis=1)
    return np.round(model.probabilities(rows).reshape(shape), 4)


def beads(together: Floats, links: Sequence[Link], pair: Pair[AnnotatedReadout]) -> tuple[Bead, ...]:
    """Return m:n beads of blocks from the probabilities; each block of each side is in exactly one bead.

    One-to-one beads come first, by optimal assignment; then blocks that are left over join the bead of their surest
    partner, so that beads do not chain through weak pairs into one lump. Only blocks with points are joined.
    """
    counts = pair.map(lambda readout: len(readout.readout.blocks))
    alive = pair.map(lambda readout: {p.block for p in readout.points})
    pinned = {(pair.left.points[k.left].block, pair.right.points[k.right].block) for k in links if k.pinned}
    sure = np.zeros_like(together)
    for a in alive.left:
        for b in alive.right:
            sure[a, b] = 1.0 if (a, b) in pinned else together[a, b]
    group = [([a], [b]) for a, b in assign(sure, FOUND)]
    bead_of = {("l", lefts[0]): n for n, (lefts, _) in enumerate(group)}
    bead_of |= {("r", rights[0]): n for n, (_, rights) in enumerate(group)}
    for a, b in sorted(np.argwhere(sure >= JOIN).tolist(), key=lambda ab: (-sure[ab[0], ab[1]], ab)):
        left, right = bead_of.get(("l", a)), bead_of.get(("r", b))
        if left is None and right is not None:
            bead_of["l", a] = right
            group[right][0].append(a)
        elif right is None and left is not None:
            bead_of["r", b] = left
            group[left][1].append(b)
    group += [([a], []) for a in range(counts.left) if ("l", a) not in bead_of]
    group += [([], [b]) for b in range(counts.right) if ("r", b) not in bead_of]
    return in_order(tuple(_bead(lefts, rights, together) for lefts, rights in group))


def _bead(lefts: list[int], rights: list[int], together: Floats) -> Bead:
    score = max((float(together[a, b]) for a in lefts for b in rights), default=0.0)
    return Bead(tuple(sorted(lefts)), tuple(sorted(rights)), round(score, 4))


def _membership(readout: AnnotatedReadout) -> Floats:
    matrix = np.zeros((len(readout.points), len(readout.readout.blocks)), dtype=np.float32)
    for index, point in enumerate(readout.points):
        matrix[index, point.block] = sum(len(s) for s in point.spans)
    return np.asarray(matrix / np.maximum(matrix.sum(axis=0, keepdims=True), 1e-9), dtype=np.float32)


def _claims(readout: AnnotatedReadout) -> Floats:
    """1 for points with a topic of their own, 0 for procedure."""
    return np.array([float(note.topics[:1] != ("procedure",)) for note in readout.annotations], dtype=np.float32)


def _share(member: Floats, claims: Floats) -> Floats:
    """Membership of the claims alone, each column summing to 1 again (or 0)."""
    kept = member * claims[:, None]
    return np.asarray(kept / np.maximum(kept.sum(axis=0, keepdims=True), 1e-9), dtype=np.float32)


def _best(scores: Floats, columns: list[int], count: int) -> Floats:
    """Best score of each row over the points of each block."""
    out = np.zeros((len(scores), count), dtype=np.float32)
    for block in sorted(set(columns)):
        out[:, block] = scores[:, np.flatnonzero(np.asarray(columns) == block)].max(axis=1)
    return out


def _about(readout: AnnotatedReadout, topics: list[str]) -> Floats:
    """Share of each topic in each block."""
    matrix = np.zeros((len(readout.readout.blocks), len(topics)), dtype=np.float32)
    for point, note in zip(readout.points, readout.annotations, strict=True):
        for topic in note.topics[:2]:
            matrix[point.block, topics.index(topic)] += note.salience
    return np.asarray(matrix / np.maximum(matrix.sum(axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _rank(scores: Floats) -> Floats:
    order = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1, kind="stable")
    return np.minimum(order, 5).astype(np.float32)

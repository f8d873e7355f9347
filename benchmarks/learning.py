"""Rows for the pair models: engine points of the invented events against their human answers, and the labelled
pairs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import compare.align as aligning
from benchmarks import scoring
from benchmarks.events import PairLine, case, pairs
from compare import pipeline
from compare.align import SIGNALS, evidence, views_of
from compare.align.beads import BLOCK_FEATURES, block_features
from compare.align.features import CONTENT, NAMES, content
from compare.align.matching import assign, grow
from compare.align.rivals import RIVAL_FEATURES, rival_features
from compare.align.views import View, view
from compare.contrast.differences import differences
from compare.encode import Engine, engine
from compare.model import (
    AnnotatedReadout,
    Block,
    BlockKind,
    Link,
    Pair,
    Point,
    Provenance,
    Readout,
    SegmentedReadout,
    Sentence,
    Source,
    Span,
)
from compare.options import EncodeOptions, Options
from compare.read import read
from compare.segment import segment

Floats = NDArray[np.float32]
GOLD_RELATION = {
    "shared": "same",
    "shared-but-weaker-in-a": "weaker-left",
    "shared-but-weaker-in-b": "weaker-right",
    "conflict": "conflict",
}
DIFFERENCES = ("polarity", "number", "date", "strength", "hedge", "name", "phrase", "part", "speaker")
RELATION_FEATURES = (*SIGNALS, *(f"differs_{kind}" for kind in DIFFERENCES))


@dataclass(frozen=True)
class Study:
    """An event made ready: annotated sides, every feature matrix, and which pairs of points answer to each other."""

    name: str
    gold: dict[str, Any]
    annotated: Pair[AnnotatedReadout]
    views: Pair[View]
    known: dict[str, Floats]
    linked: dict[tuple[int, int], str]  # pair -> relation
    unclear: set[tuple[int, int]]  # touch one gold point, too little to say


def study(name: str, texts: dict[str, str], gold: dict[str, Any]) -> Study:
    """Run the engine up to the features and look up the human answers."""
    sources = [
        Source(s["file"], texts[s["file"]].encode(), label=s["publisher"], published=s["date"], language=s["lang"])
        for s in gold["sides"]
    ]
    readouts = Pair(read(sources[0], Options().read), read(sources[1], Options().read))
    annotated = pipeline.annotate_pair(readouts.map(segment))
    views = views_of(annotated, _engine(readouts.left.language, readouts.right.language))
    known = evidence(annotated, views)
    sides = annotated.map(_as_scored)
    linked: dict[tuple[int, int], str] = {}
    unclear: set[tuple[int, int]] = set()
    for point in gold["points"]:
        if point["relation"] not in GOLD_RELATION:
            continue
        touching = [sorted(side.weights(point[f"{k}_quotes"])[0]) for side, k in zip(sides, "ab", strict=True)]
        holding = [side.holders(point[f"{k}_quotes"]) for side, k in zip(sides, "ab", strict=True)]
        for i in touching[0]:
            for j in touching[1]:
                if i in holding[0] and j in holding[1]:
                    linked.setdefault((i, j), GOLD_RELATION[point["relation"]])
                else:
                    unclear.add((i, j))
    return Study(name, gold, annotated, views, known, linked, unclear - set(linked))


def link_rows(found: Study) -> tuple[Floats, NDArray[np.int8], Floats]:
    """Return features, 0/1 labels and weights of all pairs of an event; unclear pairs weigh nothing."""
    rows = np.stack([found.known[name].ravel() for name in NAMES], axis=1).astype(np.float32)
    return rows, *truth(found)


def settle_rows(found: Study, first: Floats) -> tuple[Floats, NDArray[np.int8], Floats]:
    """Return the second model's features, 0/1 labels and weights, given the first model's probabilities."""
    known = rival_features(first, found.known, found.views)
    rows = np.stack([known[name].ravel() for name in RIVAL_FEATURES], axis=1).astype(np.float32)
    return rows, *truth(found)


def truth(found: Study) -> tuple[NDArray[np.int8], Floats]:
    """Return 0/1 labels and weights of all pairs of an event, row by row."""
    shape = found.known["e5"].shape
    labels, weights = np.zeros(shape, dtype=np.int8), np.ones(shape, dtype=np.float32)
    for i, j in found.linked:
        labels[i, j] = 1
    for i, j in found.unclear:
        weights[i, j] = 0
    return labels.ravel(), weights.ravel()


def relation_rows(found: Study) -> tuple[Floats, list[str]]:
    """Return features and relations of the linked pairs of an event."""
    rows, labels = [], []
    for (i, j), relation in sorted(found.linked.items()):
        rows.append(relation_row(found.annotated, found.known, i, j))
        labels.append(relation)
    return np.array(rows, dtype=np.float32).reshape(-1, len(RELATION_FEATURES)), labels


def relation_row(annotated: Pair[AnnotatedReadout], known: dict[str, Floats], i: int, j: int) -> list[float]:
    """Return what `compare.contrast.relations` will see of a link."""
    signals = tuple((name, round(float(known[name][i, j]), 3)) for name in SIGNALS if name in known)
    link = Link(i, j, 1.0, signals)
    seen = dict(signals) | {f"differs_{d.kind}": 1.0 for d in differences(annotated, link)}
    return [seen.get(name, 0.0) for name in RELATION_FEATURES]


def bead_rows(found: Study, scores: Floats) -> tuple[Floats, NDArray[np.int8]]:
    """Return block features and 0/1 labels of all pairs of blocks with points, given the link probabilities."""
    taken = grow(scores, assign(scores, aligning.PRICE), aligning.PRICE, aligning.NEAR)
    known = block_features(found.annotated, found.known, scores, taken)
    gold = {(a, b) for lefts, rights in found.gold["paragraph_alignment"] for a in lefts for b in rights}
    alive = found.annotated.map(lambda readout: sorted({p.block for p in readout.points}))
    places = [(a, b) for a in alive.left for b in alive.right]
    rows = [[known[name][place] for name in BLOCK_FEATURES] for place in places]
    return (
        np.array(rows, dtype=np.float32).reshape(-1, len(BLOCK_FEATURES)),
        np.array([place in gold for place in places], dtype=np.int8),
    )


def line_rows(event: dict[str, Any]) -> tuple[Floats, Floats, list[str]]:
    """Return link features (context unknown: NaN), relation features and labels of an event's labelled pairs."""
    by_languages: dict[tuple[str, str], list[PairLine]] = {}
    for line in pairs(event):
        by_languages.setdefault((line.left_language, line.right_language), []).append(line)
    links, relations, labels = [], [], []
    for (left, right), lines in sorted(by_languages.items()):
        lone = Pair(
            _alone([line.left for line in lines], left, event["left"], event["left"]["date"]),
            _alone([line.right for line in lines], right, event["right"], event["right"]["date"]),
        )
        annotated = pipeline.annotate_pair(lone)
        views = annotated.map(
            lambda r, a=left, b=right: view(
                r, _engine(a, b).embed([p.text for p in r.points], r.readout.language, tokens=True)
            )
        )
        known = content(annotated, views)
        known["e5_margin"] = np.zeros_like(known["e5"])
        for at, line in enumerate(lines):
            row = [float(known[name][at, at]) if name in CONTENT else np.nan for name in NAMES]
            links.append(row)
            relations.append(relation_row(annotated, known, at, at))
            labels.append(line.label)
    return (
        np.array(links, dtype=np.float32).reshape(-1, len(NAMES)),
        np.array(relations, dtype=np.float32).reshape(-1, len(RELATION_FEATURES)),
        labels,
    )


def studies(events: Sequence[dict[str, Any]]) -> list[Study]:
    """Return the study of every event, telling on stderr how far it is."""
    found = []
    for event in events:
        found.append(study(event["id"], *case(event)))
        print(f"\r{len(found)}/{len(events)} {event['id']:<24}", end="", file=sys.stderr)
    print(file=sys.stderr)
    return found


_ENGINES: dict[tuple[str, str], Engine] = {}


def _engine(left: str, right: str) -> Engine:
    key = tuple(sorted((left, right)))
    if key not in _ENGINES:
        _ENGINES[key] = engine(EncodeOptions(), key)
    return _ENGINES[key]


def _as_scored(readout: AnnotatedReadout) -> scoring.Side:
    points = [{"id": i, "spans": [(s.start, s.end) for s in p.spans]} for i, p in enumerate(readout.points)]
    return scoring.Side({"text": readout.readout.text, "points": points})


def _alone(texts: list[str], language: str, side: dict[str, Any], date: str | None) -> SegmentedReadout:
    """Lone points as a readout of one-point paragraphs."""
    blocks, sentences, points, at = [], [], [], 0
    for index, text in enumerate(texts):
        span = Span(at, at + len(text))
        blocks.append(Block(BlockKind.PARAGRAPH, span))
        sentences.append(Sentence(span, index))
        points.append(Point((span,), index, index, text))
        at = span.end + 2
    readout = Readout(
        label=side["publisher"],
        issuer=None,
        country=None,
        language=language,
        title=None,
        published=date,
        text="\n\n".join(texts),
        blocks=tuple(blocks),
        provenance=Provenance("-", "text/plain", "utf-8", "utf-8", ""),
    )
    return SegmentedReadout(readout, tuple(sentences), tuple(points))

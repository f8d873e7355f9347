"""Pairs of readouts to links, beads and rejected candidates."""

from __future__ import annotations

import numpy as np

from compare.align.beads import beads
from compare.align.features import NAMES, Floats, content, context
from compare.align.matching import assign, grow
from compare.align.views import view
from compare.encode import Engine
from compare.model import Alignment, AnnotatedReadout, Candidate, Link, Pair
from compare.options import AlignOptions
from compare.trees import load_trees

SIGNALS = (
    *("e5", "use", "tokens_left", "tokens_right", "lexical", "concepts_shared", "concepts_left", "concepts_right"),
    *("names_shared", "names_left", "names_right", "countries_shared", "numbers_shared", "numbers_clash"),
    *("dates_shared", "dates_clash", "pole_clash", "polarity_clash", "strength_gap", "hedge_gap", "topic", "holder"),
    *("size_left", "size_right", "e5_margin"),
)
"""The features that a link keeps as its evidence, and that `contrast` judges the relation by."""

# Price of standing alone and closeness for growth, both in link probability: best link F1 over fixtures/events,
# cross-validated by event; re-run `make train`, which prints the curve.
PRICE = 0.40
NEAR = 0.15
# A pair below this is not worth showing as the nearest rejected candidate.
WORTH_SHOWING = 0.02


def align(pair: Pair[AnnotatedReadout], engine: Engine, options: AlignOptions) -> Alignment:
    """Link the points of two readouts in any order, and pair their blocks from the links.

    Returns links in order of the left then the right point, beads that partition the blocks of both sides, and for each
    point without a link its best candidate with the probability that it would have been one.
    """
    scores, known = score(pair, engine)
    price = min(max(PRICE + options.alone, 0.0), 1.0)
    taken = grow(scores, assign(scores, price), price, NEAR)
    links = tuple(
        Link(
            left=i,
            right=j,
            score=round(float(scores[i, j]), 4),
            signals=tuple((name, round(float(known[name][i, j]), 3)) for name in SIGNALS),
        )
        for i, j in taken
    )
    linked = Pair({link.left for link in links}, {link.right for link in links})
    rejected = Pair(_rejected(scores, linked.left), _rejected(scores.T, linked.right))
    return Alignment(links=links, beads=beads(pair, links), rejected=rejected)


def score(pair: Pair[AnnotatedReadout], engine: Engine) -> tuple[Floats, dict[str, Floats]]:
    """Return the n x m link probabilities in [0, 1] and every feature matrix by name."""
    views = pair.map(
        lambda readout: view(
            readout, engine.embed([p.text for p in readout.points], readout.readout.language, tokens=True)
        )
    )
    known = content(pair, views)
    known |= context(views, known)
    model = load_trees("link")
    shape = (len(views.left), len(views.right))
    if not all(shape):
        return np.zeros(shape, dtype=np.float32), known
    rows = np.stack([known[name].ravel() for name in model.features], axis=1).astype(np.float32)
    probabilities = model.probabilities(rows).reshape(shape)
    return np.round(probabilities, 4), known


def _rejected(scores: Floats, linked: set[int]) -> tuple[Candidate | None, ...]:
    found: list[Candidate | None] = []
    for row, values in enumerate(scores):
        best = int(values.argmax()) if values.size else -1
        shown = best >= 0 and row not in linked and values[best] >= WORTH_SHOWING
        found.append(Candidate(best, round(float(values[best]), 4)) if shown else None)
    return tuple(found)


__all__ = ["NAMES", "SIGNALS", "align", "score"]

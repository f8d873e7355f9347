"""Pairs of readouts to links, beads and rejected candidates."""

from __future__ import annotations

import numpy as np

from compare.align.beads import beads, block_features, chances
from compare.align.features import NAMES, Floats, content, context
from compare.align.matching import assign, grow
from compare.align.rivals import rival_features
from compare.align.views import View, view
from compare.encode import Engine
from compare.model import Alignment, AnnotatedReadout, Candidate, Link, Pair
from compare.options import AlignOptions
from compare.trees import Trees, load_trees

SIGNALS = (
    *("e5", "use", "tokens_left", "tokens_right", "lexical", "concepts_shared", "concepts_left", "concepts_right"),
    *("names_shared", "names_left", "names_right", "countries_shared", "numbers_shared", "numbers_clash"),
    *("dates_shared", "dates_clash", "pole_clash", "polarity_clash", "strength_gap", "hedge_gap", "topic", "holder"),
    *("size_left", "size_right", "e5_margin"),
)
"""The features that a link keeps as its evidence, and that `contrast` judges the relation by."""

# Price of standing alone and closeness for growth, both in link probability. Over fixtures/events, cross-validated by
# event, link F1 is .826, .824, .825, .807 at .5, .6, .65, .7 while look-alikes linked fall from .054 to .025 at .65; a
# false link costs a reporter more than a missed one. Re-run `python -m benchmarks.train --check`: it prints the curves.
PRICE = 0.65
NEAR = 0.10
# A pair below this is not worth showing as the nearest rejected candidate.
WORTH_SHOWING = 0.02


def align(pair: Pair[AnnotatedReadout], engine: Engine, options: AlignOptions) -> Alignment:
    """Link the points of two readouts in any order, and pair their blocks from the links.

    Returns links in order of the left then the right point, beads that partition the blocks of both sides, and for each
    point without a link its best candidate with the probability that it would have been one.
    """
    views = views_of(pair, engine)
    known = evidence(pair, views)
    scores = settle(probabilities(known, load_trees("link")), known, views, load_trees("settle"))
    return decide(pair, known, scores, options, load_trees("bead"))


def views_of(pair: Pair[AnnotatedReadout], engine: Engine) -> Pair[View]:
    """Return both sides as arrays, their points encoded."""
    return pair.map(
        lambda readout: view(
            readout, engine.embed([p.text for p in readout.points], readout.readout.language, tokens=True)
        )
    )


def evidence(pair: Pair[AnnotatedReadout], views: Pair[View]) -> dict[str, Floats]:
    """Return every feature of `compare.align.features` by name, each an n x m matrix over the points of both sides."""
    known = content(pair, views)
    return known | context(views, known)


def probabilities(known: dict[str, Floats], model: Trees) -> Floats:
    """Return the n x m probabilities in [0, 1] that a pair of points answers to each other, to four places."""
    shape = next(iter(known.values())).shape
    if not all(shape):
        return np.zeros(shape, dtype=np.float32)
    rows = np.stack([known[name].ravel() for name in model.features], axis=1).astype(np.float32)
    return np.round(model.probabilities(rows).reshape(shape), 4)


def settle(first: Floats, known: dict[str, Floats], views: Pair[View], model: Trees) -> Floats:
    """Return the probabilities after a second look that knows each pair's rivals, to four places."""
    return probabilities(rival_features(first, known, views), model)


def decide(
    pair: Pair[AnnotatedReadout], known: dict[str, Floats], scores: Floats, options: AlignOptions, model: Trees
) -> Alignment:
    """Return links, beads and rejected candidates from the probabilities; ``model`` weighs pairs of blocks."""
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
    together = chances(block_features(pair, known, scores, taken), model)
    return Alignment(links=links, beads=beads(together, links, pair), rejected=rejected)


def _rejected(scores: Floats, linked: set[int]) -> tuple[Candidate | None, ...]:
    found: list[Candidate | None] = []
    for row, values in enumerate(scores):
        best = int(values.argmax()) if values.size else -1
        shown = best >= 0 and row not in linked and values[best] >= WORTH_SHOWING
        found.append(Candidate(best, round(float(values[best]), 4)) if shown else None)
    return tuple(found)


__all__ = ["NAMES", "SIGNALS", "align", "decide", "evidence", "probabilities", "settle", "views_of"]

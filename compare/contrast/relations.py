"""How two linked points relate: the same, softer on one side, or in conflict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from compare.contrast.differences import differences
from compare.model import AnnotatedReadout, Link, Pair, Relation
from compare.trees import Trees

# Probability that a relation other than "same" must reach before a link is called so: best macro F1 over
# fixtures/events, cross-validated by event; re-run `make train`.
THRESHOLDS = {Relation.WEAKER_LEFT: 0.35, Relation.WEAKER_RIGHT: 0.35, Relation.CONFLICT: 0.35}


def judged(pair: Pair[AnnotatedReadout], links: Sequence[Link], model: Trees) -> tuple[Link, ...]:
    """Return the links with their relations, by a model over signals and differences, and with their differences."""
    if not links:
        return ()
    found = [differences(pair, link) for link in links]
    known = [
        dict(link.signals) | {f"differs_{d.kind}": 1.0 for d in own} for link, own in zip(links, found, strict=True)
    ]
    rows = np.array([[one.get(name, 0.0) for name in model.features] for one in known], dtype=np.float32)
    return tuple(
        replace(link, relation=_relation(dict(zip(model.classes, chances, strict=True))), differences=own)
        for link, own, chances in zip(links, found, model.probabilities(rows).tolist(), strict=True)
    )


def _relation(chances: dict[str, float]) -> Relation:
    best = Relation.SAME
    for relation, least in THRESHOLDS.items():
        if chances[relation] >= least and (best is Relation.SAME or chances[relation] > chances[best]):
            best = relation
    return best

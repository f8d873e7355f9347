"""How two linked points relate: the same, softer on one side, or in conflict."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from compare.contrast.differences import differences
from compare.model import AnnotatedReadout, Link, Pair, Relation
from compare.trees import Trees

RELATIONS = (Relation.SAME, Relation.WEAKER_LEFT, Relation.WEAKER_RIGHT, Relation.CONFLICT)
# Probability that a relation other than "same" must reach before a link is called so: best macro F1 over
# fixtures/events, cross-validated by event; re-run `make train`.
THRESHOLDS = {Relation.WEAKER_LEFT: 0.35, Relation.WEAKER_RIGHT: 0.35, Relation.CONFLICT: 0.35}


def judge(pair: Pair[AnnotatedReadout], link: Link, model: Trees) -> Link:
    """Return the link with its relation, by a model over its signals and differences, and with its differences."""
    found = differences(pair, link)
    known = dict(link.signals) | {f"differs_{d.kind}": 1.0 for d in found}
    row = np.array([[known.get(name, 0.0) for name in model.features]], dtype=np.float32)
    chances = dict(zip(model.classes, model.probabilities(row)[0].tolist(), strict=True))
    best = Relation.SAME
    for relation, least in THRESHOLDS.items():
        if chances[relation] >= least and (best is Relation.SAME or chances[relation] > chances[best]):
            best = relation
    return replace(link, relation=best, differences=found)

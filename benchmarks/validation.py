"""Cross-validation by event: every event is judged by models that never saw it, with the scorer of the gold cases."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

from benchmarks import scoring
from benchmarks.learning import Study
from compare.align import decide, probabilities, settle
from compare.contrast import contrast
from compare.model import Comparison
from compare.options import Options
from compare.record import dumps

if TYPE_CHECKING:
    from benchmarks.train import Models, Table


def judged(found: Study, models: Models, topics: dict[str, str] | None = None) -> dict:
    """Return the scored result of one event under these models."""
    options = Options()
    scores = chances_of(found, models)
    alignment = decide(found.annotated, found.known, scores, options.align, models.bead)
    said = contrast(found.annotated, alignment, options.contrast, models.relation)
    result = Comparison("", found.annotated, said.statuses, said.links, alignment.beads, said.findings, said.emphasis)
    return scoring.score(found.gold, json.loads(dumps(result)), topics or {})


def chances_of(found: Study, models: Models) -> np.ndarray:
    """Return the link probabilities of an event under these models."""
    return settle(probabilities(found.known, models.link), found.known, found.views, models.settle)


def out_of_fold(found: list[Study], table: Table) -> list[tuple[Study, Models]]:
    """Return every event with the models fitted without its fold."""
    from benchmarks.train import _number, folds

    out = []
    for fold in folds([_number(one.name) for one in found]):
        models = table.fit(fold)
        out += [(one, models) for one in found if _number(one.name) in fold]
    return out


def report(found: list[Study], table: Table) -> None:
    """Print the measures, and the curves of the constants that the engine carries."""
    aligning, paragraphs, relations = (
        import_module(f"compare.{name}") for name in ("align", "align.beads", "contrast.relations")
    )
    ready = out_of_fold(found, table)
    _line("as it is", scoring.total([judged(*one) for one in ready]))
    for module, name, grid in (
        (aligning, "PRICE", (0.4, 0.5, 0.6, 0.65, 0.7, 0.8)),
        (aligning, "NEAR", (0.0, 0.1, 0.2, 0.3)),
        (paragraphs, "FOUND", (0.1, 0.15, 0.2, 0.3, 0.4)),
        (paragraphs, "JOIN", (0.3, 0.4, 0.5, 0.6, 1.1)),
    ):
        kept = getattr(module, name)
        for value in grid:
            setattr(module, name, value)
            _line(f"{name} {value}", scoring.total([judged(*one) for one in ready]))
        setattr(module, name, kept)
    kept = dict(relations.THRESHOLDS)
    for value in (0.25, 0.35, 0.45, 0.55):
        for key in relations.THRESHOLDS:
            relations.THRESHOLDS[key] = value
        _line(f"THRESHOLDS {value}", scoring.total([judged(*one) for one in ready]))
    relations.THRESHOLDS.update(kept)
    chances = np.concatenate([chances_of(one, models).ravel() for one, models in ready])
    truth = np.concatenate([_truth(one).ravel() for one, _ in ready])
    print("said in       pairs   right")
    for low in np.arange(0, 1, 0.1):
        inside = (chances >= low) & (chances < low + 0.1) & (truth >= 0)
        if inside.any():
            print(f"{low:.1f} - {low + 0.1:.1f} {int(inside.sum()):>8} {float(truth[inside].mean()):>7.2f}")


def _truth(found: Study) -> np.ndarray:
    out = np.zeros(found.known["e5"].shape)
    for i, j in found.linked:
        out[i, j] = 1
    for i, j in found.unclear:
        out[i, j] = -1
    return out


def _line(name: str, measures: dict) -> None:
    print(f"{name:<18}" + "  ".join(f"{key} {value:.3f}" for key, value in measures.items()))

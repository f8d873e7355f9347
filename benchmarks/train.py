"""Fit the models (`link`, `settle`, `relation`, `bead`) on the invented events and write them as plain arrays. The same
data give the same bytes.

    python -m benchmarks.train           fit and write compare/data/model/*.npz
    python -m benchmarks.train --check   cross-validate by event, print the figures, write nothing
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from benchmarks.events import events, pair_sets
from benchmarks.learning import (
    BLOCK_FEATURES,
    NAMES,
    RELATION_FEATURES,
    RIVAL_FEATURES,
    Study,
    bead_rows,
    line_rows,
    link_rows,
    relation_rows,
    settle_rows,
    studies,
)
from compare.align import probabilities, settle
from compare.resources import data_path, write_atomic
from compare.trees import Trees

Floats = NDArray[np.float32]
RELATIONS = ("same", "weaker-left", "weaker-right", "conflict")
# Chosen by cross-validation by event over a small grid (depth 3-6, 60-300 rounds, rate .05-.1); re-run with --check.
LINK: dict[str, Any] = {
    "max_iter": 200,
    "learning_rate": 0.05,
    "max_leaf_nodes": 8,
    "min_samples_leaf": 25,
    "l2_regularization": 2.0,
    "max_features": 0.3,
}
RELATION: dict[str, Any] = {
    "max_iter": 100,
    "learning_rate": 0.05,
    "max_leaf_nodes": 6,
    "min_samples_leaf": 15,
    "l2_regularization": 2.0,
    "max_features": 0.4,
}
SETTLE: dict[str, Any] = {
    "max_iter": 100,
    "learning_rate": 0.05,
    "max_leaf_nodes": 6,
    "min_samples_leaf": 30,
    "l2_regularization": 3.0,
    "max_features": 0.4,
}
BEAD: dict[str, Any] = {
    "max_iter": 100,
    "learning_rate": 0.05,
    "max_leaf_nodes": 6,
    "min_samples_leaf": 20,
    "l2_regularization": 2.0,
    "max_features": 0.5,
}
# A lone labelled pair against a pair seen in its texts: lone ones have no rivals, and teach what words say.
LONE = 0.7
FOLDS = 5
SEEDS = (7, 17, 27)


class Models(NamedTuple):
    """The fitted models."""

    link: Trees
    settle: Trees
    relation: Trees
    bead: Trees


class Table:
    """All rows, with the event that each belongs to."""

    def __init__(self, found: Sequence[Study], given: Sequence[dict[str, Any]]) -> None:
        self._found = found
        self._first: dict[str, Floats] = {}
        self._beads: dict[str, tuple[Floats, NDArray[np.int8]]] = {}
        self._numbers = {event.name: _number(event.name) for event in found}
        links, relations = [], []
        for event in found:
            rows, labels, weights = link_rows(event)
            links.append((rows, labels, weights, np.full(len(labels), _number(event.name))))
            r_rows, r_labels = relation_rows(event)
            relations.append((r_rows, r_labels, np.full(len(r_labels), _number(event.name)), np.ones(len(r_labels))))
        for event in given:
            l_rows, r_rows, names = line_rows(event)
            who = np.full(len(names), _number(event["id"]))
            same = np.array([name != "different" for name in names])
            links.append((l_rows, same.astype(np.int8), np.full(len(names), LONE, np.float32), who))
            kept = np.flatnonzero(same)
            relations.append((r_rows[kept], [names[k] for k in kept], who[kept], np.full(len(kept), LONE)))
        self.rows = np.concatenate([one[0] for one in links])
        self.labels = np.concatenate([one[1] for one in links])
        self.weights = np.concatenate([one[2] for one in links])
        self.groups = np.concatenate([one[3] for one in links])
        self.relation_rows = np.concatenate([one[0] for one in relations])
        self.relation_labels = np.array([RELATIONS.index(name) for one in relations for name in one[1]])
        self.relation_groups = np.concatenate([one[2] for one in relations])
        self.relation_weights = np.concatenate([one[3] for one in relations])

    def fit(self, leave: set[int]) -> Models:
        """Return the models fitted without the events of these numbers."""
        return Models(self.fit_link(leave), self.fit_settle(leave), self.fit_relation(leave), self.fit_bead(leave))

    def fit_link(self, leave: set[int]) -> Trees:
        """Return the link model."""
        kept = ~np.isin(self.groups, list(leave)) & (self.weights > 0)
        rows, mirrored = self.rows[kept], mirror(self.rows[kept], NAMES)
        link = fit(np.vstack([rows, mirrored]), np.tile(self.labels[kept], 2), np.tile(self.weights[kept], 2), LINK)
        return as_arrays(link, NAMES, ("linked",))

    def fit_relation(self, leave: set[int]) -> Trees:
        """Return the relation model."""
        kept = ~np.isin(self.relation_groups, list(leave))
        rows, labels = self.relation_rows[kept], self.relation_labels[kept]
        turned = np.array([0, 2, 1, 3])[labels]
        weights = np.tile(self.relation_weights[kept], 2)
        every = np.concatenate([labels, turned])
        # Half-way to balanced classes: the rare ones matter to a reader more than their number.
        share = np.bincount(every, minlength=4) / len(every)
        weights = weights / np.sqrt(np.maximum(share, 0.01))[every]
        relation = fit(np.vstack([rows, mirror(rows, RELATION_FEATURES)]), every, weights, RELATION)
        return as_arrays(relation, RELATION_FEATURES, RELATIONS)

    def fit_settle(self, leave: set[int]) -> Trees:
        """Return the second link model, fitted on the first one's probabilities of events that it did not see."""
        if not self._first:
            for fold in folds(list(self._numbers.values())):
                link = self.fit_link(fold)
                for one in self._of(fold):
                    self._first[one.name] = probabilities(one.known, link)
        kept = [settle_rows(one, self._first[one.name]) for one in self._found if self._numbers[one.name] not in leave]
        rows, labels, weights = (np.concatenate([part[k] for part in kept]) for k in range(3))
        seen = weights > 0
        both = np.vstack([rows[seen], mirror(rows[seen], RIVAL_FEATURES)])
        models = fit(both, np.tile(labels[seen], 2), np.tile(weights[seen], 2), SETTLE)
        return as_arrays(models, RIVAL_FEATURES, ("linked",))

    def fit_bead(self, leave: set[int]) -> Trees:
        """Return the bead model, fitted on link probabilities of events that the link models did not see."""
        if not self._beads:
            for fold in folds(list(self._numbers.values())):
                second = self.fit_settle(fold)
                for one in self._of(fold):
                    scores = settle(self._first[one.name], one.known, one.views, second)
                    self._beads[one.name] = bead_rows(one, scores)
        kept = [self._beads[one.name] for one in self._found if self._numbers[one.name] not in leave]
        rows, labels = (np.concatenate([part[k] for part in kept]) for k in (0, 1))
        both = np.vstack([rows, mirror(rows, BLOCK_FEATURES)])
        bead = fit(both, np.tile(labels, 2), np.ones(2 * len(labels)), BEAD)
        return as_arrays(bead, BLOCK_FEATURES, ("together",))

    def _of(self, numbers: set[int]) -> list[Study]:
        return [one for one in self._found if self._numbers[one.name] in numbers]


def fit(rows: Floats, labels: NDArray[Any], weights: NDArray[Any], settings: dict[str, Any]) -> list[Any]:
    """Return histogram gradient boosting classifiers that differ in the features each split may choose from; their mean
    varies less than any of them (bagging, Breiman 1996). Deterministic."""
    return [
        HistGradientBoostingClassifier(**settings, early_stopping=False, random_state=seed).fit(
            rows, labels, sample_weight=weights
        )
        for seed in SEEDS
    ]


def mirror(rows: Floats, names: Sequence[str]) -> Floats:
    """Return rows as they are when the sides are exchanged."""
    order = []
    for name in names:
        other = name
        if name.endswith("_left"):
            other = name.removesuffix("left") + "right"
        elif name.endswith("_right"):
            other = name.removesuffix("right") + "left"
        elif name.startswith("row_"):
            other = name.replace("row_", "column_")
        elif name.startswith("column_"):
            other = name.replace("column_", "row_")
        order.append(list(names).index(other))
    out = rows[:, order].copy()
    for at, name in enumerate(names):
        if name in ("strength_gap", "hedge_gap"):
            out[:, at] = -out[:, at]
    return out


def as_arrays(models: Sequence[Any], features: Sequence[str], classes: Sequence[str]) -> Trees:
    """Return the mean of the models as the arrays of `compare.trees`."""
    trees, owners = [], []
    for model in models:
        for round_ in model._predictors:
            for owner, predictor in enumerate(round_):
                trees.append(predictor.nodes)
                owners.append(owner)
    size = max(len(nodes) for nodes in trees)
    shape = (len(trees), size)
    feature, left, right = (np.zeros(shape, np.int32) for _ in range(3))
    threshold, value = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for at, nodes in enumerate(trees):
        count, leaf = len(nodes), nodes["is_leaf"].astype(bool)
        own = np.arange(count)
        feature[at, :count] = np.where(leaf, 0, nodes["feature_idx"])
        threshold[at, :count] = np.where(leaf, 0, nodes["num_threshold"])
        left[at, :count] = np.where(leaf, own, nodes["left"])
        right[at, :count] = np.where(leaf, own, nodes["right"])
        value[at, :count] = nodes["value"] / len(models)
    baseline = np.mean([model._baseline_prediction.ravel() for model in models], axis=0).astype(np.float32)
    depth = int(max(nodes["depth"].max() for nodes in trees))
    parts = (baseline, np.array(owners, np.int32), feature, threshold, left, right, value)
    digest = hashlib.blake2b(b"".join(part.tobytes() for part in parts), digest_size=6).hexdigest()
    return Trees(tuple(features), tuple(classes), *parts, depth=depth, digest=digest)


def save(name: str, trees: Trees) -> None:
    """Write a model to the package's data, the same bytes for the same arrays."""
    import io
    import zipfile

    fields = {
        "features": np.array(trees.features),
        "classes": np.array(trees.classes),
        "baseline": trees.baseline,
        "owner": trees.owner,
        "feature": trees.feature,
        "threshold": trees.threshold,
        "left": trees.left,
        "right": trees.right,
        "value": trees.value,
        "depth": np.array(trees.depth),
        "digest": np.array(trees.digest),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, array in fields.items():
            part = io.BytesIO()
            np.lib.format.write_array(part, array, allow_pickle=False)
            archive.writestr(
                zipfile.ZipInfo(f"{key}.npy", (2020, 1, 1, 0, 0, 0)), part.getvalue(), zipfile.ZIP_DEFLATED
            )
    write_atomic(data_path("model", f"{name}.npz"), out.getvalue())


def folds(numbers: Sequence[int]) -> list[set[int]]:
    """Split event numbers into folds, the same way each time."""
    ordered = sorted(set(numbers))
    return [set(ordered[k::FOLDS]) for k in range(FOLDS)]


_NUMBERS: dict[str, int] = {}


def _number(name: str) -> int:
    return _NUMBERS.setdefault(name, len(_NUMBERS))


def main(arguments: list[str]) -> int:
    """Fit or cross-validate; return the exit code."""
    began = time.monotonic()
    given = events()
    found = studies(given)
    table = Table(found, [*given, *pair_sets()])
    print(f"{len(given)} events, {int(table.labels.sum())} linked of {len(table.labels)} pairs")
    if "--check" in arguments:
        from benchmarks.validation import report

        report(found, table)
    else:
        for name, trees in table.fit(set())._asdict().items():
            save(name, trees)
            print(f"{name}: {len(trees.owner)} trees, digest {trees.digest}")
    print(f"{time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

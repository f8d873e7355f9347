"""Boosted regression trees as plain arrays: load a fitted model and score rows. Fitting is `benchmarks/train.py`'s
work.

The layout is that of scikit-learn's histogram gradient boosting (Friedman 2001; LightGBM's leaf-wise growth), reduced
to five arrays. Features are asked for by name, so a model and the code that feeds it cannot silently disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from compare.errors import DataError
from compare.resources import data_path

Floats = NDArray[np.float32]


# Cells of one walk: a few megabytes an array, whatever the size of the texts.
CELLS = 1_000_000


@dataclass(frozen=True)
class Trees:
    """A fitted ensemble. Node arrays are trees x nodes; a leaf points at itself. ``classes`` names the outputs."""

    features: tuple[str, ...]
    classes: tuple[str, ...]
    baseline: Floats  # classes
    owner: NDArray[np.int32]  # trees: which class a tree adds to
    feature: NDArray[np.int32]  # trees x nodes
    threshold: Floats  # trees x nodes
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: Floats
    depth: int
    digest: str

    def raw(self, rows: Floats) -> Floats:
        """Return n x classes additive scores (log-odds) of n x features rows."""
        scores = np.tile(self.baseline.astype(np.float64), (len(rows), 1))
        count, size = self.feature.shape
        start = (np.arange(count) * size)[:, None]
        feature, threshold, value = self.feature.ravel(), self.threshold.ravel(), self.value.ravel()
        left, right = self.left.ravel(), self.right.ravel()
        step = max(1, CELLS // count)
        for begin in range(0, len(rows), step):
            part = rows[begin : begin + step]
            every = np.arange(len(part))[None, :]
            node = np.repeat(start, len(part), axis=1)  # trees x rows, all trees walked at once
            for _ in range(self.depth):
                low = part[every, feature[node]] <= threshold[node]
                node = start + np.where(low, left[node], right[node])
            added = value[node].astype(np.float64)
            for output in range(len(self.baseline)):
                scores[begin : begin + step, output] += added[self.owner == output].sum(axis=0)
        return scores.astype(np.float32)

    def probabilities(self, rows: Floats) -> Floats:
        """Return probabilities: n for a two-class model (of the second class), n x classes otherwise."""
        raw = self.raw(rows).astype(np.float64)
        if raw.shape[1] == 1:
            return np.asarray(1.0 / (1.0 + np.exp(-raw[:, 0])), dtype=np.float32)
        raw -= raw.max(axis=1, keepdims=True)
        grown = np.exp(raw)
        return np.asarray(grown / grown.sum(axis=1, keepdims=True), dtype=np.float32)


@cache
def load_trees(name: str) -> Trees:
    """Load ``data/model/<name>.npz``; raises DataError when it is missing or damaged."""
    path = data_path("model", f"{name}.npz")
    try:
        with np.load(path, allow_pickle=False) as file:
            return Trees(
                features=tuple(str(f) for f in file["features"]),
                classes=tuple(str(c) for c in file["classes"]),
                baseline=file["baseline"],
                owner=file["owner"],
                feature=file["feature"],
                threshold=file["threshold"],
                left=file["left"],
                right=file["right"],
                value=file["value"],
                depth=int(file["depth"]),
                digest=str(file["digest"]),
            )
    except (OSError, KeyError, ValueError) as error:
        raise DataError(str(error), where=str(path), todo="reinstall readouts, or run make train") from error

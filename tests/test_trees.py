from __future__ import annotations

import numpy as np
import pytest

from benchmarks.train import as_arrays, fit
from compare.errors import DataError
from compare.trees import load_trees

SETTINGS = {"max_iter": 12, "learning_rate": 0.2, "max_leaf_nodes": 6, "max_features": 0.5}


def data(classes: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    rows = rng.normal(size=(400, 5)).astype(np.float32)
    return rows, (np.digitize(rows[:, 0] + rows[:, 1] * rows[:, 2], [0.0] if classes == 2 else [-0.5, 0.5]))


@pytest.mark.parametrize("classes", [2, 3])
def test_arrays_say_what_the_fitted_models_say(classes: int) -> None:
    rows, labels = data(classes)
    models = fit(rows, labels, np.ones(len(rows)), SETTINGS)
    names = tuple(f"f{n}" for n in range(rows.shape[1]))
    trees = as_arrays(models, names, ("linked",) if classes == 2 else ("a", "b", "c"))
    raw = np.mean([np.asarray(m.decision_function(rows)).reshape(len(rows), -1) for m in models], axis=0)
    np.testing.assert_allclose(trees.raw(rows), raw, atol=1e-4)
    found = trees.probabilities(rows)
    assert found.shape == ((len(rows),) if classes == 2 else (len(rows), classes))
    assert found.min() >= 0
    assert found.max() <= 1


def test_the_same_data_give_the_same_arrays() -> None:
    rows, labels = data(2)
    one, other = (as_arrays(fit(rows, labels, np.ones(len(rows)), SETTINGS), "abcde", ("linked",)) for _ in range(2))
    assert one.digest == other.digest


def test_each_row_is_scored_alone() -> None:
    rows, labels = data(2)
    trees = as_arrays(fit(rows, labels, np.ones(len(rows)), SETTINGS), "abcde", ("linked",))
    np.testing.assert_array_equal(trees.raw(rows)[7:8], trees.raw(rows[7:8]))


@pytest.mark.parametrize("name", ["link", "settle", "relation", "bead"])
def test_shipped_models_load_and_name_their_features(name: str) -> None:
    trees = load_trees(name)
    assert trees.feature.max() < len(trees.features)
    assert trees.left.max() < trees.feature.shape[1]


def test_a_missing_model_is_one_clear_line() -> None:
    with pytest.raises(DataError, match="make train"):
        load_trees("no-such-model")

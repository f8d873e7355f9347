from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from compare.encode import Tokens, interaction, late_interaction, late_pairs, similarity, word_marks
from compare.encode.centring import Means, centred, centred_tokens
from compare.encode.e5 import E5

FIXTURES = Path(__file__).parents[2] / "fixtures/encode"
MARKS = tomllib.loads((FIXTURES / "marks.toml").read_text(encoding="utf-8"))["case"]


def tokens(rows: list[list[float]], weights: list[float]) -> Tokens:
    spans = [(i, i + 1) for i in range(len(rows))]
    return Tokens(
        np.array(rows, np.float16).reshape(-1, 2),
        np.array(weights, np.float32),
        np.array(spans, np.int32).reshape(-1, 2),
    )


def random_tokens(rng: np.random.Generator, count: int) -> Tokens:
    rows = centred(rng.normal(size=(count, 384)).astype(np.float32), np.zeros(384, np.float32)).astype(np.float16)
    weights = rng.random(count) if count else np.zeros(0)
    return Tokens(rows, (weights / max(weights.sum(), 1e-9)).astype(np.float32), np.zeros((count, 2), np.int32))


def test_by_hand() -> None:
    left = [tokens([[1, 0], [0, 1]], [0.75, 0.25])]
    right = [tokens([[1, 0]], [1]), tokens([[0, 1], [0.5, 0]], [0.5, 0.5]), tokens([], [])]
    found = late_interaction(left, right)
    assert found.left.tolist() == [[0.75, 0.75 * 0.5 + 0.25, 0]]
    assert found.right.tolist() == [[1, 0.75, 0]]
    assert np.allclose(found.both, (found.left + found.right) / 2)


def test_swapped_sides_are_the_transpose_bit_by_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    left = [random_tokens(rng, int(n)) for n in rng.integers(0, 30, 23)]
    right = [random_tokens(rng, int(n)) for n in rng.integers(0, 30, 17)]
    forth, back = late_interaction(left, right), late_interaction(right, left)
    assert (forth.left == back.right.T).all()
    assert (forth.right == back.left.T).all()
    assert (forth.both == back.both.T).all()
    monkeypatch.setattr(interaction, "_BLOCK", 5_000)
    blocks = late_interaction(left, right)
    assert (blocks.left == forth.left).all()
    assert (blocks.right == forth.right).all()


def test_some_pairs_are_cells_of_the_matrices() -> None:
    rng = np.random.default_rng(3)
    left = [random_tokens(rng, int(n)) for n in rng.integers(0, 20, 9)]
    right = [random_tokens(rng, int(n)) for n in rng.integers(0, 20, 11)]
    pairs = np.array([[8, 0], [0, 10], [3, 3], [0, 2], [8, 1], [3, 3]])
    whole, some = late_interaction(left, right), late_pairs(left, right, pairs)
    for name in ("left", "right", "both"):
        assert (getattr(some, name) == getattr(whole, name)[pairs[:, 0], pairs[:, 1]]).all()
    assert len(late_pairs(left, right, np.zeros((0, 2), np.int64)).both) == 0


def test_similarity_is_exact_whatever_the_shape() -> None:
    rng = np.random.default_rng(2)
    rows = centred(rng.normal(size=(300, 384)).astype(np.float32), np.zeros(384, np.float32))
    whole = similarity(rows, rows)
    assert (whole == whole.T).all()
    assert (whole[7:9] == similarity(rows[7:9], rows)).all()
    assert (whole == np.clip(rows.astype(np.float64) @ rows.astype(np.float64).T, -1, 1)).all()


def test_nothing_on_a_side() -> None:
    one = [tokens([[1, 0]], [1])]
    assert late_interaction([], one).both.shape == (0, 1)
    assert late_interaction(one, []).both.shape == (1, 0)
    assert late_interaction([tokens([], [])], one).both.tolist() == [[0]]
    assert word_marks(tokens([], []), one[0], "", "a") == ()


@pytest.mark.parametrize("case", MARKS, ids=lambda case: case["right_language"])
def test_word_marks(e5: E5, case: dict[str, Any]) -> None:
    sides = []
    for side in ("left", "right"):
        (raw,) = e5.encode_tokens([case[side]]).tokens or ()
        mean = Means(e5, None).of(case[f"{side}_language"]).token
        assert mean is not None
        sides.append(centred_tokens(raw, mean))
    found = word_marks(*sides, case["left"], case["right"])
    pairs = [[case["left"][slice(*mark.left)], case["right"][slice(*mark.right)]] for mark in found]
    assert all(pair in pairs for pair in case["marks"]), pairs
    assert [mark.left for mark in found] == sorted(mark.left for mark in found)
    assert all(0 < mark.score <= 1 for mark in found)

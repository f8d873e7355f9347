from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from compare.align.matching import assign, grow

MATRICES = st.tuples(st.integers(0, 6), st.integers(0, 6)).flatmap(
    lambda shape: arrays(np.float32, shape, elements=st.floats(0, 1, width=32))
)


def test_order_is_free() -> None:
    scores = np.array([[0.1, 0.9], [0.8, 0.2]], dtype=np.float32)
    assert assign(scores, 0.4) == [(0, 1), (1, 0)]


def test_a_pair_below_the_price_stays_alone() -> None:
    assert assign(np.array([[0.39]], dtype=np.float32), 0.4) == []


def test_the_sum_counts_not_the_first_best() -> None:
    scores = np.array([[0.9, 0.8], [0.85, 0.1]], dtype=np.float32)
    assert assign(scores, 0.3) == [(0, 1), (1, 0)]


def test_one_point_may_answer_to_two() -> None:
    scores = np.array([[0.9, 0.85], [0.1, 0.1]], dtype=np.float32)
    assert grow(scores, assign(scores, 0.4), 0.4, 0.15) == [(0, 0), (0, 1)]


@given(MATRICES)
@settings(max_examples=60, deadline=None)
def test_assignment_is_one_to_one_above_the_price_and_growth_keeps_it(scores: np.ndarray) -> None:
    taken = assign(scores, 0.4)
    assert len({i for i, _ in taken}) == len({j for _, j in taken}) == len(taken)
    assert all(scores[pair] > 0.4 for pair in taken)
    assert set(taken) <= set(grow(scores, taken, 0.4, 0.15))

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from compare.align.beads import BLOCK_FEATURES, FOUND, JOIN, beads, block_features
from compare.model import Link, Pair
from tests.building import annotated


def pair(left: int, right: int) -> Pair:
    return Pair(*(annotated([{"text": f"Paragraph {n}."} for n in range(count)]) for count in (left, right)))


def test_crossing_blocks_make_crossing_beads() -> None:
    together = np.zeros((3, 3), dtype=np.float32)
    together[0, 2] = together[2, 0] = 0.9
    found = beads(together, [], pair(3, 3))
    assert [(b.left, b.right) for b in found] == [((0,), (2,)), ((1,), ()), ((2,), (0,)), ((), (1,))]


def test_two_paragraphs_answer_to_one() -> None:
    found = beads(np.array([[0.9], [JOIN]], dtype=np.float32), [], pair(2, 1))
    assert [(b.left, b.right) for b in found] == [((0, 1), (0,))]


def test_a_weak_second_stays_alone() -> None:
    found = beads(np.array([[0.9], [(FOUND + JOIN) / 2]], dtype=np.float32), [], pair(2, 1))
    assert [(b.left, b.right) for b in found] == [((0,), (0,)), ((1,), ())]


def test_a_pinned_link_joins_its_blocks() -> None:
    found = beads(np.zeros((1, 1), dtype=np.float32), [Link(0, 0, 1.0, pinned=True)], pair(1, 1))
    assert [(b.left, b.right) for b in found] == [((0,), (0,))]


@given(
    st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
        lambda shape: arrays(np.float32, shape, elements=st.floats(0, 1, width=32))
    )
)
@settings(max_examples=80, deadline=None)
def test_every_block_is_in_exactly_one_bead(together: np.ndarray) -> None:
    left, right = together.shape
    found = beads(together, [], pair(left, right))
    assert sorted(n for bead in found for n in bead.left) == list(range(left))
    assert sorted(n for bead in found for n in bead.right) == list(range(right))


def test_block_features_turn_with_the_sides() -> None:
    rng = np.random.default_rng(3)
    scores, mixed = rng.random((2, 3), dtype=np.float32), rng.random((2, 3), dtype=np.float32)
    known = dict.fromkeys(("e5", "tokens_low", "tokens_high"), mixed)
    there = block_features(pair(2, 3), known, scores, [(0, 1)])
    back = block_features(pair(3, 2), {name: m.T for name, m in known.items()}, scores.T, [(1, 0)])
    names = {name: name for name in BLOCK_FEATURES}
    for name in BLOCK_FEATURES:
        if name.endswith("_left"):
            names[name] = name.removesuffix("left") + "right"
        elif name.endswith("_right"):
            names[name] = name.removesuffix("right") + "left"
    names |= {"row_rank": "column_rank", "column_rank": "row_rank"}
    for name, turned in names.items():
        np.testing.assert_allclose(there[name], back[turned].T, rtol=1e-5, err_msg=name)

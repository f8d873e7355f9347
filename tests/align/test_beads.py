from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from compare.align.beads import beads
from compare.model import Link, Pair
from tests.building import annotated


def pair(left: int, right: int) -> Pair:
    return Pair(*(annotated([{"text": f"Paragraph {n}."} for n in range(count)]) for count in (left, right)))


def test_crossing_links_make_crossing_beads() -> None:
    found = beads(pair(3, 3), [Link(0, 2, 0.9), Link(2, 0, 0.9)])
    assert [(b.left, b.right) for b in found] == [((0,), (2,)), ((1,), ()), ((2,), (0,)), ((), (1,))]


def test_two_paragraphs_answer_to_one() -> None:
    found = beads(pair(2, 1), [Link(0, 0, 0.9), Link(1, 0, 0.8)])
    assert [(b.left, b.right) for b in found] == [((0, 1), (0,))]


@given(
    st.integers(0, 5),
    st.integers(0, 5),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.floats(0, 1)), max_size=8),
)
@settings(max_examples=80, deadline=None)
def test_every_block_is_in_exactly_one_bead(left: int, right: int, rows: list[tuple[int, int, float]]) -> None:
    links = [Link(i, j, score) for i, j, score in rows if i < left and j < right]
    found = beads(pair(left, right), links)
    assert sorted(n for bead in found for n in bead.left) == list(range(left))
    assert sorted(n for bead in found for n in bead.right) == list(range(right))

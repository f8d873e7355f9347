from __future__ import annotations

import pytest

from compare.contrast.emphasis import emphasis, emphasized
from compare.model import Pair, Side
from tests.building import annotated


def side(**counts: int) -> list[dict]:
    return [{"text": f"Point {n} on {topic}.", "topic": topic} for topic, count in counts.items() for n in range(count)]


def rows(left: dict[str, int], right: dict[str, int]) -> Pair:
    return Pair(annotated(side(**left)), annotated(side(**right)))


def test_procedure_is_outside_the_base_and_never_tilts() -> None:
    found = {row.topic: row for row in emphasis(rows({"procedure": 3, "ukraine": 1}, {"ukraine": 2}))}
    assert found["ukraine"].left.share == 1.0
    assert found["procedure"].left.share == 0.0
    assert found["procedure"].tilt == 0.0


def test_one_sentence_more_is_not_emphasis() -> None:
    pair = rows({"ukraine": 3, "economy": 3}, {"ukraine": 2, "economy": 3})
    assert emphasized(pair, emphasis(pair)) == []


def test_most_of_a_text_against_a_line_is_emphasis() -> None:
    pair = rows({"ukraine": 14, "economy": 1}, {"ukraine": 1, "economy": 14})
    found = emphasized(pair, emphasis(pair))
    assert {(f.side, f.reason) for f in found} == {(Side.LEFT, "ukraine"), (Side.RIGHT, "economy")}


@pytest.mark.parametrize(
    ("left", "right"), [({"a": 5, "b": 1}, {"a": 1, "b": 4}), ({"a": 1}, {"b": 9}), ({"a": 2}, {"a": 2})]
)
def test_tilt_changes_sign_with_the_sides(left: dict[str, int], right: dict[str, int]) -> None:
    there = {row.topic: row.tilt for row in emphasis(rows(left, right))}
    back = {row.topic: row.tilt for row in emphasis(rows(right, left))}
    assert there == pytest.approx({topic: -tilt for topic, tilt in back.items()})
    assert all(-1 <= tilt <= 1 for tilt in there.values())


def test_intervals_hold_the_share() -> None:
    for row in emphasis(rows({"a": 5, "b": 1}, {"a": 1, "b": 4})):
        for weight in (row.left, row.right):
            assert 0 <= weight.low <= weight.share <= weight.high <= 1

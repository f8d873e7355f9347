"""Dates that need more than the golden tables of fixtures/quantities: without a readout's date, and compatibility."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.annotate.dates import find_dates
from compare.quantities import dates_agree
from compare.resources import SUPPORTED


@pytest.mark.parametrize(
    ("text", "language", "published", "expected"),
    [
        ("4月26日下午", "zh-Hans", None, ["date:XXXX-04-26"]),
        ("去年9月", "zh-Hans", None, []),
        ("去年9月", "zh-Hans", "not a date", []),
        ("They met today and last September.", "en", None, []),
        ("They met on May 5.", "en", "2024-01-10", ["date:2024-05-05"]),
        ("They may meet in 5 days.", "en", "2024-01-10", []),
        ("in December", "en", "2024-01-10", ["date:2023-12"]),
        ("next Monday", "en", "2023-03-10", ["date:2023-03-13"]),
        ("on Monday", "en", "2023-03-10", ["date:2023-03-06"]),
        ("24日", "ja", "2023-03-10", []),
        ("24日、外相が", "ja", "2023-02-25", ["date:2023-02-24"]),
        ("31日晚", "zh-Hans", "2023-03-02", []),
        ("am Freitag", "de", "2023-03-10", ["date:2023-03-10"]),
        ("30 лютого 2023 року", "uk", None, ["date:2023-02"]),
    ],
)
def test_find_dates(text: str, language: str, published: str | None, expected: list[str]) -> None:
    assert [mention.key for mention in find_dates(text, language, published)] == expected


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        ("date:2023-02-24", "date:2023-02-24", True),
        ("date:2023-02", "date:2023-02-24", True),
        ("date:2023", "date:2022-09", False),
        ("date:XXXX-04-02", "date:2024-04-02", True),
        ("date:XXXX-04-02", "date:2024-04-03", False),
        ("date:199X", "date:1992-04", True),
        ("date:199X", "date:2002", False),
    ],
)
def test_dates_agree(left: str, right: str, agree: bool) -> None:
    assert dates_agree(left, right) is agree
    assert dates_agree(right, left) is agree


@given(st.text(max_size=120), st.sampled_from(SUPPORTED), st.dates().map(str) | st.none())
def test_any_text(text: str, language: str, published: str | None) -> None:
    found = find_dates(text, language, published)
    assert all(one.span.end <= two.span.start for one, two in pairwise(found))

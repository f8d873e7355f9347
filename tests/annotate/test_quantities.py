"""Numbers, money, shares, durations against the golden tables of fixtures/quantities, and conflicts of two points."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.annotate.dates import find_dates
from compare.annotate.numerals import digits_value, parse_han
from compare.annotate.quantities import find_quantities
from compare.model import Mention, Span
from compare.quantities import quantity_conflict
from compare.resources import SUPPORTED

FIXTURES = Path(__file__).parents[2] / "fixtures" / "quantities"
TABLES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FIXTURES.glob("*.toml"))}
CONFLICTS = TABLES.pop("conflicts")["cases"]
CASES = [(language, table["published"], *case) for language, table in TABLES.items() for case in table["cases"]]


def test_every_language_has_a_table() -> None:
    assert set(TABLES) == set(SUPPORTED)


@pytest.mark.parametrize(("language", "published", "text", "expected"), CASES, ids=[case[2][:40] for case in CASES])
def test_golden(language: str, published: str, text: str, expected: str) -> None:
    found = find_quantities(text, language, published) + find_dates(text, language, published)
    assert [mention.key for mention in sorted(found, key=lambda m: m.span)] == expected.split()


@pytest.mark.parametrize(("left", "right", "agree", "clash"), CONFLICTS)
def test_conflict(left: str, right: str, agree: str, clash: str) -> None:
    one, two = mentions(left), mentions(right)
    found = quantity_conflict(one, two)
    assert [written(pairs) for pairs in found] == [agree, clash]
    swapped = quantity_conflict(two, one)
    assert [written((b, a) for a, b in pairs) for pairs in swapped] == [agree, clash]


def mentions(keys: str) -> list[Mention]:
    return [Mention(key.split(":")[0], key, Span(at, at + 1)) for at, key in enumerate(keys.split())]


def written(pairs) -> str:  # type: ignore[no-untyped-def]
    return " ".join(f"{left.key}={right.key}" for left, right in pairs)


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("五十亿", 5 * 10**9),
        ("十二", 12),
        ("二〇二三", 2023),
        ("三千五", 3500),
        ("三千零五", 3005),
        ("一百二十万", 1200000),
        ("二五十", None),
    ],
)
def test_han(numeral: str, value: int | None) -> None:
    assert parse_han(numeral) == value


@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_han_round_trip(number: int) -> None:
    assert parse_han(to_han(number)) == number


def to_han(number: int) -> str:
    digits = "零一二三四五六七八九"
    groups, text = [], ""
    while number:
        number, group = divmod(number, 10000)
        groups.append(group)
    for power in range(len(groups) - 1, -1, -1):
        part, gap = "", bool(text)
        for scale, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = groups[power] // scale % 10
            if digit:
                part += (
                    "零" if gap and part[-1:] != "零" and (part or text) and not part.endswith(unit_of(scale)) else ""
                )
                part += digits[digit] + unit
                gap = False
            else:
                gap = True
        text += part + ("", "万", "亿")[power] if groups[power] else ""
    return text


def unit_of(scale: int) -> str:
    return {100: "千", 10: "百", 1: "十"}.get(scale, "-")


@pytest.mark.parametrize(
    ("written_as", "group", "decimal", "value"),
    [
        ("1,500", ", ", ".", "1500"),
        ("1.500", ".", ",", "1500"),
        ("1.5", ".", ",", "1.5"),
        ("12 000,5", " ", ",", "12000.5"),
        ("1.234.567", ", ", ".", "1234567"),
        ("٢٠", ",", ".", "20"),
    ],
)
def test_digits(written_as: str, group: str, decimal: str, value: str) -> None:
    assert str(digits_value(written_as, group, decimal)) == value


@given(st.text(max_size=200), st.sampled_from(SUPPORTED))
def test_spans_are_ordered_and_inside(text: str, language: str) -> None:
    found = find_quantities(text, language, "2024-02-29")
    assert all(one.span.end <= two.span.start for one, two in pairwise(found))
    assert all(0 <= mention.span.start < mention.span.end <= len(text) for mention in found)


@given(st.text(alphabet="0123456789.,年月日/- 万亿%MARCHmarch", max_size=40), st.sampled_from(SUPPORTED))
def test_digit_soup_never_raises(text: str, language: str) -> None:
    for mention in find_quantities(text, language, "2023-12-31"):
        assert mention.key.startswith(mention.kind + ":")

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from compare.report.wrapping import wrap


def lines(text: str, width: int) -> list[str]:
    return ["".join(words for words, _ in line) for line in wrap([(text, "")], width, cell_len, "")]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one  two\n\tthree", 20, ["one two three"]),
        ("unbelievable", 5, ["unbel", "ievab", "le"]),
        ("双方同意加强合作", 8, ["双方同意", "加强合作"]),
        ("双方同意,加强", 8, ["双方同", "意,加强"]),
        ("双方同意。加强", 8, ["双方同", "意。加强"]),
        ("双方《宣言》", 6, ["双方", "《宣", "言》"]),
        ("约500亿元 in total", 10, ["约500亿元", "in total"]),
        ("+L7\u00a0双方", 5, ["+L7 ", "双方"]),
        ("Цинь Ган заявил", 8, ["Цинь Ган", "заявил"]),
        ("", 5, [""]),
    ],
)
def test_breaks(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


def test_a_word_cut_by_a_change_of_style_stays_whole() -> None:
    runs = [("one un", "a"), ("break", "b"), ("able", "a")]
    assert ["".join(t for t, _ in line) for line in wrap(runs, 11, cell_len, "")] == ["one", "unbreakable"]


UNITS = ["a", "b", " ", "\n", "双", "方", "。", "，", "《", "》", "、", "-", "é", "e\u0301", "👩\u200d👧", "»", "ж"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(UNITS), max_size=60).map("".join), st.integers(4, 30))
def test_every_character_is_kept_and_no_line_is_too_wide(text: str, width: int) -> None:
    found = lines(text, width)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in found)

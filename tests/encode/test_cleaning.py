from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.encode.cleaning import clean, clean_mapped

CASES = tomllib.loads((Path(__file__).parents[2] / "fixtures/encode/cleaning.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_golden(case: dict[str, Any]) -> None:
    mapped = clean_mapped(case["text"], {})
    assert mapped.text == clean(case["text"]) == case["clean"]
    for index, part in case.get("parts", []):
        assert case["text"][mapped.starts[index] : mapped.ends[index]] == part


def test_table_of_replacements_is_applied() -> None:
    mapped = clean_mapped("a—b", {ord("—"): "--"})
    assert mapped.text == "a--b"
    assert [mapped.starts[1], mapped.ends[2]] == [1, 2]


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_cleaned_and_mapped(text: str) -> None:
    mapped = clean_mapped(text, {})
    assert len(mapped.text) == len(mapped.starts) == len(mapped.ends)
    assert list(mapped.starts) == sorted(mapped.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(mapped.starts, mapped.ends, strict=True))
    assert not any(unicodedata.category(char) in ("Cs", "Cc") for char in mapped.text)
    assert "  " not in mapped.text
    assert mapped.text == mapped.text.strip()

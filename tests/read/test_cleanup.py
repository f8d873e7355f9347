from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.read.cleanup import notes, tidy

TABLE = tomllib.loads(Path("fixtures/read/cleanup.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["what"])
def test_table(row: dict[str, Any]) -> None:
    counts: Counter[str] = Counter()
    assert tidy(row["dirty"], counts) == row["clean"]
    assert [n.slug for n in notes(counts)] == ([row["note"]] if row.get("note") else [])


@given(st.text(st.characters(codec=None)))
@settings(max_examples=300, deadline=None)
def test_what_is_clean_stays_so(text: str) -> None:
    once = tidy(text, Counter())
    assert tidy(once, Counter()) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Co") for c in once if c != "\n")
    assert once.encode("utf-8").decode("utf-8") == once

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from compare.read.dates import find, parse

TABLE = tomllib.loads(Path("fixtures/read/dates.toml").read_text(encoding="utf-8"))["date"]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["words"])
def test_find(row: dict[str, Any]) -> None:
    found = find(row["words"], row["language"])
    if "day" in row:
        assert found
        assert found.iso is None
        assert f"{found.month:02}-{found.day:02}" == row["day"]
    else:
        assert (found.iso if found else "") == row["iso"]


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2023-02-24T22:10:00+08:00", "2023-02-24"),
        ("20230224", "2023-02-24"),
        ("2023-02-24 22:10", "2023-02-24"),
        ("Fri, 24 Feb 2023 10:00:00 GMT", "2023-02-24"),
        ("24 лютого 2023", "2023-02-24"),
        ("2023-13-24", None),
        ("0024-02-24", None),
        ("soon", None),
        ("", None),
    ],
)
def test_parse(value: str, iso: str | None) -> None:
    assert parse(value) == iso

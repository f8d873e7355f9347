"""Quality as a test: the figures on the gold cases against their floors."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from benchmarks import cases

FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    return cases.measure()[1]


def test_the_cases_are_those_the_floors_were_set_on() -> None:
    assert cases.digest() == FLOORS["cases"]


@pytest.mark.parametrize("name", FLOORS["floors"])
def test_floor(name: str, measured: dict[str, float]) -> None:
    assert measured[name] >= FLOORS["floors"][name]


@pytest.mark.parametrize("name", FLOORS["ceilings"])
def test_ceiling(name: str, measured: dict[str, float]) -> None:
    assert measured[name] <= FLOORS["ceilings"][name]

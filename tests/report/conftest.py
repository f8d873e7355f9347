from __future__ import annotations

from pathlib import Path

import pytest

from compare.model import Comparison
from compare.record import loads

RESULTS = Path(__file__).parents[2] / "fixtures/results"
NAMES = sorted(path.stem for path in RESULTS.glob("*.json"))


@pytest.fixture(params=NAMES)
def result(request: pytest.FixtureRequest) -> Comparison:
    """Every saved sample."""
    return loads((RESULTS / f"{request.param}.json").read_bytes())


@pytest.fixture
def seed() -> Comparison:
    """The call of 24 February 2023."""
    return loads((RESULTS / "by-cn-2023-02-24-zh-ru.json").read_bytes())

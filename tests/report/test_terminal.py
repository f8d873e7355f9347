"""The terminal report, as it is printed. ``python tests/report/test_terminal.py`` writes the golden outputs anew;
read the difference before it is committed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from gold_samples import RESULTS
from rich.cells import cell_len

from compare.model import Comparison
from compare.options import ReportOptions
from compare.record import loads
from compare.report.terminal import render

GOLDEN = [
    (name, width) for name in ("by-cn-2023-02-24-zh-ru", "fomc-2024-09-11", "us-il-2024-01-19") for width in (80, 140)
]


def golden(name: str, width: int) -> Path:
    return RESULTS / f"{name}.{width}.txt"


def printed(name: str, width: int) -> str:
    return render(loads((RESULTS / f"{name}.json").read_bytes()), ReportOptions(width=width))


@pytest.mark.parametrize(("name", "width"), GOLDEN)
def test_golden(name: str, width: int) -> None:
    assert printed(name, width) == golden(name, width).read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [40, 60, 99, 100, 140, 200])
def test_no_line_is_wider_than_the_terminal(width: int, result: Comparison) -> None:
    lines = render(result, ReportOptions(width=width, cap=99)).splitlines()
    assert max(cell_len(line) for line in lines) <= width
    assert not any(line != line.rstrip() for line in lines)


def test_columns_stay_straight(seed: Comparison) -> None:
    """The divider stands in one column whatever scripts the cells hold."""
    lines = render(seed, ReportOptions(width=140, only=("alignment",))).splitlines()
    places = {cell_len(line[: line.index("│")]) for line in lines if "│" in line}
    assert len(places) == 1


def test_colour_only_when_asked_for(seed: Comparison) -> None:
    plain = render(seed, ReportOptions(width=120))
    coloured = render(seed, ReportOptions(width=120, colour=True))
    assert "\x1b" not in plain
    assert "\x1b[" in coloured
    stripped = re.sub(r"\x1b\[[\d;]*m", "", coloured)
    assert [line.rstrip() for line in stripped.splitlines()] == plain.splitlines()


def test_changed_words_are_marked_with_and_without_colour() -> None:
    fomc = loads((RESULTS / "fomc-2024-09-11.json").read_bytes())
    assert "by [-1/2-] percentage" in " ".join(render(fomc, ReportOptions(width=400)).split())
    assert "by {+1/4+} percentage" in " ".join(render(fomc, ReportOptions(width=400)).split())
    assert re.search(r"\x1b\[[\d;]*4[\d;]*m1/2", render(fomc, ReportOptions(width=400, colour=True)))


if __name__ == "__main__":
    for name, width in GOLDEN:
        golden(name, width).write_text(printed(name, width), encoding="utf-8")

"""Golden tables of sentences and points (``fixtures/segment``): every line exactly, and F1 by language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from compare.model import Block, BlockKind, Provenance, Readout, Span
from compare.resources import SUPPORTED
from compare.segment import segment

FOLDER = Path(__file__).parent.parent.parent / "fixtures" / "segment"
TABLES = {language: tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8")) for language in SUPPORTED}
# Lines a language must have (issue: 25 for the first seven, 12 for the rest).
LEAST = dict.fromkeys(("en", "zh-Hans", "zh-Hant", "ru", "be", "uk", "vi"), 25)
LINES = [
    pytest.param(language, line, id=f"{language}-{number}")
    for language, table in TABLES.items()
    for number, line in enumerate(table["lines"], 1)
] + [
    pytest.param(
        language, row["line"], id=f"{language}-x{number}", marks=pytest.mark.xfail(reason=row["why"], strict=True)
    )
    for language, table in TABLES.items()
    for number, row in enumerate(table.get("xfail", ()), 1)
]
_MARK = re.compile(r"⟦(?:(\d+):)?|⟧|¶")


def readout(text: str, language: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Readout:
    blocks = (Block(kind, Span(0, len(text))),)
    return Readout(
        "x", None, None, language, None, None, text, blocks, Provenance("x", "text/plain", "utf-8", "given", "")
    )


def parsed(line: str) -> tuple[str, list[list[tuple[int, int]]], int]:
    """The plain text of a marked line, the spans of its points, and the number of its sentences."""
    plain, at, length = [], 0, 0
    points: dict[str, list[tuple[int, int]]] = {}
    name, start, sentences = "", 0, 1
    for match in _MARK.finditer(line):
        plain.append(line[at : match.start()])
        length += match.start() - at
        at = match.end()
        if match[0] == "¶":
            sentences += 1
        elif match[0] == "⟧":
            points.setdefault(name, []).append((start, length))
        else:
            name, start = match[1] or f"+{len(points)}", length
    plain.append(line[at:])
    return "".join(plain), list(points.values()), sentences


def found(line: str, language: str) -> tuple[list[list[tuple[int, int]]], int]:
    segmented = segment(readout(parsed(line)[0], language))
    return [[(s.start, s.end) for s in p.spans] for p in segmented.points], len(segmented.sentences)


@pytest.mark.parametrize(("language", "line"), LINES)
def test_line(language: str, line: str) -> None:
    _, points, sentences = parsed(line)
    assert found(line, language) == (points, sentences)


@pytest.mark.parametrize("language", SUPPORTED)
def test_table_is_long_enough(language: str) -> None:
    assert len(TABLES[language]["lines"]) >= LEAST.get(language, 12)


@pytest.mark.parametrize("language", SUPPORTED)
def test_f1(language: str, record_property: Callable[[str, object], None]) -> None:
    """Known failures included, so that a language cannot hide behind them."""
    table = TABLES[language]
    right = said = wanted = 0
    for line in [*table["lines"], *(row["line"] for row in table.get("xfail", ()))]:
        gold, ours = ({tuple(p) for p in points} for points in (parsed(line)[1], found(line, language)[0]))
        right, said, wanted = right + len(gold & ours), said + len(ours), wanted + len(gold)
    f1 = 2 * right / (said + wanted)
    record_property("f1", f1)
    assert f1 >= 0.95

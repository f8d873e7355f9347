"""Read the golden tables of fixtures/ and build what the annotators take from them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from compare.annotate.entities import find_entities
from compare.annotate.names import find_names
from compare.model import (
    Block,
    BlockKind,
    Mention,
    Pair,
    Party,
    Point,
    Provenance,
    Readout,
    SegmentedReadout,
    Side,
    Span,
)
from compare.segment import segment

FIXTURES = Path(__file__).parent.parent.parent / "fixtures"


def tables(folder: str) -> list[tuple[str, dict[str, Any]]]:
    """Every table of a fixtures folder with the language it is in."""
    found = []
    for path in sorted((FIXTURES / folder).glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        found.append((data["language"], data))
    return found


def readout(text: str, label: str, language: str, country: str | None = None) -> Readout:
    """A readout of blank-line separated paragraphs."""
    blocks, at = [], 0
    for part in text.split("\n\n"):
        start = at + len(part) - len(part.lstrip())
        if part.strip():
            blocks.append(Block(BlockKind.PARAGRAPH, Span(start, at + len(part.rstrip()))))
        at += len(part) + 2
    source = Provenance("-", "text/plain", "utf-8", "utf-8", "")
    return Readout(label, None, country, language, None, None, text, tuple(blocks), source)


def parties(case: dict[str, Any]) -> Pair[Party]:
    """The parties that a case of the speakers table gives."""
    return Pair(*(Party(case[side]["country"] or None, tuple(case[side]["people"])) for side in Side))


def pointed(source: Readout, words: list[str]) -> tuple[SegmentedReadout, tuple[Mention, ...]]:
    """The readout with one point for each of these words, and its entity mentions."""
    done = segment(source)
    points = []
    for quote in words:
        assert source.text.count(quote) == 1, f"{quote!r} stands {source.text.count(quote)} times in the text"
        start = source.text.index(quote)
        index = next(i for i, s in enumerate(done.sentences) if s.span.start <= start < s.span.end)
        points.append(Point((Span(start, start + len(quote)),), done.sentences[index].block, index, quote))
    known = find_entities(source.text, source.language)
    names = find_names(source.text, source.language, [m.span for m in known])
    return SegmentedReadout(source, done.sentences, tuple(points)), tuple(
        sorted((*known, *names), key=lambda m: m.span)
    )

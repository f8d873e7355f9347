"""From the cuts of a sentence to its points: trimmed spans, fragments given back to a neighbour."""

from __future__ import annotations

import re
from collections.abc import Iterable

from compare.model import Point, Span
from compare.segment.chains import chain_pieces
from compare.segment.clauses import clause_pieces
from compare.segment.grammar import Grammar

_EDGE = " \t\n\r\u3000,;:，；：、،؛—–-·•*"
_TAIL = _EDGE + ".。!！?？…"
_LAST_WORD = re.compile(r"[\w.]+\Z")
_PLAIN = re.compile(r"[;:；：؛]")


def points_of(text: str, sentence: Span, grammar: Grammar) -> list[tuple[Span, ...]]:
    """Spans of each point of a sentence, in reading order; at least one, disjoint, trimmed of separators."""
    if grammar.kind == "spaced":
        pieces = clause_pieces(text, sentence, grammar)
    elif grammar.kind == "chain":
        pieces = chain_pieces(text, sentence, grammar)
    else:
        pieces = _plain_pieces(text, sentence)
    found = [trimmed for piece in pieces if (trimmed := _trim(text, piece, grammar.signs.abbreviations)) is not None]
    return [(span,) for span in found] or [(sentence,)]


def _plain_pieces(text: str, sentence: Span) -> list[Span]:
    pieces, start = [], sentence.start
    for match in _PLAIN.finditer(text, sentence.start, sentence.end):
        after = text[match.end() : match.end() + 1]
        if after and not after.isspace() and match[0] in ";:":
            continue  # times and addresses: 14:30, https:
        pieces.append(Span(start, match.start()))
        start = match.end()
    return [*pieces, Span(start, sentence.end)]


def _trim(text: str, piece: Span, abbreviations: frozenset[str]) -> Span | None:
    start, end = piece.start, piece.end
    while start < end and (text[start] in _EDGE or text[start].isspace()):
        start += 1
    while (
        end > start
        and (text[end - 1] in _TAIL or text[end - 1].isspace())
        and not _is_part(text, start, end, abbreviations)
    ):
        end -= 1
    return Span(start, end) if any(c.isalnum() for c in text[start:end]) else None


def _is_part(text: str, start: int, end: int, abbreviations: frozenset[str]) -> bool:
    """Whether the last dot belongs to an abbreviation ("U.S.", "2023 г."): cutting it off would spoil the word."""
    if text[end - 1] != ".":
        return False
    word = _LAST_WORD.search(text, max(start, end - 12), end)
    return word is not None and (word[0].count(".") > 1 or word[0].casefold() in abbreviations)


def point(text: str, spans: Iterable[Span], block: int, sentence: int) -> Point:
    """A point value with its words."""
    held = tuple(spans)
    return Point(held, block, sentence, " ".join(span.of(text) for span in held))

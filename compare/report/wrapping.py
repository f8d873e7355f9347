"""Lines of a given width from styled text, with the breaks that the scripts allow.

Western words break at spaces; Chinese and Japanese break between any two characters, except before closing and after
opening punctuation (the basic rule of JIS X 4051 and GB/T 15834).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

S = TypeVar("S")

_EACH = "\u2e80-\u2fff\u3001-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_SPACE = " \t\r\n\u3000"
_TOKEN = re.compile(f"[{_SPACE}]+|[{_EACH}]|[^{_SPACE}{_EACH}]+")
NO_BREAK = "\u00a0"
_CLOSING = frozenset(
    NO_BREAK + "\u202f»,.;:!?)]}%，。、；：！？）］｝〉》」』】〕〗”’％…ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
)
_OPENING = frozenset("([{（［｛〈《「『【〔〖“‘«‹„")


@dataclass(slots=True)
class _Chunk(Generic[S]):
    """What stays on one line."""

    runs: list[tuple[str, S]] = field(default_factory=list)
    width: int = 0
    spaced: bool = False


def wrap(
    runs: Iterable[tuple[str, S]], width: int, measure: Callable[[str], int], blank: S
) -> list[list[tuple[str, S]]]:
    """Lines of at most ``width`` cells; words wider than a line are cut. ``measure`` gives the cells of a text;
    spaces between runs of different styles have the style ``blank``."""
    lines: list[list[tuple[str, S]]] = [[]]
    room = width
    for chunk in _chunks(runs, measure):
        gap = 1 if chunk.spaced and room < width else 0
        if chunk.width + gap > room and room < width:
            lines.append([])
            room, gap = width, 0
        if gap:
            style = chunk.runs[0][1]
            lines[-1].append((" ", style if lines[-1][-1][1] == style else blank))
            room -= 1
        if chunk.width <= room:
            lines[-1] += chunk.runs
            room -= chunk.width
            continue
        for text, style in chunk.runs:
            for piece in _clusters(text):
                cells = measure(piece)
                if cells > room and room < width:
                    lines.append([])
                    room = width
                lines[-1].append((piece, style))
                room -= cells
    return [_joined(line) for line in lines]


def _chunks(runs: Iterable[tuple[str, S]], measure: Callable[[str], int]) -> Iterator[_Chunk[S]]:
    chunk: _Chunk[S] = _Chunk()
    open_end = False
    last_wide = False
    for text, style in runs:
        for token in _TOKEN.findall(text):
            if token.strip(_SPACE) == "":
                if chunk.runs:
                    yield chunk
                    chunk = _Chunk()
                chunk.spaced = True
                continue
            wide = bool(_wide(token))
            if chunk.runs and (wide or last_wide) and not open_end and token[0] not in _CLOSING:
                yield chunk
                chunk = _Chunk()
            chunk.runs.append((token, style))
            chunk.width += measure(token)
            open_end = token[-1] in _OPENING or token[-1] == NO_BREAK
            last_wide = wide
    if chunk.runs:
        yield chunk


def _wide(token: str) -> bool:
    return len(token) == 1 and unicodedata.east_asian_width(token) in "WF"


def _clusters(text: str) -> Iterator[str]:
    """Characters with the marks and joined characters that belong to them."""
    cluster = ""
    for char in text:
        joins = unicodedata.category(char) in ("Mn", "Me", "Mc", "Cf") or cluster.endswith("\u200d")
        if cluster and not joins:
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def _joined(line: list[tuple[str, S]]) -> list[tuple[str, S]]:
    joined: list[tuple[str, S]] = []
    for text, style in line:
        text = text.replace(NO_BREAK, " ")
        if joined and joined[-1][1] == style:
            joined[-1] = (joined[-1][0] + text, style)
        else:
            joined.append((text, style))
    return joined

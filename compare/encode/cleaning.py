"""Clean a text before an encoder sees it, keeping for every character where it came from.

NFKC, because encoders were trained on it and because single characters such as U+FDFA otherwise reach code that does
not expect eighteen letters of one; lone surrogates, NUL and other control characters go; white space runs become one
space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u2060-\u2064\ufeff\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
# Hangul vowels and final consonants have combining class 0 and yet compose with the syllable before them.
_JAMO = range(0x1160, 0x1200)


@dataclass(frozen=True, slots=True)
class Clean:
    """A clean text; ``starts[i]`` and ``ends[i]``: half-open range of the given text that character i comes from."""

    text: str
    starts: range | list[int]
    ends: range | list[int]


def clean(text: str) -> str:
    """The clean text alone: NFKC, no control characters, single spaces, none at the ends."""
    if _PLAIN.fullmatch(text):
        return text
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", _CONTROLS.sub("", text))).strip(" ")


def clean_mapped(text: str, table: Mapping[int, str]) -> Clean:
    """The clean text with its map to ``text``; ``table`` holds further replacements (code point -> string), applied
    after NFKC. Any string is accepted."""
    if _PLAIN.fullmatch(text) and table.keys().isdisjoint(map(ord, set(text))):
        return Clean(text, range(len(text)), range(1, len(text) + 1))
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        piece = unicodedata.normalize("NFKC", _CONTROLS.sub("", text[start:end])).translate(table)
        for char in piece:
            if char.isspace():
                if not out or out[-1] == " ":
                    continue
                char = " "
            out.append(char)
            starts.append(start)
            ends.append(end)
    if out and out[-1] == " ":
        del out[-1], starts[-1], ends[-1]
    return Clean("".join(out), starts, ends)


def _clusters(text: str) -> list[tuple[int, int]]:
    """Ranges of characters that may compose with one another: a base and the marks that follow it."""
    combining = unicodedata.combining
    cuts = [i for i, char in enumerate(text) if i == 0 or not (combining(char) or ord(char) in _JAMO)]
    return list(pairwise([*cuts, len(text)]))

"""Forms of languages that do not space their words, compiled to segments and found by an Aho-Corasick automaton
(Aho and Corasick 1975, the pyahocorasick library)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from compare.chinese import simplifying
from compare.lexicon.notation import GAP, Variant
from compare.lexicon.stems import Morphology
from compare.lexicon.words import Found

_SENTENCE_END = frozenset("。！？；!?;\n")
_QUOTES = '“”‘’「」『』《》〈〉"'
_CLAUSE_END = _SENTENCE_END | frozenset("，,：:（）()")
# Full-width Latin letters and digits, and their plain counterparts: one character for one, so that places stay.
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def _folding(compiled: Mapping[str, Any]) -> dict[int, int]:
    table = {code: plain + 32 if chr(plain).isupper() else plain for code, plain in _WIDE.items()}
    table |= {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
    old, new = compiled["simplifying"]
    return table | dict(zip(map(ord, old), map(ord, new), strict=True))


def compile_characters(rows: Iterable[tuple[int, Variant]], forms: Morphology) -> dict[str, Any]:
    """Return the index as plain JSON values: ``segments``, rows of ``[entry, [segment numbers], whether gaps go beyond
    commas]``, and the two strings of the character table."""
    compiled: dict[str, Any] = {"simplifying": list(simplifying()) if forms.simplify else ["", ""]}
    table = _folding(compiled)
    segments: dict[str, int] = {}
    found: dict[tuple[int, tuple[int, ...], bool], None] = {}
    for entry, variant in rows:
        parts = [part.strip(_QUOTES).translate(table) for part in re.sub("[ _=]", "", variant.text).split(GAP)]
        numbers = tuple(segments.setdefault(part, len(segments)) for part in parts if part)
        if numbers:
            found[-1 - entry if variant.stop else entry, numbers, GAP * 2 in variant.text] = None
    return compiled | {"segments": list(segments), "rows": [[e, list(numbers), wide] for e, numbers, wide in found]}


class CharacterIndex:
    """Finds compiled forms in texts of one language."""

    def __init__(self, compiled: Mapping[str, Any], forms: Morphology) -> None:
        import ahocorasick

        self._gap = forms.gap
        self._table = _folding(compiled)
        self._segments: list[str] = compiled["segments"]
        self._rows: dict[int, list[tuple[int, list[int], bool]]] = defaultdict(list)
        for entry, numbers, wide in compiled["rows"]:
            self._rows[numbers[0]].append((entry, numbers, wide))
        self._automaton = ahocorasick.Automaton()
        for number, segment in enumerate(self._segments):
            self._automaton.add_word(segment, number)
        if self._segments:
            self._automaton.make_automaton()

    def scan(self, text: str) -> Iterator[Found]:
        """Yield every form that stands in the text, in order of where its first segment ends; they may overlap."""
        if not self._segments:
            return
        folded = text.translate(self._table)
        places: dict[int, list[int]] = defaultdict(list)
        order: list[tuple[int, int]] = []
        for last, number in self._automaton.iter(folded):
            start = last + 1 - len(self._segments[number])
            if _stands_alone(folded, start, last + 1):
                places[number].append(start)
                order.append((start, number))
        for start, number in order:
            for entry, numbers, wide in self._rows.get(number, ()):
                end = self._follow(folded, start, numbers, places, _SENTENCE_END if wide else _CLAUSE_END)
                if end >= 0:
                    yield Found(start, end, entry)

    def _follow(
        self, folded: str, start: int, numbers: list[int], places: Mapping[int, list[int]], stops: frozenset[str]
    ) -> int:
        """Where the form ends that begins at ``start`` with its first segment, or -1."""
        end = start + len(self._segments[numbers[0]])
        for number in numbers[1:]:
            starts = places.get(number)
            if not starts:
                return -1
            at = bisect_left(starts, end)
            if at == len(starts) or starts[at] - end > self._gap or not stops.isdisjoint(folded[end : starts[at]]):
                return -1
            end = starts[at] + len(self._segments[number])
        return end


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Latin letters and digits at an edge must not go on beyond it: AI is not in ASEAN-AIPA."""
    if start and _latin(text[start]) and _latin(text[start - 1]):
        return False
    return not (end < len(text) and _latin(text[end - 1]) and _latin(text[end]))


def _latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()

"""Opposites: lift against impose, support against oppose, more against less, in any two languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from compare.annotate.cues import CueTable
from compare.annotate.negation import Negation

_CLAUSE = re.compile(r"[.;:!?,。；：！？，]")
_WORD = re.compile(r"[^\W_]+")


class Pole(NamedTuple):
    """A word of a class of opposites: class, +1 (pole a) or -1 (pole b) with negation counted in, range."""

    name: str
    sign: int
    start: int
    end: int


class Poles:
    """The opposites of one language."""

    def __init__(
        self,
        classes: Mapping[str, Mapping[str, Sequence[str]]],
        void: Sequence[str],
        negation: Negation,
        conjunctions: Sequence[str],
        language: str,
        prefixes: Sequence[str],
    ) -> None:
        cues = {f"{name}:{pole}": forms for name, poles in classes.items() for pole, forms in poles.items()}
        self._table, self._negation = CueTable(cues | {"void": void}, language, prefixes), negation
        self._conjunctions = frozenset(conjunctions)

    def scan(self, text: str, folded: str) -> Iterator[Pole]:
        """Every pole in reading order; a word may stand in several classes."""
        cues = list(self._table.scan_groups(text, folded, "void"))
        starts = [cue.start for cue in cues]
        found = []
        for cue in cues:
            name, _, pole = cue.kind.partition(":")
            sign = 1 if pole == "a" else -1
            if self._negation.negated(text, folded, cue, starts):
                sign = -sign
            found.append((Pole(name, sign, cue.start, cue.end), pole == "over"))
        over = [pole for pole, rules in found if rules and pole.sign < 0]
        kept = [p for p, rules in found if rules or not any(self._ruled(folded, p, o) for o in over)]
        yield from sorted(kept, key=lambda p: (p.start, p.end, p.name))

    def _ruled(self, folded: str, pole: Pole, over: Pole) -> bool:
        """Whether ``over`` rejects what ``pole`` is for in the same clause ("considers calls for … unacceptable")."""
        if pole.name != over.name or pole.sign < 0:
            return False
        gap = folded[min(pole.end, over.end) : max(pole.start, over.start)]
        return not _CLAUSE.search(gap) and self._conjunctions.isdisjoint(_WORD.findall(gap))

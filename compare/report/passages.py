"""Neighbouring points that are quoted as one: points are cut for matching, and a reader wants the sentence."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from compare.model import Comparison, PointRef
from compare.report.naming import Naming

# Cells of a passage: two lines of a terminal, taken in at one look.
JOINED = 160
# A semicolon parts what is said of different matters; full stops of Chinese and Japanese stand nowhere else.
_PARTS = frozenset(";；؛。")


class Passages:
    """Finds the passages of one comparison."""

    def __init__(self, comparison: Comparison, naming: Naming) -> None:
        self._sides, self._naming = comparison.sides, naming

    def found(self, refs: list[PointRef]) -> list[tuple[PointRef, ...]]:
        """The points of ``refs`` as passages: runs in one sentence under one speaker, in reading order inside; the
        passages in the order of their first entry in ``refs``."""
        left = dict.fromkeys(refs)
        passages = []
        for ref in refs:
            if ref not in left:
                continue
            del left[ref]
            run = [ref]
            for step in (1, -1):
                while (near := PointRef(ref.side, run[-1 if step > 0 else 0].point + step)) in left:
                    longer = [*run, near] if step > 0 else [near, *run]
                    neighbours = longer[-2:] if step > 0 else longer[:2]
                    if not self._joins(*neighbours) or _cells(self.words(longer)) > JOINED:
                        break
                    del left[near]
                    run = longer
            passages.append(tuple(run))
        return passages

    def words(self, run: Sequence[PointRef]) -> str:
        """The words from the first point of a passage to its last, as the text has them."""
        side = self._sides[run[0].side]
        spans = [span for ref in run for span in side.points[ref.point].spans]
        return side.readout.text[min(s.start for s in spans) : max(s.end for s in spans)]

    def _joins(self, one: PointRef, two: PointRef) -> bool:
        points = self._sides[one.side].points
        if points[one.point].sentence != points[two.point].sentence or _PARTS & set(self.words((one, two))):
            return False
        return self._naming.speaker(one) == self._naming.speaker(two)


def _cells(text: str) -> int:
    """How much room a text takes: Chinese and Japanese characters are two cells wide and say as much as two letters."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)

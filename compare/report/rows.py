"""Paragraphs side by side, cut into pieces that carry the points they belong to."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from compare.model import Bead, BlockKind, Comparison, Pair, Side, Span
from compare.report.display import clean, direction, tag
from compare.report.translations import Translations
from compare.report.words import changed_words


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph: its words, the points that hold it (none: no point does), those that begin here, and
    whether the words differ from those of the counterpart (texts of one language only)."""

    text: str
    points: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of a text, and its translation where the user gave one."""

    side: Side
    index: int
    kind: BlockKind
    language: str
    direction: str
    pieces: tuple[Piece, ...]
    translation: str


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs that answer to one another; ``moved``: they stand at another place in the order of the other text."""

    paragraphs: Pair[tuple[Paragraph, ...]]
    moved: bool
    score: float


def rows(comparison: Comparison, translations: Translations) -> tuple[Row, ...]:
    """The beads in reading order of the left text, without those that hold page furniture alone."""
    cutters = comparison.sides.map(lambda side: side.readout.blocks)
    pieces = _Pieces(comparison, translations)
    moved = _moved(comparison.beads)
    found = []
    for bead, away in zip(comparison.beads, moved, strict=True):
        paragraphs = Pair(
            *(
                tuple(
                    pieces.paragraph(side, block)
                    for block in (bead.left if side is Side.LEFT else bead.right)
                    if cutters[side][block].kind is not BlockKind.BOILERPLATE
                )
                for side in Side
            )
        )
        if paragraphs.left or paragraphs.right:
            found.append(Row(paragraphs, away, bead.score))
    return tuple(found)


class _Pieces:
    """Cuts blocks at the bounds of points and of changed words."""

    def __init__(self, comparison: Comparison, translations: Translations) -> None:
        self._sides, self._translations = comparison.sides, translations
        self._changed = changed_words(comparison)
        self._points: dict[Side, dict[int, list[int]]] = {Side.LEFT: defaultdict(list), Side.RIGHT: defaultdict(list)}
        for side in Side:
            for index, point in enumerate(comparison.sides[side].points):
                self._points[side][point.block].append(index)

    def paragraph(self, side: Side, block: int) -> Paragraph:
        readout = self._sides[side].readout
        whole, language = readout.blocks[block], readout.language
        pieces = self._cut(side, block, whole.span)
        translation = self._translations.block(self._sides[side], block)
        return Paragraph(side, block, whole.kind, tag(language), direction(language), pieces, translation)

    def _cut(self, side: Side, block: int, whole: Span) -> tuple[Piece, ...]:
        text = self._sides[side].readout.text
        spans = [(span, index) for index in self._points[side][block] for span in self._sides[side].points[index].spans]
        changed = [span for span in self._changed[side] if span.start < whole.end and whole.start < span.end]
        bounds = {whole.start, whole.end}
        for span in (*(span for span, _ in spans), *changed):
            bounds |= {min(max(edge, whole.start), whole.end) for edge in (span.start, span.end)}
        cuts = sorted(bounds)
        pieces: list[Piece] = []
        begun: set[int] = set()
        for start, end in pairwise(cuts):
            points = tuple(sorted({index for span, index in spans if span.start <= start and end <= span.end}))
            begins = tuple(index for index in points if index not in begun)
            begun.update(begins)
            differs = any(span.start <= start and end <= span.end for span in changed)
            pieces.append(Piece(clean(text[start:end]), points, begins, differs))
        return tuple(pieces)


def _moved(beads: tuple[Bead, ...]) -> tuple[bool, ...]:
    """Which beads lie outside of the longest run that both texts have in one order (ties: the earliest run)."""
    paired = [(i, min(bead.right)) for i, bead in enumerate(beads) if bead.left and bead.right]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for place, (_, right) in enumerate(paired):
        at = bisect_left(tails, right)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(right)
            ends.append(place)
        else:
            tails[at], ends[at] = right, place
    keep = set()
    place = ends[-1] if ends else -1
    while place >= 0:
        keep.add(paired[place][0])
        place = before[place]
    return tuple(bool(bead.left and bead.right and i not in keep) for i, bead in enumerate(beads))

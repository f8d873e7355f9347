"""From lines on sheets to paragraphs: columns, running heads, indents, hyphens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from compare.model import BlockKind
from compare.read.draft import Piece
from compare.read.lines import joined

MARGIN = 0.12
"""Share of a sheet's height at its top and bottom in which running heads and page numbers stand."""

GAP = 1.45
"""Distance of two lines, in usual distances, from which a new paragraph begins; wrapped lines of the fixtures vary by
1.1, paragraphs set apart by half a line begin at 1.5."""

LARGER = 1.15
"""Letter size, in usual sizes, from which a line is a heading; bold running text is not larger."""

SHORT = 0.85
"""Share of the column's width below which a line has room for the next word, so that its full stop ends a paragraph."""

_PAGE_NUMBER = re.compile(
    r"\W*(?:\w{1,9}\.?\s+)?\d{1,4}(?:\s*(?:/|\w{2,3})\s*\d{1,4})?\W*|第\s*\d+\s*[页頁].*|\d+\s*ページ"
)
# What browsers print into the margins: the address of the page, or date and time of printing before its title.
_PRINTED = re.compile(r"\w+://|^\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}:\d{2}")
_ENDED = re.compile(r"""[.。．!！?？…:：;；؟۔]["'”’»」』)）\]]*$""")
_BULLET = re.compile(r"[-–—•·▪●■◆○*‣➢✓]\s|\(?\d{1,2}[.)]\s|[（(][一二三四五六七八九十]{1,3}[)）]|[①-⑳]")
# Ligatures and radicals that fonts map to characters of their own.
_FORMS = {**dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))}


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its box in points, origin at the bottom left of the sheet."""

    left: float
    bottom: float
    right: float
    top: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page with its lines in the order of the file."""

    width: float
    height: float
    lines: tuple[Line, ...]


def pieces_of(sheets: Sequence[Sheet]) -> list[Piece]:
    """Return the paragraphs of a document in reading order; running heads and page numbers come as boilerplate where
    they stand, headings as headlines."""
    running = _running(sheets)
    lines = [line for sheet in sheets for line in sheet.lines]
    usual = median(line.size for line in lines for _ in line.text) if lines else 0.0
    pieces: list[Piece] = []
    open_text = ""
    for sheet in sheets:
        heads = [line for line in sheet.lines if _is_running(line, sheet, running)]
        heights = [line.bottom for line in heads]
        # What stands beside a page number or a printed address is part of the same running line.
        heads = [line for line in sheet.lines if any(abs(line.bottom - h) < 1 for h in heights)]
        rest = [line for line in sheet.lines if line not in heads]
        boilerplate = [Piece(BlockKind.BOILERPLATE, _plain(line.text), sure=True) for line in heads]
        groups = list(_paragraphs(rest, sheet, usual))
        for number, (kind, text) in enumerate(groups):
            if number == 0 and open_text and kind is BlockKind.PARAGRAPH:
                # A sentence that goes on across the sheet's end is one paragraph; what stood between comes after it.
                pieces[_last(pieces)] = Piece(BlockKind.PARAGRAPH, joined([open_text, text]))
            else:
                pieces.append(Piece(kind, text, sure=kind is BlockKind.HEADLINE))
        pieces += boilerplate
        last = pieces[_last(pieces)] if groups else None
        open_text = last.text if last and last.kind is BlockKind.PARAGRAPH and not _ENDED.search(last.text) else ""
    return pieces


def _last(pieces: list[Piece]) -> int:
    return next(i for i in range(len(pieces) - 1, -1, -1) if pieces[i].kind is not BlockKind.BOILERPLATE)


def _in_margin(line: Line, sheet: Sheet) -> bool:
    return line.bottom > sheet.height * (1 - MARGIN) or line.top < sheet.height * MARGIN


def _running(sheets: Sequence[Sheet]) -> set[str]:
    """Lines that stand in the margins of at least half of the sheets, numbers apart."""
    counts = Counter(key for s in sheets for key in {_key(line) for line in s.lines if _in_margin(line, s)})
    return {key for key, count in counts.items() if count >= 2 and count * 2 >= len(sheets)}


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.strip())


def _is_running(line: Line, sheet: Sheet, running: set[str]) -> bool:
    if not _in_margin(line, sheet):
        return False
    return _key(line) in running or bool(_PAGE_NUMBER.fullmatch(line.text.strip()) or _PRINTED.search(line.text))


def _paragraphs(lines: Sequence[Line], sheet: Sheet, usual: float) -> Iterator[tuple[BlockKind, str]]:
    for column in _columns(lines, sheet):
        left = min(line.left for line in column)
        right = max(line.right for line in column)
        steps = [a.bottom - b.bottom for a, b in pairwise(column) if 0 < a.bottom - b.bottom < 4 * usual]
        step = median(steps) if steps else usual * 1.2
        group: list[Line] = []
        for line in _rows(column):
            if group and _begins(line, group, left, right, step, usual):
                yield _group(group, usual)
                group = []
            group.append(line)
        if group:
            yield _group(group, usual)


def _rows(column: Sequence[Line]) -> Iterator[Line]:
    """Lines, with those that stand side by side at one height (a bullet and its words) put together."""
    kept: Line | None = None
    for line in column:
        if kept and abs(line.bottom - kept.bottom) < 0.4 * max(line.size, 1) and line.left >= kept.right - 1:
            kept = Line(
                kept.left, kept.bottom, line.right, max(kept.top, line.top), kept.size, f"{kept.text} {line.text}"
            )
            continue
        if kept:
            yield kept
        kept = line
    if kept:
        yield kept


def _columns(lines: Sequence[Line], sheet: Sheet) -> list[list[Line]]:
    """Columns in reading order. A sheet has two when a gap near its middle is crossed by few lines; those that cross it
    divide the columns into bands."""
    if len(lines) < 10:
        return [list(lines)] if lines else []
    gutter = _gutter(lines, sheet)
    if gutter is None:
        return [list(lines)]
    columns: list[list[Line]] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in sorted(lines, key=lambda each: (-each.top, each.left)):
        if line.left < gutter < line.right:
            columns += [left, right, [line]]
            left, right = [], []
        else:
            (left if line.right <= gutter else right).append(line)
    columns += [left, right]
    return [column for column in columns if column]


def _gutter(lines: Sequence[Line], sheet: Sheet) -> float | None:
    for share in (0.5, 0.48, 0.52, 0.45, 0.55):
        at = sheet.width * share
        crossing = sum(line.left < at < line.right for line in lines)
        before = sum(line.right <= at for line in lines)
        after = sum(line.left >= at for line in lines)
        if min(before, after) >= 5 and crossing <= 0.25 * len(lines):
            return at
    return None


def _begins(line: Line, group: list[Line], left: float, right: float, step: float, usual: float) -> bool:
    """Whether a line begins a paragraph after those of the group."""
    before = group[-1]
    if abs(line.size - before.size) > 0.15 * max(line.size, before.size, 1):
        return True
    distance = before.bottom - line.bottom
    # The lines of a heading stand apart in proportion to its letters.
    usual_distance = max(step, 1.2 * before.size) if before.size >= LARGER * usual else step
    if distance > GAP * usual_distance or distance < -step:
        return True
    if _BULLET.match(line.text):
        return True
    em = max(line.size, 1)
    # An indent, unless the lines before it are indented as well (a quotation).
    if line.left > left + em and line.left > before.left + 0.7 * em:
        return True
    return bool(_ENDED.search(before.text)) and before.right - left < SHORT * (right - left)


def _group(group: list[Line], usual: float) -> tuple[BlockKind, str]:
    text = joined([_plain(line.text) for line in group])
    if min(line.size for line in group) >= LARGER * usual and not _ENDED.search(text):
        return BlockKind.HEADLINE, text
    return (BlockKind.LIST_ITEM if _BULLET.match(text) else BlockKind.PARAGRAPH), text


def median(values: Iterable[float]) -> float:
    """Return the middle value; the library's own takes 8 ms to import."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def _plain(text: str) -> str:
    import unicodedata

    text = "".join(unicodedata.normalize("NFKC", c) if "\u2e80" <= c <= "\u2fdf" else c for c in text.translate(_FORMS))
    return text.strip()

"""The report for a terminal or a pipe: summary, emphasis, paragraphs side by side (stacked when narrow)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import StringIO
from typing import TYPE_CHECKING

from compare.model import BlockKind, Comparison, Holder, Side, Status
from compare.options import ReportOptions
from compare.report.rows import Paragraph, Row
from compare.report.summary import Group, Item, Line, Name, Quote
from compare.report.view import SIGNS, SideView, View, view
from compare.report.wrapping import NO_BREAK, wrap

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

# Below this width two columns of Russian or German hold three or four words each, and lines of one text are easier.
SIDE_BY_SIDE = 100
_SIDE_STYLE = {Side.LEFT: "cyan", Side.RIGHT: "magenta"}
_STATUS_STYLE = {
    Status.SHARED: "",
    Status.WEAKENED: "blue",
    Status.CONFLICTING: "bold red",
    Status.OMITTED: "yellow",
}
# The notation of wdiff and git diff --word-diff, where underlining cannot be seen.
_CHANGED = {Side.LEFT: ("[-", "-]"), Side.RIGHT: ("{+", "+}")}
_LINK_ID = re.compile("\x1b]8;id=[^;]*;")
_URL = re.compile(r"https?://[!-~]+\Z")

Run = tuple[str, str]


def render(comparison: Comparison, options: ReportOptions) -> str:
    """The report as lines of at most ``options.width`` columns, with escape sequences only where the options say so."""
    from rich.console import Console

    out = StringIO()
    width = max(options.width, 40)
    console = Console(
        file=out,
        width=width,
        color_system="standard" if options.colour else None,
        force_terminal=options.colour or options.links,
        force_interactive=False,
        force_jupyter=False,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    page = _Page(console, view(comparison, options), options, width)
    page.draw()
    # Rich numbers links at random; without numbers the same result gives the same bytes.
    text = _LINK_ID.sub("\x1b]8;;", out.getvalue())
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


class _Page:
    """Draws the parts one below the other."""

    def __init__(self, console: Console, shown: View, options: ReportOptions, width: int) -> None:
        self._console, self._view, self._options, self._width = console, shown, options, width
        self._words = shown.words

    def draw(self) -> None:
        """Draw what the options ask for."""
        only = self._options.only
        self._lines([(self._view.title, "bold")])
        for side in self._view.sides:
            self._side(side)
        if not only or "findings" in only:
            self._summary()
        if not only or "emphasis" in only:
            self._emphasis()
        if not only or "alignment" in only:
            self._alignment()
        if not only:
            self._sources()

    def _side(self, side: SideView) -> None:
        mark = "◀" if side.side is Side.LEFT else "▶"
        colour = _SIDE_STYLE[side.side]
        tallies = ", ".join(words for _, _, words in side.counts)
        points = self._words.count("count.points", len(side.points))
        runs = [(f"{mark} {side.name}", f"bold {colour}"), (f" · {side.published} · {side.tongue} · {points}", "")]
        if tallies:
            runs.append((f": {tallies}", ""))
        self._lines(runs, hang=2)

    def _summary(self) -> None:
        if all(group.slug in ("shared", "emphasis") for group in self._view.groups):
            self._console.print()
            self._lines([(self._words("none.findings"), "")])
        hinted = set()
        for group in self._view.groups:
            self._heading(group.title)
            for number, item in enumerate(group.items[: group.shown], 1):
                self._item(item, number if len(group.items) > 1 else None)
            self._more(group)
            if group.hint and group.hint not in hinted:
                hinted.add(group.hint)
                self._lines([(group.hint, "italic")], indent=2)

    def _item(self, item: Item, number: int | None) -> None:
        head = f"{number}." if number else "•"
        runs = [(f"{head:<3}", "bold"), *self._runs(item.sentence)]
        if item.uncertain:
            runs.append((f" ({self._words('only.uncertain')})", "dim"))
        self._lines(runs, indent=2, hang=5)
        for aside in item.asides:
            self._lines(self._runs(aside, "dim"), indent=5)

    def _more(self, group: Group) -> None:
        left = len(group.items) - group.shown
        if left > 0:
            section = self._words("headings.alignment")
            self._lines([(self._words.count("more.entries", left, section=section), "dim")], indent=5)

    def _runs(self, line: Line, plain: str = "") -> list[Run]:
        runs: list[Run] = []
        for part in line:
            if isinstance(part, Quote):
                quote = self._words("language.open") + part.text + self._words("language.close")
                runs += [(quote, _SIDE_STYLE[part.ref.side]), (f"{NO_BREAK}[{part.place}]", "dim")]
                if part.translation:
                    runs.append((f" ({part.translation})", "italic"))
            elif isinstance(part, Name):
                runs.append((part.text, f"bold {_SIDE_STYLE[part.side]}" if part.side else "bold"))
            else:
                runs.append((part, plain))
        return runs

    def _emphasis(self) -> None:
        from rich import box
        from rich.table import Table

        if not self._view.topics:
            return
        self._heading(self._words("headings.emphasis"))
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False, show_edge=False)
        table.add_column(self._words("emphasis.topic"), overflow="fold")
        for side in self._view.sides:
            arrow = "◀" if side.side is Side.LEFT else "▶"
            table.add_column(f"{arrow} {self._words('emphasis.share')}", justify="right", no_wrap=True)
            table.add_column(self._words("emphasis.rank"), justify="right", no_wrap=True)
        table.add_column("", no_wrap=True)
        largest = max(max(topic.row.left.share, topic.row.right.share) for topic in self._view.topics) or 1.0
        for topic in self._view.topics:
            row = topic.row
            cells = []
            for weight in (row.left, row.right):
                share = self._words.percent(weight.share) if weight.rank else "–"
                cells += [share, str(weight.rank) if weight.rank else "–"]
            table.add_row(topic.name, *cells, self._bars(row.left.share / largest, row.right.share / largest))
        self._console.print(table)

    def _bars(self, left: float, right: float) -> RenderableType:
        """Two bars that grow from the middle, ten cells for the largest share."""
        from rich.text import Text

        cells = [round(share * 10) for share in (left, right)]
        text = Text()
        text.append("█" * cells[0], _SIDE_STYLE[Side.LEFT])
        text.pad_left(10 - cells[0])
        text.append("│")
        text.append("█" * cells[1], _SIDE_STYLE[Side.RIGHT])
        return text

    def _alignment(self) -> None:
        self._heading(self._words("headings.alignment"))
        legend = (f"{SIGNS[status]} {self._words(f'status.{status}')}" for status in Status)
        self._lines([(" · ".join(entry.replace(" ", NO_BREAK) for entry in legend), "dim")])
        if self._width < SIDE_BY_SIDE:
            for row in self._view.rows:
                self._stacked(row)
            return
        self._columns()

    def _columns(self) -> None:
        from rich import box
        from rich.table import Table

        # Two columns, a divider and one space on either side of it.
        width = (self._width - 3) // 2
        table = Table(box=box.MINIMAL, padding=(0, 1), pad_edge=False, show_edge=False, show_lines=True)
        for side in self._view.sides:
            table.add_column(self._text([[(side.name, f"bold {_SIDE_STYLE[side.side]}")]]), width=width, no_wrap=True)
        for row in self._view.rows:
            table.add_row(*(self._text(self._cell(row, side, width)) for side in Side))
        self._console.print(table)

    def _stacked(self, row: Row) -> None:
        self._console.print()
        for side in Side:
            mark = "◀ " if side is Side.LEFT else "▶ "
            for line in self._cell(row, side, self._width - 2):
                self._console.print(self._text([[(mark, _SIDE_STYLE[side]), *line]]), no_wrap=True, soft_wrap=True)

    def _cell(self, row: Row, side: Side, width: int) -> list[list[Run]]:
        from rich.cells import cell_len

        paragraphs = row.paragraphs[side]
        if not paragraphs:
            return [[("–", "dim")]]
        lines: list[list[Run]] = []
        for number, paragraph in enumerate(paragraphs):
            if number:
                lines.append([])
            lines += wrap(self._paragraph(paragraph, moved=row.moved), width, cell_len, "")
            if paragraph.translation:
                lines += wrap([(paragraph.translation, "italic dim")], width, cell_len, "")
        return lines

    def _paragraph(self, paragraph: Paragraph, *, moved: bool) -> Iterable[Run]:
        points = self._view.sides[paragraph.side].points
        yield f"¶{paragraph.index + 1}", "dim"
        if moved:
            yield f"{NO_BREAK}↕", "bold"
        yield " ", ""
        strong = "bold " if paragraph.kind is BlockKind.HEADLINE else ""
        speaker = None
        for piece in paragraph.pieces:
            for index in piece.begins:
                point = points[index]
                if point.party is not Holder.NARRATOR and point.speaker != speaker:
                    speaker = point.speaker
                    yield f"‹{speaker}›", "italic"
                    yield " ", ""
                yield f"{point.sign}{point.ident}{NO_BREAK}", f"bold {_STATUS_STYLE[point.status]}".strip()
            status = points[piece.points[0]].status if piece.points else None
            style = strong + (_STATUS_STYLE[status] if status else "dim")
            if not piece.changed:
                yield piece.text, style.strip()
            elif self._options.colour:
                yield piece.text, f"{style} underline".strip()
            else:
                opened, closed = _CHANGED[paragraph.side]
                yield f"{opened}{piece.text}{closed}", style.strip()

    def _sources(self) -> None:
        self._heading(self._words("headings.sources"))
        for side in self._view.sides:
            self._lines([(side.name, f"bold {_SIDE_STYLE[side.side]}")])
            for name, value in side.facts:
                link = f" link {value}" if self._options.links and _URL.match(value) else ""
                self._lines([(f"{name}: ", "dim"), (value, link.strip())], indent=2, hang=4)
            for note in side.notes:
                self._lines([(f"! {note}", "")], indent=2, hang=4)
            if side.boilerplate:
                self._lines([(f"! {self._words.count('count.boilerplate', side.boilerplate)}", "")], indent=2, hang=4)
        for note in self._view.notes:
            self._lines([(f"! {note}", "")], hang=2)
        self._lines([(self._view.signature, "dim")])

    def _heading(self, words: str) -> None:
        from rich.cells import cell_len

        self._console.print()
        self._lines([(words, "bold")])
        self._lines([("─" * min(cell_len(words), self._width), "")])

    def _lines(self, runs: Iterable[Run], indent: int = 0, hang: int | None = None) -> None:
        """Print wrapped lines; those after the first are moved in by ``hang`` columns."""
        from rich.cells import cell_len

        after = indent if hang is None else hang
        for number, line in enumerate(wrap(runs, self._width - after, cell_len, "")):
            pad = " " * (after if number else indent)
            self._console.print(self._text([[(pad, ""), *line]]), no_wrap=True, soft_wrap=True)

    def _text(self, lines: list[list[Run]]) -> RenderableType:
        from rich.text import Text

        text = Text(no_wrap=True, end="\n")
        for number, line in enumerate(lines):
            if number:
                text.append("\n")
            for words, style in line:
                text.append(words, style or None)
        return text

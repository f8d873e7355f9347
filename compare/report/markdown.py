"""The report as Markdown that GitHub renders: summary, emphasis and alignment as tables, sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from compare.model import Comparison, Holder, Side, Status
from compare.options import ReportOptions
from compare.report.rows import Paragraph
from compare.report.summary import Group, Line, Name, Quote
from compare.report.view import SIGNS, SideView, View, view

# What CommonMark or GitHub's extensions may read as markup, links, mentions, emoji or maths; parentheses mean
# nothing without the brackets before them.
_MARKUP = re.compile(r"([\\`*_{}\[\]#+\-.!|~$@:<>&^=/])")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;", ":": "&#58;", "/": "&#47;", ".": "&#46;"}
# Signs that begin or close markup only in some places; a comma list of names must stay readable in the source too.
_QUIET = re.compile(r"(?:^|(?<=[^\s:/.\d]))[.:](?=\s|$)|(?<=\w)-(?=\w)")


def render(comparison: Comparison, options: ReportOptions) -> str:
    """The report as GitHub-flavoured Markdown; nothing in a readout can become markup."""
    page = _Page(view(comparison, options))
    return "\n".join(page.lines(options.only)) + "\n"


def escaped(text: str) -> str:
    """The text so that Markdown shows it as it is, on one line."""
    line = re.sub(r"\s+", " ", text)
    quiet = {match.start() for match in _QUIET.finditer(line)}

    def one(match: re.Match[str]) -> str:
        sign = match.group()
        if match.start() in quiet:
            return sign
        return _ENTITIES.get(sign, f"\\{sign}")

    return _MARKUP.sub(one, line)


class _Page:
    """Lines of the page."""

    def __init__(self, shown: View) -> None:
        self._view, self._words = shown, shown.words

    def lines(self, only: tuple[str, ...]) -> Iterator[str]:
        """Yield what the options ask for."""
        yield f"# {escaped(self._view.title)}"
        yield ""
        for side in self._view.sides:
            yield f"- {self._side(side)}"
        if not only or "findings" in only:
            yield from self._summary()
        if not only or "emphasis" in only:
            yield from self._emphasis()
        if not only or "alignment" in only:
            yield from self._alignment()
        if not only:
            yield from self._sources()

    def _side(self, side: SideView) -> str:
        tallies = [self._words.count("count.points", len(side.points)), *(words for _, _, words in side.counts)]
        facts = ", ".join([side.published, side.tongue, *tallies])
        return f"**{escaped(side.name)}**, {escaped(facts)}"

    def _summary(self) -> Iterator[str]:
        hinted = set()
        if all(group.slug in ("shared", "emphasis") for group in self._view.groups):
            yield from ("", escaped(self._words("none.findings")))
        for group in self._view.groups:
            yield from ("", f"## {escaped(group.title)}", "")
            yield from self._items(group)
            if group.hint and group.hint not in hinted:
                hinted.add(group.hint)
                yield from ("", f"*{escaped(group.hint)}*")

    def _items(self, group: Group) -> Iterator[str]:
        for number, item in enumerate(group.items[: group.shown], 1):
            uncertain = f" ({escaped(self._words('only.uncertain'))})" if item.uncertain else ""
            yield f"{number}. {self._line(item.sentence)}{uncertain}"
            for aside in item.asides:
                yield f"   - {self._line(aside)}"
        left = len(group.items) - group.shown
        if left > 0:
            yield from ("", escaped(self._words.count("more.entries", left, section=self._words("headings.alignment"))))

    def _line(self, line: Line) -> str:
        words = []
        for part in line:
            if isinstance(part, Quote):
                words.append(f"{self._quoted(part.text)} \\[{part.place}\\]")
                if part.translation:
                    words.append(f" *({escaped(part.translation)})*")
            elif isinstance(part, Name):
                words.append(f"**{escaped(part.text)}**")
            else:
                words.append(escaped(part))
        return "".join(words)

    def _quoted(self, text: str) -> str:
        return self._words("language.open") + escaped(text) + self._words("language.close")

    def _emphasis(self) -> Iterator[str]:
        if not self._view.topics:
            return
        yield from ("", f"## {escaped(self._words('headings.emphasis'))}", "")
        heads = [self._words("emphasis.topic")]
        for side in self._view.sides:
            heads += [f"{side.short}: {self._words('emphasis.share')}", self._words("emphasis.rank")]
        yield self._table_row(escaped(head) for head in heads)
        yield "| --- | ---: | ---: | ---: | ---: |"
        for topic in self._view.topics:
            cells = [escaped(topic.name)]
            for weight in (topic.row.left, topic.row.right):
                present = weight.rank > 0
                cells += [self._words.percent(weight.share) if present else "–", str(weight.rank) if present else "–"]
            yield self._table_row(cells)

    def _alignment(self) -> Iterator[str]:
        yield from ("", f"## {escaped(self._words('headings.alignment'))}", "")
        yield " · ".join(f"`{SIGNS[status]}` {escaped(self._words(f'status.{status}'))}" for status in Status)
        yield ""
        yield self._table_row(escaped(side.name) for side in self._view.sides)
        yield "| --- | --- |"
        for row in self._view.rows:
            cells = []
            for side in Side:
                texts = [self._paragraph(paragraph, moved=row.moved) for paragraph in row.paragraphs[side]]
                cells.append("<br><br>".join(texts) or "–")
            yield self._table_row(cells)

    def _paragraph(self, paragraph: Paragraph, *, moved: bool) -> str:
        points = self._view.sides[paragraph.side].points
        words = [f"¶{paragraph.index + 1}{' ↕' if moved else ''} "]
        speaker = None
        for piece in paragraph.pieces:
            for index in piece.begins:
                point = points[index]
                if point.party is not Holder.NARRATOR and point.speaker != speaker:
                    speaker = point.speaker
                    words.append(f"*‹{escaped(speaker)}›* ")
                words.append(f"`{point.sign}{point.ident}` ")
            text = escaped(piece.text)
            words.append(f"<u>{text}</u>" if piece.changed else text)
        if paragraph.translation:
            words.append(f"<br>*{escaped(paragraph.translation)}*")
        return "".join(words)

    def _sources(self) -> Iterator[str]:
        yield from ("", f"## {escaped(self._words('headings.sources'))}")
        for side in self._view.sides:
            yield from ("", f"**{escaped(side.name)}**", "")
            for name, value in side.facts:
                yield f"- {escaped(name)}: {escaped(value)}"
            for note in side.notes:
                yield f"- {escaped(note)}"
            if side.boilerplate:
                yield f"- {escaped(self._words.count('count.boilerplate', side.boilerplate))}"
        yield ""
        for note in self._view.notes:
            yield f"- {escaped(note)}"
        yield from ("", f"`{self._view.signature.replace('`', '')}`")

    def _table_row(self, cells: Iterable[str]) -> str:
        return f"| {' | '.join(cells)} |"

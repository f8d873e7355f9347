"""The report as a Word document: the summary, and the table that an editor works in, quotations in their language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from typing import Any

from compare.model import Comparison, Holder, Side, Status
from compare.options import ReportOptions
from compare.report.display import direction
from compare.report.rows import Paragraph
from compare.report.summary import Group, Line, Name, Quote
from compare.report.view import SIGNS, SideView, View, view

# Dark enough for text on white (contrast above 5:1), and told apart by the colour-blind together with the signs.
_SIDE = {Side.LEFT: "0B6477", Side.RIGHT: "8A3A72"}
_STATUS = {Status.SHARED: "3F6B3F", Status.WEAKENED: "1F4F9E", Status.CONFLICTING: "A11D1D", Status.OMITTED: "8A5200"}
# Word underlines: the second cue beside colour.
_UNDERLINE = {
    Status.SHARED: "dotted",
    Status.WEAKENED: "dash",
    Status.CONFLICTING: "double",
    Status.OMITTED: "single",
}
# The earliest time a zip archive can hold; the same result gives the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# East Asian languages go in an attribute of their own.
_EAST_ASIAN = {"zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "zh": "zh-CN", "ja": "ja-JP", "ko": "ko-KR"}


def render(comparison: Comparison, options: ReportOptions) -> bytes:
    """The report as .docx (Office Open XML); equal results give equal bytes."""
    import docx

    page = _Document(docx.Document(), view(comparison, options))
    page.draw(options.only)
    out = BytesIO()
    page.document.save(out)
    return _fixed(out.getvalue())


class _Document:
    """Draws the parts one below the other."""

    def __init__(self, document: Any, shown: View) -> None:
        from datetime import UTC, datetime

        self.document, self._view, self._words = document, shown, shown.words
        facts = document.core_properties
        facts.title, facts.author, facts.comments, facts.keywords = _xml(shown.title), "readouts", "", ""
        facts.created = facts.modified = datetime(1980, 1, 1, tzinfo=UTC)
        facts.language = shown.words.language

    def draw(self, only: tuple[str, ...]) -> None:
        """Draw what the options ask for."""
        self.document.add_heading(_xml(self._view.title), 0)
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
        paragraph = self._paragraph()
        self._run(paragraph, side.name, colour=_SIDE[side.side], bold=True)
        tallies = [self._words.count("count.points", len(side.points)), *(words for _, _, words in side.counts)]
        self._run(paragraph, f" · {side.published} · {side.tongue} · {', '.join(tallies)}")

    def _summary(self) -> None:
        hinted = set()
        if all(group.slug in ("shared", "emphasis") for group in self._view.groups):
            self._run(self._paragraph(), self._words("none.findings"))
        for group in self._view.groups:
            self.document.add_heading(_xml(group.title), 2)
            self._items(group)
            if group.hint and group.hint not in hinted:
                hinted.add(group.hint)
                self._run(self._paragraph(), group.hint, italic=True)

    def _items(self, group: Group) -> None:
        for number, item in enumerate(group.items[: group.shown], 1):
            paragraph = self._paragraph()
            self._run(paragraph, f"{number}. ", bold=True)
            self._line(paragraph, item.sentence)
            if item.uncertain:
                self._run(paragraph, f" ({self._words('only.uncertain')})", italic=True)
            for aside in item.asides:
                paragraph.add_run().add_break()
                self._line(paragraph, aside)
        left = len(group.items) - group.shown
        if left > 0:
            section = self._words("headings.alignment")
            self._run(self._paragraph(), self._words.count("more.entries", left, section=section))

    def _line(self, paragraph: Any, line: Line) -> None:
        for part in line:
            if isinstance(part, Quote):
                self._run(paragraph, self._words("language.open"))
                self._run(paragraph, part.text, language=part.language, colour=_SIDE[part.ref.side])
                self._run(paragraph, self._words("language.close"))
                self._run(paragraph, f" [{part.place}]", small=True)
                if part.translation:
                    self._run(paragraph, f" ({part.translation})", italic=True)
            elif isinstance(part, Name):
                self._run(paragraph, part.text, bold=True, colour=_SIDE[part.side] if part.side else None)
            else:
                self._run(paragraph, part)

    def _emphasis(self) -> None:
        if not self._view.topics:
            return
        self.document.add_heading(_xml(self._words("headings.emphasis")), 2)
        heads = [self._words("emphasis.topic")]
        for side in self._view.sides:
            heads += [f"{side.short}: {self._words('emphasis.share')}", self._words("emphasis.rank")]
        table = self._table(heads)
        for topic in self._view.topics:
            cells = [topic.name]
            for weight in (topic.row.left, topic.row.right):
                present = weight.rank > 0
                cells += [self._words.percent(weight.share) if present else "–", str(weight.rank) if present else "–"]
            for cell, text in zip(table.add_row().cells, cells, strict=True):
                self._run(cell.paragraphs[0], text)

    def _alignment(self) -> None:
        self.document.add_heading(_xml(self._words("headings.alignment")), 2)
        legend = self._paragraph()
        for status in Status:
            self._run(
                legend, f"{SIGNS[status]} {self._words(f'status.{status}')}   ", colour=_STATUS[status], bold=True
            )
        table = self._table([side.name for side in self._view.sides])
        for row in self._view.rows:
            cells = table.add_row().cells
            for side, cell in zip(Side, cells, strict=True):
                for number, block in enumerate(row.paragraphs[side]):
                    paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
                    self._block(paragraph, block, moved=row.moved)

    def _block(self, paragraph: Any, block: Paragraph, *, moved: bool) -> None:
        points = self._view.sides[block.side].points
        if direction(block.language) == "rtl":
            _switch(paragraph._p.get_or_add_pPr(), "w:bidi")
        self._run(paragraph, f"¶{block.index + 1}{' ↕' if moved else ''} ", small=True)
        speaker = None
        for piece in block.pieces:
            for index in piece.begins:
                point = points[index]
                if point.party is not Holder.NARRATOR and point.speaker != speaker:
                    speaker = point.speaker
                    self._run(paragraph, f"‹{speaker}› ", italic=True, small=True)
                self._run(paragraph, f"{point.sign}{point.ident} ", small=True, bold=True, colour=_STATUS[point.status])
            status = points[piece.points[0]].status if piece.points else None
            self._run(paragraph, piece.text, language=block.language, status=status, marked=piece.changed)
        if block.translation:
            paragraph.add_run().add_break()
            self._run(paragraph, block.translation, italic=True)

    def _sources(self) -> None:
        self.document.add_heading(_xml(self._words("headings.sources")), 2)
        for side in self._view.sides:
            self._run(self._paragraph(), side.name, bold=True, colour=_SIDE[side.side])
            for name, value in side.facts:
                self._run(self._paragraph(), f"{name}: {value}")
            for note in side.notes:
                self._run(self._paragraph(), f"! {note}")
            if side.boilerplate:
                self._run(self._paragraph(), f"! {self._words.count('count.boilerplate', side.boilerplate)}")
        for note in (*self._view.notes, self._view.signature):
            self._run(self._paragraph(), note)

    def _table(self, heads: Iterable[str]) -> Any:
        names = list(heads)
        table = self.document.add_table(rows=1, cols=len(names))
        table.style = "Table Grid"
        for cell, name in zip(table.rows[0].cells, names, strict=True):
            self._run(cell.paragraphs[0], name, bold=True)
        _switch(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
        return table

    def _paragraph(self) -> Any:
        paragraph = self.document.add_paragraph()
        if direction(self._words.language) == "rtl":
            _switch(paragraph._p.get_or_add_pPr(), "w:bidi")
        return paragraph

    def _run(
        self,
        paragraph: Any,
        text: str,
        *,
        language: str | None = None,
        colour: str | None = None,
        status: Status | None = None,
        bold: bool = False,
        italic: bool = False,
        small: bool = False,
        marked: bool = False,
    ) -> None:
        from docx.enum.text import WD_COLOR_INDEX, WD_UNDERLINE
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        run = paragraph.add_run(_xml(text))
        run.bold, run.italic = bold or None, italic or None
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        if small:
            run.font.size = Pt(8)
        if marked:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        if status:
            run.font.underline = WD_UNDERLINE[_UNDERLINE[status].upper()]
            underline = run._r.rPr.find(qn("w:u"))
            underline.set(qn("w:color"), _STATUS[status])
        properties = run._r.get_or_add_rPr()
        tag = language or self._words.language
        if direction(tag) == "rtl":
            _switch(properties, "w:rtl")
        mark = OxmlElement("w:lang")
        eastern = _EAST_ASIAN.get(tag)
        mark.set(qn("w:eastAsia" if eastern else "w:bidi" if direction(tag) == "rtl" else "w:val"), eastern or tag)
        properties.append(mark)


def _switch(parent: Any, name: str) -> None:
    """Turn on a property that has no value."""
    from docx.oxml import OxmlElement

    parent.append(OxmlElement(name))


def _xml(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def _fixed(data: bytes) -> bytes:
    """The archive with every time set to the epoch."""
    import zipfile

    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()

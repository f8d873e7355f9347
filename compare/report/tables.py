"""The result as a table for spreadsheets: one row a point, then one row a link."""

from __future__ import annotations

import csv
from io import StringIO

from compare.model import Comparison, PointRef, Side
from compare.options import ReportOptions
from compare.report.view import PointView, View, view

COLUMNS = (
    "row",
    "id",
    "counterpart",
    "side",
    "label",
    "paragraph",
    "language",
    "text",
    "counterpart_text",
    "speaker",
    "party",
    "act",
    "strength",
    "negated",
    "hedged",
    "topics",
    "mentions",
    "salience",
    "status",
    "findings",
    "reasons",
    "confidence",
    "relation",
    "score",
    "differences",
)
"""Column names; they and every slug are the same in all report languages, so that tables can be joined."""
_BOM = "\ufeff"
# A cell that begins with one of these is run as a formula by Excel, LibreOffice or Google Sheets (CWE-1236); the wide
# forms count too, in East Asian locales.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

Cell = str | int | float | None


def render_csv(comparison: Comparison, options: ReportOptions) -> str:
    """Rows of ``COLUMNS`` by RFC 4180; a byte order mark in front when the options ask for it."""
    return _render(comparison, options, ",")


def render_tsv(comparison: Comparison, options: ReportOptions) -> str:
    """The same rows with tabs between the cells."""
    return _render(comparison, options, "\t")


def _render(comparison: Comparison, options: ReportOptions, delimiter: str) -> str:
    shown = view(comparison, options)
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS, delimiter=delimiter, lineterminator="\r\n", restval="")
    writer.writeheader()
    for side in Side:
        for point in shown.sides[side].points:
            writer.writerow(_cells(_point(comparison, shown, point)))
    for point in shown.sides.left.points:
        for row in _links(shown, point):
            writer.writerow(_cells(row))
    return (_BOM if options.bom else "") + out.getvalue()


def _point(comparison: Comparison, shown: View, point: PointView) -> dict[str, Cell]:
    side = shown.sides[point.ref.side]
    annotated = comparison.sides[point.ref.side]
    note, stance = annotated.annotations[point.ref.point], annotated.annotations[point.ref.point].stance
    return {
        "row": "point",
        "id": point.ident,
        "counterpart": " ".join(str(other.ref) for other in point.counterparts),
        "side": point.ref.side,
        "label": side.name,
        "paragraph": annotated.points[point.ref.point].block,
        "language": side.language,
        "text": point.text,
        "counterpart_text": " | ".join(other.text for other in point.counterparts),
        "speaker": point.speaker,
        "party": point.party,
        "act": stance.act if stance else None,
        "strength": stance.strength if stance else None,
        "negated": int(stance.negated) if stance else None,
        "hedged": int(stance.hedged) if stance else None,
        "topics": " ".join(point.topics),
        "mentions": " ".join(key for key, _ in point.mentions),
        "salience": note.salience,
        "status": point.status,
        "findings": " ".join(finding.kind for finding in point.findings),
        "reasons": " ".join(finding.reason for finding in point.findings),
        "confidence": point.confidence,
    }


def _links(shown: View, point: PointView) -> list[dict[str, Cell]]:
    rows: list[dict[str, Cell]] = []
    for other in sorted(point.counterparts, key=lambda other: other.ref):
        there = shown.point(PointRef(Side.RIGHT, other.ref.point))
        rows.append(
            {
                "row": "link",
                "id": point.ident,
                "counterpart": there.ident,
                "text": point.text,
                "counterpart_text": there.text,
                "relation": other.link.relation,
                "score": other.link.score,
                "differences": " | ".join(f"{d.kind}: {d.left} / {d.right}" for d in other.link.differences),
            }
        )
    return rows


def _cells(row: dict[str, Cell]) -> dict[str, Cell]:
    return {name: _defused(value) if isinstance(value, str) else value for name, value in row.items()}


def _defused(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.lstrip(" \u00a0\u3000").startswith(_FORMULA) or text.startswith(_FORMULA) else text

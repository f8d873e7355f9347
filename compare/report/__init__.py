"""A finished comparison to text in some format. Reporters lay out what `compare.report.view` computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from compare.errors import OptionError
from compare.model import AnnotatedReadout, Comparison
from compare.options import ReportOptions
from compare.report import document, inspection, markdown, page, paper, saved, tables, terminal


@dataclass(frozen=True, slots=True)
class Reporter:
    """A format: its name, the suffix of its files, and what renders it."""

    name: str
    suffix: str
    render: Callable[[Comparison, ReportOptions], str | bytes]


REPORTERS: dict[str, Reporter] = {
    reporter.name: reporter
    for reporter in (
        Reporter("terminal", ".txt", terminal.render),
        Reporter("html", ".html", page.render),
        Reporter("json", ".json", saved.render),
        Reporter("markdown", ".md", markdown.render),
        Reporter("csv", ".csv", tables.render_csv),
        Reporter("tsv", ".tsv", tables.render_tsv),
        Reporter("docx", ".docx", document.render),
        Reporter("pdf", ".pdf", paper.render),
    )
}


def render(comparison: Comparison, name: str, options: ReportOptions | None = None) -> str | bytes:
    """The comparison in a format of ``REPORTERS``; equal comparisons and options give equal bytes. Raises OptionError
    when there is no such format or language."""
    reporter = REPORTERS.get(name)
    if reporter is None:
        raise OptionError(f"no format {name[:20]!r}", todo=f"choose one of {', '.join(REPORTERS)}", slug="format")
    return reporter.render(comparison, options or ReportOptions())


def render_readout(readout: AnnotatedReadout, form: str, options: ReportOptions | None = None) -> str:
    """One text with what the first three stages made of it, as ``text`` or ``json``."""
    return inspection.render(readout, form, options or ReportOptions())

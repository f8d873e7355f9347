"""What people import: read, compare, load, render."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from compare import model, pipeline
from compare.errors import CompareError, RecordError
from compare.model import Readout, Source
from compare.options import Options, ReportOptions


class Comparison(model.Comparison):
    """A comparison that shows itself in a notebook."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """Return the HTML report in a frame, so that its styles stay its own."""
        from html import escape

        page = escape(str(render(self, "html")), quote=True)
        return f'<iframe srcdoc="{page}" style="width:100%;height:46rem;border:0" title="readouts report"></iframe>'


def compare(left: Source | str | Path, right: Source | str | Path, options: Options | None = None) -> Comparison:
    """Compare two readouts of the same event; see `compare.pipeline.compare` for what it takes and raises."""
    return _shown(pipeline.compare(left, right, options))


def read(source: Source | str | Path, options: Options | None = None) -> Readout:
    """Read one source; raises ReadError when it cannot be read as a readout."""
    from compare.read import read as read_source

    return read_source(source if isinstance(source, Source) else Source(str(source)), (options or Options()).read)


def load(path: str | Path) -> Comparison:
    """Load a saved result (``--format json``); raises RecordError when the file is missing or not such a result."""
    from compare.record import loads

    try:
        return _shown(loads(Path(path).read_bytes()))
    except OSError as error:
        raise RecordError(error.strerror or str(error), where=str(path), todo="name a saved result") from error
    except CompareError as error:
        raise RecordError(error.what, where=str(path), todo=error.todo, slug=error.slug) from error


def render(comparison: model.Comparison, format: str, options: ReportOptions | None = None) -> str | bytes:  # noqa: A002
    """Return a comparison in a format of `compare.report.REPORTERS`; raises OptionError on another."""
    from compare.report import render as render_report

    return render_report(comparison, format, options or ReportOptions())


def _shown(result: model.Comparison) -> Comparison:
    return Comparison(*(getattr(result, field.name) for field in fields(model.Comparison)))

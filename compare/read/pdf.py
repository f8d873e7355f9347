"""PDF: paragraphs from the lines that a child process finds."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from compare.errors import ReadError
from compare.model import Note, Source
from compare.options import ReadOptions
from compare.read.container import broken, protected
from compare.read.draft import Draft
from compare.read.layout import Line, Sheet, pieces_of
from compare.read.source import empty, place

SECONDS = 60
"""Time for one document; the slowest of the fixtures takes .4 s, a 400-page report 20 s."""

_CHILD = Path(__file__).with_name("pdf_child.py")


class PdfReader:
    """PDF with text in it."""

    name = "pdf"

    def accepts(self, head: bytes, source: Source) -> bool:  # noqa: ARG002
        """Whether the mark of a PDF stands in the first kilobyte, where viewers look for it."""
        return b"%PDF-" in head[:1024]

    def read(self, data: bytes, source: Source, options: ReadOptions) -> Draft:  # noqa: ARG002
        """Return the paragraphs of a PDF, running heads and page numbers as boilerplate.

        Raises ReadError: password-protected, scanned-pdf, damaged-file, too-slow, empty-file.
        """
        where = place(source)
        found = _lines(data, where)
        sheets = [
            Sheet(page["width"], page["height"], tuple(Line(*line) for line in page["lines"]))
            for page in found["pages"]
        ]
        if not any(line.text.strip() for sheet in sheets for line in sheet.lines):
            if any(page["images"] for page in found["pages"]):
                raise ReadError("the pages are pictures", where=where, todo="run OCR over it first", slug="scanned-pdf")
            raise empty(where)
        left_out = found["count"] - len(sheets)
        notes = (Note("pages-left-out", (str(left_out), str(found["count"]))),) if left_out else ()
        return Draft(tuple(pieces_of(sheets)), "application/pdf", "pdf", "declared", notes=notes)


def _lines(data: bytes, where: str) -> dict[str, Any]:
    import subprocess

    # Isolated (-I): neither the user's site packages nor this folder, whose module names are those of formats.
    try:
        run = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(_CHILD)], input=data, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ReadError(
            f"took more than {SECONDS} seconds", where=where, todo="copy the text out of it", slug="too-slow"
        ) from error
    except OSError as error:
        raise ReadError(str(error), where=where, todo="copy the text out of it") from error
    try:
        found: dict[str, Any] = json.loads(run.stdout)
    except ValueError as error:
        raise broken(where) from error
    if "error" in found:
        raise protected(where) if found["error"] == "password" else broken(where)
    return found

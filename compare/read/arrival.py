"""How a source comes in: from the web or a file, out of an archive if it is in one."""

from __future__ import annotations

from dataclasses import replace

from compare.model import Note, Source
from compare.options import ReadOptions
from compare.read.address import is_address
from compare.read.archive import is_archive, page_in, save
from compare.read.charset import charset_of
from compare.read.draft import HEAD
from compare.read.source import Received, checked, opened


def load(source: Source, options: ReadOptions) -> Received:
    """Return a source with its bytes; one that lies in a WARC file comes out as its page.

    Raises ReadError: those of `source.opened`, `web.visit` and `archive.page_in`.
    """
    from_web = source.content is None and is_address(source.location)
    received = _visited(source, options) if from_web else opened(source, options)
    return page_in(received, options) if is_archive((received.content or b"")[:HEAD]) else received


def _visited(source: Source, options: ReadOptions) -> Received:
    # The libraries of the web take 80 ms to import.
    from compare.read.web import visit

    page = visit(source.location, options)
    notes = page.notes
    if options.snapshot:
        notes = (*notes, Note("snapshot-saved", (save(page, options.snapshot).name,)))
    received = checked(source, page.body, options)
    charset = charset_of(page.header("content-type") or "")
    return replace(received, location=page.address, charset=charset, retrieved=page.retrieved, notes=notes)

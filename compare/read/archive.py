"""Evidence: pages as received, kept in WARC files and read from them. The one home of warcio."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compare.errors import CompareError, OutputError, ReadError
from compare.model import Note
from compare.options import ReadOptions
from compare.read.charset import charset_of
from compare.read.container import broken
from compare.read.source import Received, empty, place
from compare.read.unpack import unpacked
from compare.resources import write_atomic

if TYPE_CHECKING:
    # Only for the type: importing it for every file would cost the libraries of the web.
    from compare.read.web import Visit

_TEXTS = ("text/html", "application/xhtml", "text/plain", "application/pdf", "text/xml", "application/xml")


def is_archive(head: bytes) -> bool:
    """Whether bytes begin with a WARC record, plain or gzipped."""
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(31).decompress(head, 16)
        except zlib.error:
            return False
    return head.startswith(b"WARC/")


def page_in(received: Received, options: ReadOptions) -> Received:
    """Return the page of a WARC file that is named behind ``#`` of its location, else the first one, with the time and
    the charset that its record says.

    Raises ReadError damaged-file, empty-file, not-in-archive, too-large.
    """
    where = place(received)
    wanted = received.location.partition("#")[2]
    found = list(_pages(received.content or b"", wanted, options, where))
    chosen = next((page for page, matches in found if matches), None)
    if chosen is None:
        if wanted and found:
            raise ReadError(
                f"there is no page {wanted} in it", where=where, todo="leave out # for the first", slug="not-in-archive"
            )
        raise empty(where)
    if not chosen.content:
        raise empty(where)
    note = (Note("archive-page", (chosen.location, str(len(found)))),) if len(found) > 1 else ()
    return replace(
        chosen,
        label=received.label,
        published=received.published,
        language=received.language,
        notes=(*received.notes, *note),
    )


def _pages(data: bytes, wanted: str, options: ReadOptions, where: str) -> Iterator[tuple[Received, bool]]:
    """Pages of an archive, and whether each is the wanted one; only that one is unpacked."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    found = False
    try:
        for record in ArchiveIterator(io.BytesIO(data)):
            if record.rec_type not in ("response", "resource") or not _is_text(record):
                continue
            address = record.rec_headers.get_header("WARC-Target-URI") or ""
            matches = not found and (not wanted or address.rstrip("/") == wanted.rstrip("/"))
            content = b""
            if matches:
                content = _body(record, options.max_bytes, where)
                found = True
            yield _received(record, address, content), matches
    except (
        ArchiveLoadFailed,
        zlib.error,
        EOFError,
        UnicodeError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
    ) as error:
        if not found:
            raise broken(where) from error


def _is_text(record: Any) -> bool:
    kind = (record.http_headers or record.rec_headers).get_header("Content-Type") or ""
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    return kind.lower().startswith(_TEXTS) and str(status).startswith("2")


def _body(record: Any, most: int, where: str) -> bytes:
    raw = record.raw_stream.read(most + 1)
    if len(raw) > most:
        raise ReadError(f"more than {most:,} bytes", where=where, todo="cut the text out of it", slug="too-large")
    headers = record.http_headers
    if headers is None:
        return bytes(raw)
    if "chunked" in (headers.get_header("Transfer-Encoding") or "").lower():
        raw = _joined_chunks(raw)
    return unpacked(raw, headers.get_header("Content-Encoding") or "", most, where)


def _joined_chunks(raw: bytes) -> bytes:
    """A body without its transfer coding; archives keep it, and some say so after having removed it."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = raw.find(b"\r\n", at)
        size = raw[at:end].split(b";")[0].strip()
        try:
            length = int(size, 16)
        except ValueError:
            return raw if not parts else b"".join(parts)
        if end < 0 or length <= 0:
            return b"".join(parts)
        parts.append(raw[end + 2 : end + 2 + length])
        at = end + 2 + length + 2


def _received(record: Any, address: str, content: bytes) -> Received:
    kind = (record.http_headers.get_header("Content-Type") if record.http_headers else None) or ""
    return Received(address, content, charset=charset_of(kind), retrieved=record.rec_headers.get_header("WARC-Date"))


def save(page: Visit, folder: str) -> Path:
    """Keep a page as received, with request, headers, time and digests, and return the file
    (``HOST-TIME-DIGEST.warc.gz``).

    Raises OutputError when the folder cannot be written to.
    """
    import hashlib
    import re
    from urllib.parse import urlsplit

    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import BufferWARCWriter

    writer = BufferWARCWriter(gzip=True)
    parts = urlsplit(page.address)
    told = StatusAndHeaders(f"{page.status} OK", list(page.headers), protocol="HTTP/1.1")
    stamp = page.retrieved.replace("+00:00", "Z")
    response = writer.create_warc_record(
        page.address,
        "response",
        payload=io.BytesIO(page.raw),
        http_headers=told,
        warc_headers_dict={"WARC-Date": stamp},
    )
    asked = StatusAndHeaders(f"GET {parts.path or '/'} HTTP/1.1", list(page.request), is_http_request=True)
    request = writer.create_warc_record(
        page.address, "request", http_headers=asked, warc_headers_dict={"WARC-Date": stamp}
    )
    writer.write_request_response_pair(request, response)
    digest = hashlib.sha256(page.body).hexdigest()[:12]
    name = re.sub(r"[^a-z0-9.-]", "_", (parts.hostname or "page").lower())[:80]
    target = Path(folder) / f"{name}-{re.sub(r'[^0-9TZ]', '', stamp)}-{digest}.warc.gz"
    try:
        write_atomic(target, writer.get_contents())
    except CompareError as error:
        raise OutputError(error.what, where=folder, todo=error.todo, slug=error.slug) from error
    return target

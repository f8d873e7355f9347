"""Mail and pages saved as one file (MHTML): the text or page inside, with what its headers say."""

from __future__ import annotations

import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser

from compare.errors import ReadError
from compare.model import BlockKind, Note, Source
from compare.options import ReadOptions
from compare.read import dates
from compare.read.address import is_address
from compare.read.charset import declared_in, decode
from compare.read.draft import HEAD, Draft, Piece
from compare.read.html import page_draft
from compare.read.source import empty, place
from compare.read.text import blocks_of

_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]*:[ \t]*\S")
_TELLING = re.compile(
    rb"^(?:mime-version|content-type|received|return-path|message-id|subject|from|date|snapshot-content-location):",
    re.IGNORECASE | re.MULTILINE,
)
LEAST = 3
"""Telling header fields that make a text a mail: a press release that begins "Subject:" or "Date:" has two at most."""


class MailReader:
    """EML and MHTML."""

    name = "mail"

    def accepts(self, head: bytes, source: Source) -> bool:  # noqa: ARG002
        """Whether it begins with header fields of a mail."""
        fields = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
        return bool(_FIELD.match(fields)) and len(_TELLING.findall(fields)) >= LEAST

    def read(self, data: bytes, source: Source, options: ReadOptions) -> Draft:  # noqa: ARG002
        """Return the page or text of the message; raises ReadError empty-file, unreadable-charset, damaged-file."""
        where = place(source)
        try:
            message = BytesParser(EmailMessage, policy=email.policy.default).parsebytes(data)
            return _draft(message, source, where)
        except (MessageError, LookupError, ValueError, RecursionError, AttributeError, IndexError, TypeError) as error:
            # The parser of the standard library trips over headers that are no headers.
            raise ReadError("the message is damaged", where=where, todo="save it anew", slug="damaged-file") from error


def _draft(message: EmailMessage, source: Source, where: str) -> Draft:
    saved = _header(message, "Snapshot-Content-Location")
    page, plain = _part(message, "text/html"), _part(message, "text/plain")
    if page is not None:
        address = saved or _header(page, "Content-Location") or source.location
        data = _payload(page)
        decoded = decode(data, page.get_content_charset() or declared_in(data[:HEAD]), where)
        draft = page_draft(decoded.text, address if is_address(address) else source.location, where)
    elif plain is not None:
        decoded = decode(_payload(plain), plain.get_content_charset(), where)
        pieces = tuple(Piece(BlockKind.PARAGRAPH, block) for block in blocks_of(decoded.text))
        draft = Draft(pieces, "text/plain", "", "")
    else:
        raise empty(where)
    attached = sum(part.get_content_disposition() == "attachment" for part in message.walk())
    notes = (Note("attachments-ignored", (str(attached),)),) if attached else ()
    mailed = None if saved else _header(message, "Date")
    return replace(
        draft,
        media_type="multipart/related" if saved else "message/rfc822",
        charset=decoded.charset,
        charset_by=decoded.by,
        title=draft.title or _header(message, "Subject"),
        published=draft.published or (dates.parse(mailed) if mailed else None),
        notes=(*decoded.notes, *draft.notes, *notes),
    )


def _part(message: EmailMessage, media_type: str) -> EmailMessage | None:
    return next((p for p in _parts(message) if p.get_content_type() == media_type), None)


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    for part in message.walk():
        if (
            isinstance(part, EmailMessage)
            and not part.is_multipart()
            and part.get_content_disposition() != "attachment"
        ):
            yield part


def _payload(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _header(message: EmailMessage, name: str) -> str | None:
    value = message.get(name)
    return str(value).strip() or None if value is not None else None

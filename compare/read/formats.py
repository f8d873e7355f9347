"""The table of formats, and what to say of those that are none of a text's."""

from __future__ import annotations

from compare.errors import ReadError
from compare.model import Source
from compare.read.charset import binary
from compare.read.container import protected
from compare.read.docx import DocxReader
from compare.read.draft import HEAD, Reader
from compare.read.feed import FeedReader
from compare.read.html import HtmlReader
from compare.read.mail import MailReader
from compare.read.markdown import MarkdownReader
from compare.read.odt import OdtReader
from compare.read.pdf import PdfReader
from compare.read.rtf import RtfReader
from compare.read.source import place
from compare.read.text import TextReader

READERS: tuple[Reader, ...] = (
    PdfReader(),
    OdtReader(),
    DocxReader(),
    RtfReader(),
    FeedReader(),
    MailReader(),
    HtmlReader(),
    MarkdownReader(),
    TextReader(),
)
"""Formats in the order they are tried; the last one takes whatever is text."""

_OTHERS = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"PK\x03\x04", "a zip archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"%!PS", "PostScript"),
    (b"AT&TFORM", "DjVu"),
    (b"SQLite format 3\0", "a database"),
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF", b"\0\0\0 ftyp", b"ID3", b"OggS")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# UTF-16 name of the stream that holds an encrypted Office Open XML document.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def reader_of(data: bytes, source: Source) -> Reader:
    """Return the first reader that accepts the beginning of the bytes.

    Raises ReadError unsupported-format, password-protected or binary-file for what is surely something else.
    """
    head = data[:HEAD]
    for reader in READERS[:-1]:
        if reader.accepts(head, source):
            return reader
    where = place(source)
    if head.startswith(_OLE):
        if _ENCRYPTED in data:
            raise protected(where)
        raise _unsupported("an old Word, Excel or PowerPoint document", "save it as DOCX", where)
    for magic, name in _OTHERS:
        if head.startswith(magic):
            raise _unsupported(name, "name the text in it", where)
    if head.startswith(_PICTURES) and b"\0" in head:
        raise binary(where)
    return READERS[-1]


def _unsupported(name: str, todo: str, where: str) -> ReadError:
    return ReadError(f"is {name}", where=where, todo=todo, slug="unsupported-format")

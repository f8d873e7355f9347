"""What a reader makes of bytes, before clean-up: pieces of text in page order and what the page says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from compare.model import BlockKind, Note, Source
from compare.options import ReadOptions


@dataclass(frozen=True, slots=True)
class Piece:
    """A block-to-be: its kind and its words, line breaks included. ``sure``: the page's own structure says the kind, so
    that wording must not change it."""

    kind: BlockKind
    text: str
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A page as a reader found it. ``country``: ISO 3166 alpha-2; ``published``: ISO date; ``language``: BCP 47 as the
    page or its profile declares it."""

    pieces: tuple[Piece, ...]
    media_type: str
    charset: str
    charset_by: str
    title: str | None = None
    issuer: str | None = None
    country: str | None = None
    published: str | None = None
    language: str | None = None
    profile: str | None = None
    notes: tuple[Note, ...] = ()


class Reader(Protocol):
    """A format. ``accepts`` sees the beginning of the bytes (`HEAD` of them) and decides by content; ``read`` returns
    the draft or raises ReadError."""

    @property
    def name(self) -> str:
        """Short name of the format."""

    def accepts(self, head: bytes, source: Source) -> bool:
        """Whether the bytes are of this format."""

    def read(self, data: bytes, source: Source, options: ReadOptions) -> Draft:
        """Return the draft, or raise ReadError."""


HEAD = 4096
"""Bytes by which a format is told: the longest leading comment seen before ``<html`` in saved pages is under 1 kB."""

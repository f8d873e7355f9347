"""Source to readout: bytes, format, charset, blocks, clean-up, kinds, and what is known about the text."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from compare.errors import ReadError
from compare.model import Block, BlockKind, Note, Provenance, Readout, Source, Span
from compare.options import ReadOptions
from compare.read import cleanup, facts, language, marks
from compare.read.arrival import load
from compare.read.charset import charset_name
from compare.read.draft import Draft, Piece
from compare.read.formats import READERS, reader_of
from compare.read.lines import joined
from compare.read.repair import doubts, repaired
from compare.read.source import STDIN, empty, place

__all__ = ["READERS", "read"]

_CONTENT = marks.CONTENT
_GUESSES = frozenset({
    "charset-detected", "charset-declared-wrong", "charset-damaged", "mojibake-repaired", "language-detected",
    "language-declared-wrong", "language-unsupported", "date-from-text", "date-year-elsewhere", "main-text-guessed",
    "profile-outdated",
})  # fmt: skip
"""Notes that ``ReadOptions.strict`` turns into errors."""


def read(source: Source, options: ReadOptions | None = None) -> Readout:
    """Read one source as a readout: its clean text, blocks in order with spans into it, and where everything came from.

    What was guessed stands in ``provenance.notes``. Raises ReadError with one of the slugs missing-file, is-a-folder,
    no-permission, empty-file, only-boilerplate, binary-file, unreadable-charset, unsupported-format, too-large, guess
    (``strict`` only), unreadable.
    """
    options = options or ReadOptions()
    received = load(source, options)
    data = received.content or b""
    draft = reader_of(data, received).read(data, received, options)
    pieces, notes = _tidy(draft)
    if not pieces:
        raise empty(place(source))
    body = "\n".join(p.text for p in pieces if p.kind is not BlockKind.BOILERPLATE)
    tag, language_notes = language.settle(body, source.language, draft.language)
    pieces = marks.mark(pieces, tag)
    _check_content(pieces, place(source))
    pieces, cut = _cut(pieces, options.max_chars)
    text, blocks = _lay_out(pieces)
    published, date_notes = _published(source, draft, pieces, tag)
    agency = facts.agency_of(pieces)
    issuer = draft.issuer or (agency.name if agency else None)
    notes += [*doubts(body, tag), *language.mixture(body, tag)]
    notes = [*received.notes, *draft.notes, *notes, *language_notes, *date_notes, *cut]
    if options.strict:
        _refuse_guesses(notes, place(source))
    return Readout(
        label=source.label or issuer or _name(source),
        issuer=issuer,
        # A label from the user says who speaks better than the agency that carried the text.
        country=draft.country or (agency.country if agency and not source.label else None),
        language=tag,
        title=_title(draft, pieces),
        published=published,
        text=text,
        blocks=blocks,
        provenance=Provenance(
            location=source.location,
            media_type=draft.media_type,
            charset=charset_name(draft.charset),
            charset_by=draft.charset_by,
            sha256=hashlib.sha256(data).hexdigest(),
            profile=draft.profile,
            retrieved=received.retrieved,
            notes=tuple(notes),
        ),
    )


def _tidy(draft: Draft) -> tuple[list[Piece], list[Note]]:
    counts: Counter[str] = Counter()
    texts, notes = repaired([piece.text for piece in draft.pieces])
    whole = "\n".join(texts)
    pieces = []
    for piece, dirty in zip(draft.pieces, texts, strict=True):
        lines = [line for line in cleanup.tidy(dirty, counts).split("\n") if line]
        text = "\n".join(lines)
        if not marks.is_list(text):
            # The lines of boilerplate are links and buttons, not a text.
            text = " ".join(lines) if piece.kind is BlockKind.BOILERPLATE else joined(lines, whole)
        if text:
            pieces.append(replace(piece, text=text))
    return pieces, [*notes, *cleanup.notes(counts)]


def _check_content(pieces: Sequence[Piece], where: str) -> None:
    if not any(p.kind in _CONTENT and any(c.isalpha() for c in p.text) for p in pieces):
        raise ReadError(
            "only headlines, links and the like, no text", where=where, todo="save the page of the readout itself",
            slug="only-boilerplate",
        )  # fmt: skip


def _cut(pieces: list[Piece], most: int) -> tuple[list[Piece], list[Note]]:
    """Keep whole blocks up to the limit; the first block is cut inside rather than lost."""
    total = sum(len(p.text) + 2 for p in pieces) - 2
    if total <= most:
        return pieces, []
    kept: list[Piece] = []
    left = most
    for piece in pieces:
        if len(piece.text) > left:
            if not any(p.kind in _CONTENT for p in kept) and left > 0:
                kept.append(replace(piece, text=piece.text[:left].rstrip()))
            break
        kept.append(piece)
        left -= len(piece.text) + 2
    return kept, [Note("text-cut", (str(most), str(total)))]


def _lay_out(pieces: Sequence[Piece]) -> tuple[str, tuple[Block, ...]]:
    blocks, at = [], 0
    for piece in pieces:
        blocks.append(Block(piece.kind, Span(at, at + len(piece.text))))
        at += len(piece.text) + 2
    return "\n\n".join(p.text for p in pieces), tuple(blocks)


def _published(source: Source, draft: Draft, pieces: Sequence[Piece], tag: str) -> tuple[str | None, list[Note]]:
    if source.published or draft.published:
        return source.published or draft.published, []
    return facts.date_of(pieces, tag)


def _title(draft: Draft, pieces: Sequence[Piece]) -> str | None:
    if draft.title:
        return cleanup.tidy(draft.title, Counter()).replace("\n", " ") or None
    return next((p.text for p in pieces if p.kind is BlockKind.HEADLINE), None)


def _name(source: Source) -> str:
    return place(source) if source.location == STDIN else PurePath(source.location).stem or source.location


def _refuse_guesses(notes: Sequence[Note], where: str) -> None:
    guessed = [note for note in notes if note.slug in _GUESSES]
    if guessed:
        what = ", ".join(" ".join((note.slug, *note.values)) for note in guessed)
        raise ReadError(f"had to be guessed: {what}", where=where, todo="say it, or leave out --strict", slug="guess")

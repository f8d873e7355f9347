"""Bytes of a source: a path, standard input, or content that was given."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from compare.errors import ReadError
from compare.model import Note, Source
from compare.options import ReadOptions

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Received(Source):
    """A source whose bytes are there. ``charset``: label in the header they came with; ``retrieved``: when, UTC, ISO
    8601; ``notes``: on the way they came."""

    charset: str | None = None
    retrieved: str | None = None
    notes: tuple[Note, ...] = ()


def opened(source: Source, options: ReadOptions) -> Received:
    """Return a source with its bytes, at least one and at most ``options.max_bytes``: content, standard input, or a
    file (``file#part`` for a part of an archive or feed).

    Raises ReadError: missing-file, is-a-folder, no-permission, unreadable, empty-file, too-large.
    """
    data = source.content if source.content is not None else _open(source.location, options.max_bytes + 1)
    return checked(source, data, options)


def checked(source: Source, data: bytes, options: ReadOptions) -> Received:
    """Return a source with these bytes; raises ReadError empty-file, too-large."""
    where = place(source)
    if len(data) > options.max_bytes:
        raise ReadError(
            f"more than {options.max_bytes:,} bytes", where=where, todo="cut the text out of it", slug="too-large"
        )
    if not data:
        raise empty(where)
    return Received(source.location, data, source.label, source.published, source.language)


def charset_told(source: Source) -> str | None:
    """Return the charset label of the header that the bytes came with, or None."""
    return source.charset if isinstance(source, Received) else None


def place(source: Source) -> str:
    """What to call a source in a message."""
    return "standard input" if source.location == STDIN else source.location


def empty(where: str) -> ReadError:
    """The error for a source that holds nothing to read."""
    return ReadError("there is no text in it", where=where, todo="name a file with the readout", slug="empty-file")


def _open(location: str, limit: int) -> bytes:
    if location == STDIN:
        return _read(sys.stdin.buffer, limit, "standard input")
    missing = ReadError("no such file", where=location, todo="check the name", slug="missing-file")
    try:
        path = Path(location)
        if "#" in location and not path.exists():
            path = Path(location.partition("#")[0])
        if path.is_dir():
            raise ReadError("is a folder", where=location, todo="name a file in it", slug="is-a-folder")
        with path.open("rb") as file:
            return _read(file, limit, location)
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        # ValueError: a name with a NUL in it, which no file can have.
        raise missing from error
    except PermissionError as error:
        raise ReadError("may not be read", where=location, todo="check who owns it", slug="no-permission") from error
    except OSError as error:
        raise ReadError(error.strerror or str(error), where=location, todo="check the name") from error


def _read(file: IO[bytes], limit: int, where: str) -> bytes:
    """Read at most ``limit`` bytes, so that an endless pipe or device ends too."""
    parts: list[bytes] = []
    left = limit
    try:
        while left > 0 and (part := file.read(min(left, 1 << 20))):
            parts.append(part)
            left -= len(part)
    except OSError as error:
        raise ReadError(error.strerror or str(error), where=where, todo="try again") from error
    return b"".join(parts)

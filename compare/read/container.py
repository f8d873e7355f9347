"""Zip containers of office documents, opened with limits: nothing is unpacked to disk and no member grows without
end."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from compare.errors import ReadError

MEMBER = 60_000_000
"""Most bytes of one member. The text of a 2,000-page document takes under 30 MB of XML; a zip bomb has a thousand
times that."""

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError)


class Container:
    """The members of a zip file."""

    def __init__(self, archive: zipfile.ZipFile, where: str) -> None:
        self._archive = archive
        self._where = where

    def names(self) -> list[str]:
        """Return the names of all members."""
        return self._archive.namelist()

    def read(self, name: str) -> bytes | None:
        """Return a member, or None when there is no such member.

        Raises ReadError: too-large, password-protected, unreadable.
        """
        try:
            info = self._archive.getinfo(name)
        except KeyError:
            return None
        if info.flag_bits & 1:
            raise protected(self._where)
        try:
            with self._archive.open(info) as member:
                # The size in the directory may lie, so the limit is on what comes out.
                data = member.read(MEMBER + 1)
        except _BROKEN as error:
            raise broken(self._where) from error
        if len(data) > MEMBER:
            raise ReadError(
                f"{name} unpacks to more than {MEMBER:,} bytes", where=self._where, todo="save the text as a text file",
                slug="too-large",
            )  # fmt: skip
        return data


@contextmanager
def opened(data: bytes, where: str) -> Iterator[Container]:
    """Open a zip file from bytes; raises ReadError unreadable when it is damaged."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise broken(where) from error
    with archive:
        yield Container(archive, where)


def broken(where: str) -> ReadError:
    """The error for a document that is damaged."""
    return ReadError("the document is damaged", where=where, todo="open it and save it anew", slug="damaged-file")


def protected(where: str) -> ReadError:
    """The error for a document that asks for a password."""
    return ReadError(
        "the document is protected by a password", where=where, todo="save it without one", slug="password-protected"
    )

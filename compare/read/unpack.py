"""Compressed bytes, unpacked no further than a limit."""

from __future__ import annotations

import zlib

from compare.errors import ReadError

_WBITS = {"gzip": 31, "x-gzip": 31, "deflate": 15}


def unpacked(data: bytes, coding: str, most: int, where: str) -> bytes:
    """Return a body without its content codings (``gzip``, ``deflate``, several with commas).

    Raises ReadError too-large when it unpacks to more than ``most`` bytes, damaged-file when it cannot be unpacked, and
    unsupported-format for a coding that was not asked for.
    """
    for name in reversed([c.strip().lower() for c in coding.split(",") if c.strip()]):
        if name == "identity":
            continue
        if name not in _WBITS:
            raise ReadError(
                f"is packed as {name}", where=where, todo="save the page in a browser", slug="unsupported-format"
            )
        data = _inflate(data, _WBITS[name], most, where)
    return data


def _inflate(data: bytes, wbits: int, most: int, where: str) -> bytes:
    parts: list[bytes] = []
    size = 0
    while data:
        machine = zlib.decompressobj(wbits)
        while data and not machine.eof:
            try:
                part = machine.decompress(data, 1 << 20)
            except zlib.error as error:
                if wbits == 15 and not parts:
                    # Servers that say deflate often send it without the header the standard asks for.
                    return _inflate(data, -15, most, where)
                if parts and wbits == 31:
                    # Bytes after the end of the last member are padding.
                    return b"".join(parts)
                raise ReadError("cannot be unpacked", where=where, todo="get it anew", slug="damaged-file") from error
            size += len(part)
            if size > most:
                raise ReadError(
                    f"unpacks to more than {most:,} bytes", where=where, todo="cut the text out of it", slug="too-large"
                )
            parts.append(part)
            data = machine.unconsumed_tail
            if not part and not data:
                break
        data = machine.unused_data if wbits == 31 else b""
    return b"".join(parts)

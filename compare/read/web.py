"""Pages from the web: bytes as a server sends them, within limits of size, time and reach. The one home of httpcore."""

from __future__ import annotations

import contextlib
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import httpcore

from compare.errors import ReadError
from compare.model import Note
from compare.options import ReadOptions
from compare.read import dates
from compare.read.guard import allowed_address
from compare.read.stored import Stored, freshness, keep, kept
from compare.read.unpack import unpacked

TOTAL = 60.0
"""Seconds for a page with all its redirects; ministries' pages take up to 20 from another continent."""

WAIT = 15.0
"""Seconds without a byte."""

HOPS = 8
"""Redirects that are followed; http to https to www to the language edition makes three."""

PAUSES = (0.5, 1.5)
"""Seconds before the second and third try."""

_AGAIN = frozenset({429, 500, 502, 503, 504})
_MOVED = frozenset({301, 302, 303, 307, 308})
_SAFE = "/%:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Visit:
    """What came back. ``address``: the last one, after redirects; ``raw``: the body as received, still compressed;
    ``body``: the body; ``headers``: in order, names in small letters; ``retrieved``: UTC, ISO 8601."""

    address: str
    status: int
    headers: tuple[tuple[str, str], ...]
    raw: bytes
    body: bytes
    retrieved: str
    request: tuple[tuple[str, str], ...] = ()
    notes: tuple[Note, ...] = ()

    def header(self, name: str) -> str | None:
        """Return the first header of a name (small letters), or None."""
        return next((value for key, value in self.headers if key == name), None)


def visit(address: str, options: ReadOptions) -> Visit:
    """Fetch a page, following redirects, obeying robots.txt, asking at most three times.

    Raises ReadError: bad-address, private-address, unknown-host, forbidden-by-robots, http-status, too-many-redirects,
    too-large, too-slow, unreachable, incomplete-page, insecure-page.
    """
    browser = _Browser(options, address)
    start = _clean(address, address)
    if not browser.permitted(start):
        raise ReadError(
            "robots.txt forbids it", where=address, todo="save the page in a browser", slug="forbidden-by-robots"
        )
    known = kept(start) if options.cache else None
    if known and known.fresh:
        return _from_store(known)
    found = browser.page(start, known.validators if known else ())
    if known and found.status == 304:
        if options.cache:
            keep(start, known.renewed(found.headers, found.retrieved))
        return _from_store(known)
    if not 200 <= found.status < 300:
        raise ReadError(
            f"the server answers {found.status}", where=address, todo="check the address", slug="http-status"
        )
    if options.cache and freshness(found.headers) is not None:
        keep(start, Stored(found.address, found.headers, found.raw, found.body, found.retrieved))
    return found


def _from_store(known: Stored) -> Visit:
    note = Note("from-cache", (known.retrieved,))
    return Visit(known.address, 200, known.headers, known.raw, known.body, known.retrieved, notes=(note,))


class _Browser:
    """One visit: a pool of connections and a deadline."""

    def __init__(self, options: ReadOptions, where: str) -> None:
        self.options = options
        self.where = where
        self.until = time.monotonic() + TOTAL
        contact = f" (+{options.contact})" if options.contact else ""
        self.agent = f"readouts{contact}".encode("ascii", "replace").decode()
        self.backend = _Backend(options.allow_private, where, self.until)

    def permitted(self, address: str) -> bool:
        """Whether the host's robots.txt lets this program read the address; a host without one, or with a broken one,
        does."""
        from urllib.robotparser import RobotFileParser

        rules = RobotFileParser()
        try:
            found = self.page(urljoin(address, "/robots.txt"), (), tries=1, most=500_000)
        except ReadError as error:
            if error.slug in ("private-address", "unknown-host", "unreachable", "insecure-page", "bad-address"):
                raise
            return True
        if found.status != 200:
            return True
        rules.parse(found.body.decode("utf-8", "replace").splitlines())
        return rules.can_fetch("readouts", address)

    def page(self, address: str, extra: Iterable[tuple[str, str]], tries: int = 3, most: int | None = None) -> Visit:
        notes: list[Note] = []
        first = address
        for _hop in range(HOPS + 1):
            found = self._ask(address, tuple(extra), tries, most or self.options.max_bytes)
            target = found.header("location")
            if found.status not in _MOVED or not target:
                if address != first:
                    notes.append(Note("redirected", (first, address)))
                return Visit(
                    found.address,
                    found.status,
                    found.headers,
                    found.raw,
                    found.body,
                    found.retrieved,
                    found.request,
                    tuple(notes),
                )
            address = _clean(target, self.where, address)
        raise ReadError(
            f"more than {HOPS} redirects", where=self.where, todo="check the address", slug="too-many-redirects"
        )

    def _ask(self, address: str, extra: tuple[tuple[str, str], ...], tries: int, most: int) -> Visit:
        for pause in (*PAUSES[: tries - 1], None):
            try:
                found = self._once(address, extra, most)
            except ReadError as error:
                if pause is None or error.slug not in ("unreachable", "incomplete-page"):
                    raise
            else:
                if found.status not in _AGAIN or pause is None:
                    return found
                asked = found.header("retry-after") or ""
                pause = max(pause, float(asked)) if asked.isdigit() else pause
            if time.monotonic() + pause > self.until:
                raise self._slow()
            time.sleep(pause)
        raise AssertionError("the last try returns or raises")

    def _once(self, address: str, extra: tuple[tuple[str, str], ...], most: int) -> Visit:
        headers = (
            ("Host", urlsplit(address).netloc),
            ("User-Agent", self.agent),
            ("Accept", "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5"),
            ("Accept-Encoding", "gzip, deflate"),
            *extra,
        )
        limits = {"connect": WAIT, "read": WAIT, "write": WAIT, "pool": WAIT}
        parts: list[bytes] = []
        size = 0
        try:
            with (
                httpcore.ConnectionPool(ssl_context=ssl.create_default_context(), network_backend=self.backend) as pool,
                pool.stream("GET", address, headers=list(headers), extensions={"timeout": limits}) as response,
            ):
                for part in response.iter_stream():
                    size += len(part)
                    if size > most:
                        raise self._large(most)
                    parts.append(part)
        except httpcore.TimeoutException as error:
            raise self._slow() from error
        except (httpcore.ConnectError, httpcore.UnsupportedProtocol) as error:
            # Certificates that do not hold come as connection errors.
            insecure = "certificate" in str(error).lower() or "ssl" in str(error).lower()
            raise ReadError(
                str(error) or "no connection", where=self.where, todo="check the address",
                slug="insecure-page" if insecure else "unreachable",
            ) from error  # fmt: skip
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise ReadError(
                "the connection broke off", where=self.where, todo="try again", slug="incomplete-page"
            ) from error
        told = tuple((k.decode("latin-1").lower(), v.decode("latin-1")) for k, v in response.headers)
        raw = b"".join(parts)
        coding = ", ".join(value for key, value in told if key == "content-encoding")
        body = unpacked(raw, coding, most, self.where)
        return Visit(address, response.status, told, raw, body, dates.now(), headers)

    def _slow(self) -> ReadError:
        return ReadError("the server takes too long", where=self.where, todo="try again", slug="too-slow")

    def _large(self, most: int) -> ReadError:
        return ReadError(
            f"more than {most:,} bytes", where=self.where, todo="save the page in a browser", slug="too-large"
        )


class _Backend(httpcore.NetworkBackend):
    """Connects to the address that was checked, and lets nothing take longer than the deadline."""

    def __init__(self, allow_private: bool, where: str, until: float) -> None:
        self._sockets = httpcore.SyncBackend()
        self._allow_private = allow_private
        self._where = where
        self._until = until

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        address = allowed_address(host, port, self._where, self._allow_private)
        stream = self._sockets.connect_tcp(address, port, _left(self._until, timeout), local_address, socket_options)
        return _Stream(stream, self._until)

    def sleep(self, seconds: float) -> None:
        self._sockets.sleep(seconds)


class _Stream(httpcore.NetworkStream):
    """A connection that a server cannot keep open by sending a byte now and then."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._until, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._until, timeout))

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, _left(self._until, timeout))
        return _Stream(secured, self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(until: float, timeout: float | None) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("deadline")
    return min(left, timeout) if timeout else left


def _clean(address: str, where: str, base: str = "") -> str:
    """An address (relative to ``base``) as it goes over the wire: http or https, no user name, ASCII, no fragment."""
    wrong = ReadError("not an address of the web", where=where, todo="begin with https://", slug="bad-address")
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except (ValueError, UnicodeError) as error:
        raise wrong from error
    if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc:
        raise wrong
    netloc = f"[{host}]" if ":" in host else host
    netloc = f"{netloc}:{port}" if port else netloc
    return urlunsplit(
        (parts.scheme.lower(), netloc, quote(parts.path, _SAFE) or "/", quote(parts.query, _SAFE + "?"), "")
    )

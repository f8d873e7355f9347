from __future__ import annotations

import gzip
import http.server
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from compare.errors import ReadError
from compare.model import BlockKind, Source
from compare.options import ReadOptions
from compare.read import read, web
from compare.read.guard import allowed_address, is_public
from compare.read.stored import freshness
from compare.read.unpack import unpacked

PAGE = Path("fixtures/pages/mfa-by-ru.html").read_bytes()
WORDS = "провёл телефонные переговоры"
Answer = Callable[["Handler"], None]


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers each path as the table below says; every request is counted."""

    protocol_version = "HTTP/1.1"
    asked: ClassVar[Counter[str]] = Counter()
    seen: ClassVar[dict[str, dict[str, str]]] = {}

    def do_GET(self) -> None:
        self.asked[self.path] += 1
        self.seen[self.path] = dict(self.headers)
        answer = ANSWERS.get(self.path.partition("?")[0])
        try:
            if answer:
                answer(self)
            else:
                self.give(b"", status=404)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def give(self, body: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.close_connection = headers.get("Connection") == "close"
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def moved(target: str) -> Answer:
    return lambda handler: handler.give(b"", status=302, Location=target)


def slowly(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    while True:
        handler.wfile.write(b"10000\r\n" + b"y" * 65536 + b"\r\n")


def reset(handler: Handler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def third_time(handler: Handler) -> None:
    if handler.asked[handler.path] < 3:
        handler.give(b"busy", status=503)
    else:
        handler.give(PAGE, Content_Type="text/html; charset=windows-1251")


def unchanged(handler: Handler) -> None:
    if handler.headers.get("If-None-Match") == '"v1"':
        handler.give(b"", status=304)
    else:
        handler.give(PAGE, ETag='"v1"', Content_Type="text/html")


def chunked(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for part in (PAGE[:700], PAGE[700:]):
        handler.wfile.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
    handler.wfile.write(b"0\r\n\r\n")


BOMB = gzip.compress(b"\0" * 60_000_000, 9)
ANSWERS: dict[str, Answer] = {
    "/robots.txt": lambda h: h.give(b"User-agent: *\nDisallow: /private/\n", Content_Type="text/plain"),
    "/page": lambda h: h.give(PAGE, Content_Type="text/html"),
    "/header-charset": lambda h: h.give(
        PAGE.replace(b"charset=windows-1251", b"charset=utf-8"), Content_Type='text/html; charset="windows-1251"'
    ),
    "/wrong-charset": lambda h: h.give(PAGE, Content_Type="text/html; charset=gb2312"),
    "/gzip": lambda h: h.give(gzip.compress(PAGE), Content_Encoding="gzip", Content_Type="text/html"),
    "/deflate": lambda h: h.give(zlib.compress(PAGE), Content_Encoding="deflate", Content_Type="text/html"),
    "/raw-deflate": lambda h: h.give(zlib.compress(PAGE)[2:-4], Content_Encoding="deflate", Content_Type="text/html"),
    "/chunked": chunked,
    "/bomb": lambda h: h.give(BOMB, Content_Encoding="gzip", Content_Type="text/html"),
    "/brotli": lambda h: h.give(b"xx", Content_Encoding="br"),
    "/moved": moved("/page"),
    "/loop": moved("/loop"),
    "/to-file": moved("file:///etc/passwd"),
    "/to-nowhere": moved("http://[bad/"),
    "/slow": slowly,
    "/endless": endless,
    "/cut": lambda h: h.give(PAGE, length=len(PAGE) + 500, Connection="close"),
    "/reset": reset,
    "/busy": third_time,
    "/gone": lambda h: h.give(b"gone", status=410),
    "/unchanged": unchanged,
    "/fresh": lambda h: h.give(PAGE, Cache_Control="max-age=600", Content_Type="text/html"),
    "/never": lambda h: h.give(PAGE, Cache_Control="no-store", Content_Type="text/html"),
    "/private/page": lambda h: h.give(PAGE),
}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Handler.asked.clear()
    monkeypatch.setenv("READOUTS_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(web, "PAUSES", (0.01, 0.02))


INSIDE = ReadOptions(allow_private=True)


@pytest.mark.parametrize(
    "path", ["/page", "/header-charset", "/gzip", "/deflate", "/raw-deflate", "/chunked", "/moved", "/busy"]
)
def test_a_page_is_read(server: str, path: str) -> None:
    readout = read(Source(server + path), INSIDE)
    assert WORDS in readout.text
    assert readout.provenance.charset == "windows-1251"
    assert readout.provenance.location == server + path
    assert readout.provenance.retrieved
    assert ("redirected" in [n.slug for n in readout.provenance.notes]) is (path == "/moved")


def test_a_server_that_lies_about_the_charset(server: str) -> None:
    readout = read(Source(server + "/wrong-charset"), INSIDE)
    assert WORDS in readout.text
    assert readout.provenance.notes[0].slug == "charset-declared-wrong"


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/bomb", "too-large"),
        ("/endless", "too-large"),
        ("/brotli", "unsupported-format"),
        ("/loop", "too-many-redirects"),
        ("/to-file", "bad-address"),
        ("/to-nowhere", "bad-address"),
        ("/cut", "incomplete-page"),
        ("/reset", "incomplete-page"),
        ("/gone", "http-status"),
        ("/nothing-there", "http-status"),
        ("/private/page", "forbidden-by-robots"),
    ],
)
def test_servers_that_misbehave(server: str, path: str, slug: str) -> None:
    started = time.monotonic()
    with pytest.raises(ReadError) as caught:
        read(Source(server + path), ReadOptions(allow_private=True, max_bytes=5_000_000))
    assert caught.value.slug == slug
    assert time.monotonic() - started < 10


def test_a_byte_now_and_then_does_not_keep_us(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "TOTAL", 1.0)
    started = time.monotonic()
    with pytest.raises(ReadError) as caught:
        read(Source(server + "/slow"), INSIDE)
    assert caught.value.slug == "too-slow"
    assert time.monotonic() - started < 5


def test_tries_three_times_and_no_more(server: str) -> None:
    with pytest.raises(ReadError):
        read(Source(server + "/reset"), INSIDE)
    assert Handler.asked["/reset"] == 3


def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(ReadError) as caught:
            read(Source(f"http://127.0.0.1:{taken.getsockname()[1]}/"), INSIDE)
    assert caught.value.slug == "unreachable"


def test_says_who_asks(server: str) -> None:
    read(Source(server + "/page"), ReadOptions(allow_private=True, contact="mailto:desk@example.org"))
    assert Handler.seen["/page"]["User-Agent"] == "readouts (+mailto:desk@example.org)"


def test_an_unchanged_page_is_not_sent_again(server: str) -> None:
    first = read(Source(server + "/unchanged"), INSIDE)
    second = read(Source(server + "/unchanged"), INSIDE)
    assert Handler.asked["/unchanged"] == 2
    assert second.text == first.text
    assert second.provenance.sha256 == first.provenance.sha256
    assert second.provenance.notes[0].slug == "from-cache"


@pytest.mark.parametrize(("path", "cache", "times"), [("/fresh", True, 1), ("/fresh", False, 2), ("/never", True, 2)])
def test_a_fresh_page_is_not_asked_for(server: str, path: str, cache: bool, times: int) -> None:
    options = ReadOptions(allow_private=True, cache=cache)
    assert read(Source(server + path), options).text == read(Source(server + path), options).text
    assert Handler.asked[path] == times


def test_a_damaged_cache_entry_counts_as_none(server: str, tmp_path: Path) -> None:
    read(Source(server + "/fresh"), INSIDE)
    for file in (tmp_path / "cache" / "pages").glob("*.body"):
        file.write_bytes(b"spoilt")
    assert WORDS in read(Source(server + "/fresh"), INSIDE).text
    assert Handler.asked["/fresh"] == 2


def test_evidence_is_kept_and_read_again(server: str, tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    folder.mkdir()
    live = read(Source(server + "/gzip"), ReadOptions(allow_private=True, snapshot=str(folder)))
    (file,) = folder.glob("*.warc.gz")
    assert live.provenance.notes[0].values == (file.name,)
    for location in (str(file), f"{file}#{server}/gzip"):
        again = read(Source(location))
        assert (again.text, again.blocks) == (live.text, live.blocks)
        assert again.provenance.sha256 == live.provenance.sha256
        assert again.provenance.location == location
        assert (again.provenance.retrieved or "")[:19] == (live.provenance.retrieved or "")[:19]
    with pytest.raises(ReadError) as caught:
        read(Source(f"{file}#https://example.org/other"))
    assert caught.value.slug == "not-in-archive"


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]", "10.0.0.1", "169.254.169.254", "192.168.1.1", "0.0.0.0", "2130706433"]
)
def test_private_places_are_not_asked(host: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(Source(f"http://{host}:9/"))
    assert caught.value.slug in ("private-address", "unknown-host")


@pytest.mark.parametrize(
    "address", ["http://user:word@example.org/", "http:///x", "https://exa mple/", "http://x:99999/"]
)
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(Source(address))
    assert caught.value.slug in ("bad-address", "unknown-host")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("2002:7f00:1::", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_the_address_that_was_checked_is_the_one_connected_to() -> None:
    assert allowed_address("127.0.0.1", 80, "x", allow_private=True) == "127.0.0.1"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ((("cache-control", "max-age=60"),), 60),
        ((("cache-control", "no-store"),), None),
        ((), 0),
        ((("vary", "*"),), None),
        ((("cache-control", "no-cache, max-age=9"),), 0),
        ((("expires", "0"),), 0),
        ((("cache-control", "max-age=999999999"),), 604800),
    ],
)
def test_freshness(headers: tuple[tuple[str, str], ...], seconds: float | None) -> None:
    assert freshness(headers) == seconds


def test_several_codings_and_damage() -> None:
    assert unpacked(gzip.compress(zlib.compress(b"abc")), "deflate, gzip", 100, "x") == b"abc"
    assert unpacked(gzip.compress(b"a") + gzip.compress(b"b") + b"\0\0", "gzip", 10, "x") == b"ab"
    with pytest.raises(ReadError) as caught:
        unpacked(b"no gzip at all", "gzip", 10, "x")
    assert caught.value.slug == "damaged-file"


def test_kinds_of_the_page_survive_the_way(server: str) -> None:
    kinds = [b.kind for b in read(Source(server + "/page"), INSIDE).blocks]
    assert BlockKind.HEADLINE in kinds
    assert BlockKind.BOILERPLATE in kinds


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl to make a certificate")
def test_a_certificate_nobody_vouches_for(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=127.0.0.1",
            "-days",
            "1",
            "-keyout",
            key,
            "-out",
            certificate,
        ],
        check=True,
        capture_output=True,
    )
    httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    httpd.socket = context.wrap_socket(httpd.socket, server_side=True)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    try:
        with pytest.raises(ReadError) as caught:
            read(Source(f"https://127.0.0.1:{httpd.server_port}/page"), INSIDE)
    finally:
        httpd.shutdown()
    assert caught.value.slug == "insecure-page"


def test_archives_of_others(server: str) -> None:
    """A WARC as web archives write them: several pages, transfer coding kept, one record that is no page."""
    records = []
    for number, (kind, body) in enumerate(
        (("image/png", b"x"), ("text/html", b"<p>Another page, of a museum and its new wing.</p>"), ("text/html", PAGE))
    ):
        chunks = (
            b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (body[:9], body[9:]) if part)
            + b"0\r\n\r\n"
        )
        block = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nTransfer-Encoding: chunked\r\n\r\n".encode() + chunks
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
            f"WARC-Date: 2023-02-24T10:00:00Z\r\nWARC-Target-URI: https://mfa.gov.by/{number}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        records.append(head.encode() + block + b"\r\n\r\n")
    archive = b"".join(records)
    first = read(Source("pages.warc", archive))
    assert "museum" in first.text
    assert first.provenance.notes[0].values == ("https://mfa.gov.by/1", "2")
    wanted = read(Source("pages.warc#https://mfa.gov.by/2", archive))
    assert WORDS in wanted.text
    assert (wanted.provenance.profile, wanted.provenance.retrieved) == ("mfa-by", "2023-02-24T10:00:00Z")

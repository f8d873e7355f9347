"""Feed the readers broken input: ``python tests/read/fuzz_read.py [SECONDS] [SEED]`` prints how many inputs, the
slowest, and the most memory; ``--guided`` lets atheris look for new paths instead (``pip install atheris``). Any
exception but ReadError ends it.
"""

from __future__ import annotations

import random
import sys
import time
from contextlib import nullcontext
from pathlib import Path

GUIDED = "--guided" in sys.argv
if GUIDED:
    import atheris
with atheris.instrument_imports(include=["compare.read"]) if GUIDED else nullcontext():
    from compare.errors import ReadError
    from compare.model import Source
    from compare.read import read

PAGES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
SLOWEST = 10.0
"""Seconds that no input may take."""


def seeds() -> list[bytes]:
    """Return the bytes of all fixture pages and documents."""
    return [path.read_bytes() for path in sorted(PAGES.rglob("*.*")) if path.suffix != ".toml"]


def mutated(seed: bytes, others: list[bytes], dice: random.Random) -> bytes:
    """Return bytes with one to eight wounds: cuts, repeats, noise, pieces of another file, other charsets."""
    data = bytearray(seed)
    for _ in range(dice.randint(1, 8)):
        at, end = sorted(dice.randrange(len(data) + 1) for _ in range(2))
        match dice.randrange(8):
            case 0:
                del data[at:end]
            case 1:
                data[at:at] = data[at : at + 200] * dice.randint(1, 50)
            case 2:
                data[at : at + 4] = dice.randbytes(4)
            case 3:
                other = dice.choice(others)
                start = dice.randrange(len(other) + 1)
                data[at:at] = other[start : start + dice.randrange(2000)]
            case 4:
                data[at:at] = dice.choice(WOUNDS)
            case 5:
                data[at : at + 1] = bytes([dice.choice((0, 0xFF, 0x1B, 0x3C, 0x26, 0x80))])
            case 6:
                data = bytearray(data[:at])
            case _:
                data = bytearray(bytes(data).decode("latin-1").encode(dice.choice(("utf-8", "utf-16", "utf-16-le"))))
    return bytes(data[:500_000])


WOUNDS = (
    b"<div>" * 3000,
    b"</div></p></td>",
    b"&#x110000;&#0;&#xd800;",
    b"<!--",
    b"]]>",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"\x1b[2J",
    b"<br>" * 2000,
    b"<base href='http://[x'>",
    "\u202e\u2066\ufdfa\u0301".encode() * 300,
    b"{\\rtf1" * 200,
    b"\\u-99999?\\bin99999999 ",
    b"Content-Type: text/html; charset=rot13\r\n\r\n",
    b"%PDF-1.7",
    b"PK\x03\x04",
    b"WARC/1.0\r\n",
    b"\x1f\x8b\x08",
    b"# a\n" * 500,
    b"> " * 3000,
    b"[a](b)" * 300,
    b"<script type='application/ld+json'>{\"datePublished\": {}}</script>",
    b"2023-99-99",
    b"<p hidden>",
)


def one(data: bytes) -> None:
    """Read bytes; a ReadError is an answer."""
    try:
        read(Source("fuzz", data))
    except ReadError:
        return


def main() -> None:
    """Run for the given number of seconds."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    seconds, seed = [*numbers, *(60, 1)[len(numbers) :]][:2]
    if GUIDED:
        atheris.Setup([sys.argv[0], "-max_len=6000", f"-max_total_time={seconds}", str(PAGES)], one)
        atheris.Fuzz()
        return
    dice = random.Random(seed)
    pool = seeds()
    started, count, slowest = time.monotonic(), 0, 0.0
    while time.monotonic() - started < seconds:
        data = mutated(dice.choice(pool), pool, dice)
        begun = time.monotonic()
        try:
            one(data)
        except BaseException:
            Path("fuzz-failure.bin").write_bytes(data)
            raise
        took = time.monotonic() - begun
        if took > SLOWEST:
            Path("fuzz-failure.bin").write_bytes(data)
            raise SystemExit(f"an input took {took:.1f} s; see fuzz-failure.bin")
        slowest = max(slowest, took)
        count += 1
    print(f"{count} inputs in {seconds} s, slowest {slowest:.2f} s, {_memory():.0f} MB")  # noqa: T201


def _memory() -> float:
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024)


if __name__ == "__main__":
    main()

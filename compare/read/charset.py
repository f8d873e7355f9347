"""Bytes to text: byte order marks, UTF-8/16/32, what the page declares, and what the letters say."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from compare.errors import ReadError
from compare.model import Note
from compare.resources import load_toml

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE = 20_000
"""Bytes that candidates are judged by; the letters of a charset show within a few hundred."""

DAMAGED = 0.02
"""Share of broken sequences among the multi-byte ones up to which a text is still read, with the damage marked: a page
cut off in the middle of a letter, one bad byte of an old database. tests/read/test_charset.py has such texts."""

PLAUSIBLE = 0.5
"""Least plausibility of a guess; the true charsets of the fixture texts score .77 and more, those of another language
under .6."""

SWITCH = 0.25
"""How much more plausible another charset must be before a declaration is overruled."""

BETTER = 0.8
"""Plausibility from which letters are so surely those of another charset that a text is read anew; right readings of
the fixture texts have .84 and more, and wrong ones are .25 below them."""

PAIRS = 0.15
"""What it is worth that a text can be read in pairs of bytes at all: Chinese read as ISO 8859-5 still has .64 frequent
letters, Cyrillic read as GB18030 has .1."""
_PAIRED = frozenset({"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"})

_CONTROL_BYTES = bytes({*range(0x09), 0x0B, *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F})
FEW = 0.01
"""Share of bytes beyond ASCII below which a text is English with a foreign name or curly quotation marks, whose
charset is that of Western Windows; German, the nearest language, has .015."""

WIDE = 0.7
"""Share of known characters above which bytes are UTF-16 or UTF-32; wide fixture texts have .75 and more, others under
.2."""

BINARY = 0.02
"""Share of control bytes from which something is no text; pictures and programs have a tenth and more, text with
terminal colours under .5 %."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the charset it was in, and who decided: bom, utf-8, declared, given, detected."""

    text: str
    charset: str
    by: str
    notes: tuple[Note, ...] = ()


def decode(data: bytes, declared: str | None, where: str) -> Decoded:
    """Decode by byte order mark, then UTF-8 if valid, then the declared label if plausible, then by the letters.

    Raises ReadError binary-file or unreadable-charset.
    """
    for bom, codec in _BOMS:
        if data.startswith(bom):
            return _decoded(data[len(bom) :], codec, "bom", where)
    named = codec_of(declared)
    odd = _is_binary(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if text is None or odd:
        wide = _wide(data)
        if wide:
            return _decoded(data, wide, "detected", where, (Note("charset-detected", (charset_name(wide),)),))
    if odd:
        raise binary(where)
    if text is None:
        return _legacy(data, declared, named, where)
    if _shifted(data):
        return _decoded(data, "iso2022_jp", "detected", where)
    if named in (None, "utf-8") or data.isascii():
        return Decoded(text, "utf-8", "declared" if named == "utf-8" else "utf-8")
    return Decoded(text, "utf-8", "utf-8", (Note("charset-declared-wrong", (str(declared), "utf-8")),))


def binary(where: str) -> ReadError:
    """The error for something that is no text at all."""
    return ReadError("is not text", where=where, todo="name a text, page or document", slug="binary-file")


def codec_of(label: str | None) -> str | None:
    """Return the Python codec that a label of a page or header means (as browsers read it: gb2312 is gb18030, latin-1
    is windows-1252), or None if it means nothing."""
    if not label:
        return None
    label = label.strip().strip("\"'").lower()
    table: dict[str, str] = _table()["label"]
    if label in table:
        return table[label]
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    # Python also has codecs that turn bytes into bytes or run escapes (hex, zip, unicode_escape): none is a charset.
    return None if name in _NO_CHARSETS else table.get(name, name)


def charset_name(codec: str) -> str:
    """Return the name that people and pages call a Python codec by: cp1251 is windows-1251."""
    return str(_table()["name"].get(codec, codec.replace("_", "-")))


_NO_CHARSETS = frozenset({
    "base64", "bz2", "hex", "quopri", "rot13", "uu", "zlib", "unicode-escape", "raw-unicode-escape", "undefined",
    "idna", "punycode", "mbcs", "oem",
})  # fmt: skip
_META = re.compile(rb"""<(?:meta\s[^>]*?charset|\?xml\s[^>]*?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)


def declared_in(head: bytes) -> str | None:
    """Return the charset label of an HTML meta element or XML declaration, or None."""
    plain = head.replace(b"\0", b"")
    found = _META.search(plain)
    return found.group(1).decode("ascii", "replace") if found else None


def charset_of(content_type: str) -> str | None:
    """Return the charset label of a Content-Type header, or None."""
    from email.message import Message

    message = Message()
    message["Content-Type"] = content_type
    label = message.get_param("charset")
    return label if isinstance(label, str) and label else None


def _decoded(data: bytes, codec: str, by: str, where: str, notes: tuple[Note, ...] = ()) -> Decoded:
    text = data.decode(codec, "replace")
    broken = text.count("\ufffd")
    if broken > max(1, len(text) * DAMAGED):
        raise ReadError(f"cannot be read as {codec}", where=where, todo="save it as UTF-8", slug="unreadable-charset")
    if broken:
        notes = (*notes, Note("charset-damaged", (str(broken),)))
    return Decoded(text, codec.removesuffix("-sig"), by, notes)


def _wide(data: bytes) -> str | None:
    """UTF-16/32 without a mark: the codec in which nearly all is frequent letters and plain signs. The bytes of another
    charset read so are spread over all of Unicode."""
    head = data[: SAMPLE // 4 * 4]
    for codec in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        text = head.decode(codec, "replace")
        if len(text) > 1 and sum(c in _known() for c in text) > WIDE * len(text):
            return codec
    return None


@cache
def _known() -> frozenset[str]:
    printable = {chr(c) for c in range(0x20, 0x7F)} | {"\n", "\r", "\t"}
    return _neutral().union(printable, *_letters().values())


def _is_binary(data: bytes) -> bool:
    head = data[:SAMPLE]
    return len(head) - len(head.translate(None, _CONTROL_BYTES)) > BINARY * len(head)


def _shifted(data: bytes) -> bool:
    return b"\x1b$B" in data[:SAMPLE] and b"\x1b(B" in data


def _legacy(data: bytes, declared: str | None, named: str | None, where: str) -> Decoded:
    """A text that is not valid UTF-8: damaged UTF-8, the declared charset, or the one its letters speak for."""
    healed = data.decode("utf-8", "replace")
    broken = healed.count("\ufffd")
    whole = sum(c > "\x7f" for c in healed) - broken
    # One apostrophe of Windows-1252 in an English text is no damaged UTF-8: that has whole letters as well.
    if broken <= DAMAGED * whole or (broken == 1 and whole > 2 and healed.endswith("\ufffd")):
        wrong = (Note("charset-declared-wrong", (str(declared), "utf-8")),) if named not in (None, "utf-8") else ()
        by = "declared" if named == "utf-8" else "utf-8"
        return Decoded(healed, "utf-8", by, (*wrong, Note("charset-damaged", (str(broken),))))
    best, score = best_codec(data)
    trusted = plausibility(data, named) if named and named != "utf-8" else -1.0
    if named and trusted > 0 and trusted >= score - SWITCH:
        return _decoded(data, named, "declared", where)
    notes = (Note("charset-declared-wrong", (str(declared), charset_name(best))),) if named else ()
    if score < PLAUSIBLE:
        other = _other(data)
        if other is None:
            raise ReadError(
                "the charset cannot be told", where=where, todo="save it as UTF-8", slug="unreadable-charset"
            )
        best = other
    return _decoded(data, best, "detected", where, (*notes, Note("charset-detected", (charset_name(best),))))


def _table() -> dict[str, Any]:
    return load_toml("read", "charsets.toml")


@cache
def _neutral() -> frozenset[str]:
    return frozenset(_table()["neutral"])


@cache
def _letters() -> dict[str, frozenset[str]]:
    return {codec: frozenset(letters) for codec, letters in _table()["letters"].items()}


# Cyrillic read as Windows-1252; no language of Latin letters has four accented ones in a row.
_ACCENTED = re.compile("[\u00c0-\u024f]{4,}")


_HIGH = re.compile(rb"[\x80-\xff]")


def _telling(data: bytes) -> bytes:
    """The sample a charset is judged by: it begins at the first byte beyond ASCII, long heads of pages have none."""
    first = _HIGH.search(data)
    start = first.start() if first else 0
    return data[max(0, start - 1) : start + SAMPLE]


def best_codec(data: bytes) -> tuple[str, float]:
    """Return the candidate that fits bytes best, and its plausibility."""
    high = len(_HIGH.findall(data))
    western = plausibility(data, "cp1252")
    if high < FEW * len(data) and western >= PLAUSIBLE:
        return "cp1252", western
    scores = {codec: plausibility(data, codec) for codec in _letters()}
    best = max(scores, key=lambda codec: scores[codec])
    return best, scores[best]


def plausibility(data: bytes, codec: str) -> float:
    """How much a text looks like its language when read in a charset, in [-1, 1]: the share of its letters beyond ASCII
    that are frequent ones of the languages written so, less what no text has: C1 controls, letters of two scripts side
    by side, capitals after small letters (KOI8-R read as Windows-1251), runs of accented letters."""
    try:
        text = _telling(data).decode(codec, "replace")
    except (LookupError, ValueError):
        return -1.0
    broken = text.count("\ufffd") - 1
    high = [c for c in text if c > "\x7f" and c != "\ufffd"]
    if not high or broken > DAMAGED * len(high):
        return -1.0
    neutral = _neutral()
    telling = [c for c in high if c not in neutral]
    if not telling:
        return PLAUSIBLE
    letters = _letters()
    wanted = letters.get(codec) or letters.get(_table()["kin"].get(codec, ""))
    # A charset that no list is kept for has its letters weighed as letters: less sure than frequent ones.
    frequent = sum(c in wanted for c in telling) if wanted else sum(c.isalpha() for c in telling) * 0.6
    odd = sum(not c.isalnum() and c not in wanted if wanted else not c.isalnum() for c in telling)
    torn = sum(
        (a.islower() and b.isupper()) or ((a > "\x7f") != (b > "\x7f") and _script(a) != _script(b))
        for a, b in pairwise(text)
        if a.isalpha() and b.isalpha()
    )
    torn += sum(len(run) for run in _ACCENTED.findall(text))
    return (frequent - odd - torn) / len(telling) + (PAIRS if codec in _PAIRED else 0)


def _script(letter: str) -> str:
    """Rough script of a letter: Latin reaches to U+024F, with the Vietnamese letters of U+1E00."""
    return "latin" if letter < "\u0250" or "\u1e00" <= letter < "\u1f00" else "other"


def _other(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    found = from_bytes(data[:SAMPLE]).best()
    return codec_of(found.encoding) if found else None

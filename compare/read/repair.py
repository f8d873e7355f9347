"""Letters that went through the wrong charset before they came here, put right where that is beyond doubt.

After the ideas of ftfy (Robyn Speer): bytes that decode as UTF-8 or as the letters of one language are hardly ever
something else; nothing is changed on weaker evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from compare.model import Note
from compare.read.charset import BETTER, best_codec, charset_name, plausibility

_READ_AS = ("cp1252", "cp1251")
"""What text is mostly taken for: the defaults of Western and of Russian systems."""

LEAST = 6
"""High letters below which a text is left alone: a name or two prove nothing."""

# Characters of Windows-1252 beyond ASCII, with the controls that it leaves undefined: what UTF-8 turns into when read
# so.
_RUN = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2026\u2030\u2039\u203a\u20ac\u2122]{2,}"
)
# Dashes, quotation marks, ellipsis and spaces: their three-letter remains (â€™) are no word of any language.
_PUNCTUATION = re.compile("[\u2010-\u2026\u2032\u2033\u00a0\u202f\ufeff]")

_PINYIN = re.compile("(?<=[\u4e00-\u9fff])[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,6}[)）]", re.IGNORECASE)
_KANA = re.compile("(?<=[\u4e00-\u9fff])[(（][\u3041-\u309f]{1,12}[)）]")
GLOSSED = 0.15
"""Share of Han characters with a gloss from which the glosses are an aid for learners and not part of the text."""

_LOST = re.compile(r"[^\W\d_]\?[^\W\d_]")
LOST = 0.05
"""Share of words with a question mark inside from which letters were lost in a charset; questions without a space
behind them are a thousandth."""

_WORD = re.compile(r"[^\W\d_]+")
GLUED = 30
"""Letters of a word that is several: the longest Russian, Ukrainian, French and English words of the fixture texts
have 22."""
_NO_COMPOUNDS = frozenset({"en", "fr", "es", "ru", "be", "uk", "vi"})


def repaired(texts: Sequence[str]) -> tuple[list[str], list[Note]]:
    """Return the blocks of a text with wrong letters put right and glosses taken out, and notes on what was done."""
    found, notes = _recoded(list(texts))
    whole = "\n".join(found)
    han = len(re.findall("[\u4e00-\u9fff]", whole))
    for glosses in (_PINYIN, _KANA):
        count = len(glosses.findall(whole))
        if count > 4 and count > GLOSSED * han:
            found = [glosses.sub("", text) for text in found]
            notes.append(Note("glosses-removed", (str(count),)))
    return found, notes


def doubts(text: str, language: str) -> list[Note]:
    """Return notes on damage that cannot be repaired: letters that became question marks, words without spaces."""
    words = _WORD.findall(text)
    lost = len(_LOST.findall(text))
    notes = [Note("letters-lost", (str(lost),))] if lost > 3 and lost > LOST * len(words) else []
    glued = [word for word in words if len(word) >= GLUED] if language in _NO_COMPOUNDS else []
    return [*notes, Note("words-glued", (glued[0], str(len(glued))))] if glued else notes


def _recoded(texts: list[str]) -> tuple[list[str], list[Note]]:
    whole = "\n".join(texts)
    if sum(c > "\x7f" for c in whole) < LEAST:
        return texts, []
    for taken_for in _READ_AS:
        raw = _bytes(whole, taken_for)
        real = _real_codec(raw, taken_for) if raw else None
        if real:
            right = [(_bytes(text, taken_for) or b"").decode(real, "replace") for text in texts]
            return right, [Note("mojibake-repaired", (charset_name(taken_for), charset_name(real)))]
    right = [_RUN.sub(_punctuation, text) for text in texts]
    if right != texts:
        return right, [Note("mojibake-repaired", (charset_name("cp1252"), "utf-8"))]
    return texts, []


def _real_codec(raw: bytes, taken_for: str) -> str | None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        best, score = best_codec(raw)
        return best if best != taken_for and score >= BETTER and score > plausibility(raw, taken_for) + 0.25 else None
    # One sequence of two letters may be an accident ("CAFÉ»"), a text full of them is none.
    return "utf-8" if sum(c > "\x7f" for c in text) >= LEAST // 2 else None


def _punctuation(match: re.Match[str]) -> str:
    raw = _bytes(match.group(), "cp1252")
    try:
        text = raw.decode("utf-8") if raw else match.group()
    except UnicodeDecodeError:
        return match.group()
    return text if _PUNCTUATION.fullmatch(text) else match.group()


@cache
def _undefined(codec: str) -> str:
    """The controls that stand for bytes which a charset gives no letter."""
    return "".join(chr(b) for b in range(0x80, 0x100) if not bytes([b]).decode(codec, "ignore"))


def _bytes(text: str, codec: str) -> bytes | None:
    """The bytes that gave this text, or None. Bytes that a charset leaves undefined come through as controls."""
    parts = bytearray()
    for letter in text:
        try:
            parts += letter.encode(codec)
        except UnicodeEncodeError:
            if letter not in _undefined(codec):
                return None
            parts.append(ord(letter))
    return bytes(parts)

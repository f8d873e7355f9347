"""Unicode clean-up: one form for each letter, nothing invisible, nothing that talks to a terminal.

It runs before any span exists, so every span of a readout points into the cleaned text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from compare.model import Note

# CSI, OSC (ended by BEL or ST) and two-character escapes, ECMA-48; the 8-bit introducer U+009B counts as ESC [.
_ESCAPES = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?")
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufff0-\uffff\U000e0000-\U000e007f\ud800-\udfff\ufdd0-\ufdef]"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
# Embeddings, overrides and isolates can show words in another order than they are read.
_ORDER = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Marks that only help layout: soft hyphen, zero-width space/joiners, word joiner, BOM, LRM/RLM/ALM, invisible
# operators, Mongolian vowel separator, variation selectors, Hangul fillers, combining grapheme joiner.
_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u061c\u2060-\u2064\u206a-\u206f\ufeff\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
    "\u115f\u1160\u3164\uffa0\u034f]"
)
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LINES = re.compile("\r\n|[\r\u0085\u2028]")
_RUN = re.compile(" {2,}")
_MARKS = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
"""More than four marks on one letter is no writing system of the supported languages (Vietnamese needs two)."""


def tidy(text: str, counts: Counter[str]) -> str:
    """Return the text in NFC with line feeds as line ends, single plain spaces, and without controls, terminal
    escapes, bidi overrides, zero-width and private-use characters. Full-width digits and punctuation stay. ``counts``
    is added to: ``controls``, ``order`` and ``marks`` that were removed."""
    text = _LINES.sub("\n", text).replace("\u2029", "\n\n")
    text, escapes = _ESCAPES.subn("", text)
    text, controls = _CONTROLS.subn("", text)
    text, private = _PRIVATE.subn("", text)
    text, order = _ORDER.subn("", text)
    text = _INVISIBLE.sub("", text)
    text, marks = _MARKS.subn(r"\1", text)
    counts.update(controls=escapes + controls + private, order=order, marks=marks)
    text = unicodedata.normalize("NFC", text)
    text = _RUN.sub(" ", _SPACES.sub(" ", text))
    return "\n".join(line.strip(" ") for line in text.split("\n")).strip("\n")


def notes(counts: Counter[str]) -> list[Note]:
    """Return what a reader of the result should know of the clean-up."""
    slugs = (("controls", "controls-removed"), ("order", "bidi-removed"), ("marks", "marks-removed"))
    return [Note(slug, (str(counts[key]),)) for key, slug in slugs if counts[key]]

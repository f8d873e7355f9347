"""Which language a text is in: by script and letters, then by its function words, and by a model only when these leave
doubt.

The model takes .8 s to load (measured on two cores), the tables 2 ms; a text of a supported language practically
always shows itself by letters and function words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from typing import Any, NamedTuple

from compare.model import Note
from compare.resources import SUPPORTED, load_toml

SAMPLE = 8000
"""Characters a language is told by."""

COVER = 0.08
"""Least share of running words that the function words of a language must be (twice as much weight where its own
letters stand too); the fixture texts have .14 (tr), .16 (ru) and more of their own language, openings of 150
characters .08."""

LEAD = 1.4
"""How many times more words than the next language the best one must cover, else the model decides; measured on the
same texts, where the next language has at most two thirds."""

MIXED = 0.1
"""Share of the other script's characters that is no accident; names of people and places stay under a hundredth."""

_WORD = re.compile(r"[^\W\d_]+")
_REGION = {"tw": "zh-Hant", "hk": "zh-Hant", "mo": "zh-Hant", "hant": "zh-Hant"}
_ALIASES = {"iw": "he", "cmn": "zh", "in": "id", "no": "nb"}


class Told(NamedTuple):
    """A BCP 47 tag and whether anything was left to chance."""

    tag: str
    sure: bool


def normal_tag(tag: str) -> str | None:
    """Return a declared tag as results write it: ``zh_CN`` is ``zh-Hans``, ``en-GB`` is ``en``; None if it is no
    tag."""
    parts = [p for p in re.split(r"[-_]", tag.strip().lower()) if p]
    if not parts or not re.fullmatch(r"[a-z]{2,3}", parts[0]):
        return None
    base = _ALIASES.get(parts[0], parts[0])
    if base != "zh":
        return base
    return next((_REGION[p] for p in parts[1:] if p in _REGION), "zh-Hans")


def settle(text: str, given: str | None, declared: str | None) -> tuple[str, list[Note]]:
    """Return the language of a text and notes on how it was told. What the user gave wins; what the page declares wins
    where the letters do not speak against it."""
    if given:
        tag = normal_tag(given) or given
        return tag, _unsupported(tag)
    told = tell(text)
    page = normal_tag(declared) if declared else None
    if page is None:
        return told.tag, [Note("language-detected", (told.tag,)), *_unsupported(told.tag)]
    if page == told.tag:
        return page, _unsupported(page)
    if told.sure and told.tag != "und":
        # zh without a script is no wrong declaration; a page in another language than its frame is one.
        wrong = [] if page.startswith("zh") and told.tag.startswith("zh") else [page, told.tag]
        notes = [Note("language-declared-wrong", tuple(wrong))] if wrong else []
        return told.tag, [*notes, *_unsupported(told.tag)]
    return page, _unsupported(page)


def tell(text: str) -> Told:
    """Return the language of a text: a supported tag, another two-letter tag, or ``und`` when it has no letters."""
    text = text[:SAMPLE]
    scripts = Counter(_script(c) for c in text if c.isalpha())
    total = sum(scripts.values())
    if not total:
        return Told("und", False)
    # A Han or kana character carries about as much as three letters of an alphabet, a syllable of hangul as two.
    weights = {"han": 3, "kana": 3, "hangul": 2}
    script = max(scripts, key=lambda s: scripts[s] * weights.get(s, 1))
    if script in ("han", "kana"):
        # Japanese news has more kana than Han characters; Chinese has none but in quoted names.
        if scripts["kana"] > 0.1 * (scripts["kana"] + scripts["han"]):
            return Told("ja", True)
        return _chinese(text)
    if script == "hangul":
        return Told("ko", True)
    return _alphabetic(text, script)


def script_shares(text: str) -> tuple[int, int]:
    """Return how many characters are simplified-only and traditional-only."""
    simple, full = _one_script()
    return sum(c in simple for c in text), sum(c in full for c in text)


@cache
def _one_script() -> tuple[frozenset[str], frozenset[str]]:
    table = load_toml("read", "languages.toml")["chinese"]
    simple, full = frozenset(table["simplified"]), frozenset(table["traditional"])
    return simple - full, full - simple


def mixture(text: str, tag: str) -> list[Note]:
    """Return a note when a Chinese text has characters of both scripts: quotations, or a page put together from two."""
    if not tag.startswith("zh"):
        return []
    simple, full = script_shares(text)
    return (
        [Note("scripts-mixed", (str(simple), str(full)))]
        if min(simple, full) > max(4, MIXED * max(simple, full))
        else []
    )


def _chinese(text: str) -> Told:
    simple, full = script_shares(text)
    return Told("zh-Hant" if full > simple else "zh-Hans", simple != full)


@cache
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "")
    first = name.split(" ", 1)[0]
    if first == "CJK" or letter in "々〆":
        return "han"
    return {"HIRAGANA": "kana", "KATAKANA": "kana", "KATAKANA-HIRAGANA": "kana", "HALFWIDTH": "kana"}.get(
        first, first.lower()
    )


@cache
def _tables() -> dict[str, tuple[frozenset[str], frozenset[str], frozenset[str], str]]:
    found = {}
    for tag, table in load_toml("read", "languages.toml").items():
        if "words" in table:
            words = frozenset(table["words"].split())
            script = _script(next(iter(table["words"])))
            found[tag] = (words, frozenset(table.get("letters", "")), frozenset(table.get("never", "")), script)
    return found


def _alphabetic(text: str, script: str) -> Told:
    letters = Counter(c for c in text.lower() if c.isalpha())
    total = sum(letters.values())
    words = [w.lower() for w in _WORD.findall(text)]
    shares: dict[str, float] = {}
    for tag, (function, own, never, its_script) in _tables().items():
        if its_script != script:
            continue
        share = sum(w in function for w in words) / max(1, len(words))
        # One letter in 150 is its share for the rarest telling letters (ў, ї, ğ): below a tenth of it they stand in
        # names.
        share *= 1 + min(1.0, 150 * sum(letters[c] for c in own) / total) if own else 1
        share *= 1 - min(1.0, 50 * sum(letters[c] for c in never) / total) if never else 1
        shares[tag] = share
    ranked = sorted(shares, key=lambda tag: -shares[tag])
    if ranked and len(words) > 2:
        best = ranked[0]
        rest = shares[ranked[1]] if len(ranked) > 1 else 0.0
        if shares[best] >= COVER and shares[best] >= LEAD * rest:
            return Told(best, True)
    return Told(_by_model(text, ranked[0] if ranked else "und"), False)


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    known = set(identifier.labels)
    identifier.set_languages(sorted(({t.split("-")[0] for t in SUPPORTED} | set(_tables())) & known))
    return identifier


def _by_model(text: str, otherwise: str) -> str:
    """Ask the model among the supported languages and the neighbours of the tables."""
    tag = str(_model().classify(text)[0])
    if tag == "zh":
        return _chinese(text).tag
    return tag or otherwise


def _unsupported(tag: str) -> list[Note]:
    return [] if tag in SUPPORTED else [Note("language-unsupported", (tag,))]

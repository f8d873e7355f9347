"""Words as they are compared: folded, and without their endings. What a language needs stands in its
``data/languages/<tag>/lexicon.toml``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import import_module
from typing import Any, NamedTuple

from compare.errors import DataError
from compare.resources import SUPPORTED, data_path, load_toml

_MARKS = "\u0300-\u036f\u064b-\u0655\u0670\u0640"
_WORD = re.compile(rf"(?:[A-ZА-ЯЁІЇЄҐЎ]\.){{2,}}|[^\W_][^\W_{_MARKS}]*(?:[{_MARKS}]+[^\W_{_MARKS}]*)*\*?")
_APOSTROPHES = "'’ʼ‘`"
_JOINED = re.compile(rf"(?:[A-ZА-ЯЁІЇЄҐЎ]\.){{2,}}|[^\W_](?:[^\W_]|[{_MARKS}]|[{_APOSTROPHES}](?=[^\W_]))*\*?")
_MARK = re.compile(f"[{_MARKS}]")


class Token(NamedTuple):
    """A word of a text: half-open range of code points, and the word as written."""

    start: int
    end: int
    word: str


class Morphology(NamedTuple):
    """What the matching of a language needs.

    ``script``: ``words``, ``syllables`` (exact words), ``prefixes`` (words of ``shortest`` letters with any ending,
    before which a last letter of ``softening`` may change) or ``characters``;
    ``stemmer``: a Snowball algorithm, or else ``endings``, which come off where ``shortest`` letters stay, and the
    ``alternations`` of the letter before them; ``folds``: letters that are read as others; ``syllables``: spellings
    that are one; ``proclitics``: what is written together with the next word; ``apostrophe``: ``split`` the word there,
    ``join`` its halves or ``cut`` it off; ``gap``: how much ``…`` may skip; ``slack``: words that may stand between two
    full words of a form; ``blockers``: words that never may, and that nothing may be pushed beside; ``simplify``: read
    traditional characters as simplified ones; ``inherits``: the language whose forms count here too.
    """

    language: str
    script: str
    stemmer: str
    endings: tuple[str, ...]
    shortest: int
    alternations: dict[str, str]
    folds: dict[int, str]
    syllables: dict[str, str]
    proclitics: tuple[str, ...]
    softening: tuple[str, ...]
    apostrophe: str
    gap: int
    slack: int
    blockers: frozenset[str]
    simplify: bool
    inherits: str | None


@cache
def morphology(language: str) -> Morphology:
    """Return what is known about the words of a language; raises DataError for a malformed file or an unknown tag."""
    name = f"languages/{language}/lexicon.toml"
    if language not in SUPPORTED:
        raise DataError("no such language", where=language, todo=f"use one of {', '.join(SUPPORTED)}", slug="language")
    data = load_toml("languages", language, "lexicon.toml")
    try:
        return Morphology(
            language=language,
            script=str(data["script"]),
            stemmer=str(data.get("stemmer", "")),
            endings=tuple(sorted(data.get("endings", ()), key=lambda e: (-len(e), e))),
            shortest=int(data.get("shortest", 3)),
            alternations=dict(data.get("alternations", {})),
            folds={ord(old): new for old, new in data.get("folds", {}).items()},
            syllables=dict(data.get("syllables", {})),
            proclitics=tuple(data.get("proclitics", ())),
            softening=tuple(data.get("softening", ())),
            apostrophe=str(data.get("apostrophe", "split")),
            gap=int(data["gap"]),
            slack=int(data.get("slack", 0)),
            blockers=frozenset(data.get("blockers", ())),
            simplify=bool(data.get("simplify", False)),
            inherits=data.get("inherits"),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise DataError(f"malformed: {error}", where=str(data_path(name)), todo="see CONTRIBUTING.md") from error


def tokens(text: str, forms: Morphology) -> list[Token]:
    """Return the words of a text in order. Where the language keeps apostrophes inside words, one word has them."""
    pattern = _WORD if forms.apostrophe == "split" else _JOINED
    return [Token(m.start(), m.end(), m.group()) for m in pattern.finditer(text)]


def fold(word: str, forms: Morphology) -> str:
    """Return the word in lower case, composed, without vowel marks and stress marks, with the language's folds."""
    if not word.isascii():
        word = unicodedata.normalize("NFC", word)
    word = word.lower()
    if not word.isascii():
        word = _MARK.sub("", word).translate(forms.folds)
    for sign in _APOSTROPHES:
        if sign in word:
            head, _, tail = word.partition(sign)
            word = head + tail if forms.apostrophe == "join" else head
    for old, new in forms.syllables.items():
        if old in word:
            word = word.replace(old, new)
    for proclitic in forms.proclitics:
        if word.startswith(proclitic) and len(word) - len(proclitic) >= 2:
            return word[len(proclitic) :]
    return word


def bare(word: str, forms: Morphology) -> str:
    """Return the word as written, without points (U.N.) and without what an apostrophe cuts off (NATO's)."""
    word = word.replace(".", "")
    if forms.apostrophe == "cut":
        for sign in _APOSTROPHES:
            word = word.partition(sign)[0]
    return word


def stemming(forms: Morphology) -> Callable[[str], str]:
    """Return the function from a folded word to its stem: a Snowball algorithm (Porter 2001) or the longest ending
    of the data that leaves ``shortest`` letters. Results are remembered."""
    if forms.stemmer:
        reduce = _snowball(forms.stemmer, forms.language)
    elif forms.endings:
        reduce = _ending_stripper(forms)
    else:
        return lambda word: word
    return lru_cache(maxsize=50_000)(reduce)


def _snowball(name: str, language: str) -> Callable[[str], str]:
    # Straight to the Python class: the package would take PyStemmer where it is installed, and results would differ
    # between machines when its version does.
    try:
        module: Any = import_module(f"snowballstemmer.{name}_stemmer")
        stemmer = getattr(module, f"{name.capitalize()}Stemmer")()
    except (ImportError, AttributeError) as error:
        raise DataError(
            f"no Snowball stemmer called {name!r}", where=f"languages/{language}/lexicon.toml", todo="see its docs"
        ) from error
    return lambda word: str(stemmer.stemWord(word))


def _ending_stripper(forms: Morphology) -> Callable[[str], str]:
    endings = frozenset(forms.endings)
    longest = max(map(len, endings))
    final = forms.alternations

    def reduce(word: str) -> str:
        for size in range(min(longest, len(word) - forms.shortest), 0, -1):
            if word[-size:] in endings:
                word = word[:-size]
                break
        return word[:-1] + final[word[-1]] if word[-1:] in final else word

    return reduce

"""Names that no table knows, and how alike two names are across scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

from compare.annotate.romanise import is_transcription, palladius, romanise
from compare.model import Mention, Span
from compare.resources import SUPPORTED, load_toml

_HAN_LANGUAGES = ("zh-Hans", "zh-Hant", "ja")
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĞĠĢĤİĪĮĶĹĻĽŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŪŬŮŰŲŴŸŹŻŽƠƯẠ-ỹА-ЯЁІЇЄЎҐ"
_WORD = re.compile(rf"[{_UPPER}][^\W\d_]*(?:[’'‐-][^\W\d_]+)*")
_BREAK = re.compile(r"[.!?:;…»”)\n]\s*[«“\"„(]?\s*$|^\s*[«“\"„(]?\s*$")
# A family name stays what it is under the case endings of East Slavic names; the shortest that is left is a name too.
_CASES = re.compile(r"(?:ского|скому|ским|ском|ой|ого|ому|ым|им|ом|ем|ою|ею|ей|ам|а|у|е|я|ю|ы|и|о|і|ай|аў)$")

_FOLDS = (
    ("tsch", "c"), ("shch", "s"), ("sch", "s"), ("dzh", "j"), ("tch", "c"), ("tz", "ts"), ("ch", "c"), ("zh", "j"), ("sh", "s"),
    ("kh", "h"), ("ph", "f"), ("th", "t"), ("gh", "g"), ("ck", "k"), ("qu", "ku"), ("cz", "c"), ("sz", "s"), ("ou", "u"), ("oo", "u"), ("ee", "i"),
    ("x", "ks"), ("w", "v"), ("y", "i"), ("q", "k"), ("ie", "e"), ("ae", "e"), ("oe", "o"), ("ue", "u"),
)  # fmt: skip
# What Chinese, Japanese and Korean have no letters for, written the same before names are compared.
_NEUTRAL = str.maketrans({"r": "l", "v": "f", "b": "p", "d": "t", "g": "k", "z": "s", "j": "s", "c": "s"})
_VOWELS = re.compile("[aeiou]+")
SAME_NAME = 0.75
"""From this similarity on two names are taken for one. Set on fixtures/names (see tests/annotate/test_names.py)."""


def find_names(text: str, language: str, known: Sequence[Span] = ()) -> tuple[Mention, ...]:
    """Mentions of kind name (``name:sergei-aleinik``) outside of the spans ``known``, in reading order.

    Latin and Cyrillic: words with a capital that are no common words, not at the start of a sentence unless the text
    writes them so elsewhere or a title or another name stands beside them. Chinese, Japanese, Korean and Arabic:
    names beside a title or before a verb of speech, and where they come again.
    """
    rules = _rules(language if language in SUPPORTED else "en")
    taken = bytearray(len(text))
    for span in known:
        taken[span.start : span.end] = b"\1" * len(span)
    found = sorted(rules.find(text, taken))
    return tuple(Mention("name", f"name:{key}", Span(start, end)) for start, end, key in found if key)


class _Cased:
    """Names by their capitals."""

    def __init__(self, language: str, data: dict[str, Any]) -> None:
        self._language = language
        self._titles = frozenset(data["titles"])
        self._common = frozenset(data["common"])
        self._particles = frozenset(data["particles"])
        self._nouns = bool(data.get("capital_nouns"))
        self._stems = language in ("ru", "be", "uk")

    def find(self, text: str, taken: bytearray) -> Iterator[tuple[int, int, str]]:
        """(start, end, key) of each name."""
        words = [m for m in _WORD.finditer(text) if not any(taken[m.start() : m.end()])]
        inside = {m.group() for m in words if not _BREAK.search(text[max(0, m.start() - 4) : m.start()])}
        for group in self._groups(text, words, taken):
            yield from self._name(text, group, inside)

    def _groups(self, text: str, words: Sequence[re.Match[str]], taken: bytearray) -> Iterator[list[re.Match[str]]]:
        group: list[re.Match[str]] = []
        for word in words:
            if group:
                gap = text[group[-1].end() : word.start()]
                bare = gap.strip(" \u00a0.-‑")
                near = len(gap) <= 2 and not bare and gap.count(".") <= (len(group[-1].group()) <= 2)
                if not (near or (bare.casefold() in self._particles and bare and gap[:1] == " " and bare != "and")):
                    yield group
                    group = []
            group.append(word)
        if group:
            yield group

    def _name(self, text: str, group: list[re.Match[str]], inside: set[str]) -> Iterator[tuple[int, int, str]]:
        titled = False
        parts = list(group)
        while parts and self._is(parts[0], self._titles | self._common):
            titled = titled or self._is(parts[0], self._titles)
            parts.pop(0)
        while parts and self._is(parts[-1], self._titles | self._common):
            parts.pop()
        if not parts or (any(len(p.group()) > 3 and p.group().isupper() for p in parts) and not titled):
            return
        if any(self._is(part, self._common) for part in parts):
            return
        first = parts[0]
        before = text[max(0, first.start() - 30) : first.start()]
        previous = re.search(r"([^\W\d_]+)[\s\u00a0]+$", before)
        titled = titled or bool(previous and self._stem(previous[1].casefold()) in self._title_stems())
        opens = bool(_BREAK.search(before[-4:])) or not before
        if opens and len(parts) == 1 and first.group() not in inside and not titled:
            return
        if (self._nouns and not titled and len(parts) < 2) or (len(parts) == 1 and len(first.group()) < 3):
            return
        if len(parts) == 1 and first.group().isupper() and not titled:
            return
        start, end = first.start(), parts[-1].end()
        written = text[start:end]
        yield start, end, romanise(self._nominative(written), self._language)

    def _nominative(self, written: str) -> str:
        """A Cyrillic name without case endings, unless it is Chinese (Palladius has endings of its own)."""
        if not self._stems or palladius(written, self._language):
            return written
        return " ".join(_CASES.sub(_ending, word) if len(word) > 4 else word for word in written.split())

    def _is(self, word: re.Match[str], words: frozenset[str]) -> bool:
        folded = word.group().casefold()
        return folded in words or (self._stems and self._stem(folded) in self._stem_set(words))

    def _stem(self, word: str) -> str:
        return _CASES.sub("", word) if self._stems and len(word) > 4 else word

    def _stem_set(self, words: frozenset[str]) -> frozenset[str]:
        return _stemmed(words)

    def _title_stems(self) -> frozenset[str]:
        return _stemmed(self._titles) | self._titles if self._stems else self._titles


@lru_cache(maxsize=64)
def _stemmed(words: frozenset[str]) -> frozenset[str]:
    return frozenset(_CASES.sub("", word) if len(word) > 4 else word for word in words)


def _ending(match: re.Match[str]) -> str:
    return "ский" if match[0].startswith("ск") else ""


class _Uncased:
    """Names beside titles and verbs of speech, in scripts without capitals."""

    def __init__(self, language: str, data: dict[str, Any]) -> None:
        self._language = language
        self._common = frozenset(data["common"])
        titles = "|".join(sorted(map(re.escape, data["titles"]), key=len, reverse=True))
        speech = "|".join(sorted(map(re.escape, data["speech"]), key=len, reverse=True)) or "(?!)"
        self._patterns = [
            re.compile(
                pattern.replace("TITLES", titles).replace("SPEECH", speech).replace("FAMILY", data.get("family", ""))
            )
            for pattern in data["patterns"]
        ]
        self._translit = language in ("zh-Hans", "zh-Hant")

    def find(self, text: str, taken: bytearray) -> Iterator[tuple[int, int, str]]:
        """(start, end, key) of each name and of each place where it comes again."""
        names: dict[str, str] = {}
        for pattern in self._patterns:
            for match in pattern.finditer(text):
                start, end = match.span("name")
                name = match["name"]
                if any(taken[start:end]) or name in self._common or any(word in name for word in self._common):
                    continue
                if self._translit and len(name) > 3 and not is_transcription(name):
                    continue
                names.setdefault(name, romanise(name, self._language))
        for name, key in sorted(names.items(), key=lambda item: -len(item[0])):
            for match in re.finditer(re.escape(name), text):
                if not any(taken[match.start() : match.end()]):
                    taken[match.start() : match.end()] = b"\1" * len(name)
                    yield match.start(), match.end(), key


@cache
def _rules(language: str) -> _Cased | _Uncased:
    data = load_toml("entities", "names", f"{language}.toml")
    return _Uncased(language, data) if "patterns" in data else _Cased(language, data)


def name_similarity(a: str, b: str) -> float:
    """How alike two names are, in [0, 1]; symmetric; 1 for equal keys.

    Names are given as written or as keys (``aleinik``, ``qin-gang``). A name alone is compared with the best part of a
    fuller one. Measured are the letters (Jaro-Winkler, r = l, voiced = voiceless, as Chinese and Korean have it) and
    the consonants alone; both have to agree.
    """
    one, two = _sounds(a), _sounds(b)
    if not one or not two:
        return 0.0
    if one == two:
        return 1.0
    if len(one) == len(two) == 1:
        return _alike(one[0], two[0])
    whole = _alike("".join(one), "".join(two))
    if len(one) != len(two) and min(len(one), len(two)) == 1:
        short, long = sorted((one, two), key=len)
        # The family name, last or (East Asian) first, counts most.
        return max(whole, max(_alike(short[0], part) - 0.02 for part in (long[-1], long[0])))
    pairs = [max(_alike(part, other) for other in two) for part in one]
    back = [max(_alike(part, other) for other in one) for part in two]
    return max(whole, 0.5 * (min(pairs) + min(back)), 0.9 * _alike(one[-1], two[-1]) if len(one) != len(two) else 0.0)


@lru_cache(maxsize=4096)
def _sounds(name: str) -> tuple[str, ...]:
    key = name.removeprefix("name:").removeprefix("person:")
    if not re.fullmatch(r"[a-z-]*", key):
        key = romanise(key)
    return tuple(filter(None, (_sound(part) for part in key.split("-"))))


def _sound(part: str) -> str:
    for written, read in _FOLDS:
        part = part.replace(written, read)
    return re.sub(r"(.)\1+", r"\1", part)


@lru_cache(maxsize=16384)
def _alike(one: str, two: str) -> float:
    from rapidfuzz.distance import Indel, JaroWinkler

    a, b = one.translate(_NEUTRAL), two.translate(_NEUTRAL)
    letters = JaroWinkler.similarity(a, b)
    bones_a, bones_b = _VOWELS.sub("", a), _VOWELS.sub("", b)
    if not bones_a or not bones_b:
        return letters if bones_a == bones_b else letters * 0.7
    bones = Indel.normalized_similarity(bones_a, bones_b)
    same_start = bones_a[0] == bones_b[0] or a[0] == b[0]
    return (0.5 * letters + 0.5 * bones) * (1.0 if same_start else 0.85)


def names_match(left: Sequence[Mention], right: Sequence[Mention]) -> tuple[tuple[float, ...], ...]:
    """Rows x columns in [0, 1]: 1 for equal keys, the similarity of the names for people and unknown names, else 0.

    Two people that the tables know apart (``person:``) do not match however alike their names are.
    """
    return tuple(tuple(_mention_score(one, two) for two in right) for one in left)


def _mention_score(one: Mention, two: Mention) -> float:
    if one.key == two.key:
        return 1.0
    kinds = {one.kind, two.kind}
    if kinds == {"name"} or kinds == {"name", "person"}:
        return name_similarity(one.key, two.key)
    return 0.0

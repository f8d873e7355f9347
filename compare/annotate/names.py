"""Names that no table knows, and how alike two names are across scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from compare.annotate.entities import stop_spans
from compare.annotate.romanise import is_vietnamese, palladius, readings, romanise, transcription_characters
from compare.model import Mention, Span
from compare.names import name_similarity
from compare.resources import SUPPORTED, load_toml

_HAN_LANGUAGES = ("zh-Hans", "zh-Hant", "ja")
_WORD = re.compile(r"[^\W\d_]+(?:[’'‐-][^\W\d_]+)*")
_BREAK = re.compile(r"[.!?:;…»”)\n]\s*[«“\"„(]?\s*$|^\s*[«“\"„(]?\s*$")
_POSSESSIVE = re.compile(r"[’'][^\W\d_]{0,4}$")


def find_names(text: str, language: str, known: Sequence[Span] = ()) -> tuple[Mention, ...]:
    """Mentions of kind name (``name:sergei-aleinik``) outside of the spans ``known``, in reading order.

    Latin and Cyrillic: words with a capital that are no common words, not at the start of a sentence unless the text
    writes them so elsewhere or a title or another name stands beside them. Chinese, Japanese, Korean and Arabic:
    names beside a title or before a verb of speech, and where they come again.
    """
    rules = _rules(language if language in SUPPORTED else "en")
    taken = bytearray(len(text))
    for span in (*known, *stop_spans(text, language)):
        taken[span.start : span.end] = b"\1" * len(span)
    found = sorted(rules.find(text, taken))
    return tuple(Mention("name", f"name:{key}", Span(start, end)) for start, end, key in found if key)


class _Cased:
    """Names by their capitals."""

    def __init__(self, language: str, data: dict[str, Any]) -> None:
        self._language = language
        self._titles = frozenset(map(str.casefold, data["titles"]))
        self._common = frozenset(map(str.casefold, data["common"]))
        self._particles = frozenset(data["particles"])
        self._nouns = bool(data.get("capital_nouns"))
        # What follows an apostrophe at the end of a name is an ending in some languages (Biden's, Putin'e).
        self._apostrophe = bool(data.get("apostrophe"))
        self._cases = _endings(data.get("cases", ()))
        self._adjective = data.get("adjective", "")
        self._adjectives = _endings(data.get("adjectives", ()))
        self._title_stems = frozenset(map(self._stem, self._titles)) | self._titles
        self._common_stems = frozenset(map(self._stem, self._common)) | self._common

    def find(self, text: str, taken: bytearray) -> Iterator[tuple[int, int, str]]:
        """(start, end, key) of each name."""
        words = [m for m in _WORD.finditer(text) if m[0][0].isupper() and not any(taken[m.start() : m.end()])]
        inside = {m.group() for m in words if not _BREAK.search(text[max(0, m.start() - 4) : m.start()])}
        for group in self._groups(text, words):
            yield from self._name(text, group, inside)

    def _groups(self, text: str, words: Sequence[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
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
        parts, titled = self._without_titles(group)
        if not parts or (self._language != "vi" and any(self._is(part, self._common_stems) for part in parts)):
            return
        first = parts[0]
        before = text[max(0, first.start() - 30) : first.start()]
        previous = re.search(r"([^\W\d_]+)[\s\u00a0]+$", before)
        titled = titled or bool(previous and self._stem(previous[1].casefold()) in self._title_stems)
        opens = bool(_BREAK.search(before[-4:])) or not before
        if not titled and not self._untitled([part.group() for part in parts], opens, inside):
            return
        words = [part.group() for part in parts]
        if len(parts) == 1 and (len(words[0]) < 3 or self._is_adjective(words[0])):
            return
        if self._language == "vi" and not is_vietnamese(words):
            return
        start, end = first.start(), parts[-1].end()
        if self._apostrophe:
            end -= len(words[-1]) - len(_POSSESSIVE.sub("", words[-1]))
        if self._nouns and not titled and any(word.islower() for word in text[start:end].split()):
            return  # "Schutz der Kinder"
        yield start, end, romanise(self._nominative(text[start:end]), self._language)

    def _without_titles(self, group: list[re.Match[str]]) -> tuple[list[re.Match[str]], bool]:
        """A group without the titles and common words before and after it, and whether there were titles."""
        last = max((at for at, part in enumerate(group[:-1]) if self._is(part, self._title_stems)), default=-1)
        titled, parts = last >= 0, group[last + 1 :]
        while parts and (self._is(parts[0], self._title_stems) or self._is(parts[0], self._common_stems)):
            titled = titled or self._is(parts[0], self._title_stems)
            parts.pop(0)
        while parts and (self._is(parts[-1], self._title_stems) or self._is(parts[-1], self._common_stems)):
            parts.pop()
        return parts, titled

    def _untitled(self, words: list[str], opens: bool, inside: set[str]) -> bool:
        """Whether words with capitals make a name where no title says so."""
        if any(len(word) > 3 and word.isupper() for word in words):
            return False
        if len(words) > 1:
            return True
        if self._nouns or words[0].isupper():
            return False
        return not opens or words[0] in inside

    def _is_adjective(self, word: str) -> bool:
        """Федеральный and Глобального are no names; family names in -ский are."""
        match = self._adjectives.search(word) if self._adjectives else None
        return match is not None and not word[: match.start()].endswith(("ск", "цк", "ськ", "цьк"))

    def _nominative(self, written: str) -> str:
        """A name without its case endings, unless it is Chinese (Palladius has endings of its own)."""
        if self._cases is None or palladius(written, self._language):
            return written
        return " ".join(self._cases.sub(self._ending, word) if len(word) > 4 else word for word in written.split())

    def _ending(self, match: re.Match[str]) -> str:
        """The dictionary form's ending: Зеленского is Зеленский, Алейника is Алейник."""
        return match[0][0] + self._adjective[1:] if match[0][0] in "сц" else ""

    def _is(self, word: re.Match[str], stems: frozenset[str]) -> bool:
        folded = _POSSESSIVE.sub("", word.group()).casefold()
        if "-" in folded and folded.rpartition("-")[2] in self._titles:
            return stems is self._title_stems
        return folded in stems or self._stem(folded) in stems

    def _stem(self, word: str) -> str:
        return self._cases.sub("", word) if self._cases and len(word) > 4 else word


def _endings(forms: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile(f"(?:{'|'.join(sorted(forms, key=len, reverse=True))})$") if forms else None


class _Uncased:
    """Names beside titles and verbs of speech, in scripts without capitals."""

    def __init__(self, language: str, data: dict[str, Any]) -> None:
        self._language = language
        self._common = frozenset(data["common"])
        titles = "|".join(sorted(map(re.escape, data["titles"]), key=len, reverse=True))
        speech = "|".join(sorted(map(re.escape, data["speech"]), key=len, reverse=True)) or "(?!)"
        slots = {"TITLES": titles, "SPEECH": speech, "FAMILY": data.get("family", "")}
        slots |= {"TRANSCRIBED": transcription_characters(), "GRAMMAR": f"[{data.get('grammar', '')}]"}
        self._patterns = [
            re.compile(re.sub("[A-Z]{6,}", lambda slot: slots[slot[0]], pattern)) for pattern in data["patterns"]
        ]

    def find(self, text: str, taken: bytearray) -> Iterator[tuple[int, int, str]]:
        """(start, end, key) of each name and of each place where it comes again."""
        names: dict[str, str] = {}
        for pattern in self._patterns:
            for match in pattern.finditer(text):
                start, end = match.span("name")
                name = match["name"]
                if any(taken[start:end]) or name in self._common or any(word in name for word in self._common):
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


def written_similarity(a: str, b: str) -> float:
    """``name_similarity`` of two names as they are written, in any script: the best of what their characters can be
    read as (莫迪 is a foreigner or a Chinese)."""
    return max((name_similarity(one, two) for one in readings(a) for two in readings(b)), default=0.0)


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

"""Find the forms of a table in a text: inflected words in scripts that space their words, longest match in the others.

A table row is ``[form, key, flag]``. A capital in the form asks for a capital in the text; a form in lower case takes
either. An empty key is a stop: a longer word that only looks like a form and swallows it. Flags:

``=`` the form stands exactly so (acronyms, indeclinable short names)
``!`` an acronym that is a word in lines of capitals (US, WHO): not there
``?`` weak: counts only where a full form of the same key stands in the text too (family names that many share)
``+`` an everyday word or given name too (Vietnamese Đức, Nga): not after another capital
``~`` only in a hyphenated compound (Việt – Trung)
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

_WORD = re.compile(r"(?:[A-ZА-ЯЁІЎЇЄҐ]\.){2,}|[^\W_]+")
_GAP = re.compile(r"[\s\-‐‑–'’ʼ.·・]{1,3}")
_DASH = re.compile(r"\s?[-–]\s?(?=$|\w)")
_ARABIC_FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": None, "ؤ": "و", "ئ": "ي"})
_ARABIC_MARKS = re.compile("[\u064b-\u0652\u0670]")
_FOLD = str.maketrans({"ё": "е", "Ё": "Е", "İ": "i", "ʼ": "'", "’": "'"})
_KATAKANA = re.compile(r"[ァ-ヺー]")
_ASCII_WORD = re.compile(r"[A-Za-z0-9]")
_HANGUL = re.compile(r"[가-힣]")


class Hit(NamedTuple):
    """A form found: half-open range of code points, its key (empty for a stop) and its flag."""

    start: int
    end: int
    key: str
    flag: str


class _Row(NamedTuple):
    words: tuple[str, ...]
    capital: tuple[bool, ...]
    key: str
    flag: str


def fold(word: str) -> str:
    """A word as it is compared: no case, е for ё, у for a first ў, Arabic without marks and with plain letters."""
    folded = word.translate(_FOLD).casefold()
    if folded[:1] == "ў":  # Belarusian writes у so after a vowel
        return "у" + folded[1:]
    if "\u0600" <= folded[:1] <= "\u06ff":
        return _ARABIC_MARKS.sub("", folded).translate(_ARABIC_FOLD)
    return folded


class WordTable:
    """Forms of a language that spaces its words. ``endings``: what may follow a stem; ``strip``: the endings of
    dictionary forms; ``prefixes``: what may be written before a word without a space (Arabic)."""

    def __init__(
        self,
        rows: Iterable[Sequence[str]],
        *,
        endings: Sequence[str] = (),
        strip: Sequence[str] = (),
        prefixes: Sequence[str] = (),
    ) -> None:
        self._endings = frozenset(endings)
        self._longest = max(map(len, endings), default=0)
        self._strip = tuple(sorted(strip, key=len, reverse=True))
        self._prefixes = tuple(sorted(prefixes, key=len, reverse=True))
        self._rows: dict[str, list[_Row]] = defaultdict(list)
        for form, key, flag in rows:
            words = [self._bare(word) for word in _WORD.findall(form)]
            if not words:
                continue
            stems = tuple(
                "=" + fold(word) if "=" in flag or len(word) < 3 else self._stem(fold(word)) for word in words
            )
            capital = tuple(word[0].isupper() for word in words)
            row = _Row(stems if "=" not in flag else tuple("=" + word for word in words), capital, key, flag)
            self._rows[row.words[0]].append(row)

    def _bare(self, word: str) -> str:
        """A word of a form without its article, where articles are written together with it."""
        article = next((prefix for prefix in self._prefixes if prefix == "ال"), None)
        return word[len(article) :] if article and word.startswith(article) and len(word) > 4 else word

    def _stem(self, word: str) -> str:
        for ending in self._strip:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                return word[: -len(ending)]
        return word

    def _candidates(self, word: str) -> set[str]:
        folded = fold(word)
        found = {"=" + word, "=" + folded}
        bases = [folded]
        bases += [folded[len(p) :] for p in self._prefixes if folded.startswith(p) and len(folded) - len(p) >= 2]
        for base in bases:
            found.add(base)
            found.add("=" + base)
            for size in range(1, min(self._longest, len(base) - 2) + 1):
                if base[-size:] in self._endings:
                    found.add(base[:-size])
        return found

    def scan(self, text: str) -> Iterator[Hit]:
        """Every longest hit, left to right, without overlaps; stops included (empty key)."""
        words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]
        candidates = [self._candidates(word) for _, _, word in words]
        index = 0
        while index < len(words):
            best: tuple[int, _Row] | None = None
            for stem in candidates[index]:
                for row in self._rows.get(stem, ()):
                    size = len(row.words)
                    if best is not None and size <= best[0] and not (size == best[0] and best[1].flag == "?"):
                        continue
                    if self._matches(row, text, words, candidates, index):
                        best = (size, row)
            if best is None:
                index += 1
                continue
            size, row = best
            yield Hit(words[index][0], words[index + size - 1][1], row.key, row.flag)
            index += size

    def _matches(
        self,
        row: _Row,
        text: str,
        words: Sequence[tuple[int, int, str]],
        candidates: Sequence[set[str]],
        index: int,
    ) -> bool:
        if index + len(row.words) > len(words):
            return False
        for offset, (stem, capital) in enumerate(zip(row.words, row.capital, strict=True)):
            start, _, word = words[index + offset]
            if stem not in candidates[index + offset] or (capital and not word[0].isupper()):
                return False
            if offset and not _GAP.fullmatch(text, words[index + offset - 1][1], start):
                return False
        if "!" in row.flag and _shouted(words, index, len(row.words)):
            return False
        if "+" in row.flag or "~" in row.flag:
            before = text[max(0, words[index][0] - 3) : words[index][0]]
            after = text[words[index + len(row.words) - 1][1] :][:3]
            joined = bool(_DASH.match(after) or _DASH.search(before))
            if "~" in row.flag:
                return joined
            previous = words[index - 1][2] if index and before.endswith(" ") else ""
            return joined or not (previous[:1].isupper() and text[words[index - 1][1]] == " ")
        return True


def _shouted(words: Sequence[tuple[int, int, str]], index: int, size: int) -> bool:
    """Whether a word beside the range is a long one in capitals: a headline, where acronyms cannot be told."""
    beside = [*words[max(0, index - 1) : index], *words[index + size : index + size + 1]]
    return any(len(word) > 3 and word.isupper() for _, _, word in beside)


class StringTable:
    """Forms of a language that does not space its words (Han, kana), or glues particles to them (Korean)."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        self._forms: dict[str, tuple[str, str]] = {}
        lengths: dict[str, set[int]] = defaultdict(set)
        for form, key, flag in rows:
            if form in self._forms and "?" in flag:
                continue
            self._forms[form] = (key, flag)
            lengths[form[0]].add(len(form))
        self._lengths = {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}

    def scan(self, text: str) -> Iterator[Hit]:
        """Every longest hit, left to right, without overlaps; stops included (empty key)."""
        lengths: Mapping[str, tuple[int, ...]] = self._lengths
        index = 0
        while index < len(text):
            for size in lengths.get(text[index], ()):
                row = self._forms.get(text[index : index + size])
                if row is not None and index + size <= len(text) and self._bounded(text, index, index + size):
                    yield Hit(index, index + size, *row)
                    index += size
                    break
            else:
                index += 1

    @staticmethod
    def _bounded(text: str, start: int, end: int) -> bool:
        """Whether the form stands at the edge of a word, for the scripts where an edge can be seen."""
        before, after = text[start - 1 : start], text[end : end + 1]
        if _HANGUL.match(text[start]):
            return not _HANGUL.match(before)
        if _KATAKANA.match(text[start]) and _KATAKANA.match(before):
            return False
        if _KATAKANA.match(text[end - 1]) and _KATAKANA.match(after):
            return False
        if _ASCII_WORD.match(text[start]) and _ASCII_WORD.match(before):
            return False
        return not (_ASCII_WORD.match(text[end - 1]) and _ASCII_WORD.match(after))

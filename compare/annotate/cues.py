"""Find set words in a text: reporting verbs, titles, pronouns, stance words, as the language data spell them.

Notation of the data files: a cue is one or more words; ``*`` at the end of a word stands for any ending
(``заяв*``), ``+`` for a verb's ending of the language (``заяви+``: заявил, заявив, but not заявка); ``~`` between
words stands for up to four words that stay within the clause (``речь ~ шла``), in scripts without spaces for up to
eight characters; ``~~`` for any words of the clause, where only the first part counts as the cue (German
``lehnt ~~ ab``); ``=`` before a cue asks for its capitals exactly (``=US``). Case, ``ё`` and the shape of the
apostrophe do not count; Arabic vowel signs are skipped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from compare.chinese import simplifying

_FOLD = str.maketrans(
    {
        "İ": "i",
        "I": "i",
        "ё": "е",
        "Ё": "е",
        "’": "'",
        "ʼ": "'",
        "‘": "'",
        "\u00a0": " ",
        "\u202f": " ",
        "ў": "у",
        "Ў": "у",
    }
)
_WORD = re.compile(r"[^\W_]+")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_MARKS = "[\u064b-\u0652\u0640]*"
UNSPACED = frozenset({"zh-Hans", "zh-Hant", "ja"})


class Cue(NamedTuple):
    """A cue found: half-open range of code points, the class that the data give it, and where its spelled-out part
    ends and a free ending begins."""

    start: int
    end: int
    kind: str
    stem: int = 0


def fold(text: str) -> str:
    """The text as cues are compared: lower case, same length (no character becomes two)."""
    folded = text.translate(_FOLD)
    lower = folded.lower()
    if len(lower) == len(folded):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)


def plain(text: str, language: str) -> str:
    """The text as the language data read it: traditional characters made simplified, one for one; same length."""
    return text.translate(_simplified()) if language == "zh-Hant" else text


@cache
def _simplified() -> dict[int, int]:
    return str.maketrans(*simplifying())


class CueTable:
    """The cues of one language under their classes, ready to be scanned in one pass.

    ``classes`` maps a class to its cues; ``prefixes`` are what the script writes before a word without a space.
    """

    def __init__(
        self,
        classes: Mapping[str, Iterable[str]],
        language: str,
        prefixes: Sequence[str] = (),
        verb_endings: Sequence[str] = (),
    ) -> None:
        endings = "|".join(sorted((re.escape(fold(e)) for e in verb_endings), key=len, reverse=True))
        self._verb = rf"(?:{endings})(?![^\W_])"
        self._spaced = language not in UNSPACED
        # Korean particles stand behind a word without a space.
        self._edge = r"(?![^\W_])" if self._spaced and language != "ko" else ""
        self._key = 2 if self._spaced and language != "ko" else 1
        self._prefixes = tuple(sorted(prefixes, key=len, reverse=True))
        entries: dict[str, list[tuple[int, str, str, bool]]] = defaultdict(list)
        for kind, cues in classes.items():
            for cue in cues:
                exact = cue.startswith("=")
                form = cue[1:] if exact else fold(cue)
                entries[fold(form)[: self._key].strip(" *+")].append((len(form), form, kind, exact))
        self._buckets: dict[str, list[tuple[re.Pattern[str], str, bool]]] = {
            key: [(self._compile(form), kind, exact) for _, form, kind, exact in sorted(rows, key=lambda r: -r[0])]
            for key, rows in entries.items()
        }

    def _compile(self, form: str) -> re.Pattern[str]:
        parts = form.split() if self._spaced else form.replace("~", " ~ ").split()
        out: list[str] = []
        ahead = ""
        for index, part in enumerate(parts):
            if part == "~~":
                rest = r"[\s\-]+".join(
                    re.escape(p.rstrip("*")) + (r"\w*" if p.endswith("*") else "") for p in parts[index + 1 :]
                )
                ahead = rf"(?=[^.;:!?]{{0,240}}?[\s]{rest}(?![^\W_]))"
                break
            if part == "~":
                out.append(r"(?:[\s,]+[^\s,.;:!?]+){0,4}?" if self._spaced else r"[^，。；,;.！？]{0,8}?")
                continue
            if index:
                out.append(r"[\s\-]+" if self._spaced else r"\s*")
            bare = part.rstrip("*+")
            body = re.escape(bare)
            if _ARABIC.search(bare):
                body = "".join(re.escape(c) + _MARKS for c in bare)
            free = r"(?P<free>[\w'’]*)" if index + 1 == len(parts) else r"[\w'’]*"
            if part.endswith("+"):
                out.append(body + self._verb)
                continue
            out.append(body + (free if part.endswith("*") else self._edge))
        return re.compile("".join(out) + ahead)

    def scan(self, text: str, folded: str | None = None) -> Iterator[Cue]:
        """The longest cue at every place, left to right; cues that lie inside a longer one are left out."""
        folded = fold(text) if folded is None else folded
        end = 0
        for start in self._starts(folded):
            if start < end:
                continue
            cue = self._at(text, folded, start)
            if cue is not None:
                end = cue.end
                yield cue

    def _starts(self, folded: str) -> Iterator[int]:
        if not self._spaced:
            yield from range(len(folded))
            return
        for match in _WORD.finditer(folded):
            yield match.start()
            for prefix in self._prefixes:
                if match.group().startswith(prefix) and len(match.group()) - len(prefix) >= 2:
                    yield match.start() + len(prefix)

    def _at(self, text: str, folded: str, start: int) -> Cue | None:
        best: Cue | None = None
        for size in range(self._key, 0, -1):
            for pattern, kind, exact in self._buckets.get(folded[start : start + size], ()):
                match = pattern.match(text if exact else folded, start)
                if match and (best is None or match.end() > best.end):
                    stem = match.start("free") if "free" in pattern.groupindex else match.end()
                    best = Cue(start, match.end(), kind, stem)
        return best

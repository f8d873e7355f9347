"""Find set words in a text: reporting verbs, titles, pronouns, stance words, as the language data spell them.

Notation of the data files: a cue is one or more words; ``*`` at the end of a word stands for any ending
(``заяв*``), ``+`` for a verb's ending of the language (``заяви+``: заявил, заявив, but not заявка); ``~`` between
words stands for up to four words that stay within the clause (``речь ~ шла``), in scripts without spaces for up to
eight characters; ``~~`` for any words of the clause, where only the first part counts as the cue (German
``lehnt ~~ ab``); ``*`` before a cue lets it stand within a word (Korean ``*기로 하*``); ``=`` before a cue asks for
its capitals exactly (``=US``). Case, ``ё`` and the shape of the apostrophe do not count; Arabic vowel signs are
skipped.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ى": "ي",
        "ة": "ه",
    }
)
_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\u064b-\u0652\u0640]")
_BETWEEN = frozenset(" \n\t\r-\u00a0\u2011")
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


class _Form:
    """One cue, ready to be matched at a place. Most are compared word by word; ``~`` needs a regular expression, which
    is compiled when a text first has its beginning (compiling all of a language takes longer than reading a text)."""

    __slots__ = ("_edge", "_parts", "_pattern", "_source", "_spaced", "_verb", "exact", "kind")

    def __init__(self, source: str, kind: str, spaced: bool, edge: bool, verb: Sequence[str]) -> None:
        self.exact, self.kind = source.startswith("="), kind
        self._source = source[1:] if self.exact else fold(source)
        self._spaced, self._edge, self._verb = spaced, edge, verb
        self._pattern: re.Pattern[str] | None = None
        self._parts: tuple[tuple[str, str], ...] = ()
        if "~" not in self._source:
            self._parts = tuple((p.rstrip("*+"), p[-1] if p[-1] in "*+" else "") for p in self._source.split())

    @property
    def start(self) -> str:
        """The letters it begins with."""
        return fold(self._source).split()[0].split("~")[0].rstrip("*+")

    def match(self, text: str, at: int) -> tuple[int, int] | None:
        """End of the cue at ``at`` and of its spelled-out part; None where it does not stand."""
        if not self._parts:
            return self._search(text, at)
        stem = at
        for index, (word, ending) in enumerate(self._parts):
            if index:
                before = at
                while text[at : at + 1] in _BETWEEN:
                    at += 1
                if at == before and self._spaced:
                    return None
            if not text.startswith(word, at):
                return None
            at += len(word)
            stem = at
            if ending == "+":
                tail = next(
                    (
                        e
                        for e in self._verb
                        if text.startswith(e, at) and not text[at + len(e) : at + len(e) + 1].isalnum()
                    ),
                    None,
                )
                if tail is None:
                    return None
                at += len(tail)
            elif ending == "*":
                while at < len(text) and (text[at].isalnum() or text[at] in "'’_"):
                    at += 1
            elif self._edge and text[at : at + 1].isalnum():
                return None
        return at, stem

    def _search(self, text: str, at: int) -> tuple[int, int] | None:
        if self._pattern is None:
            self._pattern = re.compile(self._expression())
        match = self._pattern.match(text, at)
        return (match.end(), match.start("free")) if match else None

    def _expression(self) -> str:
        parts = self._source.split() if self._spaced else self._source.replace("~", " ~ ").split()
        edge = r"(?![^\W_])" if self._edge else ""
        out: list[str] = []
        for index, part in enumerate(parts):
            if part == "~~":
                words = (re.escape(p.rstrip("*")) + (r"\w*" if p.endswith("*") else "") for p in parts[index + 1 :])
                rest = r"[\s\-]+".join(words)
                return "".join(out) + rf"(?P<free>)(?=[^.;:!?]{{0,240}}?[\s]{rest}(?![^\W_]))"
            if part == "~":
                out.append(r"(?:[\s,]+[^\s,.;:!?]+){0,4}?" if self._spaced else r"[^，。；,;.！？]{0,8}?")
                continue
            if index:
                out.append(r"[\s\-]+" if self._spaced else r"\s*")
            out.append(re.escape(part.rstrip("*+")))
            if part.endswith("+"):
                out.append("(?:" + "|".join(map(re.escape, self._verb)) + r")(?![^\W_])")
            else:
                out.append(r"[\w'’]*" if part.endswith("*") else edge)
        free = out.pop()
        return "".join(out) + f"(?P<free>){free}"


def _through(scan: Callable[[str, str], Iterator[Cue]], text: str, folded: str) -> Iterator[Cue]:
    """Scan without vowel signs (مؤكدًا is read as مؤكدا) and give the places in the text with them."""
    kept = [index for index, char in enumerate(folded) if not _MARKS.match(char)]
    bare, low = "".join(text[i] for i in kept), "".join(folded[i] for i in kept)
    for cue in scan(bare, low):
        stem = kept[cue.stem] if cue.stem < len(kept) else len(text)
        yield Cue(kept[cue.start], kept[cue.end - 1] + 1, cue.kind, stem)


class CueTable:
    """The cues of one language under their classes, ready to be scanned in one pass.

    ``classes`` maps a class to its cues; ``prefixes`` are what the script writes before a word without a space;
    ``verb_endings`` are what ``+`` stands for.
    """

    def __init__(
        self,
        classes: Mapping[str, Iterable[str]],
        language: str,
        prefixes: Sequence[str] = (),
        verb_endings: Sequence[str] = (),
    ) -> None:
        self._spaced = language not in UNSPACED
        # Korean particles stand behind a word without a space.
        edge = self._spaced and language != "ko"
        self._key = 2 if edge else 1
        self._prefixes = tuple(sorted(map(fold, prefixes), key=len, reverse=True))
        verb = tuple(sorted(map(fold, verb_endings), key=len, reverse=True))
        self._inner: set[str] = set()
        self._buckets: dict[str, list[_Form]] = defaultdict(list)
        for kind, cues in classes.items():
            for cue in cues:
                form = _Form(cue.removeprefix("*"), kind, self._spaced, edge, verb)
                self._buckets[form.start[: self._key]].append(form)
                if cue.startswith("*"):
                    self._inner.add(form.start)

    def scan(self, text: str, folded: str | None = None) -> Iterator[Cue]:
        """The longest cue at every place, left to right; cues that lie inside a longer one are left out."""
        folded = fold(text) if folded is None else folded
        if _MARKS.search(folded):
            yield from _through(self.scan, text, folded)
            return
        end = 0
        for start in self._starts(folded):
            if start < end:
                continue
            best: Cue | None = None
            for cue in self._at(text, folded, start):
                if best is None or (cue.end, cue.stem) > (best.end, best.stem):
                    best = cue
            if best is not None:
                end = best.end
                yield best

    def scan_groups(self, text: str, folded: str, void: str) -> Iterator[Cue]:
        """The same for each group of classes apart (``group:class``): a word may be a cue of several groups. Cues of
        the class ``void`` are not given; they only hide the shorter ones of every group."""
        if _MARKS.search(folded):
            yield from _through(lambda bare, low: self.scan_groups(bare, low, void), text, folded)
            return
        ends: dict[str, int] = defaultdict(int)
        hidden = 0
        for start in self._starts(folded):
            best: dict[str, Cue] = {}
            for cue in self._at(text, folded, start):
                group = cue.kind.partition(":")[0]
                if group not in best or (cue.end, cue.stem) > (best[group].end, best[group].stem):
                    best[group] = cue
            over = best.pop(void, None)
            for group, cue in best.items():
                if start >= max(ends[group], hidden) and (over is None or cue.end > over.end):
                    ends[group] = cue.end
                    yield cue
            if over is not None:
                hidden = max(hidden, over.end)

    def _starts(self, folded: str) -> Iterator[int]:
        if not self._spaced:
            yield from range(len(folded))
            return
        inner = {m.start() for start in self._inner for m in re.finditer(re.escape(start), folded)}
        for match in _WORD.finditer(folded):
            yield match.start()
            for prefix in self._prefixes:
                if match.group().startswith(prefix) and len(match.group()) - len(prefix) >= 2:
                    yield match.start() + len(prefix)
            yield from sorted(at for at in inner if match.start() < at < match.end())

    def _at(self, text: str, folded: str, start: int) -> Iterator[Cue]:
        for size in range(self._key, 0, -1):
            for form in self._buckets.get(folded[start : start + size], ()):
                found = form.match(text if form.exact else folded, start)
                if found:
                    yield Cue(start, found[0], form.kind, found[1])

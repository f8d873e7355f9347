"""Forms of languages that space their words, compiled to an index by first word and found in one pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from compare.lexicon.notation import EXACT, GAP, Variant
from compare.lexicon.stems import Morphology, Token, bare, fold, stemming, tokens

# What may stand between two words of one phrase without ending it: spaces, hyphens, quotation marks, one line break.
_BOND = re.compile(r"[^\S\n]*\n?[^\S\n]*|[^\S\n]?[-‐‑–'’ʼ\"“”„«»‹›][^\S\n]?|[^\S\n]?[\"“”„«»‹›'’‘]{1,2}[^\S\n]?")
_COMMA = re.compile(r"[^\S\n]?[,،–—-][^\S\n]?")
_SENTENCE_END = re.compile(r"[.!?;:؟؛]|\n\s*\n")
_CLAUSE_END = re.compile(r"[.!?;:؟؛,،()]|\n\s*\n")
_JOINTS = re.compile(r"[-‐‑_]")

# A stemmer that takes off more letters than this has taken a suffix that makes another word (accountability, account):
# such words of forms are matched by all but their last two letters. Seen on the sentences of fixtures/concepts.
MOST_CUT, ENDING = 4, 2
# A stem of less letters is that of too many words (Russian заем, за): such words are matched as they stand.
SHORTEST_STEM = 3
# Words of texts whose keys are remembered: the vocabulary of a few hundred readouts.
MOST_KNOWN = 50_000


class Found(NamedTuple):
    """A form in a text: half-open range of code points, and the number of its entry, n (-1 - n for a stop form)."""

    start: int
    end: int
    entry: int


def compile_words(rows: Iterable[tuple[int, Variant]], forms: Morphology) -> dict[str, Any]:
    """Return the index as plain JSON values: first word to rows of ``[entry, [word, bond, word, bond, word …]]``.

    A word is ``=IAEA`` (exactly so), ``^aid`` (in any case), ``sanktion*`` (any ending) or a stem, ``+газ`` a
    stem or beginning of a word that has a capital. A bond says what may
    stand between: -1 a gap of the language's size, 0 nothing, 1 one word.
    """
    reduce = stemming(forms)
    index: dict[str, list[list[Any]]] = {}
    seen: set[tuple[int, str]] = set()
    for entry, variant in rows:
        sequence = _sequence(variant.text, forms, reduce)
        if len(sequence) == 1 and variant.text[0].isupper() and sequence[0][0] not in "=^":
            sequence[0] = "+" + sequence[0]
        mark = (-1 - entry if variant.stop else entry, repr(sequence))
        if sequence and mark not in seen:
            seen.add(mark)
            index.setdefault(sequence[0], []).append([mark[0], sequence])
    return {"first": index}


def _sequence(text: str, forms: Morphology, reduce: Callable[[str], str]) -> list[Any]:
    sequence: list[Any] = []
    gap = 0
    for part in re.split(f"({GAP}+)", text):
        if part.startswith(GAP):
            gap = -min(len(part), 2)
            continue
        previous: Token | None = None
        for token in tokens(part.replace("_", "-"), forms):
            if previous is not None:
                joint = part[previous.end : token.start]
                loose = forms.slack if _full(previous.word, forms) and _full(token.word, forms) else 0
                sequence.append(2 if "," in joint else 0 if _JOINTS.search(joint) else loose)
            elif gap and sequence:
                sequence.append(gap)
            exact = token.start > 0 and part[token.start - 1] == EXACT
            sequence.append("^" + fold(token.word, forms) if exact else _word(token.word, forms, reduce))
            previous = token
    return sequence


def _full(word: str, forms: Morphology) -> bool:
    """Words of weight: not articles and prepositions, which bind closely."""
    return len(word) > 2 and fold(word.removesuffix("*"), forms) not in forms.blockers


def _word(word: str, forms: Morphology, reduce: Callable[[str], str]) -> str:
    if word.endswith("*"):
        return fold(word[:-1], forms) + "*"
    plain = bare(word, forms)
    if len(plain) > 1 and plain.isupper():
        return "=" + plain
    folded = fold(word, forms)
    if forms.script == "prefixes" and len(folded) >= forms.shortest and (forms.stemmer or not folded.isascii()):
        return (folded[:-1] if folded[-1] in forms.softening else folded) + "*"
    stem = reduce(folded)
    if len(stem) < SHORTEST_STEM:
        return "^" + folded
    return stem if len(folded) - len(stem) <= MOST_CUT else folded[:-ENDING] + "*"


class WordIndex:
    """Finds compiled forms in texts of one language."""

    def __init__(self, compiled: Mapping[str, Any], forms: Morphology) -> None:
        self._forms = forms
        self._reduce = stemming(forms)
        self._first: Mapping[str, list[list[Any]]] = compiled["first"]
        self._sizes = sorted({len(key.strip("+*")) for key in self._first if key.endswith("*")}, reverse=True)
        self._known: dict[str, tuple[str, str, tuple[str, ...]]] = {}

    def scan(self, text: str) -> Iterator[Found]:
        """Yield every form that stands in the text, in order of first words; they may overlap."""
        words = tokens(text.replace("*", " "), self._forms)
        known = [self._known.get(token.word) or self._learn(token.word) for token in words]
        for at, (token, (_, _, keys)) in enumerate(zip(words, known, strict=True)):
            for key in keys:
                for entry, sequence in self._first[key]:
                    last = at if len(sequence) == 1 else self._follow(text, words, known, at, sequence)
                    if last >= 0:
                        yield Found(token.start, words[last].end, entry)

    def _learn(self, word: str) -> tuple[str, str, tuple[str, ...]]:
        """The word folded, its stem, and the keys of the index that it answers to."""
        folded = fold(word, self._forms)
        stem = self._reduce(folded)
        either = [stem, *(folded[:size] + "*" for size in self._sizes)]
        keys = ["=" + bare(word, self._forms), "^" + folded, *either]
        if word[0].isupper():
            keys += ("+" + key for key in either)
        found = folded, stem, tuple(key for key in dict.fromkeys(keys) if key in self._first)
        if len(self._known) < MOST_KNOWN:
            self._known[word] = found
        return found

    def _follow(
        self,
        text: str,
        words: Sequence[Token],
        known: Sequence[tuple[str, str, tuple[str, ...]]],
        at: int,
        sequence: Sequence[Any],
    ) -> int:
        """Index of the last word of the form that begins at ``at``, or -1. Nearest words first, no going back: a
        form whose first choice fails is a form whose words stand elsewhere."""
        here = at
        for place in range(1, len(sequence), 2):
            bond, wanted = sequence[place], sequence[place + 1]
            reach = self._forms.gap if bond < 0 else bond % 2
            step = here + 1
            while True:
                if step >= len(words) or step - here - 1 > reach:
                    return -1
                between = text[words[step - 1].end : words[step].start]
                if bond < 0:
                    if (_CLAUSE_END if bond == -1 else _SENTENCE_END).search(between):
                        return -1
                elif not (_BOND.fullmatch(between) or (bond == 2 and _COMMA.fullmatch(between))):
                    return -1
                folded, stem, _ = known[step]
                if self._is(words[step].word, folded, stem, wanted):
                    break
                if bond == 1 and folded in self._forms.blockers:
                    return -1
                step += 1
            here = step
        return here

    def _is(self, word: str, folded: str, stem: str, wanted: str) -> bool:
        if wanted[0] == "=":
            return bare(word, self._forms) == wanted[1:]
        if wanted[0] == "^":
            return folded == wanted[1:]
        if wanted[-1] == "*":
            return folded.startswith(wanted[:-1])
        return stem == wanted

"""What a language's ``segment.toml`` says, compiled once: sentence signs, word classes, phrases, chain patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntFlag, auto
from functools import cache
from typing import Any

from compare.errors import DataError
from compare.resources import SUPPORTED, load_toml

FALLBACK = "und"
"""The data of a language that has none of its own: sentences by Unicode signs, points at semicolons and colons."""


class Is(IntFlag):
    """What a word can be; the names are those of the ``[class.*]`` tables. A word may be several things."""

    FINITE = auto()  # a verb with its subject's tense: opens or carries a clause
    STRONG = auto()  # finite beyond doubt (auxiliaries, modals): enough to see a clause behind a noun phrase
    SPEECH = auto()  # announces what somebody says; finite
    AGENDA = auto()  # announces topics (discussed, went through); finite
    INFINITIVE = auto()
    MARKER = auto()  # stands before an infinitive (to, zu)
    PLAIN = auto()  # a plain form that is a verb behind a marker or a modal, and may be a noun elsewhere
    GERUND = auto()  # opens a participle clause that carries a claim
    THAT = auto()  # opens what is said
    RELATIVE = auto()
    UNDER = auto()  # opens a clause that stays with its main clause (if, when)
    AND = auto()
    BUT = auto()
    PREPOSITION = auto()
    PARALLEL = auto()  # a preposition (or particle) whose repetition marks a second item
    DETERMINER = auto()
    ADVERB = auto()
    PAIRING = auto()  # its "and" joins two halves of one thing (between A and B, both A and B)
    PLURAL = auto()  # completes a pairing word at once (between the two countries)
    FIRST = auto()  # "the first since": behind a dash or comma a claim of its own
    PRONOUN = auto()  # a subject: any finite form behind it is one
    DOUBTFUL = auto()  # finite by its ending alone (participles look the same): opens a predicate only before an object
    TOPIC = auto()  # a participle that only opens a topic ("turning to trade,")
    ABSOLUTE = auto()  # opens a clause of circumstance with a participle ("with risks being balanced,")
    REQUEST = auto()  # who asked for the call: a claim of its own
    CALL = auto()  # says that a call or meeting took place
    ABOUT = auto()  # behind a call, opens what it was about
    LINKING = auto()  # a verb form that closes its clause and goes on to the next (converbs), sign or no sign
    MATTER = auto()  # heads an object that is a claim of its own (the importance of …, the need for …)
    AUXILIARY = auto()  # goes with the converb before it (Korean 있다): no boundary between
    CLOSING = auto()  # closes a claim before a sign or conjunction (verb-final languages)
    STARTS = auto()  # conjunction and verb in one word (Arabic وأكد): begins a claim with no sign before it
    ACTIVE = auto()  # an agenda verb whose subject stands in front, set off by a comma (Turkish)
    AND_THAT = auto()  # conjunction and "that" in one word (وأن)
    AND_ITEM = auto()  # conjunction and noun in one word (والأوضاع): begins an item of an agenda
    AFTER_COMMA = auto()  # a relative word behind a comma, an article elsewhere (German die)
    NOT_VERB = auto()  # takes away every verb class: homonyms that are nouns far more often
    COMMA = auto()
    SEMICOLON = auto()
    COLON = auto()
    DASH = auto()
    SHIELDED = auto()  # inside brackets or a short quotation


VERB = (
    Is.LINKING
    | Is.CLOSING
    | Is.STARTS
    | Is.FINITE
    | Is.DOUBTFUL
    | Is.STRONG
    | Is.SPEECH
    | Is.AGENDA
    | Is.INFINITIVE
    | Is.PLAIN
    | Is.GERUND
)
CLASSES = {flag.name.lower().replace("_", "-"): flag for flag in Is if flag.name}
IMPLIED = {
    Is.STRONG: Is.FINITE,
    Is.SPEECH: Is.FINITE,
    Is.AGENDA: Is.FINITE,
    Is.DOUBTFUL: Is.FINITE,
    Is.STARTS: Is.FINITE,
}


@dataclass(frozen=True, slots=True)
class Ending:
    """Words with this ending belong to a class, unless they are shorter than ``least`` or listed as exceptions."""

    flag: Is
    endings: tuple[str, ...]
    least: int
    exceptions: frozenset[str]


@dataclass(frozen=True, slots=True)
class SentenceSigns:
    """Where sentences end."""

    terminators: str
    closers: str
    abbreviations: frozenset[str]
    starters: frozenset[str]
    continuers: tuple[str, ...]
    one_letter_names: frozenset[str]
    said: re.Pattern[str] | None
    ordinal_dot: bool
    spaced: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """How pieces of an unspaced script come apart: patterns by role, joined into one expression a role."""

    least: int
    patterns: dict[str, re.Pattern[str]]


@dataclass(slots=True)
class Grammar:
    """All of it, for one language. ``kind``: ``spaced``, ``chain`` or ``plain``."""

    language: str
    kind: str
    signs: SentenceSigns
    words: dict[str, Is]
    endings: tuple[Ending, ...]
    phrases: dict[str, tuple[tuple[str, ...], ...]]
    shapes: tuple[tuple[Is, re.Pattern[str]], ...]
    numbers: dict[str, int]
    verb_final: bool
    same: dict[str, str]
    initials: dict[str, str]
    capital_nouns: bool
    elisions: frozenset[str]
    chain: Chain | None
    _seen: dict[str, Is] = field(default_factory=dict)

    def classes(self, word: str) -> Is:
        """What a lower-case word can be; remembered, since texts repeat their words."""
        known = self._seen.get(word)
        if known is None:
            known = self._classify(word)
            if len(self._seen) < 50_000:  # bounds the memory of a long-running process
                self._seen[word] = known
        return known

    def _classify(self, word: str) -> Is:
        flags = listed = self.words.get(word, Is(0))
        if not flags & Is.NOT_VERB:
            for rule in self.endings:
                if len(word) >= rule.least and word.endswith(rule.endings) and word not in rule.exceptions:
                    flags |= rule.flag
            if listed & VERB and not listed & Is.DOUBTFUL:
                flags &= ~Is.DOUBTFUL
            for flag, shape in self.shapes:
                if shape.fullmatch(word):
                    flags |= flag
        else:
            flags &= ~VERB
        return flags


def _flag(name: str, where: str) -> Is:
    try:
        return CLASSES[name]
    except KeyError as error:
        raise DataError(f"unknown word class {name!r}", where=where, todo=f"use one of {', '.join(CLASSES)}") from error


def _with_implied(flag: Is) -> Is:
    return flag | IMPLIED.get(flag, Is(0))


def _lexicon(table: dict[str, Any], where: str) -> tuple[dict[str, Is], dict[str, list[tuple[str, ...]]]]:
    """Words (and phrases of several words, keyed by their first) with their classes."""
    words: dict[str, Is] = {}
    phrases: dict[str, list[tuple[str, ...]]] = {}

    initials = table.get("initials", {})

    def add(entry: str, flag: Is) -> None:
        entry = " ".join(initials.get(w[0], w[0]) + w[1:] for w in entry.split(" "))
        words[entry] = words.get(entry, Is(0)) | _with_implied(flag)
        parts = tuple(entry.split(" "))
        if len(parts) > 1:
            phrases.setdefault(parts[0], []).append(parts)

    for name, group in table.get("class", {}).items():
        for entry in group.get("words", "").split("\n"):
            for word in entry.split(","):
                if word.strip():
                    add(word.strip(), _flag(name, where))
    for paradigm in table.get("paradigm", ()):
        stems = paradigm["stems"].split()
        for name, endings in paradigm.items():
            if name == "stems":
                continue
            for stem in stems:
                for ending in endings.split():
                    add(stem + ending.replace("-", ""), _flag(name, where))
    return words, phrases


def _pattern(entries: str) -> str:
    return "|".join(part for line in entries.split("\n") for part in line.split() if part)


def _chain(table: dict[str, Any]) -> Chain | None:
    if "chain" not in table:
        return None
    data = table["chain"]
    patterns = {}
    pieces = {name: _pattern(value) for name, value in data.items() if isinstance(value, str)}
    for name, source in pieces.items():
        patterns[name] = re.compile(source or r"(?!)")
    return Chain(least=int(data.get("least", 5)), patterns=patterns)


@cache
def grammar(language: str) -> Grammar:
    """The grammar of a supported language; of any other tag, the fallback's. Raises DataError on malformed data."""
    name = language if language in SUPPORTED else FALLBACK
    table = load_toml("languages", name, "segment.toml")
    where = f"languages/{name}/segment.toml"
    try:
        sentence = table["sentence"]
        words, phrases = _lexicon(table, where)
        endings = tuple(
            Ending(
                _with_implied(_flag(cls, where)),
                tuple(g["endings"].split()),
                int(g.get("least", 4)),
                frozenset(g.get("except", "").split()),
            )
            for cls, g in table.get("class", {}).items()
            if "endings" in g
        )
        shapes = tuple(
            (_with_implied(_flag(cls, where)), re.compile(g["shape"]))
            for cls, g in table.get("class", {}).items()
            if "shape" in g
        )
        return Grammar(
            language=name,
            kind=table["kind"],
            signs=SentenceSigns(
                terminators=sentence["terminators"],
                closers=sentence["closers"],
                abbreviations=frozenset(sentence.get("abbreviations", "").split()),
                starters=frozenset(sentence.get("starters", "").split()),
                continuers=tuple(sentence.get("continuers", "").split()),
                one_letter_names=frozenset(sentence.get("one_letter_names", "").split()),
                said=re.compile(sentence["said"]) if "said" in sentence else None,
                ordinal_dot=bool(sentence.get("ordinal_dot", False)),
                spaced=bool(sentence.get("spaced", True)),
            ),
            words=words,
            endings=endings,
            phrases={first: tuple(sorted(found, key=len, reverse=True)) for first, found in phrases.items()},
            shapes=shapes,
            numbers={k: int(v) for k, v in table.get("least", {}).items()},
            same=dict(table.get("same", {})),
            initials=dict(table.get("initials", {})),
            verb_final=bool(table.get("verb_final", False)),
            capital_nouns=bool(table.get("capital_nouns", False)),
            elisions=frozenset(table.get("elisions", "").split()),
            chain=_chain(table),
        )
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise DataError(f"malformed: {error!r}", where=where, todo="mend the file") from error

"""What a language's ``segment.toml`` says, compiled once: sentence signs, word classes, phrases, chain patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from compare.errors import DataError
from compare.resources import SUPPORTED, load_toml

FALLBACK = "und"
"""The data of a language that has none of its own: sentences by Unicode signs, points at semicolons and colons."""


class Is:
    """What a word can be; the names are those of the ``[class.*]`` tables. A word may be several things.

    Plain integers: the same bits as an ``IntFlag`` made the stage five times slower.
    """

    FINITE = 1 << 0  # a verb with its subject's tense: opens or carries a clause
    STRONG = 1 << 1  # finite beyond doubt (auxiliaries, modals): enough to see a clause behind a noun phrase
    SPEECH = 1 << 2  # announces what somebody says; finite
    AGENDA = 1 << 3  # announces topics (discussed, went through); finite
    INFINITIVE = 1 << 4
    MARKER = 1 << 5  # stands before an infinitive (to, zu)
    PLAIN = 1 << 6  # a plain form that is a verb behind a marker or a modal, and may be a noun elsewhere
    GERUND = 1 << 7  # opens a participle clause that carries a claim
    THAT = 1 << 8  # opens what is said
    RELATIVE = 1 << 9
    UNDER = 1 << 10  # opens a clause that stays with its main clause (if, when)
    AND = 1 << 11
    BUT = 1 << 12
    PREPOSITION = 1 << 13
    PARALLEL = 1 << 14  # a preposition (or particle) whose repetition marks a second item
    DETERMINER = 1 << 15
    ADVERB = 1 << 16
    PAIRING = 1 << 17  # its "and" joins two halves of one thing (between A and B, both A and B)
    PLURAL = 1 << 18  # completes a pairing word at once (between the two countries)
    FIRST = 1 << 19  # "the first since": behind a dash or comma a claim of its own
    PRONOUN = 1 << 20  # a subject: any finite form behind it is one
    DOUBTFUL = (
        1 << 21
    )  # finite by its ending alone (participles look the same): opens a predicate only before an object
    TOPIC = 1 << 22  # a participle that only opens a topic ("turning to trade,")
    ABSOLUTE = 1 << 23  # opens a clause of circumstance with a participle ("with risks being balanced,")
    REQUEST = 1 << 24  # who asked for the call: a claim of its own
    TOPICS = 1 << 25  # makes the verb behind it one of an agenda ("Im Mittelpunkt … standen")
    CALL = 1 << 26  # says that a call or meeting took place
    ABOUT = 1 << 27  # behind a call, opens what it was about
    LINKING = 1 << 28  # a verb form that closes its clause and goes on to the next (converbs), sign or no sign
    MATTER = 1 << 29  # heads an object that is a claim of its own (the importance of …, the need for …)
    AUXILIARY = 1 << 30  # goes with the converb before it (Korean 있다): no boundary between
    CLOSING = 1 << 31  # closes a claim before a sign or conjunction (verb-final languages)
    STARTS = 1 << 32  # conjunction and verb in one word (Arabic وأكد): begins a claim with no sign before it
    ACTIVE = 1 << 33  # an agenda verb whose subject stands in front, set off by a comma (Turkish)
    AND_THAT = 1 << 34  # conjunction and "that" in one word (وأن)
    AND_ITEM = 1 << 35  # conjunction and noun in one word (والأوضاع): begins an item of an agenda
    AFTER_COMMA = 1 << 36  # a relative word behind a comma, an article elsewhere (German die)
    NOT_VERB: int = 1 << 37  # takes away every verb class: homonyms that are nouns far more often
    COMMA = 1 << 38
    SEMICOLON = 1 << 39
    COLON = 1 << 40
    DASH = 1 << 41
    SHIELDED = 1 << 42  # inside brackets or a short quotation


FINITES = Is.FINITE | Is.DOUBTFUL | Is.STRONG | Is.SPEECH | Is.AGENDA
VERB: int = (
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
CLASSES: dict[str, int] = {name.lower().replace("_", "-"): value for name, value in vars(Is).items() if name.isupper()}
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

    flag: int
    endings: tuple[str, ...]
    least: int
    exceptions: frozenset[str]


@dataclass(frozen=True, slots=True)
class SentenceSigns:
    """Where sentences end."""

    terminators: str
    closers: str
    abbreviations: frozenset[str]  # whose dot never ends a sentence
    final: frozenset[str]  # whose dot may: a frequent opener behind it decides
    starters: frozenset[str]
    continuers: tuple[str, ...]
    one_letter_names: frozenset[str]
    said: re.Pattern[str] | None
    dateline: re.Pattern[str]
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
    words: dict[str, int]
    endings: tuple[Ending, ...]
    phrases: dict[str, tuple[tuple[str, ...], ...]]
    shapes: tuple[tuple[int, re.Pattern[str]], ...]
    numbers: dict[str, int]
    verb_final: bool
    joined_and: str
    same: dict[str, str]
    alike: dict[str, str]
    initials: dict[str, str]
    elisions: frozenset[str]
    chain: Chain | None
    _seen: dict[str, int] = field(default_factory=dict)

    def classes(self, word: str) -> int:
        """What a lower-case word can be; remembered, since texts repeat their words."""
        known = self._seen.get(word)
        if known is None:
            known = self._classify(word)
            if len(self._seen) < 50_000:  # bounds the memory of a long-running process
                self._seen[word] = known
        return known

    def _classify(self, word: str) -> int:
        flags = listed = self.words.get(word, 0)
        if not flags & Is.NOT_VERB:
            for rule in self.endings:
                if len(word) >= rule.least and word.endswith(rule.endings) and word not in rule.exceptions:
                    flags |= rule.flag
            for flag, shape in self.shapes:
                if shape.fullmatch(word):
                    flags |= flag
            if flags & Is.INFINITIVE and not listed & Is.FINITE:
                flags &= ~(Is.DOUBTFUL | Is.FINITE)
            if listed & VERB and not listed & Is.DOUBTFUL:
                flags &= ~Is.DOUBTFUL
        else:
            flags &= ~VERB
        return flags


def _flag(name: str, where: str) -> int:
    try:
        return CLASSES[name]
    except KeyError as error:
        raise DataError(f"unknown word class {name!r}", where=where, todo=f"use one of {', '.join(CLASSES)}") from error


def _with_implied(flag: int) -> int:
    return flag | IMPLIED.get(flag, 0)


def _lexicon(table: dict[str, Any], where: str) -> tuple[dict[str, int], dict[str, list[tuple[str, ...]]]]:
    """Words (and phrases of several words, keyed by their first) with their classes."""
    words: dict[str, int] = {}
    phrases: dict[str, list[tuple[str, ...]]] = {}

    initials = table.get("initials", {})

    def add(entry: str, flag: int) -> None:
        entry = " ".join(initials.get(w[0], w[0]) + w[1:] for w in entry.split(" "))
        words[entry] = words.get(entry, 0) | _with_implied(flag)
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
def _datelines() -> re.Pattern[str]:
    """Datelines of agencies look alike in all languages: one table for all."""
    patterns = load_toml("languages", FALLBACK, "segment.toml")["sentence"]["datelines"]
    return re.compile("|".join(f"(?:{p})" for p in patterns))


@cache
def grammar(language: str) -> Grammar:
    """The grammar of a supported language; of any other tag, the fallback's. Raises DataError on malformed data."""
    name = language if language in SUPPORTED else FALLBACK
    return compiled(load_toml("languages", name, "segment.toml"), name)


def compiled(table: dict[str, Any], name: str) -> Grammar:
    """A parsed ``segment.toml`` as a grammar; raises DataError naming the file when something in it is malformed."""
    where = f"languages/{name}/segment.toml"
    try:
        words, phrases = _lexicon(table, where)
        return Grammar(
            language=name,
            kind=table["kind"],
            signs=_signs(table["sentence"]),
            words=words,
            endings=_endings(table, where),
            phrases={first: tuple(sorted(found, key=len, reverse=True)) for first, found in phrases.items()},
            shapes=tuple(
                (_with_implied(_flag(cls, where)), re.compile(group["shape"]))
                for cls, group in table.get("class", {}).items()
                if "shape" in group
            ),
            numbers={key: int(value) for key, value in table.get("least", {}).items()},
            joined_and=table.get("joined_and", ""),
            same=dict(table.get("same", {})),
            alike=dict(table.get("alike", {})),
            initials=dict(table.get("initials", {})),
            verb_final=bool(table.get("verb_final", False)),
            elisions=frozenset(table.get("elisions", "").split()),
            chain=_chain(table),
        )
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise DataError(f"malformed: {error!r}", where=where, todo="mend the file") from error


def _endings(table: dict[str, Any], where: str) -> tuple[Ending, ...]:
    return tuple(
        Ending(
            _with_implied(_flag(cls, where)),
            tuple(group["endings"].split()),
            int(group.get("least", 4)),
            frozenset(group.get("except", "").split()),
        )
        for cls, group in table.get("class", {}).items()
        if "endings" in group
    )


def _signs(table: dict[str, Any]) -> SentenceSigns:
    final = frozenset(table.get("final", "").split())
    return SentenceSigns(
        terminators=table["terminators"],
        closers=table["closers"],
        abbreviations=frozenset(table.get("abbreviations", "").split()) | final,
        final=final,
        starters=frozenset(table.get("starters", "").split()),
        continuers=tuple(table.get("continuers", "").split()),
        one_letter_names=frozenset(table.get("one_letter_names", "").split()),
        said=re.compile(table["said"]) if "said" in table else None,
        dateline=_datelines(),
        ordinal_dot=bool(table.get("ordinal_dot", False)),
        spaced=bool(table.get("spaced", True)),
    )

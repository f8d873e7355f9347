"""What lies ahead of a place in a sentence, answered in constant time from tables made once: a walk stays linear."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

from compare.segment.grammar import VERB, Grammar, Is
from compare.segment.words import Token

SIGN = Is.COMMA | Is.SEMICOLON | Is.COLON | Is.DASH
JOINT = Is.AND | Is.BUT
NOTHING = 0
_STOP = SIGN | Is.THAT | Is.RELATIVE | Is.UNDER | Is.BUT
_ADVERBS = 3
"""Adverbs looked over to find the word that opens a piece ("and therefore also firmly supports")."""
_INSERTION = 6
"""Words of the longest insertion between a subject and its verb (", the Vice President of Singapore," has 5)."""


class Outlook:
    """Tokens of a sentence with tables over them. Positions are token indices; ``count`` stands for the end."""

    def __init__(self, tokens: list[Token], rules: Grammar) -> None:
        self.tokens, self.rules = tokens, rules
        self.count = len(tokens)
        self._words = [0, *accumulate(int(t.is_word) for t in tokens)]
        self._finite = self._counts(Is.FINITE)
        self._verbs = self._counts(VERB)
        self._dashes = self._counts(Is.DASH)
        self.stop = self._next(lambda t: bool(t.flags & _STOP))
        self.item = self._next(lambda t: bool(t.flags & (SIGN | JOINT)))
        self.sign = self._next(lambda t: bool(t.flags & SIGN))
        self.agenda = self._next(lambda t: bool(t.flags & Is.AGENDA))
        sure = Is.STRONG | Is.SPEECH if rules.numbers.get("strong_only", 0) else Is.FINITE
        self._next_sure = self._next(lambda t: bool(t.flags & sure))
        self._next_finite = self._next(lambda t: bool(t.flags & Is.FINITE))
        self._oxford = max(
            (at for at in range(self.count - 1) if self.flags(at) & Is.COMMA and self.flags(at + 1) & Is.AND),
            default=-1,
        )

    def _counts(self, flags: int) -> list[int]:
        return [0, *accumulate(int(bool(t.flags & flags)) for t in self.tokens)]

    def _next(self, holds: Callable[[Token], bool]) -> list[int]:
        """For each place, the first token at or behind it for which ``holds`` is true."""
        table = [self.count] * (self.count + 2)
        for at in range(self.count - 1, -1, -1):
            table[at] = at if holds(self.tokens[at]) else table[at + 1]
        return table

    def least(self, name: str, default: int) -> int:
        """A number of the language's ``[least]`` table."""
        return self.rules.numbers.get(name, default)

    def flags(self, at: int) -> int:
        """Classes of the token at a place; none behind the end."""
        return self.tokens[at].flags if 0 <= at < self.count else NOTHING

    def words(self, start: int, end: int) -> int:
        """Words between two places."""
        return self._words[min(end, self.count)] - self._words[min(start, self.count)]

    def near(self, at: int, reach: int, flags: int) -> bool:
        """Whether one of the next ``reach`` tokens is of these classes."""
        return any(t.flags & flags for t in self.tokens[at : at + reach])

    def finite(self, start: int, end: int) -> bool:
        """Whether a finite verb stands between two places."""
        return self._finite[min(end, self.count)] > self._finite[start]

    def sure(self, start: int, end: int) -> bool:
        """Whether a finite verb stands between two places; one beyond doubt where verbs look like nouns."""
        return self._next_sure[start] < end if self.least("verb_nouns", 0) else self.finite(start, end)

    def verbs(self, start: int, end: int) -> bool:
        """Whether a verb of any kind stands between two places."""
        return self._verbs[min(end, self.count)] > self._verbs[start]

    def dash_behind(self, at: int) -> bool:
        """Whether another dash follows, so that what stands here is inserted between two."""
        return self._dashes[-1] > self._dashes[at]

    def oxford_behind(self, at: int) -> bool:
        """Whether ", and" comes later: then a bare "and" stands inside an item ("A, B and C, and D")."""
        return self._oxford > at

    def first(self, at: int) -> int:
        """Place of the word that opens a piece, adverbs looked over."""
        for place in range(at, min(at + _ADVERBS, self.count)):
            if self.tokens[place].is_word and not self.flags(place) & Is.ADVERB:
                return place
        return at

    def clause(self, at: int) -> bool:
        """Whether a finite verb comes before the next boundary."""
        return self.finite(at, self.stop[at])

    def leans(self, at: int) -> bool:
        """Whether a piece opens as a relative or subordinate clause ("with which", "in the course of which")."""
        return self.near(at, 3, Is.RELATIVE | Is.UNDER) or self.near(at, 2, Is.AFTER_COMMA)

    def infinitive(self, at: int) -> bool:
        """Whether an infinitive opens here, with or without its marker."""
        flags = self.flags(at)
        if flags & Is.MARKER and self.least("marker_sure", 0):
            noun = self.flags(at + 1) & (Is.DETERMINER | Is.SHIELDED | SIGN)
            return self.plain_behind(at) or (not noun and self._lower(at + 1))
        return bool(flags & Is.INFINITIVE or (flags & Is.MARKER and self.plain_behind(at)))

    def _lower(self, at: int) -> bool:
        return (
            at < self.count
            and self.tokens[at].is_word
            and not self.tokens[at].capital
            and self.tokens[at].form[0].isalpha()
        )

    def plain_behind(self, at: int) -> bool:
        """Whether a plain form or an infinitive follows within two words."""
        return self.near(at + 1, 2, Is.PLAIN | Is.INFINITIVE)

    def says_behind(self, at: int) -> bool:
        """Whether what is said follows at once or behind a comma (", отметив, что"; "told how")."""
        return self.near(at + 1, 2, Is.THAT | Is.RELATIVE)

    def object_behind(self, at: int) -> bool:
        """Whether a plain form has an object ("support the plan"); a noun of the same form has not ("support for")."""
        after = self.flags(at + 1) if at + 1 < self.count else SIGN
        return not after & (SIGN | JOINT | Is.PREPOSITION | Is.FINITE)

    def attribute(self, at: int) -> bool:
        """Whether a finite form may be a participle that belongs to the noun before (", signed in Minsk")."""
        sure = self.flags(at) & (Is.STRONG | Is.SPEECH)
        return bool(self.least("participles", 0) and not sure and self.flags(at + 1) & Is.PREPOSITION)

    def names_items(self, at: int) -> bool:
        """Whether noun phrases follow a colon, rather than clauses or infinitives."""
        opener = self.flags(self.first(at))
        return not self.finite(at, self.sign[at]) and not opener & (Is.MARKER | Is.INFINITIVE | Is.GERUND)

    def has_subject_and_verb(self, at: int) -> bool:
        """Whether a clause begins here: its verb comes before the next boundary, or behind an insertion ("X, his guest,
        said")."""
        stop = self.stop[at]
        table = self._next_finite if self.flags(self.first(at)) & Is.PRONOUN else self._next_sure
        verb = table[at]
        if verb < stop:
            back = verb - 1
            while back > at and self.flags(back) & Is.ADVERB:
                back -= 1
            return not self.flags(back) & JOINT  # "A and B and is ready": the verb is the predicate of the sentence
        if not self.flags(stop) & Is.COMMA:
            return False
        close = self.sign[stop + 1]
        inserted = self.words(stop, close) <= _INSERTION and bool(self.flags(close) & Is.COMMA)
        return inserted and bool(self.flags(close + 1) & Is.FINITE)

    def agree(self, at: int) -> bool:
        """Whether the words on both sides of an "and" end alike, as two adjectives of one noun do ("на высшем и высоком
        уровнях")."""
        least = self.least("agreement", 0)
        if not least or at < 2:
            return False
        before, after = self.tokens[at - 2].form, self.tokens[at].form
        ends = [self.rules.alike.get(word[-least:], word[-least:]) for word in (before, after)]
        return min(len(before), len(after)) > least + 2 and ends[0] == ends[1]

    def agenda_behind(self, at: int) -> int:
        """Verb-final order: place of the verb of an agenda whose topics stand here, no other verb between; else 0."""
        if not self.rules.verb_final:
            return 0
        verb = self.agenda[at]
        return verb if verb < self.count and not self.finite(at, verb) else 0

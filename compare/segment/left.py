"""What a walk over a sentence has seen since its last cut."""

from __future__ import annotations

from dataclasses import dataclass, field

from compare.segment.grammar import Is
from compare.segment.outlook import JOINT, NOTHING, SIGN, Outlook

_PAIR_REACH = 10
"""Words within which the "and" of "between A and B" is looked for."""


@dataclass(slots=True)
class Left:
    """What has been seen since the last cut."""

    finite: bool = False
    speech: bool = False
    infinitive: bool = False
    modal: bool = False
    gerund: bool = False
    that: bool = False
    under: bool = False  # a condition in front, which its main clause will follow
    agenda: bool = False
    call: bool = False
    topics: bool = False
    pairing: int = 0
    item: int = 0  # words since the last boundary
    words: int = 0
    opening: int = NOTHING  # classes of the first word that is no adverb
    starts: bool = False  # the piece opens the sentence
    outside: bool | None = None  # ``finite`` of the clause around a relative or subordinate clause
    particles: set[str] = field(default_factory=set)

    @property
    def claims(self) -> bool:
        """Whether any predicate has been seen."""
        return self.finite or self.speech or self.infinitive or self.gerund

    @property
    def unfinished(self) -> bool:
        """Whether a relative or subordinate clause still waits for its verb."""
        return self.outside is not None and not self.finite

    @property
    def main(self) -> bool:
        """Whether the clause around (or the clause itself, outside of relative clauses) has its verb."""
        return self.finite if self.outside is None else self.outside

    def take(self, ahead: Outlook, at: int) -> None:
        """Note what a word shows."""
        token = ahead.tokens[at]
        flags = token.flags
        if token.is_word:
            if not self.opening and not flags & Is.ADVERB:
                self.opening = flags or Is.SHIELDED
            self.words += 1
            self.item += 1
        self._take_verb(ahead, at, flags)
        if flags & Is.CALL:
            self.call, self.finite = True, True
        if flags & Is.STRONG or (flags & Is.PRONOUN and ahead.plain_behind(at)):
            self.modal = True
        if ahead.infinitive(at):
            self.infinitive = True
        if flags & Is.GERUND:
            self.gerund = True
        last = token.form.rsplit(" ", 1)[-1]
        if ahead.rules.classes(last) & Is.PARALLEL:
            self.particles.add(ahead.rules.same.get(last, last))
        if flags & Is.PAIRING and not ahead.near(at + 1, 3, Is.PLURAL | Is.PRONOUN):
            self.pairing = _PAIR_REACH
        elif self.pairing:
            self.pairing -= 1

    def _take_verb(self, ahead: Outlook, at: int, flags: int) -> None:
        before = ahead.flags(at - 1)
        if flags & Is.DOUBTFUL and before & (Is.DETERMINER | Is.PREPOSITION):
            return  # "the proposed summit"
        bare = flags & Is.PLAIN and ahead.flags(at + 1) & Is.DETERMINER and ahead.least("bare_present", 0)
        if bare and not before & (Is.MARKER | Is.DETERMINER | Is.PREPOSITION | Is.STRONG | JOINT):
            self.finite = self.modal = True  # "principles guide the policy"
        if flags & Is.THAT:
            self.under = self.under or (self.starts and self.words <= 1)
            self.that, self.finite, self.agenda = True, False, False
        elif flags & (Is.RELATIVE | Is.UNDER):
            if flags & Is.UNDER and self.words <= 2 and not self.claims:
                self.under = True
            elif self.outside is None and self.words > 1:
                self.outside = self.finite
            self.finite = False
        elif flags & Is.SPEECH:
            # What is said has a verb of its own: "He said China and Russia will" has seen none of it yet.
            self.speech, self.finite, self.agenda = True, False, False
        elif flags & Is.FINITE:
            self.finite = True
            self.agenda = self.topics or (self.agenda and bool(ahead.rules.numbers.get("verb_nouns", 0)))
            self.item = 0 if self.topics else self.item
        if flags & Is.TOPICS:
            self.topics = True
        if flags & Is.AGENDA:
            self.agenda, self.item = True, 0

    def go_over(self, ahead: Outlook, end: int, kind: int) -> None:
        """Go over a boundary that is not cut."""
        self.item = self.pairing = 0
        if kind & SIGN:
            if self.outside is not None and self.finite:
                self.finite, self.outside = self.outside, None
            if self.under and self.finite:
                self.under, self.finite = False, False
        if kind == Is.COMMA and self.outside is None and ahead.near(end, 2, Is.AFTER_COMMA):
            self.outside, self.finite = self.finite, False
        if kind & Is.COLON:
            self.agenda = ahead.names_items(end)

    def behind_cut(self, ahead: Outlook, end: int, kind: int) -> Left:
        """What goes on behind a cut: a coordinated predicate keeps the mood and the head of the first."""
        agenda = ahead.names_items(end) if kind & Is.COLON else self.agenda
        return Left(
            agenda=agenda,
            that=self.that,
            particles=self.particles,
            infinitive=self.infinitive or bool(ahead.flags(ahead.first(end)) & Is.PLAIN),
            modal=self.modal,
            gerund=self.gerund,
            speech=self.speech and self.that,
        )

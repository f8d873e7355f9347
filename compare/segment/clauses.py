"""Where a sentence of a spaced script comes apart: a walk over its boundaries with what the clause so far has shown.

A boundary is a comma, semicolon, colon, dash or conjunction. It is cut when what follows can be matched alone (a clause,
a coordinated predicate, a participle clause with a claim, a topic of an agenda) and what precedes is a claim already;
so openers ("For his part,") and announcers ("He said that") stay with the claim they belong to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate

from compare.model import Span
from compare.segment.grammar import VERB, Grammar, Is
from compare.segment.words import Token, tokens_of

_SIGN = Is.COMMA | Is.SEMICOLON | Is.COLON | Is.DASH
_JOINT = Is.AND | Is.BUT
_STOP = _SIGN | Is.THAT | Is.RELATIVE | Is.UNDER
_ANNOUNCER = 9
"""Words of the longest inserted announcer (", Foreign Minister Sergei Aleinik told his counterpart," has 7)."""
_ADVERBS = 3
_PAIR_REACH = 10
_NAME = 5


@dataclass(slots=True)
class _Left:
    """What has been seen since the last cut."""

    finite: bool = False
    speech: bool = False
    infinitive: bool = False
    modal: bool = False
    gerund: bool = False
    that: bool = False
    under: bool = False
    agenda: bool = False
    call: bool = False
    pairing: int = 0
    item: int = 0
    words: int = 0
    opening: Is = Is(0)
    starts: bool = False
    outside: bool | None = None  # ``finite`` of the clause around a relative clause
    particles: set[str] = field(default_factory=set)

    @property
    def claims(self) -> bool:
        return self.finite or self.speech or self.infinitive or self.gerund

    @property
    def unfinished(self) -> bool:
        """Whether a relative or subordinate clause still waits for its verb."""
        return self.outside is not None and not self.finite

    @property
    def main(self) -> bool:
        """Whether the clause around (or the clause itself, outside of relative clauses) has its verb."""
        return self.finite if self.outside is None else self.outside


class _Walk:
    def __init__(self, tokens: list[Token], rules: Grammar) -> None:
        self.tokens, self.rules = tokens, rules
        count = len(tokens)
        self.words = [0, *accumulate(int(t.is_word) for t in tokens)]
        self.finite = [0, *accumulate(int(bool(t.flags & Is.FINITE)) for t in tokens)]
        self.strong = [0, *accumulate(int(bool(t.flags & (Is.STRONG | Is.SPEECH))) for t in tokens)]
        self.stop, self.item = [count] * (count + 1), [count] * (count + 1)
        for at in range(count - 1, -1, -1):
            flags = tokens[at].flags
            self.stop[at] = at if flags & _STOP else self.stop[at + 1]
            self.item[at] = at if flags & (_SIGN | _JOINT) else self.item[at + 1]
        self.sign = [count] * (count + 2)
        for at in range(count - 1, -1, -1):
            self.sign[at] = at if tokens[at].flags & _SIGN else self.sign[at + 1]
        self.last_verb = max((at for at, t in enumerate(tokens) if t.flags & VERB), default=-1)
        self.last_dash = max((at for at, t in enumerate(tokens) if t.flags & Is.DASH), default=-1)
        self.oxford = max(
            (at for at in range(count - 1) if tokens[at].flags & Is.COMMA and tokens[at + 1].flags & Is.AND), default=-1
        )
        self.next_agenda = [count] * (count + 1)
        for at in range(count - 1, -1, -1):
            self.next_agenda[at] = at if tokens[at].flags & Is.AGENDA else self.next_agenda[at + 1]
        self.left = _Left(starts=True)

    def least(self, name: str, default: int) -> int:
        return self.rules.numbers.get(name, default)

    def cuts(self) -> list[tuple[int, int]]:
        """Pairs of token indices: the boundary begins, the next piece begins."""
        found: list[tuple[int, int]] = []
        at, count = 0, len(self.tokens)
        while at < count:
            flags = self.tokens[at].flags
            if not flags & (_SIGN | _JOINT) or at == 0:
                if self._parts_here(at):
                    found.append((at, at))
                    about = bool(flags & (Is.ABOUT | Is.AND_ITEM))
                    self.left = _Left(agenda=about, finite=about, that=bool(flags & Is.AND_THAT))
                self._take(at)
                at += 1
                continue
            end, kind = at, Is(0)
            while end < count and self.tokens[end].flags & (_SIGN | _JOINT):
                kind |= self.tokens[end].flags & (_SIGN | _JOINT)
                end += 1
                if end + 1 < count and self.tokens[end].flags & Is.ADVERB and self.tokens[end + 1].flags & Is.COMMA:
                    end += 1  # "and, above all, to …": the adverb between signs belongs to the boundary
            if end == count:
                break
            inserted = self._announcer(at, end, kind)
            if inserted:
                at = inserted
                continue
            if self._is_cut(at, end, kind):
                found.append((at, end))
                keep = self.left
                self.left = _Left(agenda=keep.agenda, that=keep.that, particles=keep.particles)
                # A coordinated predicate goes on in the mood of the first.
                self.left.infinitive, self.left.modal, self.left.gerund = keep.infinitive, keep.modal, keep.gerund
                self.left.speech = keep.speech and keep.that
                if kind & Is.COLON:
                    self.left.agenda = self._names_items(end)
            else:
                self._pass(kind, end)
            at = end
        return found

    def _parts_here(self, at: int) -> bool:
        """Whether a claim ends before a word with no sign between: who asked for the call, and converbs."""
        left, flags = self.left, self.tokens[at].flags
        if left.opening & Is.REQUEST:
            return bool(flags & Is.FINITE) and not left.finite and left.words >= 2
        behind = self.words[self.sign[at]] - self.words[at]
        if flags & Is.STARTS:
            return left.claims and left.words >= 2 and behind >= 2
        if flags & Is.AND_THAT:
            return (left.that or left.speech) and behind >= 3
        if flags & Is.AND_ITEM and left.agenda:
            return left.item >= 2 and behind >= 2
        if self.tokens[at - 1].flags & Is.LINKING and not flags & Is.AUXILIARY:
            return left.words >= 3 and self._verbs(at) and self.words[-1] - self.words[at] >= 3
        if flags & Is.ABOUT and left.call and left.finite and not self.tokens[min(at + 1, len(self.tokens) - 1)].form[0].isdigit():
            return self.words[self.sign[at]] - self.words[at] > 2
        if flags & Is.REQUEST:
            return left.finite and 2 <= self.words[self.sign[at]] - self.words[at] <= _ANNOUNCER
        return False

    def _take(self, at: int) -> None:
        token, left = self.tokens[at], self.left
        flags = token.flags
        if token.is_word and not left.opening and not flags & Is.ADVERB:
            left.opening = flags or Is.SHIELDED
        if token.is_word:
            left.words += 1
            left.item += 1
        if flags & Is.THAT:
            left.under = left.under or left.starts and left.words <= 1 and not left.finite
            left.that, left.finite, left.agenda = True, False, False
        elif flags & (Is.RELATIVE | Is.UNDER):
            if flags & Is.UNDER and left.words <= 2 and not left.claims:
                left.under = True
            elif left.outside is None:
                left.outside = left.finite
            left.finite = False
        elif flags & Is.SPEECH:
            left.speech, left.finite, left.agenda = True, False, False
        elif flags & Is.FINITE:
            left.finite = True
            left.agenda = bool(flags & Is.AGENDA)
            if left.agenda:
                left.item = 0
        if flags & Is.AGENDA:
            left.agenda, left.item = True, 0
        if flags & Is.CALL:
            left.call, left.finite = True, True
        if flags & Is.STRONG or (flags & Is.PRONOUN and self._plain_follows(at)):
            left.modal = True
        if flags & Is.INFINITIVE or (flags & Is.MARKER and self._plain_follows(at)):
            left.infinitive = True
        if flags & Is.GERUND:
            left.gerund = True
        if flags & Is.PARALLEL:
            left.particles.add(token.form)
        if flags & Is.PAIRING and not any(t.flags & Is.PLURAL for t in self.tokens[at + 1 : at + 4]):
            left.pairing = _PAIR_REACH
        elif left.pairing:
            left.pairing -= 1

    def _plain_follows(self, at: int) -> bool:
        return any(t.flags & (Is.PLAIN | Is.INFINITIVE) for t in self.tokens[at + 1 : at + 3])

    def _pass(self, kind: Is, end: int) -> None:
        """Go over a boundary that is not cut."""
        left = self.left
        left.item = 0
        if kind & _SIGN:
            if left.outside is not None and left.finite:
                left.finite, left.outside = left.outside, None
            if left.under and left.finite:
                left.under, left.finite = False, False
        if (
            kind == Is.COMMA
            and left.outside is None
            and any(t.flags & Is.AFTER_COMMA for t in self.tokens[end : end + 2])
        ):
            left.outside, left.finite = left.finite, False
        if kind & Is.COLON:
            left.agenda = self._names_items(end)
        left.pairing = 0

    def _names_items(self, end: int) -> bool:
        """Whether a colon is followed by noun phrases rather than clauses or infinitives."""
        first = self._first(end).flags
        return self.finite[self.sign[end]] == self.finite[end] and not first & (Is.MARKER | Is.INFINITIVE | Is.GERUND)

    def _announcer(self, at: int, end: int, kind: Is) -> int:
        """Index behind ", he said" when that is what follows a comma; else 0."""
        if kind & ~(Is.COMMA | Is.DASH) or not self.tokens[at].flags & (Is.COMMA | Is.DASH):
            return 0
        stop = self.stop[end]
        tokens = self.tokens
        if stop < len(tokens) and (not tokens[stop].flags & (Is.COMMA | Is.DASH) or self._opens_that(stop)):
            return 0
        if self.words[stop] - self.words[end] > self.least("announcer", _ANNOUNCER):
            return 0
        inside = tokens[end:stop]
        if not any(t.flags & Is.SPEECH for t in inside) or any(t.flags & (_JOINT | Is.THAT) for t in inside):
            return 0
        if inside[0].flags & Is.GERUND and not inside[0].flags & Is.SPEECH:
            return 0
        return stop

    def _opens_that(self, stop: int) -> bool:
        return any(t.flags & Is.THAT for t in self.tokens[stop + 1 : stop + 2])

    def _is_cut(self, at: int, end: int, kind: Is) -> bool:
        room = self.words[len(self.tokens)] - self.words[end]
        if room < 2 or self.words[at] < 1:
            return False
        if kind & Is.SEMICOLON:
            return True
        if kind & Is.COLON:
            return self._after_colon(end)
        if kind == Is.COMMA and self._opener_claims(end):
            return True
        if self.rules.verb_final and self._verb_closes(at, end):
            return True
        if kind & Is.DASH and not kind & Is.COMMA:
            return self._after_dash(at, end)
        return self._opens_claim(end, kind) or self._lists(at, end, kind)

    def _verbs(self, end: int) -> bool:
        """Whether a verb of any kind comes later in the sentence."""
        return self.last_verb >= end

    def _verb_closes(self, at: int, end: int) -> bool:
        """Verb-final order: a predicate has just closed and another follows ("den Krieg zu beenden und Truppen abzuziehen")."""
        back = at - 1
        while back > max(0, at - _NAME) and self.tokens[back].capital:
            back -= 1  # "vurgulayan Recep Tayyip Erdoğan,": the name of the speaker stands behind the verb
        before = [self.tokens[back].flags, self.tokens[at - 1].flags]
        if any(flags & (Is.CLOSING | Is.LINKING) for flags in before):
            return self._verbs(end) and self.left.words >= 2
        kinds = before[-1] & (Is.FINITE | Is.INFINITIVE)
        if before[-1] & Is.PLAIN and at >= 2 and self.tokens[at - 2].flags & Is.MARKER:
            kinds |= Is.INFINITIVE | Is.MARKER
        elif kinds & Is.INFINITIVE:
            kinds |= Is.MARKER
        if not kinds or not self.tokens[at].flags & Is.AND and not self.tokens[end - 1].flags & Is.AND:
            return False
        return any(t.flags & kinds for t in self.tokens[end : self.stop[end]])

    def _opener_claims(self, end: int) -> bool:
        """A participle clause in front ("Noting the progress made, the sides agreed …") is a claim of its own."""
        left = self.left
        if left.opening & Is.REQUEST and left.words >= 2:
            return True
        leads = left.starts and left.opening & Is.GERUND or left.starts and left.opening & Is.ABSOLUTE and left.gerund
        return bool(
            leads and not left.opening & Is.TOPIC and left.words >= self.least("opener", 4) and self._clause(end)
        )

    def _after_colon(self, end: int) -> bool:
        """A claim explained by a claim comes apart; a head that announces words or a list keeps its first item."""
        return self.left.main and self.left.words > 2

    def _after_dash(self, at: int, end: int) -> bool:
        if self.last_dash >= end:
            return False  # inserted between two dashes
        left = self.left
        if self.tokens[end].flags & Is.FIRST:
            return left.claims
        return left.claims and self._clause(end) and not self._leans(end)

    def _first(self, end: int) -> Token:
        """The first word behind a boundary that is not an adverb."""
        for token in self.tokens[end : end + _ADVERBS]:
            if not token.flags & Is.ADVERB and token.is_word:
                return token
        return self.tokens[end]

    def _leans(self, end: int) -> bool:
        """Whether what follows opens as a relative or subordinate clause ("with which", "in the course of which")."""
        near = self.tokens[end : end + 3]
        return any(t.flags & (Is.RELATIVE | Is.UNDER) for t in near) or any(t.flags & Is.AFTER_COMMA for t in near[:2])

    def _clause(self, end: int) -> bool:
        return self.finite[self.stop[end]] > self.finite[end]

    def _opens_claim(self, end: int, kind: Is) -> bool:
        left, first, tokens = self.left, self._first(end), self.tokens
        flags = first.flags
        here = tokens.index(first, end)
        size = self.words[self.item[end + 1]] - self.words[end]
        if left.under or kind == Is.COMMA and left.unfinished:
            return False
        if flags & Is.THAT:
            return left.that or bool(kind & _JOINT and left.speech)
        if kind == Is.COMMA and flags & Is.RELATIVE and self.least("relative", 0):
            # A relative clause behind a comma says something more (where commas are not obligatory before all of them).
            return left.main and not left.unfinished and self.words[self.sign[here]] - self.words[here] >= self.least("relative", 0)
        if flags & (Is.RELATIVE | Is.UNDER):
            return bool(kind & Is.AND) and flags & Is.RELATIVE > 0 and first.form in left.particles
        if flags & Is.FIRST and kind & Is.COMMA and left.claims:
            return True
        reach = self.words[self.stop[end + 1]] - self.words[end]
        follows = tokens[here + 1].flags if here + 1 < len(tokens) else Is(0)
        if flags & Is.GERUND and (reach >= self.least("gerund", 3) or follows & Is.THAT or self._that_behind(here)):
            if kind & Is.COMMA and (left.main or left.gerund or left.infinitive or left.speech):
                return True
            if kind & _JOINT and left.gerund:
                return True
        if flags & Is.INFINITIVE or (flags & Is.MARKER and self._plain_follows(here)):
            return left.claims and reach >= 2
        if flags & Is.STARTS:
            return left.claims or left.words > 2
        if flags & Is.FINITE and (reach >= 2 or self._that_behind(here)):
            ready = left.claims if kind & _JOINT else left.main or left.speech
            if flags & Is.DOUBTFUL and not follows & (Is.DETERMINER | Is.THAT | Is.PREPOSITION | Is.PRONOUN):
                ready = False
            return ready and not self._participle(here, kind)
        if (
            kind & Is.BUT
            and left.claims
            and reach >= 3
            and any(t.flags & VERB for t in tokens[end : self.stop[end + 1]])
        ):
            return not self._leans(end)
        if flags & Is.PLAIN and not flags & Is.DETERMINER and reach >= 2 and not self.rules.verb_final:
            return (left.infinitive or left.modal) and self._has_object(here)
        return size >= 2 and self._new_clause(end, kind)

    def _that_behind(self, here: int) -> bool:
        """Whether "that" follows at once or behind a comma (", отметив, что")."""
        return any(t.flags & (Is.THAT | Is.RELATIVE) for t in self.tokens[here + 1 : here + 3])

    def _participle(self, here: int, kind: Is) -> bool:
        """ ", signed in Minsk" after a noun: an attribute, no predicate."""
        after = self.tokens[here + 1].flags if here + 1 < len(self.tokens) else Is(0)
        doubtful = not self.tokens[here].flags & (Is.STRONG | Is.SPEECH)
        return (
            bool(not kind & _JOINT and doubtful and after & Is.PREPOSITION)
            and self.rules.numbers.get("participles", 0) > 0
        )

    def _has_object(self, here: int) -> bool:
        after = self.tokens[here + 1].flags if here + 1 < len(self.tokens) else _SIGN
        return not after & (_SIGN | _JOINT | Is.PREPOSITION | Is.FINITE)

    def _new_clause(self, end: int, kind: Is) -> bool:
        """A clause with a subject of its own behind a finished one."""
        left = self.left
        if self._leans(end) or left.pairing and kind & Is.AND:
            return False
        if not self._has_verb(end):
            return False
        if kind & _JOINT:
            return (
                left.finite
                or bool(kind & Is.COMMA)
                and (left.main or bool(self._first(end).flags & Is.PRONOUN) and left.words > 2)
            )
        return left.main and (left.outside is None or left.finite)

    def _has_verb(self, end: int) -> bool:
        """Whether a clause begins here: a finite verb before the next boundary, or behind an insertion ("X, his guest, said")."""
        stop, tokens = self.stop[end], self.tokens
        pronoun = bool(self._first(end).flags & Is.PRONOUN)
        seen = self.strong if self.rules.numbers.get("strong_only", 0) and not pronoun else self.finite
        if seen[stop] > seen[end]:
            verb = next(at for at in range(end, stop) if seen[at + 1] > seen[end])
            back = verb - 1
            while back > end and tokens[back].flags & Is.ADVERB:
                back -= 1
            return not tokens[back].flags & _JOINT  # "A and B and is ready": the verb is the predicate of the sentence
        if stop >= len(tokens) or not tokens[stop].flags & Is.COMMA:
            return False
        close = self.sign[stop + 1]
        short = self.words[close] - self.words[stop] <= self.least("insertion", 6)
        return bool(
            short and close + 1 < len(tokens) and tokens[close].flags & Is.COMMA and tokens[close + 1].flags & Is.FINITE
        )

    def _lists(self, at: int, end: int, kind: Is) -> bool:
        """Items of an agenda, and items marked by a repeated preposition."""
        left, tokens = self.left, self.tokens
        first = tokens[end]
        size = self.words[self.item[end]] - self.words[end]
        if first.flags & Is.PARALLEL:
            known = first.form in left.particles and left.words >= 2
            ready = left.main or left.speech or (not left.starts and left.claims)
            return bool(
                known
                and (kind & _JOINT or left.agenda)
                and (left.main or left.speech)
                and size >= self.least("parallel", 3)
            )
        if size >= 3 and left.item >= 3 and (left.main or left.speech) and not left.pairing:
            lead = tokens[end : end + 3]
            if any(t.flags & Is.MATTER for t in lead) and not lead[0].flags & Is.PREPOSITION:
                return True
        ahead = self._agenda_ahead(end)
        if (
            not (left.agenda or ahead)
            or left.item < 2
            or size < 2
            or first.flags & (Is.PREPOSITION | Is.RELATIVE | Is.UNDER)
        ):
            return False
        if left.pairing and kind & Is.AND:
            return False
        if kind == Is.AND and self.oxford > end:
            return False  # "A, B and C, and D": the bare "and" stands inside an item
        if all(t.capital for t in tokens[end : self.item[end]] if t.is_word):
            return False
        until = min(self.item[end], ahead or self.item[end])
        if ahead and self.words[until] - self.words[end] < 2:
            return False
        return self.finite[until] == self.finite[end] or self._clause_is_relative(end)

    def _agenda_ahead(self, end: int) -> int:
        """Verb-final order: index of the verb of an agenda whose topics stand here, with no other verb between; else 0."""
        if not self.rules.verb_final:
            return 0
        at = self.next_agenda[end]
        return at if at < len(self.tokens) and self.finite[at] == self.finite[end] else 0

    def _clause_is_relative(self, end: int) -> bool:
        return any(t.flags & (Is.RELATIVE | Is.THAT) for t in self.tokens[end : self.item[end]])


def clause_pieces(text: str, sentence: Span, rules: Grammar) -> list[Span]:
    """Pieces of a sentence, in order, with the separators between them left out."""
    tokens = tokens_of(text, sentence, rules)
    if not tokens:
        return [sentence]
    pieces, start = [], sentence.start
    for at, end in _Walk(tokens, rules).cuts():
        pieces.append(Span(start, tokens[at].start))
        start = tokens[end].start
    return [*pieces, Span(start, sentence.end)]

"""Where a sentence of a spaced script comes apart: a walk over its boundaries with what the clause so far has shown.

A boundary is a comma, semicolon, colon, dash or conjunction. It is cut when what follows can be matched alone (a
clause, a coordinated predicate, a participle clause with a claim, a topic of an agenda) and what precedes is a claim
already; so openers ("For his part,") and announcers ("He said that") stay with the claim they belong to.
"""

from __future__ import annotations

from compare.model import Span
from compare.segment.grammar import Grammar, Is
from compare.segment.left import Left
from compare.segment.outlook import JOINT, NOTHING, SIGN, Outlook
from compare.segment.words import Token, tokens_of

_ANNOUNCER = 9
"""Words of the longest inserted announcer (", Foreign Minister Sergei Aleinik told his counterpart," has 7)."""
_NAME = 5
"""Tokens of the longest name of a speaker behind his verb (Turkish "vurgulayan Recep Tayyip Erdoğan,")."""


class Walk:
    """One pass over a sentence."""

    def __init__(self, tokens: list[Token], rules: Grammar) -> None:
        self.tokens, self.rules = tokens, rules
        self.ahead = Outlook(tokens, rules)
        self.left = Left(starts=True)

    def cuts(self) -> list[tuple[int, int]]:
        """Pairs of token indices: where the boundary begins, where the next piece begins; equal when no sign stands
        between."""
        found: list[tuple[int, int]] = []
        at, count = 0, len(self.tokens)
        while at < count:
            flags = self.tokens[at].flags
            if not flags & (SIGN | JOINT) or at == 0:
                if at and self._parts_here(at):
                    found.append((at, at))
                    topic = bool(flags & (Is.ABOUT | Is.AND_ITEM))
                    self.left = Left(agenda=topic, finite=topic, that=bool(flags & Is.AND_THAT))
                self.left.take(self.ahead, at)
                at += 1
                continue
            end, kind = self._boundary(at)
            if end == count:
                break
            behind = self._announcer(end, kind)
            if behind:
                at = behind
                continue
            if self._is_cut(at, end, kind):
                found.append((at, end))
                self.left = self.left.behind_cut(self.ahead, end, kind)
            else:
                self.left.go_over(self.ahead, end, kind)
            at = end
        return found

    def _boundary(self, at: int) -> tuple[int, int]:
        """Where the run of signs and conjunctions at a place ends, and which they are."""
        end, kind = at, NOTHING
        while flags := self.ahead.flags(end) & (SIGN | JOINT):
            kind |= flags
            end += 1
            if self.ahead.flags(end) & Is.ADVERB and self.ahead.flags(end + 1) & Is.COMMA:
                end += 1  # "and, above all, to …": the adverb between signs belongs to the boundary
        return end, kind

    def _announcer(self, end: int, kind: int) -> int:
        """Place behind ", he said" when that is what follows a comma or dash; else 0."""
        ahead = self.ahead
        if kind & ~(Is.COMMA | Is.DASH):
            return 0
        stop = ahead.stop[end]
        if stop < ahead.count and (not ahead.flags(stop) & (Is.COMMA | Is.DASH) or ahead.flags(stop + 1) & Is.THAT):
            return 0
        if ahead.words(end, stop) > _ANNOUNCER:
            return 0
        inside = self.tokens[end:stop]
        if self.rules.verb_final and not ahead.near(end, 2, Is.SPEECH):
            return 0  # the verb of the main clause, not of an insertion
        if not any(t.flags & Is.SPEECH for t in inside) or any(t.flags & JOINT for t in inside):
            return 0
        return 0 if inside[0].flags & Is.GERUND and not inside[0].flags & Is.SPEECH else stop

    def _parts_here(self, at: int) -> bool:
        """Whether a claim ends before a word with no sign between: who asked for the call, converbs, joined words."""
        left, ahead, flags = self.left, self.ahead, self.tokens[at].flags
        if left.opening & Is.REQUEST:
            return bool(flags & Is.FINITE) and not left.finite and left.words >= 2
        behind = ahead.words(at, ahead.sign[at])
        if self.rules.joined_and and self._joined_and(at, behind):
            return True
        if flags & Is.STARTS:
            return left.claims and left.words >= 2 and behind >= 2
        if flags & Is.AND_THAT:
            return (left.that or left.speech) and behind >= 3
        if flags & Is.AND_ITEM and left.agenda:
            return left.item >= 2 and behind >= 2
        if ahead.flags(at - 1) & Is.REQUEST and self.rules.verb_final:
            return left.words >= 2 and behind >= 2
        if ahead.flags(at - 1) & Is.LINKING and not flags & Is.AUXILIARY:
            return left.words >= 3 and ahead.verbs(at, ahead.count) and ahead.words(at, ahead.count) >= 3
        if flags & Is.ABOUT and left.call and left.finite:
            number = at + 1 < ahead.count and self.tokens[at + 1].form[0].isdigit()
            return behind > 2 and not number
        if flags & Is.REQUEST:
            return left.finite and 2 <= behind <= _ANNOUNCER
        return False

    def _joined_and(self, at: int, behind: int) -> bool:
        """Whether a word that begins with its conjunction (Arabic و) opens a predicate, a second preposition or a
        second matter."""
        left, form = self.left, self.tokens[at].form
        rest = form.removeprefix(self.rules.joined_and)
        if rest == form or not left.claims or left.words < 2 or behind < 2:
            return False
        flags = self.rules.classes(rest)
        if flags & Is.PARALLEL:
            return rest in left.particles and behind >= 3
        return bool(flags & (Is.FINITE | Is.MATTER))

    def _is_cut(self, at: int, end: int, kind: int) -> bool:
        left, ahead = self.left, self.ahead
        if ahead.words(end, ahead.count) < 2 or ahead.words(0, at) < 1:
            return False
        if kind & Is.SEMICOLON:
            return True
        if kind & Is.COLON:
            # A claim explained comes apart; a head that announces words or a list keeps its first item.
            return left.main and left.words > 2
        if kind == Is.COMMA and self._opener_claims(end):
            return True
        if self.rules.verb_final and self._verb_closes(at, end):
            return True
        if kind & Is.DASH and not kind & Is.COMMA:
            return self._after_dash(end)
        return self._opens_claim(end, kind) or self._repeats(end, kind) or self._lists(end, kind)

    def _opener_claims(self, end: int) -> bool:
        """A participle clause in front ("Noting the progress made, the sides agreed …") is a claim of its own."""
        left = self.left
        if left.opening & Is.REQUEST and left.words >= 2:
            return True
        leads = left.opening & Is.GERUND or (left.opening & Is.ABSOLUTE and left.gerund)
        if not leads or not left.starts or left.opening & Is.TOPIC:
            return False
        return left.words >= self.ahead.least("opener", 4) and self.ahead.clause(end)

    def _verb_closes(self, at: int, end: int) -> bool:
        """Verb-final order: a predicate has just closed and another follows ("den Krieg zu beenden und Truppen
        abzuziehen")."""
        ahead, back = self.ahead, at - 1
        while back > max(0, at - _NAME) and self.tokens[back].capital:
            back -= 1
        last = ahead.flags(at - 1)
        closing = Is.CLOSING | Is.LINKING | (Is.FINITE if ahead.least("finite_closes", 0) else NOTHING)
        if (ahead.flags(back) | last) & closing:
            return ahead.verbs(end, ahead.count) and self.left.words >= 2
        kinds = last & (Is.FINITE | Is.INFINITIVE)
        if kinds & Is.INFINITIVE or (last & Is.PLAIN and ahead.flags(at - 2) & Is.MARKER):
            kinds = Is.INFINITIVE | Is.MARKER
        joint = (ahead.flags(at) | ahead.flags(end - 1)) & Is.AND
        if not kinds or ahead.near(end, 1, Is.UNDER | Is.RELATIVE) or not (joint or kinds & Is.MARKER):
            return False
        return ahead.near(end, min(ahead.stop[end] - end, _REACH), kinds)

    def _after_dash(self, end: int) -> bool:
        left, ahead = self.left, self.ahead
        if ahead.dash_behind(end) or not left.claims:
            return False
        return bool(ahead.flags(end) & Is.FIRST) or (ahead.clause(end) and not ahead.leans(end))

    def _opens_claim(self, end: int, kind: int) -> bool:
        """Whether what follows opens as a claim and the left has one that it can stand beside."""
        left, ahead = self.left, self.ahead
        here = ahead.first(end)
        flags, follows = ahead.flags(here), ahead.flags(here + 1)
        reach = ahead.words(end, ahead.stop[end + 1])
        joint, adversative = bool(kind & JOINT), bool(kind & Is.BUT and kind & Is.COMMA)
        if left.under or (kind == Is.COMMA and left.unfinished) or (kind == Is.AND and left.pairing):
            return False
        if flags & Is.THAT:
            return left.that or (joint and left.speech)
        if flags & (Is.RELATIVE | Is.UNDER) and not kind & Is.BUT:
            return self._says_more(here, kind)
        if flags & Is.FIRST and kind & Is.COMMA and left.claims:
            return True
        long = reach >= ahead.least("gerund", 3) or ahead.says_behind(here)
        if flags & Is.GERUND and long and ((kind & Is.COMMA and (left.main or left.claims)) or (joint and left.gerund)):
            return True
        if ahead.infinitive(here):
            waiting = kind == Is.AND and ahead.flags(end - 2) & Is.FINITE and not left.infinitive
            return left.claims and reach >= 2 and not waiting  # "намерены и впредь укреплять"
        if flags & Is.STARTS:
            return left.claims or left.words > 2
        if flags & Is.FINITE and (reach >= 2 or ahead.says_behind(here)):
            if flags & Is.DOUBTFUL and not follows & (Is.DETERMINER | Is.THAT | Is.PREPOSITION | Is.PRONOUN):
                return False
            if ahead.flags(end - 2) & Is.FINITE and (left.item == 1 or ahead.words(end, ahead.item[end + 1]) < 2):
                return False  # "was, is and will be": verbs with one object
            if not joint:
                return (left.main or left.speech) and not ahead.attribute(here)
            # ", but" with a verb behind parts clauses even if the verb in front is not known.
            # A verb of the lists behind "and" is a second predicate even if the first is not known.
            listed = self.rules.words.get(self.tokens[here].form, 0) & Is.FINITE and left.words >= 3
            return left.claims or not left.starts or bool(listed) or (adversative and left.words >= 2)
        if kind & Is.BUT and ahead.verbs(end, ahead.stop[end]) and not ahead.leans(end):
            return (left.claims and reach >= 3) or (adversative and left.words >= 2)
        if flags & Is.PLAIN and not flags & Is.DETERMINER and reach >= 2 and not self.rules.verb_final:
            return (left.infinitive or left.modal) and ahead.object_behind(here)
        return self._new_clause(end, kind)

    def _says_more(self, here: int, kind: int) -> bool:
        """A relative clause behind a comma says something more, where a comma does not stand before all of them; with a
        conjunction it is a second of its kind ("how A and how B")."""
        left, ahead = self.left, self.ahead
        if kind & Is.AND:
            return bool(ahead.flags(here) & Is.RELATIVE) and self.tokens[here].form in left.particles
        least = ahead.least("relative", 0)
        return bool(least and kind == Is.COMMA and ahead.flags(here) & Is.RELATIVE) and (
            left.main and ahead.words(here, ahead.sign[here]) >= least
        )

    def _new_clause(self, end: int, kind: int) -> bool:
        """A clause with a subject of its own behind a finished one."""
        left, ahead = self.left, self.ahead
        if ahead.words(end, ahead.item[end + 1]) < 2 or ahead.leans(end) or (left.pairing and kind & Is.AND):
            return False
        if not ahead.has_subject_and_verb(end):
            return False
        if not kind & JOINT:
            return left.main and (left.outside is None or left.finite)
        if left.finite or not kind & Is.COMMA:
            return left.finite
        return left.main or (bool(ahead.flags(ahead.first(end)) & Is.PRONOUN) and left.words > 2)

    def _repeats(self, end: int, kind: int) -> bool:
        """A repeated preposition ("for A and for B"), or a noun that heads a claim ("the importance of A and the need
        for B")."""
        left, ahead = self.left, self.ahead
        size = ahead.words(end, ahead.item[end])
        ready = left.main or left.speech
        if ahead.flags(end) & Is.PARALLEL:
            form = self.tokens[end].form
            known = (
                self.rules.same.get(form, form) in left.particles
                and left.words >= 2
                and bool(kind & JOINT or left.agenda)
            )
            # In front of the first verb a repeated preposition stands inside the subject.
            return known and (ready or not left.starts) and size >= ahead.least("parallel", 3)
        matter = ahead.near(end, 3, Is.MATTER) and not ahead.flags(end) & Is.PREPOSITION
        return matter and ready and size >= 3 and left.words >= 4 and not left.pairing

    def _lists(self, end: int, kind: int) -> bool:
        """Topics of an agenda, each of at least two words."""
        left, ahead = self.left, self.ahead
        close, verb = ahead.item[end], ahead.agenda_behind(end)
        until = min(close, verb or close)
        if not (left.agenda or verb) or left.item < 2 or ahead.words(end, until) < 2:
            return False
        if ahead.flags(end) & (Is.PREPOSITION | Is.RELATIVE | Is.UNDER) or (left.pairing and kind & Is.AND):
            return False
        if kind == Is.AND and ahead.oxford_behind(end):
            return False
        if ahead.flags(verb) & Is.ACTIVE and left.starts and left.item == left.words:
            return False  # "İki lider, …": the first comma sets off the subject
        if kind == Is.AND and ahead.agree(end):
            return False
        item = self.tokens[end:close]
        if not ahead.least("capital_items", 0) and all(t.capital for t in item if t.is_word):
            return False  # names of one list: "in Syria and South Ossetia"
        return not ahead.sure(end, until) or any(t.flags & (Is.RELATIVE | Is.THAT) for t in item)


_REACH = 60
"""Tokens looked through for the verb that closes a coordinated predicate; bounds the work on endless sentences."""


def clause_pieces(text: str, sentence: Span, rules: Grammar) -> list[Span]:
    """Pieces of a sentence, in order, with the separators between them left out."""
    tokens = tokens_of(text, sentence, rules)
    if not tokens:
        return [sentence]
    pieces, start = [], sentence.start
    for at, end in Walk(tokens, rules).cuts():
        pieces.append(Span(start, tokens[at].start))
        start = tokens[end].start
    return [*pieces, Span(start, sentence.end)]

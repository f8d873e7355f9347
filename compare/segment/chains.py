"""Where a sentence of an unspaced script comes apart: clauses between its signs, joined where they do not stand alone.

A clause is what stands between commas, semicolons, colons and dashes. It leans on the next when it only opens it (a
time, a topic, a condition, "he said"), and on the one before when it is too short to be a claim. Enumeration commas
part only predicates of one kind, and topics of an agenda come apart at their conjunctions.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from compare.model import Span
from compare.segment.grammar import Chain, Grammar

_SIGN = re.compile(r"(?<!\d)[,，、;；:：]|[,，、;；:：](?!\d)|——+|──+|[─—]")
_PAUSE = "、"
_QUOTES = {"「": "」", "『": "』", "“": "”", "《": "》", "（": "）", "(": ")", "〈": "〉", "【": "】", "‘": "’"}
_LONG_QUOTATION = 24
"""Characters: a quotation up to this long is a name or a formula and is not cut (longest in the golden tables: 21)."""


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause, and the sign behind it (empty at the end of the sentence)."""

    start: int
    end: int
    sign: str
    pauses: tuple[int, ...]


def chain_pieces(text: str, sentence: Span, rules: Grammar) -> list[Span]:
    """Pieces of a sentence, in order, with the separators between them left out."""
    chain = rules.chain
    if chain is None:
        return [sentence]
    clauses = _clauses(text, sentence, rules)
    listed = _listed(text, clauses, chain)
    pieces: list[Span] = []
    start: int | None = None
    for index, clause in enumerate(clauses):
        following = clauses[index + 1] if index + 1 < len(clauses) else None
        begin = clause.start if start is None else start
        if (
            following is not None
            and not listed[index]
            and not _apart(text, clause, following, start is not None, chain)
        ):
            start = begin
            continue
        inner = _items(text, clause, chain)
        pieces += [Span(begin, inner[0].end), *inner[1:]]
        start = None
    return pieces


def _listed(text: str, clauses: list[_Clause], chain: Chain) -> list[bool]:
    """For each clause, whether it is an item of a list of topics that a later clause closes (A、B及びCについて協議)."""
    found = [False] * len(clauses)
    item = chain.patterns.get("item")
    if item is None:
        return found
    for index in range(len(clauses) - 2, -1, -1):
        clause, following = clauses[index], clauses[index + 1]
        closes = found[index + 1] or chain.patterns["listed"].search(text[following.start : following.end])
        found[index] = bool(closes and item.search(text[clause.start : clause.end].strip()))
    return found


def _clauses(text: str, sentence: Span, rules: Grammar) -> list[_Clause]:
    """Clauses between the signs outside of names and short quotations."""
    shields = _shields(text, sentence)
    soft = bool(rules.chain and rules.chain.patterns["pause"].pattern == _PAUSE)
    found: list[_Clause] = []
    start, index, pauses = sentence.start, 0, []
    for match in _SIGN.finditer(text, sentence.start, sentence.end):
        while index < len(shields) and shields[index].end <= match.start():
            index += 1
        if index < len(shields) and shields[index].start < match.start():
            continue
        if match[0] == _PAUSE and soft:
            pauses.append(match.start())
            continue
        if text[start : match.start()].strip():
            found.append(_Clause(start, match.start(), match[0][0], tuple(pauses)))
        start, pauses = match.end(), []
    if text[start : sentence.end].strip() or not found:
        found.append(_Clause(start, sentence.end, "", tuple(pauses)))
    return found


def _shields(text: str, sentence: Span) -> list[Span]:
    found: list[Span] = []
    at = sentence.start
    while at < sentence.end:
        close = _QUOTES.get(text[at])
        if close:
            # Bounded look-ahead keeps a text that never closes its quotes linear.
            end = text.find(close, at + 1, min(at + _LONG_QUOTATION + 2, sentence.end))
            if end > 0:
                found.append(Span(at, end + 1))
                at = end
        at += 1
    return found


def _apart(text: str, clause: _Clause, following: _Clause, joined: bool, chain: Chain) -> bool:
    """Whether a clause and the one behind it stand alone. ``joined``: the clause already took in one before it."""
    rules = chain.patterns
    before, after = text[clause.start : clause.end].strip(), text[following.start : following.end].strip()
    if clause.sign in ";；":
        return True
    if rules["request"].fullmatch(before):
        return True
    if rules["speech"].search(before) or rules["leans"].search(before) or rules["under"].match(before):
        return False
    if "closes" in rules and clause.sign not in ":：" and not rules["closes"].search(before):
        return False
    if clause.sign in ":：":
        return not rules["heading"].search(before)
    if rules["inserted"].fullmatch(after):
        return False
    return (joined or len(before) >= chain.least or _four(before)) and (
        len(after) >= chain.least or _four(after) or bool(rules["speech"].search(after))
    )


def _four(words: str) -> bool:
    """Four-character items (彼此尊重) are claims however short."""
    return len(words) == 4


def _items(text: str, clause: _Clause, chain: Chain) -> list[Span]:
    """Parallel predicates and topics inside a clause."""
    rules = chain.patterns
    end = clause.end
    words = text[clause.start : end]
    if found := rules["listed"].search(words):
        limit = clause.start + found.start()
        marks = [(at, at + 1) for at in clause.pauses if at < limit]
        marks += [
            (clause.start + m.start(), clause.start + m.end()) for m in rules["joint"].finditer(words, 0, found.start())
        ]
        return _split(clause, sorted(marks), lambda a, b: b - a >= 4)
    marks = [(at, at + 1) for at in clause.pauses]
    if found := rules["agenda"].search(words):
        head = clause.start + found.end()
        marks = [m for m in marks if m[0] > head]
        marks += [(clause.start + m.start(), clause.start + m.end()) for m in rules["and"].finditer(words, found.end())]
        return _split(clause, sorted(marks), lambda a, b: b - max(a, head) >= 4)
    kept = [mark for index, mark in enumerate(marks) if _parallel(text, clause, marks, index, chain)]
    return _split(clause, kept, lambda a, b: b - a >= chain.least)


def _parallel(text: str, clause: _Clause, marks: list[tuple[int, int]], index: int, chain: Chain) -> bool:
    """Whether an enumeration comma parts two predicates: the second opens with a verb and is no attribute of a noun."""
    verb = chain.patterns["predicate"]
    start = marks[index - 1][1] if index else clause.start
    stop = marks[index + 1][0] if index + 1 < len(marks) else clause.end
    before, after = text[start : marks[index][0]], text[marks[index][1] : stop]
    if len(after) < chain.least or not verb.match(after):
        return False
    repeated = after[:2] in before
    return repeated or (bool(verb.search(before)) and not chain.patterns["attribute"].search(after))


def _split(clause: _Clause, marks: list[tuple[int, int]], fits: Callable[[int, int], bool]) -> list[Span]:
    out, start = [], clause.start
    for at, end in marks:
        stop = clause.end
        if at > start and fits(start, at) and fits(end, stop):
            out.append(Span(start, at))
            start = end
    return [*out, Span(start, clause.end)]

"""A sentence as words and signs with their classes; brackets and short quotations are shielded from cutting."""

from __future__ import annotations

import re
from dataclasses import dataclass

from compare.model import Span
from compare.segment.grammar import FINITES, VERB, Grammar, Is

_TOKEN = re.compile(r"\d+(?:[.,:/\-]\d+)*|[^\W_]+(?:[-–'’ʼ/.·][^\W_]+)*|[^\s]")
_OPEN = {"(": ")", "[": "]", "{": "}", "（": "）", "【": "】"}
_QUOTES = {"«": "»", "“": "”", "„": '“”"', "「": "」", "『": "』", "‹": "›"}
SHORT_QUOTATION = 9
"""Words: a quotation up to this long is a name or a set phrase and is not cut. Longest quoted formula met while
writing the golden tables ("relations of friendship and comprehensive strategic cooperation") has 8."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign: where it stands, its lower-case form, its classes, whether it is a word and has a capital."""

    start: int
    end: int
    form: str
    flags: int
    is_word: bool
    capital: bool


_SIGNS = {
    ",": Is.COMMA, "،": Is.COMMA, "，": Is.COMMA, "、": Is.COMMA,
    ";": Is.SEMICOLON, "；": Is.SEMICOLON, "؛": Is.SEMICOLON,
    ":": Is.COLON, "：": Is.COLON,
    "—": Is.DASH, "–": Is.DASH, "--": Is.DASH,
}  # fmt: skip


def tokens_of(text: str, sentence: Span, grammar: Grammar) -> list[Token]:
    """Tokens of a sentence in order; phrases of the grammar ("as well as") are one token."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text, sentence.start, sentence.end):
        start, end = match.span()
        raw = match[0]
        is_word = raw[0].isalnum()
        if is_word:
            form = raw.lower().replace("’", "'").replace("ʼ", "'")
            if grammar.elisions and "'" in form:
                head = form.index("'") + 1
                if form[: head - 1] in grammar.elisions and head < len(form):
                    found.append(Token(start, start + head, form[:head], grammar.classes(form[:head]), True, False))
                    start, form, raw = start + head, form[head:], raw[head:]
            form = grammar.initials.get(form[0], form[0]) + form[1:]
            flags = grammar.classes(form)
            if raw[0].isupper() and found and _inside(found[-1], raw):
                flags &= ~VERB
            if found and found[-1].flags & Is.MARKER and flags & (Is.PLAIN | Is.INFINITIVE):
                flags &= ~FINITES  # "to put", "zu leisten"
        else:
            form = raw
            flags = _SIGNS.get(raw, 0)
            if raw == "-" and _stands_alone(text, start, end, sentence):
                if found and found[-1].form == "-" and found[-1].end == start:
                    continue
                flags = Is.DASH
        found.append(Token(start, end, form, flags, is_word, is_word and raw[0].isupper()))
    return _shielded(_joined(found, grammar))


def _inside(before: Token, raw: str) -> bool:
    """Whether a capital shows a name or a noun: not behind a quote or colon, not in a heading all in capitals."""
    opens = before.form in _QUOTES or before.form in ('"', ":", "：", "-", "—", "–")
    return not opens and not (len(raw) > 1 and raw.isupper())


def _stands_alone(text: str, start: int, end: int, sentence: Span) -> bool:
    before = text[start - 1] if start > sentence.start else " "
    after = text[end] if end < sentence.end else " "
    return (before.isspace() or before == "-") and (after.isspace() or after == "-")


def _joined(tokens: list[Token], grammar: Grammar) -> list[Token]:
    """Tokens with phrases of several words made one."""
    if not grammar.phrases:
        return tokens
    out: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        for phrase in grammar.phrases.get(token.form, ()):
            if tuple(t.form for t in tokens[index : index + len(phrase)]) == phrase:
                last = tokens[index + len(phrase) - 1]
                name = " ".join(phrase)
                out.append(Token(token.start, last.end, name, grammar.classes(name), True, token.capital))
                index += len(phrase)
                break
        else:
            out.append(token)
            index += 1
    return out


def _shielded(tokens: list[Token]) -> list[Token]:
    """Tokens inside brackets and short quotations lose their classes and are marked."""
    shield: list[tuple[int, int]] = []
    index = 0
    while index < len(tokens):
        form = tokens[index].form
        close = _closing(tokens, index, form)
        if close > index:
            inside = sum(t.is_word for t in tokens[index + 1 : close])
            if form in _OPEN or inside <= SHORT_QUOTATION:
                shield.append((index, close))
                index = close
        index += 1
    if not shield:
        return tokens
    out = list(tokens)
    for first, last in shield:
        for at in range(first, last + 1):
            t = out[at]
            out[at] = Token(t.start, t.end, t.form, Is.SHIELDED, t.is_word, t.capital)
    return out


_REACH = 60
"""Tokens: how far a closing bracket or quote is looked for. Bounds the work on texts that never close one."""


def _closing(tokens: list[Token], index: int, form: str) -> int:
    """Index of the sign that closes the one at ``index``; -1 when it opens nothing or never closes."""
    if form in _OPEN:
        ends = _OPEN[form]
    elif form in _QUOTES:
        ends = _QUOTES[form]
    elif form == '"':
        ends = '"'
    else:
        return -1
    for at in range(index + 1, min(index + _REACH, len(tokens))):
        if tokens[at].form in ends:
            return at
    return -1

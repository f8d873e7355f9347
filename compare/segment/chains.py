"""Where a sentence of an unspaced script comes apart: pieces between its signs, joined where they do not stand alone."""

from __future__ import annotations

import re

from compare.model import Span
from compare.segment.grammar import Chain, Grammar

_SIGN = re.compile(r"(?<!\d)[,，、;；:：]|[,，、;；:：](?!\d)|——+|──+")
_QUOTES = {"「": "」", "『": "』", "“": "”", "《": "》", "（": "）", "(": ")", "〈": "〉", "【": "】", "‘": "’"}
_LONG_QUOTATION = 24
"""Characters: a quotation up to this long is a name or a formula and is not cut (longest formula in the golden tables: 21)."""


def chain_pieces(text: str, sentence: Span, rules: Grammar) -> list[Span]:
    """Pieces of a sentence, in order, with the separators between them left out."""
    chain = rules.chain
    if chain is None:
        return [sentence]
    parts = _parts(text, sentence)
    pieces: list[Span] = []
    start, previous = sentence.start, ""
    for index, (sign, at, end) in enumerate(parts):
        stop = parts[index + 1][1] if index + 1 < len(parts) else sentence.end
        if not _comes_apart(text, Span(start, at), Span(end, stop), sign, previous, chain):
            continue
        pieces.append(Span(start, at))
        start, previous = end, sign
    pieces.append(Span(start, sentence.end))
    return [part for piece in pieces for part in _topics(text, piece, chain)]


def _parts(text: str, sentence: Span) -> list[tuple[str, int, int]]:
    """Signs outside of names and short quotations, with their places."""
    shields = _shields(text, sentence)
    found, index = [], 0
    for match in _SIGN.finditer(text, sentence.start, sentence.end):
        while index < len(shields) and shields[index].end <= match.start():
            index += 1
        if index < len(shields) and shields[index].start < match.start():
            continue
        found.append((match[0][0], match.start(), match.end()))
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


def _comes_apart(text: str, left: Span, right: Span, sign: str, previous: str, chain: Chain) -> bool:
    """Whether both neighbours of a sign stand alone."""
    before, after = left.of(text).strip(), right.of(text).strip()
    rules = chain.patterns
    if not before or not after:
        return False
    if sign in ";；":
        return True
    if rules["speech"].search(before) or rules["leans"].search(before):
        return False
    if sign in "、":
        return bool(rules["verb"].match(after)) and len(after) >= chain.least and len(before) >= chain.least and _acts(before, chain)
    if rules["opener"].match(before) and not _acts(before, chain):
        return False
    if sign in ":：":
        return _acts(before, chain) and not rules["heading"].search(before)
    if rules["inserted"].fullmatch(after):
        return False
    return len(before) >= chain.least and len(after) >= 3


def _acts(piece: str, chain: Chain) -> bool:
    return bool(chain.patterns["verb"].search(piece))


def _topics(text: str, piece: Span, chain: Chain) -> list[Span]:
    """Topics of an agenda: 谈了两国关系和乌克兰危机 has two."""
    words = piece.of(text)
    found = chain.patterns["agenda"].search(words)
    if not found:
        return [piece]
    out, start = [], piece.start
    for match in chain.patterns["and"].finditer(words, found.end()):
        before, after = words[found.end() if start == piece.start else start - piece.start : match.start()], words[match.end() :]
        if len(before.strip()) >= 4 and len(after.strip()) >= 4:
            out.append(Span(start, piece.start + match.start()))
            start = piece.start + match.end()
    return [*out, Span(start, piece.end)]

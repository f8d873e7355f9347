"""Sentences of a block: a scan over terminators with the language's abbreviations, initials, ordinals and closers."""

from __future__ import annotations

import re
from functools import cache

from compare.model import Span
from compare.segment.grammar import SentenceSigns

_WORD_BEFORE = re.compile(r"[\w.\-]{1,24}\Z")
_WORD_AFTER = re.compile(r"[^\W\d_]+")
_LOOK_BEHIND = 25
_INITIAL = re.compile(r"(?:[^\W\d_]\.-?)*[^\W\d_]\.\Z")
_GLUED = re.compile(r"[^\W\d_]{3,}\Z")
_SURNAME = re.compile(r"(?<!\w)[^\W\d_][^\W\d_]{1,3} \Z")
_BULLET = re.compile(r"[-–—•*·▪●]\s|\(?\d{1,2}[.)]\s")
_DASHES = "-–—"
_OPENERS = "\"'«„“‘("
# Signs that end a sentence with no white space behind them: scripts without spaces.
_DATELINE = 120
"""Characters looked at for a dateline (the longest in the golden tables has 52)."""
_FULL_WIDTH = "。！？｡"


@cache
def _ends(terminators: str, closers: str) -> re.Pattern[str]:
    """A run of terminators with the quotes and brackets that close behind it, or a line break."""
    return re.compile(f"[{re.escape(terminators)}]+[{re.escape(closers)}]*(?:[ \u00a0\u202f]»)?|\n")


def sentence_spans(text: str, block: Span, signs: SentenceSigns) -> list[Span]:
    """Spans of the sentences of ``text[block.start:block.end]``, trimmed of white space, in order; none is empty."""
    spans: list[Span] = []
    start = block.start
    for match in _ends(signs.terminators, signs.closers).finditer(text, block.start, block.end):
        if match.start() < start:
            continue
        if _is_end(text, match.start(), match.end(), block, signs):
            _add(spans, text, start, match.end())
            start = match.end()
    _add(spans, text, start, block.end)
    if len(spans) > 1 and dateline_end(text, spans[0], signs) == spans[0].end:
        # "24 февраля, Минск /Корр. БЕЛТА/." claims nothing: it opens the first sentence.
        spans[:2] = [Span(spans[0].start, spans[1].end)]
    return spans


def dateline_end(text: str, sentence: Span, signs: SentenceSigns) -> int:
    """Where the dateline in front of a news text ends ("BEIJING, Feb. 24 (Xinhua) --"); where it starts if none."""
    window = text[sentence.start : min(sentence.end, sentence.start + _DATELINE)]
    found = signs.dateline.match(window)
    return sentence.start + found.end() if found else sentence.start


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return
    if spans and not any(c.isalnum() for c in text[start:end]):
        # A stray closing quote or star belongs to the sentence before it.
        spans[-1] = Span(spans[-1].start, end)
    else:
        spans.append(Span(start, end))


def _is_end(text: str, at: int, end: int, block: Span, signs: SentenceSigns) -> bool:
    mark = text[at:end]
    if mark == "\n":
        return _line_ends(text, at, block, signs)
    rest = text[end : min(end + 40, block.end)]
    after = rest.lstrip()
    if not after:
        return True
    if mark[0] in _FULL_WIDTH:
        # 「…。」と述べた: what follows the quotation shows that the sentence goes on.
        if len(mark) == 1:
            return True
        return not after.startswith(signs.continuers) and not (signs.said and signs.said.match(after))
    if after[0] in _DASHES and len(mark) > 1:
        return False  # «…!» — said he
    if after[0] in ",;:)":
        return False
    word = _WORD_AFTER.match(after.lstrip(_OPENERS))
    if word and word[0][0].islower() and signs.spaced:
        return False
    before = _WORD_BEFORE.search(text, max(block.start, at - _LOOK_BEHIND), at)
    token = before[0] if before else ""
    lead = text[max(block.start, at - len(token) - 8) : at - len(token)]
    if rest[0] == after[0] and signs.spaced:
        # No white space: decimals, addresses, initials; but "конфликта.Министр" is two sentences glued by a page.
        return bool(
            mark == "."
            and word
            and rest[0].isupper()
            and _GLUED.search(token)
            and len(word[0]) > 1
            and "." not in token
        )
    if mark != ".":
        return not (mark[0] == "." and mark[-1] in signs.closers and _abbreviation(token, lead, word, signs))
    return not _abbreviation(token, lead, word, signs)


def _abbreviation(token: str, before: str, word: re.Match[str] | None, signs: SentenceSigns) -> bool:
    """Whether the dot behind ``token`` belongs to it rather than to the sentence."""
    lower = token.casefold() + "."
    follows = word[0] if word else ""
    if token in signs.one_letter_names and _SURNAME.search(before):
        return False  # Ван И (Wang Yi): a given name, no initial
    if lower in signs.final or _INITIAL.match(token + "."):
        # "in the U.S. He said": a frequent opener shows that the sentence ended all the same.
        return len(follows) < 2 or follows not in signs.starters
    if lower in signs.abbreviations:
        return True
    if token.isdigit() and signs.ordinal_dot and len(token) <= 2:
        return follows not in signs.starters
    return False


def _line_ends(text: str, at: int, block: Span, signs: SentenceSigns) -> bool:
    before = text[max(block.start, at - 3) : at].rstrip()
    after = text[at : min(at + 12, block.end)].lstrip()
    if not before or not after:
        return True
    return before[-1] in signs.terminators + signs.closers + ":;：；" or bool(_BULLET.match(after))

"""What a block of plain words is: headline, dateline, list item, boilerplate, by the patterns of
``data/read/marks.toml``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from compare.model import BlockKind
from compare.read import dates
from compare.read.draft import Piece
from compare.resources import load_toml

REPEATED = 3
"""Times that a short block comes before it is a running head: slogans in a speech are repeated too, but inside
paragraphs."""

CONTENT = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION)
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")


def mark(pieces: Sequence[Piece], language: str) -> list[Piece]:
    """Return the pieces with the kinds that their words speak for. A kind the page's structure is sure of stays; a text
    never loses its last content to a headline."""
    marked = [piece if piece.sure else replace(piece, kind=_kind(piece, language)) for piece in pieces]
    often = Counter(re.sub(r"\d+", "#", p.text) for p in marked if len(p.text) < 100)
    # A short line that comes three times is the head of printed pages.
    marked = [
        replace(p, kind=BlockKind.BOILERPLATE)
        if p.kind is BlockKind.PARAGRAPH and not p.sure and often[re.sub(r"\d+", "#", p.text)] >= REPEATED
        else p
        for p in marked
    ]
    if not any(p.kind is BlockKind.HEADLINE for p in marked):
        for index in _headlines(marked):
            marked[index] = replace(marked[index], kind=BlockKind.HEADLINE)
    last = max((i for i, p in enumerate(marked) if p.kind in CONTENT), default=-1)
    # A heading below which no text stands belongs to links or contacts.
    return [
        replace(p, kind=BlockKind.BOILERPLATE) if i > last >= 0 and p.kind is BlockKind.HEADLINE and not p.sure else p
        for i, p in enumerate(marked)
    ]


def _kind(piece: Piece, language: str) -> BlockKind:
    if piece.kind is BlockKind.BOILERPLATE:
        return BlockKind.DATELINE if is_dateline(piece.text, language) else piece.kind
    if piece.kind is BlockKind.HEADLINE and _is_sentence(piece.text):
        # Pages set their first paragraph as a heading to make it large.
        return BlockKind.PARAGRAPH
    if piece.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADLINE):
        return piece.kind
    if is_boilerplate(piece.text, language):
        return BlockKind.BOILERPLATE
    if is_dateline(piece.text, language):
        return BlockKind.DATELINE
    return BlockKind.LIST_ITEM if is_list(piece.text) else piece.kind


def is_boilerplate(text: str, language: str) -> bool:
    """Whether a block is a byline, credit, share button, related link or the like, whole and short."""
    table = _marks()["boilerplate"]
    text = text.strip()
    if len(text) > table["longest"]:
        return False
    # "Related questions were discussed." begins like a list of links, but it is a sentence.
    lists = ("always",) if _is_sentence(text) else ("always", "brief")
    return any(rx.fullmatch(text) for name in lists for rx in _boilerplate(name, _base(language)))


def _is_sentence(text: str) -> bool:
    return len(text) > 1 and text.rstrip(_marks()["headline"]["closing"])[-1:] in _marks()["sentence_final"]


def is_dateline(text: str, language: str) -> bool:
    """Whether a block says only when (and where, and by which agency) the text was published."""
    table = _marks()["dateline"]
    text = text.strip()
    if len(text) > table["longest"] or "\n" in text:
        return False
    lead = _lead(_base(language))
    head = lead.match(text) if lead else None
    if head and head.end() < len(text) and head.group().rstrip().endswith((":", "：")):
        return True
    found = dates.find(text, language)
    if not found and not (head and any(c.isdigit() for c in text)):
        return False
    rest = re.sub(re.escape(found.words), " ", text, count=1, flags=re.IGNORECASE) if found else text
    rest = lead.sub(" ", rest, count=1) if lead else rest
    rest = re.sub(rf"(?<!\w)(?:{table['time']}|{table['weekdays']})(?!\w)\.?", " ", rest, flags=re.IGNORECASE)
    dense = len(_DENSE.findall(rest))
    if dense:
        return dense <= int(table["characters"]) and not _is_sentence(text)
    # A day without a year stands in the headline of an agenda as often as in a dateline: only its place may stand
    # beside it.
    return len(re.findall(r"\w{2,}", rest)) <= (int(table["words"]) if not found or found.year else 1)


def is_list(text: str) -> bool:
    """Whether every line begins like a list item."""
    bullet = re.compile(_marks()["bullets"]["pattern"])
    return all(bullet.match(line) for line in text.split("\n"))


def is_headline(text: str) -> bool:
    """Whether a block is short and does not end like a sentence."""
    table = _marks()["headline"]
    longest = table["longest_dense"] if len(_DENSE.findall(text)) * 3 > len(text) else table["longest"]
    end = text.rstrip(table["closing"])[-1:]
    return "\n" not in text and 1 < len(text) <= longest and bool(end) and end not in table["final"]


def _headlines(pieces: Sequence[Piece]) -> list[int]:
    """The first content block and a second one below it, if both look like headlines and a real paragraph follows."""
    content = [i for i, p in enumerate(pieces) if p.kind in CONTENT]
    found: list[int] = []
    for index in content[:2]:
        if pieces[index].sure or pieces[index].kind is not BlockKind.PARAGRAPH or not is_headline(pieces[index].text):
            break
        found.append(index)
    return found if len(found) < len(content) else []


def _base(language: str) -> str:
    return language.split("-")[0]


def _marks() -> dict[str, Any]:
    return load_toml("read", "marks.toml")


@cache
def _boilerplate(name: str, base: str) -> tuple[re.Pattern[str], ...]:
    table = _marks()["boilerplate"][name]
    return tuple(re.compile(p, re.IGNORECASE | re.DOTALL) for p in (*table.get("any", ()), *table.get(base, ())))


@cache
def _lead(base: str) -> re.Pattern[str] | None:
    words = _marks()["dateline"]["lead"].get(base)
    if not words:
        return None
    names = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:{names})(?!\w)\s*[:：]?\s*", re.IGNORECASE)

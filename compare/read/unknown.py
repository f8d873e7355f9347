"""The main text of a page whose site no profile knows. The one home of trafilatura, which takes .35 s to import."""

from __future__ import annotations

import re
import unicodedata

from compare.read.walk import ASIDE, Chunk

LINKED = 0.6
"""Share of linked characters from which a chunk is navigation; the lowest of the related-links lists in the fixtures
has .85, the highest of paragraphs .3."""

SHORT = 25
"""Letters below which a chunk is only content as a whole line of the extracted text: short words also stand inside
others."""

ALIKE = 0.5
"""Share of the longer extraction that both have; below it one of them took the wrong part of the page."""

_NOT_LETTERS = re.compile(r"[\W_]+")


def main_text(page: str) -> tuple[str | None, bool]:
    """Return the main text of a page as trafilatura extracts it, one block a line, or None; and whether its plain
    second method (all paragraphs, or what the page's metadata calls the article) finds much the same."""
    import logging

    from trafilatura import baseline, extract

    # It logs what it discards; only the command line speaks.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = extract(page, include_comments=False, include_tables=True, deduplicate=False, favor_recall=True)
    _tree, second, _length = baseline(page)
    return str(found) if found else None, not found or _alike(str(found), str(second))


def _alike(one: str, other: str) -> bool:
    lines = [_letters(line) for line in one.split("\n")]
    joined = _letters(other)
    shared = sum(len(line) for line in lines if line in joined)
    return shared >= ALIKE * max(sum(map(len, lines)), len(joined))


def content_of(chunks: list[Chunk], main: str | None) -> list[bool]:
    """Return for each chunk whether it belongs to the main text: its letters stand in the extracted text, or, when
    nothing was extracted, it stands in no side element and is not made of links."""
    plain = [c.linked < LINKED and ASIDE not in c.roles for c in chunks]
    if not main:
        return plain
    whole = {_letters(line) for line in main.split("\n")}
    joined = _letters(main)
    return [_extracted(_letters(c.text), whole, joined) and c.linked < LINKED for c in chunks]


def _extracted(letters: str, whole: set[str], joined: str) -> bool:
    if not letters:
        return False
    return letters in whole or (len(letters) >= SHORT and letters in joined)


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", unicodedata.normalize("NFKC", text)).casefold()

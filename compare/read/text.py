"""Plain text: blank-line separated blocks."""

from __future__ import annotations

import re

from compare.model import BlockKind, Source
from compare.options import ReadOptions
from compare.read.charset import decode
from compare.read.draft import Draft, Piece
from compare.read.source import charset_told, place

_BLANK = re.compile(r"\n[ \t\u00a0\u3000]*(?:\n[ \t\u00a0\u3000]*)+")
_BREAKS = re.compile("\r\n|[\r\u0085\u2028\x0b\x0c]")

LONG_LINES = 0.6
"""Share of lines that end like a sentence from which a text without any blank line has a paragraph a line. Hard-wrapped
text of 70 columns has one such line in five."""
_ENDED = re.compile(r"""[.。．!！?？…:：;；؟۔]["'”’»」』)）\]]*\s*$""")


class TextReader:
    """Anything that is text and no other format."""

    name = "text"

    def accepts(self, head: bytes, source: Source) -> bool:  # noqa: ARG002
        """Accept everything: whether it is text shows when it is decoded."""
        return True

    def read(self, data: bytes, source: Source, options: ReadOptions) -> Draft:  # noqa: ARG002
        """Return blocks of the text in order; raises ReadError binary-file, unreadable-charset."""
        decoded = decode(data, charset_told(source), place(source))
        pieces = tuple(Piece(BlockKind.PARAGRAPH, block) for block in blocks_of(decoded.text))
        return Draft(pieces, "text/plain", decoded.charset, decoded.by, notes=decoded.notes)


def blocks_of(text: str) -> list[str]:
    """Return the blocks of a text: parts between blank lines, or, in a text that has no blank line, its lines when
    most of them end like sentences (text pasted from a page)."""
    text = _BREAKS.sub("\n", text).replace("\u2029", "\n\n").strip("\n\ufeff \t")
    blocks = [b for b in _BLANK.split(text) if b.strip()]
    if len(blocks) == 1:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) > 1 and sum(bool(_ENDED.search(line)) for line in lines) >= LONG_LINES * len(lines):
            return lines
    return blocks

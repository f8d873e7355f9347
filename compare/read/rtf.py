"""Rich Text Format. The one home of striprtf."""

from __future__ import annotations

from typing import Any

from compare.model import BlockKind, Source
from compare.options import ReadOptions
from compare.read.container import broken
from compare.read.draft import Draft, Piece
from compare.read.source import place


class RtfReader:
    """RTF of any program; the charsets of its fonts are followed."""

    name = "rtf"

    def accepts(self, head: bytes, source: Source) -> bool:  # noqa: ARG002
        """Whether it begins like RTF."""
        return head.lstrip().startswith(b"{\\rtf")

    def read(self, data: bytes, source: Source, options: ReadOptions) -> Draft:  # noqa: ARG002
        """Return a piece a paragraph; raises ReadError damaged-file."""
        from striprtf import striprtf

        # The library has a py.typed marker and no types.
        convert: Any = striprtf.rtf_to_text

        try:
            text = convert(data.decode("latin-1"), errors="replace")
        except (UnicodeError, ValueError, LookupError, IndexError, TypeError, AttributeError) as error:
            # The library trusts the numbers in the file.
            raise broken(place(source)) from error
        pieces = tuple(Piece(BlockKind.PARAGRAPH, line) for line in text.split("\n") if line.strip())
        return Draft(pieces, "application/rtf", "rtf", "declared")

"""Voices: whose speech a stretch of text is."""

from __future__ import annotations

from typing import NamedTuple

from compare.model import Holder


class Voice(NamedTuple):
    """Somebody's voice in a text: party, name as written, and whom it is reported by."""

    party: Holder
    name: str | None = None
    via: str | None = None


NARRATOR = Voice(Holder.NARRATOR)
BOTH = Voice(Holder.BOTH)
NOBODY = (Holder.NARRATOR, Holder.BOTH)
"""Parties that are no single speaker: speech that is carried on ends with them."""

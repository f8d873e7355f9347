"""Who published a text and when, from its first words and from what the page and the user say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from compare.model import BlockKind, Note
from compare.read import dates
from compare.read.draft import Piece
from compare.resources import load_toml

OPENING = 300
"""Characters of the first paragraph in which a date may stand; later ones are dates of what is told."""

DATELINE = 90
"""Characters within which an agency signs: the longest datelines name two cities and a weekday."""

_SIGNED = re.compile(r"[(（/\[【]\s*(?:[^()（）/\[\]]{0,20}?\s)?([^()（）/\[\]]{2,30}?)\s*(?:[)）/\]】]|[,，;；]|\s\d)")
_TELEGRAM = re.compile(r"^(新华社|新華社|中新社|中新网|中央社)")


class Agency(NamedTuple):
    """An agency and the country it speaks for (ISO 3166 alpha-2), if any."""

    name: str
    country: str | None


def agency_of(pieces: Sequence[Piece]) -> Agency | None:
    """Return the agency that signs the beginning of the first paragraph, or None."""
    for piece in pieces[:4]:
        if piece.kind not in (BlockKind.PARAGRAPH, BlockKind.DATELINE):
            continue
        head = piece.text[:DATELINE]
        signed = [m.group(1) for m in _SIGNED.finditer(head)]
        wire = _TELEGRAM.match(head)
        for name in [*([wire.group(1)] if wire else []), *signed]:
            agency = _agencies().get(name.casefold())
            if agency:
                return agency
        if piece.kind is BlockKind.PARAGRAPH:
            return None
    return None


def date_of(pieces: Sequence[Piece], language: str) -> tuple[str | None, list[Note]]:
    """Return the ISO date that the headline, dateline or opening says, with a note where it stood; a day without a
    year counts only when one single year stands beside it, else the note says what is missing."""
    heads = [p.text for p in pieces[:6] if p.kind in (BlockKind.DATELINE, BlockKind.HEADLINE)]
    opening = next((p.text[:OPENING] for p in pieces if p.kind is BlockKind.PARAGRAPH), "")
    places = [*heads, opening]
    found = [f for f in (dates.find(text, language) for text in places) if f]
    whole = next((f.iso for f in found if f.iso), None)
    if whole:
        return whole, [Note("date-from-text", (whole,))]
    if not found:
        return None, []
    years = dates.years_in(places)
    if len(years) == 1:
        date = found[0]._replace(year=years.pop()).iso
        return date, [Note("date-year-elsewhere", (date or "", found[0].words))]
    return None, [Note("date-without-year", (found[0].words,))]


@cache
def _agencies() -> dict[str, Agency]:
    return {
        form.casefold(): Agency(entry["name"], entry.get("country"))
        for entry in load_toml("read", "agencies.toml")["agency"]
        for form in entry["forms"]
    }

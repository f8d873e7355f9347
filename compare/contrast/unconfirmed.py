"""Claims put in the other side's mouth that its own text does not carry."""

from __future__ import annotations

from collections.abc import Iterator

from compare.contrast.omission import omitted
from compare.contrast.situation import Situation
from compare.model import Finding, FindingKind


def unconfirmed(situation: Situation) -> Iterator[Finding]:
    """Yield one finding for every omitted point that its text attributes to the other side's principals. ``side`` is
    the side that does not confirm; the evidence is that of the omission."""
    for finding in omitted(situation):
        (ref,) = finding.points
        speaker = situation.pair[ref.side].annotations[ref.point].speaker
        if speaker.party.value == ref.side.other.value:
            yield Finding(
                FindingKind.UNCONFIRMED,
                ref.side.other,
                finding.points,
                "reported-by-one-side",
                finding.evidence,
                finding.confidence,
            )

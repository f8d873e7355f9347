"""Points that the other side does not have."""

from __future__ import annotations

from collections.abc import Iterator

from compare.contrast.situation import Situation
from compare.model import Evidence, Finding, FindingKind, Status

# Confidence of an omission without any candidate: at most one in twenty such points had a counterpart in
# fixtures/events.
NO_CANDIDATE = 0.95


def omitted(situation: Situation) -> Iterator[Finding]:
    """Yield one finding a point without counterpart. ``side`` is the side that lacks it; the reason tells whether that
    side has the topic at all; the evidence is its nearest rejected candidate."""
    topics = situation.pair.map(lambda readout: {t for a in readout.annotations for t in a.topics[:1]})
    for ref in situation.points(Status.OMITTED):
        lacking = ref.side.other
        note = situation.pair[ref.side].annotations[ref.point]
        present = bool(set(note.topics[:1]) & topics[lacking])
        candidate = situation.rejected[ref.side][ref.point]
        evidence = (Evidence("nearest", lacking, candidate.point, None, candidate.score),) if candidate else ()
        yield Finding(
            FindingKind.OMITTED,
            lacking,
            (ref,),
            "topic-present" if present else "topic-absent",
            evidence,
            round(min(1.0 - candidate.score, NO_CANDIDATE) if candidate else NO_CANDIDATE, 4),
        )

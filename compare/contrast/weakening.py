"""Points that both sides have, one of them softer."""

from __future__ import annotations

from collections.abc import Iterator

from compare.contrast.situation import Situation, end, softer
from compare.model import Evidence, Finding, FindingKind, PointRef, Status


def weakened(situation: Situation) -> Iterator[Finding]:
    """Yield one finding a weakened point. ``side`` is the softer side; the reason is the kind of the first difference
    (``wording`` where none is named)."""
    for ref in situation.points(Status.WEAKENED):
        link = next(one for one in situation.links_of(ref) if softer(one.relation) is ref.side.other)
        other = PointRef(ref.side.other, end(link, ref.side.other))
        yield Finding(
            FindingKind.WEAKENED,
            ref.side.other,
            (ref, other),
            link.differences[0].kind if link.differences else "wording",
            (Evidence("counterpart", other.side, other.point, None, link.score),),
            link.score,
        )

"""The same claim, held by different speakers."""

from __future__ import annotations

from collections.abc import Iterator

from compare.contrast.situation import Situation
from compare.model import Evidence, Finding, FindingKind, Holder, PointRef, Relation, Side


def attribution(situation: Situation) -> Iterator[Finding]:
    """Yield one finding a link whose ends name different holders, both of them speaking: "both agreed" against "he
    said".

    ``side`` is the side that lets one party say alone what the other text calls joint; where neither is joint, the
    right side. The reason is ``joint-or-single`` or ``another-speaker``.
    """
    for link in situation.links:
        if link.relation is Relation.CONFLICT:
            continue
        holders = _holders(situation, link.left, link.right)
        if holders[0] is holders[1] or {Holder.NARRATOR, Holder.OTHER} & set(holders):
            continue
        joint = Holder.BOTH in holders
        yield Finding(
            FindingKind.ATTRIBUTION,
            Side.LEFT if joint and holders[1] is Holder.BOTH else Side.RIGHT,
            (PointRef(Side.LEFT, link.left), PointRef(Side.RIGHT, link.right)),
            "joint-or-single" if joint else "another-speaker",
            (Evidence("counterpart", Side.RIGHT, link.right, None, link.score),),
            link.score,
        )


def _holders(situation: Situation, left: int, right: int) -> tuple[Holder, Holder]:
    return (
        situation.pair.left.annotations[left].speaker.party,
        situation.pair.right.annotations[right].speaker.party,
    )

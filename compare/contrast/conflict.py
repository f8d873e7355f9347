"""Accounts of one matter that cannot both be right."""

from __future__ import annotations

from collections.abc import Iterator

from compare.contrast.situation import Situation
from compare.model import Evidence, Finding, FindingKind, PointRef, Relation, Side


def conflicting(situation: Situation) -> Iterator[Finding]:
    """Yield one finding a conflicting link, told from the right side (a conflict has no direction); the reason is the
    kind of the first difference (``account`` where none is named)."""
    for link in situation.links:
        if link.relation is Relation.CONFLICT:
            yield Finding(
                FindingKind.CONFLICTING,
                Side.RIGHT,
                (PointRef(Side.LEFT, link.left), PointRef(Side.RIGHT, link.right)),
                link.differences[0].kind if link.differences else "account",
                (
                    Evidence("counterpart", Side.LEFT, link.left, None, link.score),
                    Evidence("counterpart", Side.RIGHT, link.right, None, link.score),
                ),
                link.score,
            )

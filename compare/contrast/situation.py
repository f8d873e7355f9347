"""What every rule looks at: both sides, the judged links, and what became of each point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compare.model import AnnotatedReadout, Candidate, Link, Pair, PointRef, Relation, Side, Status


@dataclass(frozen=True, slots=True)
class Situation:
    """A judged comparison before findings."""

    pair: Pair[AnnotatedReadout]
    links: tuple[Link, ...]
    rejected: Pair[tuple[Candidate | None, ...]]
    statuses: Pair[tuple[Status, ...]]

    def points(self, status: Status) -> Iterator[PointRef]:
        """Every point of this status, left ones first, in reading order."""
        for side in Side:
            for index, own in enumerate(self.statuses[side]):
                if own is status:
                    yield PointRef(side, index)

    def links_of(self, ref: PointRef) -> list[Link]:
        """The links of a point, best first."""
        mine = [link for link in self.links if end(link, ref.side) == ref.point]
        return sorted(mine, key=lambda link: (-link.score, end(link, ref.side.other)))


def end(link: Link, side: Side) -> int:
    """The point of a link that stands on this side."""
    return link.left if side is Side.LEFT else link.right


def softer(relation: Relation) -> Side | None:
    """The side that is softer in a relation, None where neither is."""
    return {Relation.WEAKER_LEFT: Side.LEFT, Relation.WEAKER_RIGHT: Side.RIGHT}.get(relation)


def statuses(pair: Pair[AnnotatedReadout], links: Sequence[Link]) -> Pair[tuple[Status, ...]]:
    """Return one status a point: omitted without a link; else by the best of its links. A point is weakened when the
    other side has it softer."""

    def of(side: Side) -> tuple[Status, ...]:
        best: dict[int, Link] = {}
        for link in links:
            point = end(link, side)
            if point not in best or link.score > best[point].score:
                best[point] = link
        return tuple(
            _status(best[index], side) if index in best else Status.OMITTED for index in range(len(pair[side].points))
        )

    return Pair(of(Side.LEFT), of(Side.RIGHT))


def _status(link: Link, side: Side) -> Status:
    if link.relation is Relation.CONFLICT:
        return Status.CONFLICTING
    return Status.WEAKENED if softer(link.relation) is side.other else Status.SHARED

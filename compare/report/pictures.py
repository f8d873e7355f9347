"""Geometry of the pictures in the HTML report, in units of their own boxes. Every picture repeats what stands beside it
in words or in a table."""

from __future__ import annotations

from dataclasses import dataclass

from compare.model import BlockKind, Comparison, Side, Status
from compare.report.view import TopicRow

# Heights of a coverage strip by status, in hundredths: a second cue beside colour.
_HEIGHTS = {Status.SHARED: 34, Status.WEAKENED: 56, Status.CONFLICTING: 100, Status.OMITTED: 78}
STRIP = 1000
"""Width of a coverage strip's box."""
BAR = 100
"""Width of a bar's box: the largest share or upper bound of the report."""
STEP = 10
"""Height of one place in the box of the order picture."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A share with its interval, in hundredths of the widest."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Slope:
    """A topic's places: ``left`` and ``right`` are heights in the order picture, None where the topic is absent."""

    topic: str
    left: float | None
    right: float | None
    crosses: bool


@dataclass(frozen=True, slots=True)
class Order:
    """Topics by first mention on each side, and the lines between them."""

    left: tuple[TopicRow, ...]
    right: tuple[TopicRow, ...]
    slopes: tuple[Slope, ...]
    height: int


def strip(comparison: Comparison, side: Side) -> tuple[tuple[Status, str], ...]:
    """For each status that occurs, the path of its points in reading order, as wide as they are long; page furniture
    and words that no point holds leave gaps."""
    annotated = comparison.sides[side]
    blocks = [block.span for block in annotated.readout.blocks if block.kind is not BlockKind.BOILERPLATE]
    start, end = (min(b.start for b in blocks), max(b.end for b in blocks)) if blocks else (0, 1)
    scale = STRIP / max(end - start, 1)
    paths: dict[Status, list[str]] = {status: [] for status in Status}
    for point, status in zip(annotated.points, comparison.statuses[side], strict=True):
        height = _HEIGHTS[status]
        for span in point.spans:
            x, width = (span.start - start) * scale, max(len(span) * scale, 0.5)
            paths[status].append(f"M{x:.1f} 100v-{height}h{width:.1f}v{height}z")
    return tuple((status, "".join(found)) for status, found in paths.items() if found)


def bars(topics: tuple[TopicRow, ...]) -> dict[str, tuple[Bar, Bar]]:
    """The bars of every topic, left and right, on one scale."""
    weights = [weight for topic in topics for weight in (topic.row.left, topic.row.right)]
    largest = max((max(weight.share, weight.high if weight.rank else 0.0) for weight in weights), default=0.0) or 1.0

    def bar(share: float, low: float, high: float) -> Bar:
        return Bar(*(round(value / largest * BAR, 1) for value in (share, min(low, share), max(high, share))))

    return {
        topic.topic: (
            bar(topic.row.left.share, topic.row.left.low, topic.row.left.high),
            bar(topic.row.right.share, topic.row.right.low, topic.row.right.high),
        )
        for topic in topics
    }


def order(topics: tuple[TopicRow, ...]) -> Order:
    """The topics of each side by first mention. A line crosses when some other topic stands on the other side of it."""
    left = tuple(sorted((t for t in topics if t.row.left.rank), key=lambda t: (t.row.left.rank, t.topic)))
    right = tuple(sorted((t for t in topics if t.row.right.rank), key=lambda t: (t.row.right.rank, t.topic)))
    places = [{topic.topic: place for place, topic in enumerate(side)} for side in (left, right)]
    both = [topic.topic for topic in left if topic.topic in places[1]]
    slopes = []
    for topic in topics:
        a, b = (side.get(topic.topic) for side in places)
        crosses = (
            a is not None
            and b is not None
            and any((places[0][other] - a) * (places[1][other] - b) < 0 for other in both)
        )
        slopes.append(Slope(topic.topic, _middle(a), _middle(b), crosses))
    return Order(left, right, tuple(slopes), STEP * max(len(left), len(right), 1))


def _middle(place: int | None) -> float | None:
    return None if place is None else STEP * place + STEP / 2

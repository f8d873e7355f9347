"""What each side gives room to, and what it puts first."""

from __future__ import annotations

import math
from collections import defaultdict

from compare.model import AnnotatedReadout, Emphasis, Finding, FindingKind, Pair, PointRef, Side, Weight

PROCEDURE = "procedure"
# Prior of the log-odds, in points spread over the topics by their share of both texts (the informative Dirichlet
# prior of Monroe, Colaresi and Quinn 2008, "Fightin' Words"): about half a short readout, so that one sentence more
# tilts little.
PRIOR = 8.0
# |z| of the log-odds from which a tilt is called emphasis: 1.28 is one chance in ten on each side.
TELLING = 1.28
# One-sided 90 % intervals of the shares (Wilson 1927).
Z = 1.28


def emphasis(pair: Pair[AnnotatedReadout]) -> tuple[Emphasis, ...]:
    """Return one row a topic that either side has, largest first. Shares leave ``procedure`` out of their base."""
    sides = pair.map(_weights)
    topics = sorted(set(sides.left) | set(sides.right))
    points = pair.map(lambda readout: max(len(readout.points), 1))
    rows = [
        Emphasis(
            topic,
            sides.left.get(topic, Weight()),
            sides.right.get(topic, Weight()),
            round(math.tanh(_z(topic, sides, points) / 2), 4),
        )
        for topic in topics
    ]
    return tuple(sorted(rows, key=lambda row: (-(row.left.share + row.right.share), row.topic)))


def emphasized(pair: Pair[AnnotatedReadout], rows: tuple[Emphasis, ...]) -> list[Finding]:
    """Return one finding a topic that both sides have and one of them clearly plays up; ``side`` is that side, the
    reason the topic, the points its points on that side."""
    found = []
    for row in rows:
        if row.topic == PROCEDURE or not (row.left.points and row.right.points):
            continue
        z = 2 * math.atanh(max(min(row.tilt, 0.9999), -0.9999))
        if abs(z) >= TELLING:
            side = Side.LEFT if z < 0 else Side.RIGHT
            points = tuple(
                PointRef(side, i) for i, a in enumerate(pair[side].annotations) if a.topics[:1] == (row.topic,)
            )
            found.append(Finding(FindingKind.EMPHASIS, side, points, row.topic, (), round(abs(row.tilt), 4)))
    return found


def _weights(readout: AnnotatedReadout) -> dict[str, Weight]:
    room: dict[str, float] = defaultdict(float)
    members: dict[str, list[int]] = defaultdict(list)
    for index, note in enumerate(readout.annotations):
        if note.topics:
            room[note.topics[0]] += note.salience
            members[note.topics[0]].append(index)
    base = sum(value for topic, value in room.items() if topic != PROCEDURE)
    count = len(readout.points)
    out = {}
    for rank, topic in enumerate(members, 1):
        share = room[topic] / base if base and topic != PROCEDURE else 0.0
        low, high = _interval(share, count)
        strengths = [s.strength for i in members[topic] if (s := readout.annotations[i].stance)]
        out[topic] = Weight(
            share=round(share, 4),
            rank=rank,
            points=len(members[topic]),
            strength=round(sum(strengths) / len(strengths), 2) if strengths else 0.0,
            low=round(low, 4),
            high=round(high, 4),
        )
    return out


def _interval(share: float, count: int) -> tuple[float, float]:
    if not count:
        return 0.0, 0.0
    spread = 1 + Z * Z / count
    middle = (share + Z * Z / (2 * count)) / spread
    half = Z * math.sqrt(share * (1 - share) / count + Z * Z / (4 * count * count)) / spread
    return max(middle - half, 0.0), min(middle + half, 1.0)


def _z(topic: str, sides: Pair[dict[str, Weight]], points: Pair[int]) -> float:
    """Standardised log-odds of a topic, right against left."""
    if topic == PROCEDURE:
        return 0.0
    shares = sides.map(lambda side: side.get(topic, Weight()).share)
    prior = PRIOR * (shares.left + shares.right) / 2
    odds, variance = [], 0.0
    for share, count in zip(shares, points, strict=True):
        have, rest = share * count + prior, (1 - share) * count + PRIOR - prior
        odds.append(math.log(max(have, 1e-6) / max(rest, 1e-6)))
        variance += 1 / max(have, 1e-6) + 1 / max(rest, 1e-6)
    return (odds[1] - odds[0]) / math.sqrt(variance)

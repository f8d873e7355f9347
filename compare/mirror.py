"""A result with its sides exchanged, and the one order of links, beads and findings."""

from __future__ import annotations

from dataclasses import replace

from compare.model import (
    AnnotatedReadout,
    Bead,
    Comparison,
    Emphasis,
    Evidence,
    Finding,
    FindingKind,
    Holder,
    Link,
    PointRef,
    Side,
)

_ORDER = {kind: rank for rank, kind in enumerate(FindingKind)}


def mirrored(result: Comparison) -> Comparison:
    """Return the same comparison with left and right exchanged, everything in the order that it then has."""
    return replace(
        result,
        sides=result.sides.swap().map(_annotated),
        statuses=result.statuses.swap(),
        links=tuple(sorted(map(_link, result.links), key=lambda link: (link.left, link.right))),
        beads=in_order(tuple(Bead(bead.right, bead.left, bead.score) for bead in result.beads)),
        findings=ranked(tuple(map(_finding, result.findings))),
        emphasis=tuple(Emphasis(row.topic, row.right, row.left, -row.tilt or 0.0) for row in result.emphasis),
    )


def in_order(beads: tuple[Bead, ...]) -> tuple[Bead, ...]:
    """Return beads in reading order of the left side, a right-only bead after the one that holds the block before."""
    place: dict[int, float] = {block: min(bead.left) for bead in beads if bead.left for block in bead.right}
    last = -1.0
    for block in range(max((b for bead in beads for b in bead.right), default=-1) + 1):
        last = place.setdefault(block, last)
    return tuple(
        sorted(
            beads,
            key=lambda bead: (min(bead.left) if bead.left else place[min(bead.right)], not bead.left, bead.right),
        )
    )


def ranked(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings, the most telling kinds first, what the right side lacks before what the left side lacks."""
    return tuple(sorted(findings, key=lambda f: (_ORDER[f.kind], f.side is Side.LEFT, f.points, f.reason)))


_PARTIES = {Holder.LEFT: Holder.RIGHT, Holder.RIGHT: Holder.LEFT}


def _annotated(readout: AnnotatedReadout) -> AnnotatedReadout:
    """Speakers' parties name sides, so they turn with them."""
    return replace(
        readout,
        annotations=tuple(
            replace(note, speaker=replace(note.speaker, party=_PARTIES.get(note.speaker.party, note.speaker.party)))
            for note in readout.annotations
        ),
    )


def _link(link: Link) -> Link:
    known = dict(link.signals)
    for name in [name for name in known if name.endswith("_left")]:
        there = name.removesuffix("left") + "right"
        known[name], known[there] = known[there], known[name]
    for name in [name for name in known if name.endswith("_gap")]:
        known[name] = -known[name] or 0.0
    return replace(
        link,
        left=link.right,
        right=link.left,
        signals=tuple(known.items()),
        relation=link.relation.swapped,
        differences=tuple(replace(d, left=d.right, right=d.left) for d in link.differences),
    )


def _finding(finding: Finding) -> Finding:
    return replace(
        finding,
        side=finding.side.other,
        points=tuple(PointRef(ref.side.other, ref.point) for ref in finding.points),
        evidence=tuple(_evidence(e) for e in finding.evidence),
    )


def _evidence(evidence: Evidence) -> Evidence:
    return replace(evidence, side=evidence.side.other)

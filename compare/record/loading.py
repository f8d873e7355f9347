"""A record as a comparison, with every reference checked."""

from __future__ import annotations

from typing import TypeVar

import compare.model as model
from compare.errors import RecordError
from compare.model import Pair, PointRef, Side, Span
from compare.record.form import (
    EvidenceRecord,
    Offsets,
    Record,
    SideRecord,
    WeightRecord,
)

T = TypeVar("T")


def from_record(record: Record) -> model.Comparison:
    """The comparison of a record. Raises RecordError naming the part that does not fit the rest."""
    sides = Pair(_annotated(record.left, Side.LEFT), _annotated(record.right, Side.RIGHT))
    load = _Loader(sides)
    return model.Comparison(
        signature=record.signature,
        sides=sides,
        statuses=Pair(
            tuple(point.status for point in record.left.points), tuple(point.status for point in record.right.points)
        ),
        links=tuple(
            model.Link(
                left=load.ref(link.left, f"links[{i}].left", Side.LEFT).point,
                right=load.ref(link.right, f"links[{i}].right", Side.RIGHT).point,
                score=link.score,
                signals=tuple(link.signals.items()),
                relation=link.relation,
                differences=tuple(model.Difference(d.kind, d.left, d.right) for d in link.differences),
                pinned=link.pinned,
            )
            for i, link in enumerate(record.links)
        ),
        beads=tuple(
            model.Bead(
                load.blocks(bead.left, Side.LEFT, f"paragraph_alignment[{i}].left"),
                load.blocks(bead.right, Side.RIGHT, f"paragraph_alignment[{i}].right"),
                bead.score,
            )
            for i, bead in enumerate(record.paragraph_alignment)
        ),
        findings=tuple(
            model.Finding(
                kind=finding.kind,
                side=finding.side,
                points=tuple(load.ref(name, f"findings[{i}].points") for name in finding.points),
                reason=finding.reason,
                evidence=tuple(load.evidence(e, f"findings[{i}].evidence") for e in finding.evidence),
                confidence=finding.confidence,
            )
            for i, finding in enumerate(record.findings)
        ),
        emphasis=tuple(
            model.Emphasis(
                row.topic,
                _weight(row.left),
                _weight(row.right),
                row.tilt,
            )
            for row in record.emphasis
        ),
        notes=tuple(model.Note(note.slug, note.values) for note in record.notes),
    )


def _span(offsets: Offsets, text: str, where: str) -> Span:
    start, end = offsets
    if not 0 <= start <= end <= len(text):
        raise RecordError(f"span {start}-{end} lies outside of the text", where=where, todo="compare again")
    return Span(start, end)


def _place(index: int, things: tuple[T, ...], where: str) -> int:
    if not 0 <= index < len(things):
        raise RecordError(f"{index} is not one of {len(things)}", where=where, todo="compare again")
    return index


def _annotated(record: SideRecord, side: Side) -> model.AnnotatedReadout:
    text, source = record.text, record.provenance
    points, annotations = [], []
    for i, point in enumerate(record.points):
        where = f"{side}.points[{i}]"
        if point.id != str(PointRef(side, i)):
            raise RecordError(f"{point.id[:20]!r} should be {PointRef(side, i)}", where=where, todo="compare again")
        stance = point.stance
        points.append(
            model.Point(
                spans=tuple(_span(span, text, where) for span in point.spans),
                block=_place(point.paragraph, record.paragraphs, f"{where}.paragraph"),
                sentence=_place(point.sentence, record.sentences, f"{where}.sentence"),
                text=point.text,
            )
        )
        annotations.append(
            model.Annotation(
                speaker=model.Speaker(point.speaker.party, point.speaker.name, point.speaker.via),
                stance=None
                if stance is None
                else model.Stance(
                    act=stance.act,
                    strength=stance.strength,
                    negated=stance.negated,
                    hedged=stance.hedged,
                    cue=None if stance.cue is None else _span(stance.cue, text, where),
                ),
                topics=point.topics,
                mentions=tuple(model.Mention(m.kind, m.key, _span(m.span, text, where)) for m in point.mentions),
                salience=point.salience,
            )
        )
    return model.AnnotatedReadout(
        readout=model.Readout(
            label=record.label,
            issuer=record.issuer,
            country=record.country,
            language=record.language,
            title=record.title,
            published=record.published,
            text=text,
            blocks=tuple(
                model.Block(p.kind, _span(p.span, text, f"{side}.paragraphs[{i}]"))
                for i, p in enumerate(record.paragraphs)
            ),
            provenance=model.Provenance(
                location=source.location,
                media_type=source.media_type,
                charset=source.charset,
                charset_by=source.charset_by,
                sha256=source.sha256,
                profile=source.profile,
                retrieved=source.retrieved,
                notes=tuple(model.Note(n.slug, n.values) for n in source.notes),
            ),
        ),
        sentences=tuple(
            model.Sentence(
                _span(s.span, text, f"{side}.sentences[{i}]"),
                _place(s.paragraph, record.paragraphs, f"{side}.sentences[{i}].paragraph"),
            )
            for i, s in enumerate(record.sentences)
        ),
        points=tuple(points),
        annotations=tuple(annotations),
    )


def _weight(weight: WeightRecord) -> model.Weight:
    return model.Weight(weight.share, weight.rank, weight.points, weight.strength, weight.low, weight.high)


class _Loader:
    """Names and indices of a record looked up in the sides that are already loaded."""

    def __init__(self, sides: Pair[model.AnnotatedReadout]) -> None:
        self._sides = sides
        self._refs = {
            str(ref): ref for side in Side for ref in (PointRef(side, i) for i in range(len(sides[side].points)))
        }

    def ref(self, name: str, where: str, side: Side | None = None) -> PointRef:
        found = self._refs.get(name)
        if found is None or side not in (None, found.side):
            raise RecordError(f"there is no such point: {name[:20]!r}", where=where, todo="compare again")
        return found

    def blocks(self, indices: tuple[int, ...], side: Side, where: str) -> tuple[int, ...]:
        blocks = self._sides[side].readout.blocks
        return tuple(_place(index, blocks, where) for index in indices)

    def evidence(self, evidence: EvidenceRecord, where: str) -> model.Evidence:
        return model.Evidence(
            kind=evidence.kind,
            side=evidence.side,
            point=None if evidence.point is None else self.ref(evidence.point, where, evidence.side).point,
            span=None
            if evidence.span is None
            else _span(evidence.span, self._sides[evidence.side].readout.text, where),
            score=evidence.score,
        )

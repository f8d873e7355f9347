"""A comparison as a record."""

from __future__ import annotations

import compare.model as model
from compare.model import PointRef, Side, Span
from compare.record.form import (
    BeadRecord,
    DifferenceRecord,
    EmphasisRecord,
    EvidenceRecord,
    FindingRecord,
    LinkRecord,
    MentionRecord,
    NoteRecord,
    Offsets,
    ParagraphRecord,
    PointRecord,
    ProvenanceRecord,
    Record,
    SentenceRecord,
    SideRecord,
    SpeakerRecord,
    StanceRecord,
    WeightRecord,
)


def to_record(comparison: model.Comparison) -> Record:
    """The comparison as a record. File names that are not valid Unicode are written with backslash escapes."""
    return Record(
        format="readouts.comparison",
        version=1,
        signature=comparison.signature,
        left=_side(Side.LEFT, comparison.sides.left, comparison.statuses.left),
        right=_side(Side.RIGHT, comparison.sides.right, comparison.statuses.right),
        links=tuple(
            LinkRecord(
                left=str(PointRef(Side.LEFT, link.left)),
                right=str(PointRef(Side.RIGHT, link.right)),
                relation=link.relation,
                score=float(link.score),
                signals={name: float(value) for name, value in link.signals},
                differences=tuple(DifferenceRecord(d.kind, d.left, d.right) for d in link.differences),
                pinned=link.pinned,
            )
            for link in comparison.links
        ),
        paragraph_alignment=tuple(BeadRecord(bead.left, bead.right, float(bead.score)) for bead in comparison.beads),
        findings=tuple(
            FindingRecord(
                kind=finding.kind,
                side=finding.side,
                points=tuple(str(ref) for ref in finding.points),
                reason=finding.reason,
                evidence=tuple(_evidence(evidence) for evidence in finding.evidence),
                confidence=float(finding.confidence),
            )
            for finding in comparison.findings
        ),
        emphasis=tuple(
            EmphasisRecord(row.topic, _weight(row.left), _weight(row.right), float(row.tilt))
            for row in comparison.emphasis
        ),
        notes=_notes(comparison.notes),
    )


def readout_record(annotated: model.AnnotatedReadout) -> SideRecord:
    """One text as a left side whose points all have the status of points without counterpart."""
    return _side(Side.LEFT, annotated, (model.Status.OMITTED,) * len(annotated.points))


def _text(value: str) -> str:
    return value.encode("utf-8", "backslashreplace").decode("utf-8")


def _offsets(span: Span) -> Offsets:
    return (span.start, span.end)


def _notes(notes: tuple[model.Note, ...]) -> tuple[NoteRecord, ...]:
    return tuple(NoteRecord(note.slug, tuple(_text(value) for value in note.values)) for note in notes)


def _weight(weight: model.Weight) -> WeightRecord:
    share, strength, low, high = map(float, (weight.share, weight.strength, weight.low, weight.high))
    return WeightRecord(share, weight.rank, weight.points, strength, low, high)


def _evidence(evidence: model.Evidence) -> EvidenceRecord:
    return EvidenceRecord(
        kind=evidence.kind,
        side=evidence.side,
        point=None if evidence.point is None else str(PointRef(evidence.side, evidence.point)),
        span=None if evidence.span is None else _offsets(evidence.span),
        score=None if evidence.score is None else float(evidence.score),
    )


def _side(side: Side, annotated: model.AnnotatedReadout, statuses: tuple[model.Status, ...]) -> SideRecord:
    readout, source = annotated.readout, annotated.readout.provenance
    return SideRecord(
        label=_text(readout.label),
        issuer=readout.issuer,
        country=readout.country,
        language=readout.language,
        title=readout.title,
        published=readout.published,
        text=readout.text,
        provenance=ProvenanceRecord(
            location=_text(source.location),
            media_type=source.media_type,
            charset=source.charset,
            charset_by=source.charset_by,
            sha256=source.sha256,
            profile=source.profile,
            retrieved=source.retrieved,
            notes=_notes(source.notes),
        ),
        paragraphs=tuple(ParagraphRecord(i, b.kind, _offsets(b.span)) for i, b in enumerate(readout.blocks)),
        sentences=tuple(SentenceRecord(s.block, _offsets(s.span)) for s in annotated.sentences),
        points=tuple(
            _point(str(PointRef(side, i)), point, note, status)
            for i, (point, note, status) in enumerate(
                zip(annotated.points, annotated.annotations, statuses, strict=True)
            )
        ),
    )


def _point(name: str, point: model.Point, known: model.Annotation, status: model.Status) -> PointRecord:
    stance = known.stance
    return PointRecord(
        id=name,
        paragraph=point.block,
        sentence=point.sentence,
        spans=tuple(_offsets(span) for span in point.spans),
        text=point.text,
        speaker=SpeakerRecord(known.speaker.name, known.speaker.party, known.speaker.via),
        stance=None
        if stance is None
        else StanceRecord(
            act=stance.act,
            strength=stance.strength,
            negated=stance.negated,
            hedged=stance.hedged,
            cue=None if stance.cue is None else _offsets(stance.cue),
        ),
        topics=known.topics,
        mentions=tuple(MentionRecord(m.kind, m.key, _offsets(m.span)) for m in known.mentions),
        salience=float(known.salience),
        status=status,
    )

"""A comparison as large as readouts get: 300 paragraphs against 300, four points a paragraph, all linked or found."""

from __future__ import annotations

from compare.model import (
    AnnotatedReadout,
    Annotation,
    Bead,
    Block,
    BlockKind,
    Comparison,
    Emphasis,
    Evidence,
    Finding,
    FindingKind,
    Holder,
    Link,
    Mention,
    Pair,
    Point,
    PointRef,
    Provenance,
    Readout,
    Relation,
    Sentence,
    Side,
    Span,
    Speaker,
    Stance,
    Status,
    Weight,
)

PARAGRAPHS = 300
POINTS = 4
CLAIMS = {
    Side.LEFT: "双方同意在第{}项议题上继续加强各领域务实合作并保持密切沟通",
    Side.RIGHT: "стороны договорились продолжать сотрудничество по вопросу № {} и поддерживать контакты",
}
TOPICS = ("relations", "economy", "ukraine", "order", "people")


def large_comparison() -> Comparison:
    """Every second point linked to the same place of the other text, every fourth softer, the others left out."""
    sides = Pair(_side(Side.LEFT), _side(Side.RIGHT))
    count = PARAGRAPHS * POINTS
    signals = (("semantic", 0.71), ("lexical", 0.32), ("names", 1.0), ("numbers", 0.5))
    links = tuple(
        Link(i, i, 0.8, signals, Relation.WEAKER_RIGHT if i % 4 == 0 else Relation.SAME) for i in range(0, count, 2)
    )
    findings = tuple(
        Finding(
            FindingKind.OMITTED,
            side.other,
            (PointRef(side, i),),
            "topic-present",
            (Evidence("nearest", side.other, (i * 7) % count, None, 0.31),),
            0.69,
        )
        for side in Side
        for i in range(1, count, 2)
    )
    weight = Weight(0.2, 1, count // 5, 3.0, 0.15, 0.25)
    statuses = [Status.SHARED, Status.OMITTED]
    return Comparison(
        "large",
        sides,
        Pair(*(tuple(statuses[i % 2] for i in range(count)) for _ in Side)),
        links,
        tuple(Bead((i,), (i,), 0.8) for i in range(PARAGRAPHS)),
        findings,
        tuple(Emphasis(topic, weight, weight, 0.0) for topic in TOPICS),
    )


def _side(side: Side) -> AnnotatedReadout:
    text, blocks, points, notes = "", [], [], []
    for block in range(PARAGRAPHS):
        start = len(text)
        for point in range(POINTS):
            claim = CLAIMS[side].format(block * POINTS + point)
            span = Span(len(text), len(text) + len(claim))
            points.append(Point((span,), block, block, claim))
            topic = TOPICS[(block + point) % len(TOPICS)]
            speaker = Speaker((Holder.LEFT, Holder.RIGHT, Holder.BOTH)[block % 3], "Speaker")
            mention = Mention("number", f"number:{block}", Span(span.start, span.start + 2))
            notes.append(Annotation(speaker, Stance("agree", 4), (topic,), (mention,), 1 / (PARAGRAPHS * POINTS)))
            text += claim + ("。" if side is Side.LEFT else ". ")
        blocks.append(Block(BlockKind.PARAGRAPH, Span(start, len(text))))
        text += "\n\n"
    language, label = ("zh-Hans", "China") if side is Side.LEFT else ("ru", "Belarus")
    provenance = Provenance("large.txt", "text/plain", "utf-8", "utf-8", "0" * 64)
    readout = Readout(label, None, None, language, None, None, text, tuple(blocks), provenance)
    sentences = tuple(Sentence(block.span, i) for i, block in enumerate(blocks))
    return AnnotatedReadout(readout, sentences, tuple(points), tuple(notes))

"""Build small annotated readouts from table rows, for tests of the two-sided stages."""

from __future__ import annotations

from typing import Any

from compare.model import (
    AnnotatedReadout,
    Annotation,
    Block,
    BlockKind,
    Holder,
    Mention,
    Point,
    Provenance,
    Readout,
    Sentence,
    Span,
    Speaker,
    Stance,
)


def annotated(rows: list[dict[str, Any]], language: str = "en") -> AnnotatedReadout:
    """One block a row: `text`, and optionally `speaker`, `topic`, `act`, `strength`, `hedged`, `mentions` (key ->
    words)."""
    blocks, sentences, points, notes, at = [], [], [], [], 0
    for index, row in enumerate(rows):
        span = Span(at, at + len(row["text"]))
        blocks.append(Block(BlockKind.PARAGRAPH, span))
        sentences.append(Sentence(span, index))
        points.append(Point((span,), index, index, row["text"]))
        mentions = []
        for key, words in row.get("mentions", {}).items():
            start = at + row["text"].index(words)
            mentions.append(Mention(key.split(":")[0], key, Span(start, start + len(words))))
        stance = None
        if "act" in row:
            stance = Stance(row["act"], row.get("strength", 3), row.get("negated", False), row.get("hedged", False))
        notes.append(
            Annotation(
                Speaker(Holder(row.get("speaker", "narrator")), row.get("name")),
                stance,
                (row["topic"],) if "topic" in row else (),
                tuple(mentions),
                1 / len(rows),
            )
        )
        at = span.end + 2
    readout = Readout(
        label="",
        issuer=None,
        country=None,
        language=language,
        title=None,
        published=None,
        text="\n\n".join(row["text"] for row in rows),
        blocks=tuple(blocks),
        provenance=Provenance("-", "text/plain", "utf-8", "utf-8", ""),
    )
    return AnnotatedReadout(readout, tuple(sentences), tuple(points), tuple(notes))

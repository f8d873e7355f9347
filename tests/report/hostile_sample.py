"""A comparison in which everything that comes from outside tries to be more than text.

``python tests/report/hostile_sample.py`` writes it to fixtures/results.
"""

from __future__ import annotations

import hashlib
import tomllib
from typing import Any

from gold_samples import RESULTS

from compare.model import (
    AnnotatedReadout,
    Annotation,
    Bead,
    Block,
    BlockKind,
    Comparison,
    Difference,
    Emphasis,
    Evidence,
    Finding,
    FindingKind,
    Holder,
    Link,
    Mention,
    Note,
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


def hostile_comparison() -> Comparison:
    """Every text of hostile.toml as a point of either side, with findings of every kind."""
    texts = tomllib.loads((RESULTS / "hostile.toml").read_text(encoding="utf-8"))
    sides = Pair(_side(texts, Side.LEFT), _side(texts, Side.RIGHT))
    slug = texts["slug"]
    count = len(sides.left.points)
    difference = Difference(slug, texts["name"], texts["title"])
    links = tuple(
        Link(i, i, 0.5, ((slug, 0.5),), Relation.WEAKER_LEFT if i % 2 else Relation.CONFLICT, (difference,))
        for i in range(count)
    )
    findings = []
    for kind in FindingKind:
        for i in range(count):
            refs = (PointRef(Side.LEFT, i), PointRef(Side.RIGHT, i))
            alone = kind in (FindingKind.OMITTED, FindingKind.UNCONFIRMED)
            evidence = (Evidence("nearest", Side.RIGHT, i, Span(0, 5), 0.4),)
            findings.append(Finding(kind, Side.RIGHT, refs[:1] if alone else refs, slug, evidence, 0.6))
    weight = Weight(0.5, 1, count, 3.0, 0.4, 0.6)
    return Comparison(
        signature=slug,
        sides=sides,
        statuses=Pair((Status.CONFLICTING,) * count, (Status.OMITTED,) * count),
        links=links,
        beads=tuple(Bead((i,), (i,), 0.5) for i in range(count)),
        findings=tuple(findings),
        emphasis=(Emphasis(slug, weight, weight, 0.0),),
        notes=(Note(slug, (texts["name"], texts["label"])), Note("charset-detected", (texts["title"],))),
    )


def _side(texts: dict[str, Any], side: Side) -> AnnotatedReadout:
    text, blocks = "", []
    for paragraph in texts["paragraphs"]:
        blocks.append(Block(BlockKind.PARAGRAPH, Span(len(text), len(text) + len(paragraph))))
        text += paragraph + "\n\n"
    url = texts["url"] if side is Side.LEFT else texts["location"]
    return AnnotatedReadout(
        Readout(
            texts["label"],
            texts["issuer"],
            '"><',
            "en" if side is Side.LEFT else '"><x',
            texts["title"],
            "2024-01-01" if side is Side.LEFT else texts["slug"],
            text,
            tuple(blocks),
            Provenance(
                url,
                texts["title"],
                texts["slug"],
                "given",
                hashlib.sha256(text.encode()).hexdigest(),
                texts["slug"],
                texts["slug"],
                (Note(texts["slug"], (texts["title"],)),),
            ),
        ),
        tuple(Sentence(block.span, i) for i, block in enumerate(blocks)),
        tuple(Point((block.span,), i, i, block.span.of(text)) for i, block in enumerate(blocks)),
        tuple(
            Annotation(
                Speaker(Holder.RIGHT, texts["name"], texts["title"]),
                Stance(texts["slug"], 3, True, True, Span(0, 3)),
                (texts["slug"],),
                (Mention("name", "name:" + texts["title"], Span(block.span.start, block.span.start + 3)),),
                0.1,
            )
            for block in blocks
        ),
    )


if __name__ == "__main__":
    from compare.record import dumps

    (RESULTS / "hostile.json").write_bytes(dumps(hostile_comparison()))

from __future__ import annotations

import pytest

from compare.model import (
    AnnotatedReadout,
    Annotation,
    Bead,
    Block,
    BlockKind,
    Comparison,
    Holder,
    Link,
    Pair,
    Point,
    Provenance,
    Readout,
    Sentence,
    Side,
    Span,
    Speaker,
    Status,
)
from compare.report.words import changed_words


def side(language: str, *claims: str) -> AnnotatedReadout:
    text = " ".join(claims)
    spans, at = [], 0
    for claim in claims:
        spans.append(Span(at, at + len(claim)))
        at += len(claim) + 1
    source = Provenance("x", "text/plain", "utf-8", "utf-8", "0")
    readout = Readout(
        "x", None, None, language, None, None, text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),), source
    )
    points = tuple(Point((span,), 0, 0, span.of(text)) for span in spans)
    notes = tuple(Annotation(Speaker(Holder.NARRATOR)) for _ in points)
    return AnnotatedReadout(readout, (Sentence(Span(0, len(text)), 0),), points, notes)


def changes(left: AnnotatedReadout, right: AnnotatedReadout, *links: tuple[int, int]) -> list[list[str]]:
    found = changed_words(
        Comparison(
            "x",
            Pair(left, right),
            Pair((Status.SHARED,) * len(left.points), (Status.SHARED,) * len(right.points)),
            tuple(Link(a, b, 1.0) for a, b in links),
            (Bead((0,), (0,)),),
            (),
            (),
        )
    )
    sides = {Side.LEFT: left, Side.RIGHT: right}
    return [[span.of(sides[s].readout.text) for span in found[s]] for s in Side]


@pytest.mark.parametrize(
    ("language", "left", "right", "expected"),
    [
        ("en", "rates fall by 1/2 point", "rates fall by 1/4 point", [["1/2"], ["1/4"]]),
        ("en", "to 4-3/4 to 5 percent", "to 4-1/2 to 5 percent", [["4-3/4"], ["4-1/2"]]),
        ("en", "fully and firmly supports", "supports", [["fully and firmly"], []]),
        ("en", "The  same\nwords", "the same words", [[], []]),
        ("en", "one, two", "one two", [[","], []]),
        ("ru", "решительно осуждает", "осуждает", [["решительно"], []]),
        ("zh-Hans", "中方坚决反对干涉", "中方反对干涉", [["坚决"], []]),
        ("ja", "強く懸念する", "懸念する", [["強く"], []]),
        ("en", "👩‍👩‍👧 agreed", "👩‍👩‍👧 agreed", [[], []]),
    ],
)
def test_words_that_differ(language: str, left: str, right: str, expected: list[list[str]]) -> None:
    assert changes(side(language, left), side(language, right), (0, 0)) == expected


def test_a_word_counts_as_changed_only_where_no_linked_point_has_it() -> None:
    left = side("en", "both agreed on trade and visas")
    right = side("en", "both agreed on trade", "both agreed on visas")
    assert changes(left, right, (0, 0), (0, 1)) == [["and"], []]


def test_points_without_counterpart_and_other_languages_are_not_marked() -> None:
    assert changes(side("en", "a b c"), side("en", "d e f")) == [[], []]
    assert changes(side("en", "a b c"), side("de", "d e f"), (0, 0)) == [[], []]

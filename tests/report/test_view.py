"""What the view computes: rows, pieces, moved paragraphs, groups and their order; and results that have nothing."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from compare.model import (
    AnnotatedReadout,
    Annotation,
    Bead,
    Block,
    BlockKind,
    Comparison,
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
    Sentence,
    Side,
    Span,
    Speaker,
    Stance,
    Status,
)
from compare.options import ReportOptions
from compare.report import REPORTERS, render
from compare.report.rows import rows
from compare.report.summary import Quote
from compare.report.translations import Translations
from compare.report.view import view
from compare.resources import load_toml

SOURCE = Provenance("x.txt", "text/plain", "utf-8", "utf-8", "0" * 64)


def side(label: str, *paragraphs: str, points: bool = True) -> AnnotatedReadout:
    """A text whose every paragraph is one point; a paragraph in brackets is page furniture."""
    text, blocks, found = "", [], []
    for index, paragraph in enumerate(paragraphs):
        kind = BlockKind.BOILERPLATE if paragraph.startswith("(") else BlockKind.PARAGRAPH
        span = Span(len(text), len(text) + len(paragraph))
        blocks.append(Block(kind, span))
        if points and kind is BlockKind.PARAGRAPH:
            found.append(Point((span,), index, index, paragraph))
        text += paragraph + "\n\n"
    readout = Readout(label, None, None, "en", None, None, text, tuple(blocks), SOURCE)
    sentences = tuple(Sentence(block.span, i) for i, block in enumerate(blocks))
    notes = tuple(Annotation(Speaker(Holder.NARRATOR), None, ("ukraine",)) for _ in found)
    return AnnotatedReadout(readout, sentences, tuple(found), notes)


def comparison(
    left: AnnotatedReadout, right: AnnotatedReadout, beads: list[Bead], *, status: Status = Status.OMITTED
) -> Comparison:
    statuses = Pair(*((status,) * len(one.points) for one in (left, right)))
    return Comparison("test", Pair(left, right), statuses, (), tuple(beads), (), ())


NOTHING = comparison(side("a", points=False), side("b", points=False), [])


@pytest.mark.parametrize("form", [form for form in REPORTERS if form != "pdf"])
def test_results_without_points_render(form: str) -> None:
    assert render(NOTHING, form)
    bare = comparison(side("a", "x", points=False), side("b", "y", points=False), [Bead((0,), ()), Bead((), (0,))])
    assert render(bare, form)


@pytest.mark.parametrize("form", ["terminal", "html", "markdown"])
def test_a_text_against_itself_says_that_nothing_differs(form: str) -> None:
    same = comparison(side("a", "x"), side("b", "x"), [Bead((0,), (0,), 1.0)], status=Status.SHARED)
    report = str(render(replace(same, links=(Link(0, 0, 1.0),)), form))
    assert "No difference was found" in report
    assert "Both carry" in report


def test_page_furniture_has_no_row_but_is_counted() -> None:
    left, right = side("a", "(menu)", "x", "(footer)"), side("b", "x")
    found = view(comparison(left, right, [Bead((0,), ()), Bead((1,), (0,)), Bead((2,), ())]), ReportOptions())
    assert [[p.index for p in row.paragraphs.left] for row in found.rows] == [[1]]
    assert found.sides.left.boilerplate == 2
    assert "2 blocks of page furniture" in str(render(comparison(left, right, [Bead((1,), (0,))]), "terminal"))


@pytest.mark.parametrize(
    ("order", "moved"),
    [
        ([0, 1, 2], [False, False, False]),
        ([2, 0, 1], [True, False, False]),
        ([1, 2, 0], [False, False, True]),
        ([2, 1, 0], [True, True, False]),
    ],
)
def test_moved_paragraphs(order: list[int], moved: list[bool]) -> None:
    beads = [Bead((i,), (j,), 1.0) for i, j in enumerate(order)]
    found = rows(comparison(side("a", "x", "y", "z"), side("b", "x", "y", "z"), beads), Translations(()))
    assert [row.moved for row in found] == moved


def test_a_shared_head_belongs_to_both_points_and_begins_once() -> None:
    text = "He urged restraint and talks"
    one = side("a", text)
    points = (Point((Span(0, 18),), 0, 0, text[:18]), Point((Span(0, 8), Span(23, 28)), 0, 0, "He urged talks"))
    left = replace(one, points=points, annotations=one.annotations * 2)
    found = rows(comparison(left, side("b", "x"), [Bead((0,), (0,))]), Translations(()))
    pieces = found[0].paragraphs.left[0].pieces
    assert [(p.text, p.points, p.begins) for p in pieces] == [
        ("He urged", (0, 1), (0, 1)),
        (" restraint", (0,), ()),
        (" and ", (), ()),
        ("talks", (1,), ()),
    ]


def alone(kind: FindingKind, at: Side, point: int, confidence: float = 0.9) -> Finding:
    return Finding(kind, at.other, (PointRef(at, point),), "topic-present", (), confidence)


def test_strong_and_sure_claims_come_first_and_the_meeting_itself_last() -> None:
    left = side("a", "weak", "strong", "unsure", "call")
    stances = (Stance("say", 1), Stance("endorse-fully", 6), Stance("endorse-fully", 6), Stance("endorse-fully", 6))
    topics = ("ukraine", "ukraine", "ukraine", "procedure")
    notes = tuple(
        replace(note, stance=stance, topics=(topic,), salience=0.25)
        for note, stance, topic in zip(left.annotations, stances, topics, strict=True)
    )
    findings = [alone(FindingKind.UNCONFIRMED, Side.LEFT, i, 0.4 if i == 2 else 0.9) for i in range(4)]
    made = replace(
        comparison(replace(left, annotations=notes), side("b", "x"), []),
        findings=tuple(findings),
    )
    (group,) = (g for g in view(made, ReportOptions()).groups if g.slug == "unconfirmed")
    assert [item.refs[0].point for item in group.items] == [1, 2, 0, 3]
    assert [item.uncertain for item in group.items] == [False, True, False, False]


def test_what_is_told_as_unconfirmed_is_not_told_again_as_left_out() -> None:
    made = replace(
        comparison(side("a", "x", "y"), side("b", "z"), []),
        findings=(
            alone(FindingKind.UNCONFIRMED, Side.LEFT, 0),
            alone(FindingKind.OMITTED, Side.LEFT, 0),
            alone(FindingKind.OMITTED, Side.LEFT, 1),
        ),
    )
    groups = {group.slug: group for group in view(made, ReportOptions()).groups}
    assert [item.refs for item in groups["only-left"].items] == [(PointRef(Side.LEFT, 1),)]


def test_more_is_counted_and_notes_are_shown() -> None:
    left = side("a", *"abcdefg")
    made = replace(
        comparison(left, side("b", "z"), []),
        findings=tuple(alone(FindingKind.UNCONFIRMED, Side.LEFT, i) for i in range(7)),
        notes=(Note("encoder-missing", ("e5", "no weights")),),
    )
    report = str(render(made, "terminal", ReportOptions(cap=5)))
    assert "and 2 more, see “Side by side”" in report
    assert "The encoder e5 could not be used (no weights)." in report
    assert str(render(made, "html")).count('<ol start="6">') == 1


def said_together(text: str, cuts: list[int], *, sentences: list[int] | None = None) -> AnnotatedReadout:
    """A text of one paragraph whose points end at the cuts."""
    one = side("a", text)
    bounds = [0, *cuts, len(text)]
    points = tuple(
        Point((Span(start, end),), 0, sentences[i] if sentences else 0, text[start:end])
        for i, (start, end) in enumerate(itertools.pairwise(bounds))
    )
    return replace(one, points=points, annotations=one.annotations * len(points))


@pytest.mark.parametrize(
    ("text", "cuts", "sentences", "quoted"),
    [
        ("he backs it, will stay with it", [11], None, [("he backs it, will stay with it", "L1–L2")]),
        ("he backs it; she does not", [11], None, [("he backs it", "L1"), ("she does not", "L2")]),
        ("He backs it. She does not.", [12], [0, 1], [("He backs it.", "L1"), ("She does not.", "L2")]),
        ("a" * 90 + "," + "b" * 90, [90], None, [("a" * 90, "L1"), ("b" * 90, "L2")]),
    ],
)
def test_neighbours_of_one_sentence_are_quoted_as_one(
    text: str, cuts: list[int], sentences: list[int] | None, quoted: list[tuple[str, str]]
) -> None:
    made = comparison(said_together(text, cuts, sentences=sentences), side("b", "z"), [])
    for kind, slug in ((FindingKind.UNCONFIRMED, "unconfirmed"), (FindingKind.OMITTED, "only-left")):
        findings = tuple(alone(kind, Side.LEFT, i) for i in range(len(cuts) + 1))
        (group,) = (g for g in view(replace(made, findings=findings), ReportOptions()).groups if g.slug == slug)
        quotes = [part for item in group.items for part in item.sentence if isinstance(part, Quote)]
        assert [(quote.text, quote.place) for quote in quotes] == quoted
        assert {ref for item in group.items for ref in item.refs} == {ref for f in findings for ref in f.points}


def test_courtesies_stand_below_claims_and_figures_above() -> None:
    left = side("a", "thanks", "plain", "figure")
    notes = [replace(note, stance=Stance("support", 4), salience=0.3) for note in left.annotations]
    notes[0] = replace(notes[0], stance=Stance("thank", 4))
    notes[2] = replace(notes[2], mentions=(Mention("number", "number:5", Span(0, 1)),))
    made = replace(
        comparison(replace(left, annotations=tuple(notes)), side("b", "x"), []),
        findings=tuple(alone(FindingKind.UNCONFIRMED, Side.LEFT, i) for i in range(3)),
    )
    (group,) = (g for g in view(made, ReportOptions()).groups if g.slug == "unconfirmed")
    assert [item.refs[0].point for item in group.items] == [2, 1, 0]
    assert [len(item.asides) for item in group.items] == [1, 0, 0]


def test_the_weights_of_news_name_topics_and_acts_that_exist() -> None:
    news = load_toml("templates", "news.toml")
    assert set(news["topics"]) <= set(load_toml("topics.toml"))
    assert set(news["acts"]) <= set(load_toml("stance.toml")["acts"])

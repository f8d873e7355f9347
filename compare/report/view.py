"""Everything that a report shows, computed once and free of format: reporters only lay it out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from compare.model import (
    BlockKind,
    Comparison,
    Emphasis,
    Finding,
    FindingKind,
    Holder,
    Link,
    Pair,
    PointRef,
    Readout,
    Side,
    Status,
)
from compare.options import ReportOptions
from compare.report.display import clean, direction, one_line, tag
from compare.report.messages import Messages, messages
from compare.report.naming import Naming
from compare.report.rows import Row, rows
from compare.report.summary import PROCEDURE, Group, summarize
from compare.report.translations import Translations

SIGNS = {Status.SHARED: "=", Status.WEAKENED: "~", Status.CONFLICTING: "≠", Status.OMITTED: "+"}
"""The mark of a status wherever colour cannot be relied upon."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A point on the other side that answers to a point, with the words for how and the signals that have words."""

    ref: PointRef
    text: str
    relation: str
    link: Link
    signals: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Nearest:
    """The best partner that was not taken."""

    ref: PointRef
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class PointView:
    """A point with all that can be said of it."""

    ref: PointRef
    text: str
    status: Status
    speaker: str
    party: Holder
    stance: str
    topics: tuple[str, ...]
    mentions: tuple[tuple[str, str], ...]
    counterparts: tuple[Counterpart, ...]
    nearest: Nearest | None
    findings: tuple[Finding, ...]
    confidence: float | None

    @property
    def ident(self) -> str:
        """Its public id: ``L7``."""
        return str(self.ref)

    @property
    def sign(self) -> str:
        """The mark of its status."""
        return SIGNS[self.status]


@dataclass(frozen=True, slots=True)
class SideView:
    """One text: its name (``short`` inside of sentences and tables), the facts about it in words, and its points."""

    side: Side
    name: str
    short: str
    language: str
    direction: str
    title: str
    tongue: str
    published: str
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    points: tuple[PointView, ...]
    counts: tuple[tuple[Status, int, str], ...]
    boilerplate: int


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic's room on both sides."""

    topic: str
    name: str
    row: Emphasis


@dataclass(frozen=True, slots=True)
class View:
    """A whole report. ``rows`` are the paragraphs side by side; ``topics`` the emphasis, largest first, the meeting
    itself last; ``notes`` the guesses that concern both sides."""

    title: str
    words: Messages
    sides: Pair[SideView]
    groups: tuple[Group, ...]
    rows: tuple[Row, ...]
    topics: tuple[TopicRow, ...]
    notes: tuple[str, ...]
    signature: str

    def point(self, ref: PointRef) -> PointView:
        """The point of a reference."""
        return self.sides[ref.side].points[ref.point]


def view(comparison: Comparison, options: ReportOptions) -> View:
    """Everything about a comparison that a report in this language shows. Raises OptionError when reports do not speak
    the language."""
    words = messages(options.language)
    naming = Naming(comparison, words)
    translations = Translations(options.translations)
    points = _points(comparison, words, naming)
    return View(
        title=_title(comparison, words),
        words=words,
        sides=Pair(*(_side(comparison, side, words, naming, points[side]) for side in Side)),
        groups=summarize(comparison, words, naming, translations, options.cap),
        rows=rows(comparison, translations),
        topics=tuple(
            TopicRow(row.topic, words.topic(row.topic), row)
            for row in sorted(comparison.emphasis, key=lambda row: row.topic == PROCEDURE)
        ),
        notes=tuple(words.note(note.slug, note.values) for note in comparison.notes),
        signature=clean(comparison.signature),
    )


def _title(comparison: Comparison, words: Messages) -> str:
    dates = sorted({side.readout.published for side in comparison.sides if side.readout.published})
    heading = words("headings.report")
    return f"{heading}, {' / '.join(words.date(date) for date in dates)}" if dates else heading


def _side(
    comparison: Comparison, side: Side, words: Messages, naming: Naming, points: tuple[PointView, ...]
) -> SideView:
    readout = comparison.sides[side].readout
    statuses = comparison.statuses[side]
    tallies = (
        (Status.OMITTED, "count.alone"),
        (Status.CONFLICTING, "count.conflicting"),
        (Status.WEAKENED, "count.weakened"),
        (Status.SHARED, "count.shared"),
    )
    return SideView(
        side=side,
        name=naming.sides[side],
        short=naming.short[side],
        language=tag(readout.language),
        direction=direction(readout.language),
        title=one_line(readout.title or ""),
        tongue=words.tongue(readout.language),
        published=words.date(readout.published),
        facts=_facts(readout, words),
        notes=tuple(words.note(note.slug, note.values) for note in readout.provenance.notes),
        points=points,
        counts=tuple(
            (status, number, words.count(key, number))
            for status, key in tallies
            if (number := sum(one is status for one in statuses))
        ),
        boilerplate=sum(block.kind is BlockKind.BOILERPLATE for block in readout.blocks),
    )


def _facts(readout: Readout, words: Messages) -> tuple[tuple[str, str], ...]:
    source = readout.provenance
    facts = (
        ("title", readout.title),
        ("published", words.date(readout.published)),
        ("language", words.tongue(readout.language)),
        ("location", source.location),
        ("retrieved", source.retrieved),
        ("charset", source.charset),
        ("sha256", source.sha256),
    )
    return tuple((words(f"side.{name}"), one_line(value)) for name, value in facts if value)


def _points(comparison: Comparison, words: Messages, naming: Naming) -> Pair[tuple[PointView, ...]]:
    links: dict[PointRef, list[Link]] = defaultdict(list)
    for link in sorted(comparison.links, key=lambda link: (-link.score, link.left, link.right)):
        links[PointRef(Side.LEFT, link.left)].append(link)
        links[PointRef(Side.RIGHT, link.right)].append(link)
    findings: dict[PointRef, list[Finding]] = defaultdict(list)
    for finding in comparison.findings:
        if finding.kind is not FindingKind.EMPHASIS:
            for ref in finding.points:
                findings[ref].append(finding)

    def one(ref: PointRef) -> PointView:
        side = comparison.sides[ref.side]
        note, mine = side.annotations[ref.point], tuple(findings[ref])
        return PointView(
            ref=ref,
            text=one_line(side.points[ref.point].text),
            status=comparison.statuses[ref.side][ref.point],
            speaker=naming.speaker(ref),
            party=note.speaker.party,
            stance=_stance(comparison, ref, words),
            topics=note.topics,
            mentions=tuple(
                (mention.key, one_line(mention.span.of(side.readout.text)))
                for mention in sorted(note.mentions, key=lambda m: (m.span, m.key))
            ),
            counterparts=tuple(_counterpart(comparison, ref, link, words) for link in links[ref]),
            nearest=_nearest(comparison, mine),
            findings=mine,
            confidence=max((finding.confidence for finding in mine), default=None),
        )

    return Pair(*(tuple(one(PointRef(s, i)) for i in range(len(comparison.sides[s].points))) for s in Side))


def _counterpart(comparison: Comparison, ref: PointRef, link: Link, words: Messages) -> Counterpart:
    other = PointRef(ref.side.other, link.right if ref.side is Side.LEFT else link.left)
    text = one_line(comparison.sides[other.side].points[other.point].text)
    signals = tuple((words("signal." + name), value) for name, value in link.signals if words.has("signal", name))
    return Counterpart(
        other, text, words(f"relation.{link.relation}"), link, tuple(pair for pair in signals if pair[1] > 0)
    )


def _nearest(comparison: Comparison, findings: tuple[Finding, ...]) -> Nearest | None:
    for finding in findings:
        for evidence in finding.evidence:
            if evidence.kind == "nearest" and evidence.point is not None:
                ref = PointRef(evidence.side, evidence.point)
                text = one_line(comparison.sides[ref.side].points[ref.point].text)
                return Nearest(ref, text, evidence.score or 0.0)
    return None


def _stance(comparison: Comparison, ref: PointRef, words: Messages) -> str:
    stance = comparison.sides[ref.side].annotations[ref.point].stance
    if stance is None:
        return ""
    marks = [words(f"evidence.{name}") for name in ("negated", "hedged") if getattr(stance, name)]
    said = words("evidence.strength", act=words.known("act", stance.act), strength=words.number(stance.strength))
    return ", ".join([said, *marks])

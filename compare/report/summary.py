"""The story in a few sentences, the most telling first, each with its quotations in both originals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from compare.model import Comparison, Emphasis, Finding, FindingKind, Holder, PointRef, Side, Span, Status
from compare.report.display import direction, one_line, tag
from compare.report.messages import Messages
from compare.report.naming import Naming
from compare.report.passages import Passages
from compare.report.translations import Translations
from compare.resources import load_toml

PROCEDURE = "procedure"
# Characters of a quotation in the summary. Nine tenths of the points of the gold texts are shorter; the whole point
# stands in the alignment.
QUOTE = 280
# Quotations that stand under a topic of "only in …" before "and N more".
QUOTES = 3
# A nearest passage is worth showing from this score on: of the 45 on the gold pairs, those below speak of something
# else as often as not.
NEAR = 0.3
# Findings below this confidence are called uncertain in the summary: the engine found a candidate that nearly held.
UNCERTAIN = 0.5


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a sentence that may be in another script than the sentence; ``side`` where it names a text."""

    text: str
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a readout in a sentence, with their place (to ``last`` where they run over several points), and a
    translation where the user gave one."""

    text: str
    ref: PointRef
    language: str
    direction: str
    translation: str = ""
    last: PointRef | None = None

    @property
    def place(self) -> str:
        """Where it stands: ``L7``, ``L7–L8``."""
        return f"{self.ref}–{self.last}" if self.last else str(self.ref)


Fragment = str | Name | Quote
Line = tuple[Fragment, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the summary: a sentence and lines that belong to it."""

    kind: FindingKind | None
    sentence: Line
    asides: tuple[Line, ...] = ()
    refs: tuple[PointRef, ...] = ()
    topic: str = ""
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one kind, best first; reports show the first ``shown`` of them. ``hint`` is said once beside them."""

    slug: str
    title: str
    items: tuple[Item, ...]
    shown: int
    hint: str = ""


def summarize(
    comparison: Comparison, words: Messages, naming: Naming, translations: Translations, cap: int
) -> tuple[Group, ...]:
    """The groups that have entries, in the order of news: what is put in the other's mouth, what conflicts, what only
    one side says, what is softer, who is said to speak, wording, emphasis, what both say."""
    teller = _Teller(comparison, words, naming, translations)
    groups: list[tuple[str, str, list[Item], str]] = [
        ("unconfirmed", words("group.unconfirmed"), list(teller.unconfirmed()), words("only.silence")),
        ("conflicting", words("group.conflicting"), list(teller.pairs(FindingKind.CONFLICTING, teller.conflict)), ""),
    ]
    for side in Side:
        title = words("group.only", side=naming.short[side])
        groups.append((f"only-{side}", title, list(teller.only(side)), words("only.silence")))
    for kind, tell in (
        (FindingKind.WEAKENED, teller.softer),
        (FindingKind.ATTRIBUTION, teller.attribution),
        (FindingKind.WORDING, teller.wording),
    ):
        groups.append((str(kind), words(f"group.{kind}"), list(teller.pairs(kind, tell)), ""))
    groups.append(("emphasis", words("group.emphasis"), list(teller.emphasis()), ""))
    groups.append(("shared", words("group.shared"), list(teller.shared()), ""))
    return tuple(Group(slug, title, tuple(items), cap, hint) for slug, title, items, hint in groups if items)


class _Teller:
    """Findings to sentences."""

    def __init__(self, comparison: Comparison, words: Messages, naming: Naming, translations: Translations) -> None:
        self._comparison, self._words, self._naming = comparison, words, naming
        self._translations, self._passages = translations, Passages(comparison, naming)
        self._rows = {row.topic: row for row in comparison.emphasis}
        self._heaviest = max((a.salience for side in comparison.sides for a in side.annotations), default=0.0) or 1.0
        self._by_kind: dict[FindingKind, list[Finding]] = defaultdict(list)
        for finding in comparison.findings:
            self._by_kind[finding.kind].append(finding)
        self._links = {(link.left, link.right): link for link in comparison.links}

    def unconfirmed(self) -> Iterator[Item]:
        """Claims put in the other side's mouth; that a side does not have them is said at its first."""
        said: set[Side] = set()
        findings = {finding.points[0]: finding for finding in self._ranked(FindingKind.UNCONFIRMED)}
        for run in self._passages.found(list(findings)):
            finding = next(finding for ref, finding in findings.items() if ref in run)
            ref, silent = finding.points[0], finding.side
            asides = list(self._nearest(finding))
            if silent not in said:
                said.add(silent)
                asides.insert(0, self._words.parts("unconfirmed.silent", silent=self._side(silent)))
            yield Item(
                finding.kind,
                self._words.parts(
                    "unconfirmed.sentence",
                    teller=self._side(ref.side),
                    speaker=Name(self._naming.speaker(ref)),
                    quote=self._run_quote(run),
                ),
                tuple(asides),
                run,
                self._topic(ref),
                finding.confidence < UNCERTAIN,
            )

    def only(self, side: Side) -> Iterator[Item]:
        """What the other side lacks, one entry a topic; claims that are told as unconfirmed are not told again."""
        told = {ref for finding in self._by_kind[FindingKind.UNCONFIRMED] for ref in finding.points}
        topics: dict[str, list[Finding]] = defaultdict(list)
        for finding in self._ranked(FindingKind.OMITTED):
            ref = finding.points[0]
            if finding.side is side.other and ref not in told:
                topics[self._topic(ref)].append(finding)
        for topic, findings in sorted(topics.items(), key=lambda entry: entry[0] == PROCEDURE):
            refs = [finding.points[0] for finding in findings]
            absent = all(finding.reason == "topic-absent" for finding in findings)
            aside: Line = self._words.parts("only.absent", silent=self._side(side.other))
            yield Item(
                FindingKind.OMITTED,
                self._listed(topic, refs),
                (aside,) if absent else (),
                tuple(refs),
                topic,
                all(finding.confidence < UNCERTAIN for finding in findings),
            )

    def pairs(self, kind: FindingKind, tell: Callable[[Finding, PointRef, PointRef], Line]) -> Iterator[Item]:
        """Findings about two points, each told by ``tell`` once; how the meeting itself is worded is no news."""
        told: set[tuple[PointRef, PointRef]] = set()
        for finding in self._ranked(kind):
            left, right = (next((r for r in finding.points if r.side is side), None) for side in Side)
            if left is None or right is None:
                continue
            if (left, right) in told or (kind is not FindingKind.CONFLICTING and self._topic(left) == PROCEDURE):
                continue
            told.add((left, right))
            sentence = tell(finding, left, right)
            asides = () if kind is FindingKind.ATTRIBUTION else tuple(self._differences(left, right))
            uncertain = finding.confidence < UNCERTAIN
            yield Item(kind, sentence, asides, (left, right), self._topic(left), uncertain)

    def conflict(self, _finding: Finding, left: PointRef, right: PointRef) -> Line:
        """Two accounts that cannot both be right."""
        return self._both("conflicting.sentence", left, right)

    def wording(self, finding: Finding, left: PointRef, right: PointRef) -> Line:
        """A set phrase against another, quoted alone where the evidence points at them."""
        phrases = {e.side: e.span for e in finding.evidence if e.kind in ("phrase", "instead") and e.span}
        return self._both("wording.sentence", left, right, phrases)

    def softer(self, finding: Finding, left: PointRef, right: PointRef) -> Line:
        """A softer claim against a firmer one."""
        soft, firm = (left, right) if finding.side is Side.LEFT else (right, left)
        return self._words.parts(
            "weakened.sentence",
            topic=self._heading(self._topic(firm)),
            soft=self._side(soft.side),
            soft_quote=self._quote(soft),
            firm=self._side(firm.side),
            firm_quote=self._quote(firm),
        )

    def attribution(self, _finding: Finding, left: PointRef, right: PointRef) -> Line:
        """One claim, two speakers."""
        return self._words.parts(
            "attribution.sentence",
            topic=self._heading(self._topic(left)),
            left=self._side(Side.LEFT),
            left_speaker=Name(self._naming.speaker(left, at_home=True)),
            left_quote=self._quote(left),
            right=self._side(Side.RIGHT),
            right_speaker=Name(self._naming.speaker(right, at_home=True)),
            right_quote=self._quote(right),
        )

    def emphasis(self) -> Iterator[Item]:
        """What comes first, then topics that one side plays up."""
        first = {side: self._first(side) for side in Side}
        left, right = first[Side.LEFT], first[Side.RIGHT]
        if left and right:
            if left == right:
                line: Line = self._words.parts("emphasis.same_first", topic=self._words.topic(left))
            else:
                line = self._words.parts(
                    "emphasis.first",
                    left=self._side(Side.LEFT),
                    left_topic=self._words.topic(left),
                    right=self._side(Side.RIGHT),
                    right_topic=self._words.topic(right),
                )
            yield Item(FindingKind.EMPHASIS, line)
        for finding in sorted(self._by_kind[FindingKind.EMPHASIS], key=lambda f: (-f.confidence, f.reason)):
            row = self._rows.get(finding.reason)
            if row is None:
                continue
            own, other = (row.left, row.right) if finding.side is Side.LEFT else (row.right, row.left)
            line = self._words.parts(
                "emphasis.more",
                side=self._side(finding.side),
                topic=self._words.topic(row.topic),
                share=self._words.percent(own.share),
                other=self._words.percent(other.share),
                silent=self._side(finding.side.other),
            )
            yield Item(finding.kind, line, (), finding.points, row.topic)

    def shared(self) -> Iterator[Item]:
        """What both texts carry, as topics with the number of the left side's points."""
        counts: dict[str, int] = defaultdict(int)
        for index, status in enumerate(self._comparison.statuses.left):
            if status is not Status.OMITTED:
                counts[self._topic(PointRef(Side.LEFT, index))] += 1
        if counts:
            entries = [
                self._words("shared.entry", topic=self._words.topic(topic), count=self._words.count("count.points", n))
                for topic, n in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
            ]
            yield Item(None, (self._words("shared.sentence", topics=self._words.series(entries)),))

    def _both(self, key: str, left: PointRef, right: PointRef, parts: dict[Side, Span] | None = None) -> Line:
        return self._words.parts(
            key,
            topic=self._heading(self._topic(left)),
            left=self._side(Side.LEFT),
            left_quote=self._quote(left, parts.get(Side.LEFT) if parts else None),
            right=self._side(Side.RIGHT),
            right_quote=self._quote(right, parts.get(Side.RIGHT) if parts else None),
        )

    def _listed(self, topic: str, refs: list[PointRef]) -> Line:
        """The most telling quotations of a topic, told speaker by speaker."""
        runs = self._passages.found(refs)
        quotes: list[Fragment] = []
        speaker = None
        order = [self._naming.speaker(run[0]) for run in runs[:QUOTES]]
        for run in sorted(runs[:QUOTES], key=lambda run: (order.index(self._naming.speaker(run[0])), run)):
            if quotes:
                quotes.append(self._words("language.semicolon"))
            if speaker != (speaker := self._naming.speaker(run[0])) and not self._told(run[0]):
                quotes += [Name(self._naming.speaker(run[0], at_home=True)), self._words("language.colon")]
            quotes.append(self._run_quote(run))
        more = sum(map(len, runs[QUOTES:]))
        if more:
            quotes += [self._words("language.semicolon"), self._words.count("more.quotes", more)]
        line: list[Fragment] = []
        for part in self._words.parts("only.sentence", topic="topic", quotes="quotes"):
            line += [self._heading(topic)] if part == "topic" else quotes if part == "quotes" else [part]
        return tuple(line)

    def _run_quote(self, run: tuple[PointRef, ...]) -> Quote:
        quote = self._quote(run[0])
        if len(run) == 1:
            return quote
        side = self._comparison.sides[run[0].side]
        given = [self._translations.point(side, ref.point) for ref in run]
        translation = _short(" ".join(filter(None, given)))
        return replace(quote, text=_short(self._passages.words(run)), translation=translation, last=run[-1])

    def _told(self, ref: PointRef) -> bool:
        """Whether the text says it itself."""
        return self._comparison.sides[ref.side].annotations[ref.point].speaker.party is Holder.NARRATOR

    def _nearest(self, finding: Finding) -> Iterator[Line]:
        for evidence in finding.evidence:
            if evidence.kind == "nearest" and evidence.point is not None and (evidence.score or 0) >= NEAR:
                yield self._words.parts(
                    "unconfirmed.nearest", quote=self._quote(PointRef(evidence.side, evidence.point))
                )
                return

    def _differences(self, left: PointRef, right: PointRef) -> Iterator[Line]:
        link = self._links.get((left.point, right.point))
        for difference in link.differences if link else ():
            if difference.kind in ("number", "date", "name", "polarity") and difference.left and difference.right:
                yield (
                    self._words.known("difference", difference.kind),
                    self._words("language.colon"),
                    *self._cited(difference.left, left),
                    " / ",
                    *self._cited(difference.right, right),
                )

    def _cited(self, text: str, ref: PointRef) -> Line:
        language = self._comparison.sides[ref.side].readout.language
        return (Quote(_short(text), ref, tag(language), direction(language)),)

    def _ranked(self, kind: FindingKind) -> list[Finding]:
        return sorted(self._by_kind[kind], key=lambda f: (-self._news(f), f.points))

    def _news(self, finding: Finding) -> float:
        """How much a finding is news: a strong claim, on a matter to which the silent side gives room as well, that
        takes room itself, surely found; ``news.toml`` says what is less news by its nature."""
        ref = finding.points[0]
        note = self._comparison.sides[ref.side].annotations[ref.point]
        strength = note.stance.strength if note.stance else 2
        topic = self._topic(ref)
        row: Emphasis | None = self._rows.get(topic)
        there = 0.0 if row is None else (row.left if finding.side is Side.LEFT else row.right).share
        weight = finding.confidence * (0.5 + strength / 6) * (1 + 2 * there) * (0.5 + note.salience / self._heaviest)
        news = load_toml("templates", "news.toml")
        figures = max((news["mentions"].get(mention.kind, 1.0) for mention in note.mentions), default=1.0)
        act = news["acts"].get(note.stance.act, 1.0) if note.stance else 1.0
        return float(weight * figures * act * news["topics"].get(topic, 1.0))

    def _first(self, side: Side) -> str | None:
        ranks = [
            (weight.rank, row.topic)
            for row in self._comparison.emphasis
            if (weight := row.left if side is Side.LEFT else row.right).rank and row.topic != PROCEDURE
        ]
        return min(ranks)[1] if ranks else None

    def _topic(self, ref: PointRef) -> str:
        topics = self._comparison.sides[ref.side].annotations[ref.point].topics
        return topics[0] if topics else "none"

    def _heading(self, topic: str) -> str:
        name = self._words.topic(topic)
        return name[:1].upper() + name[1:]

    def _side(self, side: Side) -> Name:
        return Name(self._naming.short[side], side)

    def _quote(self, ref: PointRef, part: Span | None = None) -> Quote:
        """A point, or a part of it, with its translation."""
        side = self._comparison.sides[ref.side]
        language = side.readout.language
        text = part.of(side.readout.text) if part else side.points[ref.point].text
        translation = "" if part else _short(self._translations.point(side, ref.point))
        return Quote(_short(text), ref, tag(language), direction(language), translation)


def _short(text: str) -> str:
    """A quotation on one line without the comma or semicolon it was cut at."""
    line = one_line(text).strip(" ,;:、，；：")
    return line if len(line) <= QUOTE else line[: QUOTE - 1].rstrip() + "…"

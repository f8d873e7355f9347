"""Every frozen value that crosses a stage. Standard library only; all values are hashable and picklable.

Terms are those of GLOSSARY.md. Positions in text are half-open ranges of Unicode code points into ``Readout.text``.
The two texts are always ``left`` and ``right``; neither is the original.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T", covariant=True)
U = TypeVar("U")


class Side(StrEnum):
    """One of the two texts."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


@dataclass(frozen=True, slots=True)
class Pair(Generic[T]):
    """The same kind of thing for both sides."""

    left: T
    right: T

    def __getitem__(self, side: Side) -> T:
        return self.left if side is Side.LEFT else self.right

    def __iter__(self) -> Iterator[T]:
        return iter((self.left, self.right))

    def map(self, function: Callable[[T], U]) -> Pair[U]:
        """Apply a one-sided function to each side."""
        return Pair(function(self.left), function(self.right))

    def swap(self) -> Pair[T]:
        """The pair with its sides exchanged."""
        return Pair(self.right, self.left)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points into ``Readout.text``; the only way to point at words."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The words it points at."""
        return text[self.start : self.end]


class BlockKind(StrEnum):
    """What a block of a page is."""

    HEADLINE = "headline"
    DATELINE = "dateline"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    QUOTATION = "quotation"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-sized piece of a readout. Boilerplate is kept (its number counts) but has no points."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was guessed, repaired or done without: a slug of ``data/messages`` and the values it mentions."""

    slug: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a readout comes from and what the user says about it.

    ``location`` is a path, ``-`` or a name for what ``content`` holds; ``content`` given means nothing is opened.
    ``label``, ``published`` (ISO date) and ``language`` (BCP 47: ``zh-Hans``) override what would be found.
    """

    location: str
    content: bytes | None = None
    label: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the text came from and everything the reader had to guess."""

    location: str
    media_type: str
    charset: str
    charset_by: str  # "bom", "declared", "given", "detected", "utf-8"
    sha256: str
    profile: str | None = None
    retrieved: str | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Readout:
    """One published text. ``language`` is a supported BCP 47 tag or the tag found; ``published`` an ISO date."""

    label: str
    issuer: str | None
    country: str | None  # ISO 3166 alpha-2
    language: str
    title: str | None
    published: str | None
    text: str
    blocks: tuple[Block, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span and the index of its block."""

    span: Span
    block: int


@dataclass(frozen=True, slots=True)
class Point:
    """The smallest assertion that can be matched alone. Spans do not overlap those of other points of the text,
    except a short shared head that is distributed over a coordination. ``text`` is what the spans say."""

    spans: tuple[Span, ...]
    block: int
    sentence: int
    text: str


@dataclass(frozen=True, slots=True)
class SegmentedReadout:
    """A readout with its sentences and points, both in reading order."""

    readout: Readout
    sentences: tuple[Sentence, ...]
    points: tuple[Point, ...]


class Holder(StrEnum):
    """Who holds a point according to the text it stands in."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    NARRATOR = "narrator"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Party:
    """The principals of one side: a country (ISO 3166 alpha-2), and names of people as either text writes them."""

    country: str | None = None
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """Something recognised in the text under a language-neutral key: ``country:BY``, ``person:qin-gang``,
    ``name:aleinik`` (a romanised name that no table knows), ``concept:one-china-principle``, ``number:1500000000``,
    ``percent:33``, ``money:USD:5000000000``, ``date:2023-02-24``, ``date:2022-09``. ``kind`` is the part before the
    first colon.
    """

    kind: str
    key: str
    span: Span


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who holds a point: name as written, party, and whom it is reported by when speech is nested."""

    party: Holder
    name: str | None = None
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Stance:
    """An act of the ladder in ``data/stance.toml`` with its strength (0 weakest - 6 strongest)."""

    act: str
    strength: int
    negated: bool = False
    hedged: bool = False
    cue: Span | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """What is known of one point. ``topics``: ids of ``data/topics.toml``, best first; ``salience``: weight of the
    point in its text (all points of a text sum to 1)."""

    speaker: Speaker
    stance: Stance | None = None
    topics: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    salience: float = 0.0


@dataclass(frozen=True, slots=True)
class AnnotatedReadout:
    """A segmented readout and one annotation a point."""

    readout: Readout
    sentences: tuple[Sentence, ...]
    points: tuple[Point, ...]
    annotations: tuple[Annotation, ...]


class Relation(StrEnum):
    """How two linked points relate."""

    SAME = "same"
    WEAKER_LEFT = "weaker-left"
    WEAKER_RIGHT = "weaker-right"
    CONFLICT = "conflict"

    @property
    def swapped(self) -> Relation:
        """The relation as seen with the sides exchanged."""
        return _SWAPPED.get(self, self)


_SWAPPED = {Relation.WEAKER_LEFT: Relation.WEAKER_RIGHT, Relation.WEAKER_RIGHT: Relation.WEAKER_LEFT}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs between two linked points, quoted from both (empty where a side lacks it)."""

    kind: str  # number, date, polarity, strength, hedge, name, phrase, part, speaker
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Link:
    """Two points that answer to one another. ``score`` in [0, 1]; ``signals`` are (name, value in [0, 1])."""

    left: int
    right: int
    score: float
    signals: tuple[tuple[str, float], ...] = ()
    relation: Relation = Relation.SAME
    differences: tuple[Difference, ...] = ()
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Bead:
    """m left blocks against n right blocks; either side may be empty. ``score`` in [0, 1]."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    score: float = 0.0


class Candidate(NamedTuple):
    """The best partner that was not taken."""

    point: int
    score: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """Links (a graph over points), beads (a partition of blocks) and the nearest rejected candidate of each point."""

    links: tuple[Link, ...]
    beads: tuple[Bead, ...]
    rejected: Pair[tuple[Candidate | None, ...]]


class Status(StrEnum):
    """What became of a point on the other side."""

    SHARED = "shared"
    WEAKENED = "weakened"
    CONFLICTING = "conflicting"
    OMITTED = "omitted"


class FindingKind(StrEnum):
    """What a finding says."""

    UNCONFIRMED = "unconfirmed"
    OMITTED = "omitted"
    CONFLICTING = "conflicting"
    WEAKENED = "weakened"
    ATTRIBUTION = "attribution"
    WORDING = "wording"
    EMPHASIS = "emphasis"


class PointRef(NamedTuple):
    """A point of a side; ``str()`` is its public id: ``L1`` is the first point of the left text."""

    side: Side
    point: int

    def __str__(self) -> str:
        return f"{'L' if self.side is Side.LEFT else 'R'}{self.point + 1}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a finding holds: a kind (``nearest``, ``counterpart``, ``phrase``, ``number`` …), where, and how strongly."""

    kind: str
    side: Side
    point: int | None = None
    span: Span | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A typed observation. ``side`` is the side that lacks, softens or does not confirm (emphasis: that plays it up).
    ``reason`` is a slug (``topic-absent``, ``topic-present``, ``number`` …) or, for emphasis, the topic id."""

    kind: FindingKind
    side: Side
    points: tuple[PointRef, ...]
    reason: str
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class Weight:
    """How much room a topic has on a side: share of content in [0, 1] with an interval, rank of first mention among
    topics (1 = first; 0 = absent), number of points, mean stance strength."""

    share: float = 0.0
    rank: int = 0
    points: int = 0
    strength: float = 0.0
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True, slots=True)
class Emphasis:
    """A topic's weight on both sides; ``tilt`` in [-1, 1], negative = left plays it up."""

    topic: str
    left: Weight
    right: Weight
    tilt: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result: all that a reporter may see."""

    signature: str
    sides: Pair[AnnotatedReadout]
    statuses: Pair[tuple[Status, ...]]
    links: tuple[Link, ...]
    beads: tuple[Bead, ...]
    findings: tuple[Finding, ...]
    emphasis: tuple[Emphasis, ...]
    notes: tuple[Note, ...] = field(default=())

"""The published JSON object: its classes in the order in which keys are written, and its bytes.

Spans are ``[start, end]`` in code points of the side's ``text``; points are named ``L1``, ``R2`` … in reading order.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

import compare.model as model
from compare.errors import RecordError

Offsets = tuple[int, int]


class NoteRecord(msgspec.Struct, frozen=True):
    """Something guessed, repaired or done without."""

    slug: str
    values: tuple[str, ...] = ()


class ProvenanceRecord(msgspec.Struct, frozen=True):
    """Where a text came from."""

    location: str
    media_type: str
    charset: str
    charset_by: str
    sha256: str
    profile: str | None
    retrieved: str | None
    notes: tuple[NoteRecord, ...]


class ParagraphRecord(msgspec.Struct, frozen=True):
    """A block of the page; its index is its place in the list."""

    index: int
    kind: model.BlockKind
    span: Offsets


class SentenceRecord(msgspec.Struct, frozen=True):
    """A sentence and the paragraph it stands in."""

    paragraph: int
    span: Offsets


class SpeakerRecord(msgspec.Struct, frozen=True):
    """Who holds a point."""

    name: str | None
    party: model.Holder
    via: str | None


class StanceRecord(msgspec.Struct, frozen=True):
    """What is done with the claim, and how strongly (0-6)."""

    act: str
    strength: int
    negated: bool
    hedged: bool
    cue: Offsets | None


class MentionRecord(msgspec.Struct, frozen=True):
    """Something recognised; ``key`` is ``<kind>:<language-neutral name>``."""

    kind: str
    key: str
    span: Offsets


class PointRecord(msgspec.Struct, frozen=True):
    """A point with all that is known of it."""

    id: str
    paragraph: int
    sentence: int
    spans: tuple[Offsets, ...]
    text: str
    speaker: SpeakerRecord
    stance: StanceRecord | None
    topics: tuple[str, ...]
    mentions: tuple[MentionRecord, ...]
    salience: float
    status: model.Status


class SideRecord(msgspec.Struct, frozen=True):
    """One text."""

    label: str
    issuer: str | None
    country: str | None
    language: str
    title: str | None
    published: str | None
    text: str
    provenance: ProvenanceRecord
    paragraphs: tuple[ParagraphRecord, ...]
    sentences: tuple[SentenceRecord, ...]
    points: tuple[PointRecord, ...]


class DifferenceRecord(msgspec.Struct, frozen=True):
    """One thing that differs between two linked points."""

    kind: str
    left: str
    right: str


class LinkRecord(msgspec.Struct, frozen=True):
    """Two points that answer to one another."""

    left: str
    right: str
    relation: model.Relation
    score: float
    signals: dict[str, float]
    differences: tuple[DifferenceRecord, ...]
    pinned: bool


class BeadRecord(msgspec.Struct, frozen=True):
    """Paragraphs that answer to one another."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    score: float


class EvidenceRecord(msgspec.Struct, frozen=True):
    """Why a finding holds."""

    kind: str
    side: model.Side
    point: str | None
    span: Offsets | None
    score: float | None


class FindingRecord(msgspec.Struct, frozen=True):
    """A typed observation."""

    kind: model.FindingKind
    side: model.Side
    points: tuple[str, ...]
    reason: str
    evidence: tuple[EvidenceRecord, ...]
    confidence: float


class WeightRecord(msgspec.Struct, frozen=True):
    """How much room a topic has; ``low`` and ``high`` bound the share."""

    share: float
    rank: int
    points: int
    strength: float
    low: float
    high: float


class EmphasisRecord(msgspec.Struct, frozen=True):
    """A topic on both sides; a negative tilt: left plays it up."""

    topic: str
    left: WeightRecord
    right: WeightRecord
    tilt: float


class Record(msgspec.Struct, frozen=True):
    """A whole result."""

    format: Literal["readouts.comparison"]
    version: Literal[1]
    signature: str
    left: SideRecord
    right: SideRecord
    links: tuple[LinkRecord, ...]
    paragraph_alignment: tuple[BeadRecord, ...]
    findings: tuple[FindingRecord, ...]
    emphasis: tuple[EmphasisRecord, ...]
    notes: tuple[NoteRecord, ...]


def encode(record: Record) -> bytes:
    """The record as one UTF-8 JSON object with a line end."""
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"


def encode_without(side: SideRecord, name: str) -> bytes:
    """A side as a JSON object whose points lack a key."""
    found = msgspec.to_builtins(side)
    for point in found["points"]:
        del point[name]
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


def decode(data: bytes) -> Record:
    """The record that ``encode`` wrote; RecordError when the bytes do not have its form."""
    try:
        head = msgspec.json.decode(data, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RecordError(f"not a JSON object ({error})", todo="give a file written with --format json") from error
    if head.get("format") != "readouts.comparison":
        raise RecordError("not a saved comparison", todo="give a file written with --format json")
    if head.get("version") != 1:
        raise RecordError(
            f"version {str(head.get('version'))[:20]} of the result format is not known here",
            todo="use the release that wrote it or compare again",
        )
    try:
        return msgspec.json.decode(data, type=Record)
    except msgspec.ValidationError as error:
        raise RecordError(str(error), todo="compare again; the form is printed by: readouts schema") from error


def schema() -> bytes:
    """JSON Schema (2020-12) of the record, UTF-8 with a line end."""
    body = msgspec.json.schema(Record)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "readouts.comparison, version 1"}
    return msgspec.json.format(msgspec.json.encode({**head, **body}), indent=1) + b"\n"

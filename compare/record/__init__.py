"""A comparison as the published JSON object and back: ``loads(dumps(comparison)) == comparison``."""

from __future__ import annotations

from compare.model import AnnotatedReadout, Comparison
from compare.record.form import Record, decode, encode, encode_without, schema
from compare.record.loading import from_record
from compare.record.writing import readout_record, to_record

__all__ = ["Record", "dumps", "dumps_readout", "from_record", "loads", "schema", "to_record"]


def dumps(comparison: Comparison) -> bytes:
    """The comparison as one UTF-8 JSON object with a line end; equal comparisons give equal bytes."""
    return encode(to_record(comparison))


def loads(data: bytes) -> Comparison:
    """The comparison that ``dumps`` wrote. Raises RecordError when the bytes are no result of this version, or when
    its parts do not fit together (spans outside of the text, links to points that do not exist)."""
    return from_record(decode(data))


def dumps_readout(readout: AnnotatedReadout) -> bytes:
    """One text as a side of the contract, without statuses: nothing was compared with it."""
    return encode_without(readout_record(readout), "status")

"""The whole comparison, in order. Read this first."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import cache, partial
from pathlib import Path

from compare.align import align
from compare.annotate import annotate, mentions_of, parties_of
from compare.contrast import contrast
from compare.encode import Engine, engine
from compare.errors import CompareError
from compare.mirror import mirrored
from compare.model import AnnotatedReadout, Comparison, Note, Pair, Readout, SegmentedReadout, Source
from compare.options import Options
from compare.read import read
from compare.resources import data_path
from compare.segment import segment
from compare.version import __version__

_SILENT = {
    "encode": ("cache", "cache_bytes", "threads"),
    "read": ("allow_private", "snapshot", "contact", "cache"),
}
"""Options that cannot change a result, and so are not part of its signature."""

Step = Callable[[str], None]
"""Called with the slug of each stage as it begins: read, segment, annotate, encode, align, contrast."""


def compare(
    left: Source | str | Path, right: Source | str | Path, options: Options | None = None, step: Step | None = None
) -> Comparison:
    """Compare two readouts of the same event.

    Sources are paths, ``-``, or ``Source`` values that carry labels, dates and languages. Raises a `CompareError` child
    when a side cannot be read, when both sides are one file, or when no encoder can be had.
    """
    options = options or Options()
    tell = step or (lambda _stage: None)
    sources = Pair(_source(left), _source(right))
    if _same_place(sources):
        raise CompareError(
            "both sides are the same file", where=sources.left.location, todo="name two texts", slug="same-file"
        )
    tell("read")
    readouts = sources.map(partial(read, options=options.read))
    return compare_readouts(readouts, options, tell)


def compare_readouts(
    readouts: Pair[Readout], options: Options, tell: Step, encoder: Engine | None = None
) -> Comparison:
    """Compare two readouts that are already read; ``encoder`` is shared between calls by batches."""
    turned = _key(readouts.right) < _key(readouts.left)
    # Floating-point sums depend on operand order, so the arithmetic is always done one way round: swapping the inputs
    # then swaps the sides of the result and changes nothing else.
    pair = readouts.swap() if turned else readouts
    tell("segment")
    segmented = pair.map(segment)
    tell("annotate")
    annotated = annotate_pair(segmented)
    tell("encode")
    encoder = encoder or engine(options.encode, [r.language for r in pair])
    tell("align")
    alignment = align(annotated, encoder, options.align)
    tell("contrast")
    found = contrast(annotated, alignment, options.contrast)
    result = Comparison(
        signature=sign(options, encoder),
        sides=annotated,
        statuses=found.statuses,
        links=found.links,
        beads=alignment.beads,
        findings=found.findings,
        emphasis=found.emphasis,
        notes=tuple(encoder.notes),
    )
    return mirrored(result) if turned else result


def inspect(source: Source, options: Options) -> AnnotatedReadout:
    """Read, segment and annotate one source alone; the principals are told from this text only."""
    segmented = segment(read(source, options.read))
    mentions = mentions_of(segmented)
    parties = parties_of(Pair(segmented.readout, segmented.readout), Pair(mentions, mentions))
    return annotate(segmented, mentions, parties)


def remarked(result: Comparison, remarks: Sequence[str]) -> Comparison:
    """Return the result with the user's own remarks among its notes, so that every report shows them."""
    return replace(result, notes=(*result.notes, *(Note("remark", (text,)) for text in remarks)))


def annotate_pair(segmented: Pair[SegmentedReadout]) -> Pair[AnnotatedReadout]:
    """Annotate both sides; the principals of each are told from both texts."""
    mentions = segmented.map(mentions_of)
    parties = parties_of(segmented.map(lambda s: s.readout), mentions)
    return Pair(
        annotate(segmented.left, mentions.left, parties),
        annotate(segmented.right, mentions.right, parties),
    )


def sign(options: Options, encoder: Engine) -> str:
    """Return the signature of a result: version, encoder with its weights, data digest, options. Two results with
    different signatures must not be compared."""
    chosen = asdict(options)
    for stage, names in _SILENT.items():
        for name in names:
            chosen[stage].pop(name)
    digest = hashlib.blake2b(repr(sorted(chosen.items())).encode(), digest_size=4).hexdigest()
    return f"readouts {__version__} enc={encoder.signature} data={data_digest()} opt={digest}"


@cache
def data_digest() -> str:
    """Return a short digest over every data file that can change a result, by path and content."""
    total = hashlib.blake2b(digest_size=4)
    root = data_path()
    for path in sorted(p for p in root.rglob("*") if p.suffix in (".toml", ".npz", ".txt") and p.is_file()):
        name = path.relative_to(root).as_posix()
        if not name.startswith(("messages/", "templates/")):
            total.update(name.encode())
            total.update(path.read_bytes())
    return total.hexdigest()


def _source(given: Source | str | Path) -> Source:
    return given if isinstance(given, Source) else Source(str(given))


def _same_place(sources: Pair[Source]) -> bool:
    if any(s.content is not None for s in sources):
        return False
    if sources.left.location == sources.right.location:
        return True
    try:
        return Path(sources.left.location).samefile(sources.right.location)
    except OSError:
        return False


def _key(readout: Readout) -> tuple[str, str, str, str]:
    return readout.language, readout.text, readout.label, readout.published or ""

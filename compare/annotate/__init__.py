"""What each point says: speaker, stance, names, numbers, concepts, topics."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from compare.annotate.concepts import find_concepts
from compare.annotate.dates import find_dates
from compare.annotate.entities import find_entities
from compare.annotate.names import find_names
from compare.annotate.parties import country_of, parties_of
from compare.annotate.quantities import find_quantities
from compare.annotate.speakers import attribute
from compare.annotate.stance import find_poles, stances
from compare.annotate.topics import topics_of
from compare.model import AnnotatedReadout, Annotation, BlockKind, Mention, Pair, Party, Point, SegmentedReadout, Span

__all__ = ["annotate", "mentions_of", "parties_of"]

# A headline's point weighs this much more: it is what the publisher puts first and largest.
HEADLINE_WEIGHT = 1.5


def mentions_of(segmented: SegmentedReadout) -> tuple[Mention, ...]:
    """Return everything recognised in the whole text (names, numbers, dates, concepts, poles), in reading order."""
    readout = segmented.readout
    text, language, published = readout.text, readout.language, readout.published
    found = list(find_entities(text, language))
    found += find_names(text, language, [m.span for m in found])
    found += find_dates(text, language, published)
    dates = [m.span for m in found if m.kind == "date"]
    found += (m for m in find_quantities(text, language, published) if not _inside(m, dates))
    found += find_concepts(text, language)
    found += find_poles(text, language)
    return tuple(sorted(found, key=lambda m: (m.span, m.key)))


def annotate(segmented: SegmentedReadout, mentions: Sequence[Mention], parties: Pair[Party]) -> AnnotatedReadout:
    """Return the readout with one annotation a point, from its mentions and the principals of both sides.

    A readout whose page gave no country gets that of the party it was taken for.
    """
    readout, points = segmented.readout, segmented.points
    own = _by_point(points, mentions)
    speakers = attribute(segmented, parties, mentions)
    acts = stances(segmented, mentions)
    topics = topics_of(segmented, own, parties)
    weights = [
        math.sqrt(len(p.text)) * (HEADLINE_WEIGHT if readout.blocks[p.block].kind is BlockKind.HEADLINE else 1.0)
        for p in points
    ]
    total = sum(weights) or 1.0
    annotations = tuple(
        Annotation(speaker, stance, ranked, kept, round(weight / total, 6))
        for speaker, stance, ranked, kept, weight in zip(speakers, acts, topics, own, weights, strict=True)
    )
    home = country_of(readout)
    if home in [party.country for party in parties]:
        readout = replace(readout, country=home)
    return AnnotatedReadout(readout, segmented.sentences, points, annotations)


def _inside(mention: Mention, spans: Sequence[Span]) -> bool:
    return any(s.start <= mention.span.start and mention.span.end <= s.end for s in spans)


def _by_point(points: Sequence[Point], mentions: Sequence[Mention]) -> list[tuple[Mention, ...]]:
    """Distribute mentions: one belongs to every point that holds most of its words."""
    places = sorted((span.start, span.end, index) for index, p in enumerate(points) for span in p.spans)
    starts = [start for start, _, _ in places]
    own: list[list[Mention]] = [[] for _ in points]
    for mention in mentions:
        middle = (mention.span.start + mention.span.end - 1) // 2
        at = bisect_right(starts, middle) - 1
        while at >= 0:
            start, end, index = places[at]
            if start <= middle < end:
                own[index].append(mention)
                break
            if middle - start > 20_000:
                break
            at -= 1
    return [tuple(found) for found in own]

"""Readout to sentences and points."""

from __future__ import annotations

from compare.model import BlockKind, Point, Readout, SegmentedReadout, Sentence
from compare.segment.grammar import grammar
from compare.segment.points import point, points_of
from compare.segment.sentences import sentence_spans

__all__ = ["segment"]

_SILENT = frozenset({BlockKind.BOILERPLATE, BlockKind.DATELINE})
"""Blocks that claim nothing: no sentences, no points."""


def segment(readout: Readout) -> SegmentedReadout:
    """The readout with its sentences and points in reading order.

    A point is one claim that can be matched alone (GLOSSARY). Every sentence has at least one; points are disjoint and
    lie within their sentence. Blocks of kind boilerplate and dateline have neither. Never raises on any text; raises
    DataError when the language's data file is missing or malformed.
    """
    rules = grammar(readout.language)
    sentences: list[Sentence] = []
    points: list[Point] = []
    for index, block in enumerate(readout.blocks):
        if block.kind in _SILENT:
            continue
        for span in sentence_spans(readout.text, block.span, rules.signs):
            for spans in points_of(readout.text, span, rules):
                points.append(point(readout.text, spans, index, len(sentences)))
            sentences.append(Sentence(span, index))
    return SegmentedReadout(readout, tuple(sentences), tuple(points))

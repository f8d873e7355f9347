"""Readout to sentences and points."""

from __future__ import annotations

from compare.model import BlockKind, Point, Readout, SegmentedReadout, Sentence, Span
from compare.segment.grammar import Grammar, grammar
from compare.segment.points import point, points_of
from compare.segment.sentences import dateline_end, sentence_spans

__all__ = ["segment"]

_SILENT = frozenset({BlockKind.BOILERPLATE, BlockKind.DATELINE})
"""Blocks that claim nothing: no sentences, no points."""


def _content(readout: Readout, sentence: Span, block: Span, rules: Grammar) -> Span:
    """The sentence without the dateline in front of its block, if that leaves anything."""
    if sentence.start > block.start + 2:
        return sentence
    start = dateline_end(readout.text, sentence, rules.signs)
    return Span(start, sentence.end) if start < sentence.end else sentence


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
            number = len(sentences)
            points += (
                point(readout.text, spans, index, number)
                for spans in points_of(readout.text, _content(readout, span, block.span, rules), rules)
            )
            sentences.append(Sentence(span, index))
    return SegmentedReadout(readout, tuple(sentences), tuple(points))

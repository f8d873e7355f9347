"""What each point is about, among nineteen topics: by its concepts, by keywords, and by what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.annotate.concepts import data_files, languages_of
from compare.annotate.concepts import load as load_concepts
from compare.annotate.registry import read_topics
from compare.lexicon import Hit, Lexicon, compile_forms, digest, kept
from compare.model import Mention, SegmentedReadout
from compare.resources import SUPPORTED, data_path

Scores = NDArray[np.float32]

FALLBACK = "relations"
# What a keyword counts against a set phrase of weight 1, and a second topic of a concept against its first.
KEYWORD, SECOND = 0.7, 0.5
# How far a point takes over the topics of its sentence and of its paragraph: little where it has its own.
OWN_SENTENCE, OWN_BLOCK = 0.15, 0.05
BARE_SENTENCE, BARE_BLOCK = 0.5, 0.25
# A topic is named beside the best one when it has this part of its score; at most so many are named.
BESIDE, MOST = 0.6, 3


class Topics:
    """The table of topics in one language."""

    def __init__(self, compiled: dict[str, Any]) -> None:
        self.ids: tuple[str, ...] = tuple(key for key, _ in compiled["topics"])
        self.weights: dict[str, float] = dict(compiled["topics"])
        self.lexicon = Lexicon(compiled["lexicon"])


def topics_of(segmented: SegmentedReadout, mentions: Sequence[Sequence[Mention]]) -> tuple[tuple[str, ...], ...]:
    """Return the topics of each point, best first, at least one and at most ``MOST``.

    ``mentions``: those of each point, as ``find_concepts`` and the others found them in the whole text.
    """
    ids, scores = topic_scores(segmented, mentions)
    return tuple(rank(row, ids) for row in scores)


def topic_scores(segmented: SegmentedReadout, mentions: Sequence[Sequence[Mention]]) -> tuple[tuple[str, ...], Scores]:
    """Return the ids of the topics and the scores, points x topics, not negative, without upper bound.

    Whatever else knows about topics (a classifier) can add its own array of the same shape before ``rank``.
    """
    language = segmented.readout.language
    known = load(language if language in SUPPORTED else "en")
    column = {topic: at for at, topic in enumerate(known.ids)}
    own = np.zeros((len(segmented.points), len(known.ids)), dtype=np.float32)
    concepts = load_concepts(language).concepts if language in SUPPORTED else {}
    for row, found in zip(own, mentions, strict=True):
        for key in {mention.key for mention in found if mention.kind == "concept"}:
            concept = concepts.get(key.partition(":")[2])
            if concept is not None:
                for at, topic in enumerate(concept.topics):
                    row[column[topic]] += concept.weight * known.weights[topic] * (SECOND if at else 1.0)
    if language in SUPPORTED:
        _add_keywords(own, segmented, known, column)
    return known.ids, _surrounded(own, segmented)


def rank(row: Scores, ids: Sequence[str]) -> tuple[str, ...]:
    """Return the topics of one row of scores, best first; ``FALLBACK`` where nothing is known."""
    best = float(row.max(initial=0.0))
    if best <= 0:
        return (FALLBACK,)
    order = sorted(range(len(ids)), key=lambda at: (-float(row[at]), at))
    return tuple(ids[at] for at in order[:MOST] if row[at] >= BESIDE * best)


def load(language: str) -> Topics:
    """Return the table of topics in one language; raises DataError for malformed data."""
    files = [data_path("topics.toml"), *data_files(languages_of(language))]
    return _load(language, digest(files))


@lru_cache(maxsize=32)
def _load(language: str, key: str) -> Topics:
    return Topics(kept("topics", language, key, lambda: _compile(language)))


def _compile(language: str) -> dict[str, Any]:
    entries = read_topics(data_path("topics.toml"))
    rows = [
        (key, form)
        for tag in languages_of(language)
        for key, entry in entries.items()
        for form in entry.forms.get(tag, ())
    ]
    return {
        "topics": [[key, entry.concept.weight] for key, entry in entries.items()],
        "lexicon": compile_forms(rows, language, "topics.toml"),
    }


def _add_keywords(own: Scores, segmented: SegmentedReadout, known: Topics, column: dict[str, int]) -> None:
    hits = known.lexicon.scan(segmented.readout.text)
    for row, point in zip(own, segmented.points, strict=True):
        seen: dict[str, set[str]] = {}
        for hit in hits:
            if _within(hit, point.spans):
                seen.setdefault(hit.key, set()).add(segmented.readout.text[hit.start : hit.end].casefold())
        for topic, forms in seen.items():
            row[column[topic]] += KEYWORD * known.weights[topic] * (1 + 0.5 * (len(forms) - 1))


def _within(hit: Hit, spans: Sequence[Any]) -> bool:
    middle = (hit.start + hit.end - 1) // 2
    return any(span.start <= middle < span.end for span in spans)


def _surrounded(own: Scores, segmented: SegmentedReadout) -> Scores:
    """Add to each row a part of the mean row of its sentence and of its paragraph."""
    scores = own.copy()
    bare = own.max(axis=1, initial=0.0) == 0
    for of, part, bare_part in (
        ([p.sentence for p in segmented.points], OWN_SENTENCE, BARE_SENTENCE),
        ([p.block for p in segmented.points], OWN_BLOCK, BARE_BLOCK),
    ):
        group = np.asarray(of)
        for which in sorted(set(of)):
            rows = group == which
            mean = own[rows].mean(axis=0)
            scores[rows] += np.where(bare[rows], bare_part, part)[:, None] * mean
    return scores

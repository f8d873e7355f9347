"""What each point is about, among nineteen topics: by its concepts, by keywords, and by what stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.annotate.concepts import data_files, digest_of, languages_of
from compare.annotate.concepts import load as load_concepts
from compare.annotate.registry import read_topics
from compare.lexicon import Hit, Lexicon, compile_forms, kept
from compare.model import Mention, Pair, Party, SegmentedReadout, Span
from compare.resources import SUPPORTED, data_path

Scores = NDArray[np.float32]

FALLBACK = "relations"
# What a keyword counts against a set phrase of weight 1, and a second topic of a concept against its first.
KEYWORD, SECOND = 0.8, 0.7
# What further keywords of a topic count after the first, and the bare name of a party as a keyword.
FURTHER, PARTY_NAME = 0.5, 0.4
# How far a point takes over the topics of its sentence and of its paragraph: little where it has its own.
OWN_SENTENCE, OWN_BLOCK = 0.15, 0.15
BARE_SENTENCE, BARE_BLOCK = 0.5, 0.25
# How a situation is carried to the next point, over a point with a subject of its own, and to the next paragraph;
# how it then counts against the best general topic, beside a subject, and where a point has nothing.
NEXT_POINT, OTHER_SUBJECT, NEXT_BLOCK = 0.9, 0.4, 0.3
OVER_GENERAL, BESIDE_SUBJECT, BARE_SITUATION = 1.6, 0.4, 0.5
# A topic is named beside the best one when it has this part of its score; at most so many are named.
BESIDE, MOST = 0.6, 3


class Topics:
    """The table of topics in one language."""

    def __init__(self, compiled: dict[str, Any]) -> None:
        self.ids: tuple[str, ...] = tuple(key for key, _, _ in compiled["topics"])
        self.weights: dict[str, float] = {key: weight for key, _, weight in compiled["topics"]}
        self.situation = np.array([kind == "situation" for _, kind, _ in compiled["topics"]])
        self.general = np.array([kind == "general" for _, kind, _ in compiled["topics"]])
        self.lexicon = Lexicon(compiled["lexicon"])


def topics_of(
    segmented: SegmentedReadout, mentions: Sequence[Sequence[Mention]], parties: Pair[Party] | None = None
) -> tuple[tuple[str, ...], ...]:
    """Return the topics of each point, best first, at least one and at most ``MOST``.

    ``mentions``: those of each point, as ``find_concepts`` and the others found them in the whole text. ``parties``:
    where they are known, the bare name of a party is no sign of the situation in its country.
    """
    ids, scores = topic_scores(segmented, mentions, parties)
    return tuple(rank(row, ids) for row in scores)


def topic_scores(
    segmented: SegmentedReadout, mentions: Sequence[Sequence[Mention]], parties: Pair[Party] | None = None
) -> tuple[tuple[str, ...], Scores]:
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
        own_names = _names_of_parties(mentions, parties)
        _add_keywords(own, segmented, known, column, own_names)
    return known.ids, _surrounded(_situated(own, segmented, known), segmented)


def rank(row: Scores, ids: Sequence[str]) -> tuple[str, ...]:
    """Return the topics of one row of scores, best first; ``FALLBACK`` where nothing is known."""
    best = float(row.max(initial=0.0))
    if best <= 0:
        return (FALLBACK,)
    order = sorted(range(len(ids)), key=lambda at: (-float(row[at]), at))
    return tuple(ids[at] for at in order[:MOST] if row[at] >= BESIDE * best)


def load(language: str) -> Topics:
    """Return the table of topics in one language; raises DataError for malformed data."""
    return _load(language, digest_of((data_path("topics.toml"), *data_files(languages_of(language)))))


@lru_cache(maxsize=32)
def _load(language: str, key: str) -> Topics:
    return Topics(kept("topics", language, key, lambda: _compile(language)))


def _compile(language: str) -> dict[str, Any]:
    topics = read_topics(data_path("topics.toml"))
    rows = [
        (key, form)
        for tag in languages_of(language)
        for key, topic in topics.items()
        for form in topic.forms.get(tag, ())
    ]
    return {
        "topics": [[topic.id, topic.kind, topic.weight] for topic in topics.values()],
        "lexicon": compile_forms(rows, language, "topics.toml"),
    }


def _names_of_parties(mentions: Sequence[Sequence[Mention]], parties: Pair[Party] | None) -> set[Span]:
    """Where the parties' countries are named."""
    codes = {f"country:{party.country}" for party in parties or () if party.country}
    return {mention.span for found in mentions for mention in found if mention.key in codes}


def _add_keywords(
    own: Scores, segmented: SegmentedReadout, known: Topics, column: dict[str, int], parties: set[Span]
) -> None:
    hits = known.lexicon.scan(segmented.readout.text)
    for row, point in zip(own, segmented.points, strict=True):
        seen: dict[str, dict[str, float]] = {}
        for hit in hits:
            if _within(hit, point.spans):
                form = segmented.readout.text[hit.start : hit.end].casefold()
                seen.setdefault(hit.key, {})[form] = PARTY_NAME if Span(hit.start, hit.end) in parties else 1.0
        for topic, forms in seen.items():
            best = max(forms.values())
            row[column[topic]] += KEYWORD * known.weights[topic] * (best + (sum(forms.values()) - best) * FURTHER)


def _within(hit: Hit, spans: Sequence[Span]) -> bool:
    middle = (hit.start + hit.end - 1) // 2
    return any(span.start <= middle < span.end for span in spans)


def _situated(own: Scores, segmented: SegmentedReadout, known: Topics) -> Scores:
    """Let the situation that a sentence or paragraph is about count for points that say no other subject."""
    scores = own.copy()
    strongest = own[:, known.situation].max(axis=1, initial=0.0)
    subject = own[:, ~known.situation & ~known.general].max(axis=1, initial=0.0)
    current = np.zeros(int(known.situation.sum()), dtype=np.float32)
    block = -1
    for at, point in enumerate(segmented.points):
        if point.block != block:
            block, current = point.block, current * NEXT_BLOCK
        if strongest[at] > 0:
            current = own[at, known.situation] / max(float(strongest[at]), 1.0)
        elif subject[at] > 0:
            current = current * OTHER_SUBJECT
        else:
            current = current * NEXT_POINT
        best = float(own[at].max(initial=0.0))
        if strongest[at] < best or best == 0:
            carried = current if subject[at] < best or best == 0 else current * BESIDE_SUBJECT
            scores[at, known.situation] = np.maximum(
                scores[at, known.situation], carried * max(best * OVER_GENERAL, BARE_SITUATION)
            )
    return scores


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

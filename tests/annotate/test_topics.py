"""Topics: golden readouts, and that every point has one."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.annotate.concepts import find_concepts
from compare.annotate.registry import read_topics
from compare.annotate.topics import MOST, rank, topic_scores, topics_of
from compare.errors import DataError
from compare.model import (
    Block,
    BlockKind,
    Mention,
    Pair,
    Party,
    Point,
    Provenance,
    Readout,
    SegmentedReadout,
    Sentence,
    Span,
)
from compare.resources import SUPPORTED, data_path

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "concepts"
READOUTS = tomllib.loads((FIXTURES / "topics.toml").read_text(encoding="utf-8"))["readouts"]
IDS = tuple(read_topics(data_path("topics.toml")))


def segmented(paragraphs: list[list[str]], language: str, country: str | None = None) -> SegmentedReadout:
    """A readout in which each paragraph is one sentence."""
    text, blocks, sentences, points = "", [], [], []
    for number, parts in enumerate(paragraphs):
        start = len(text)
        for part in parts:
            points.append(Point((Span(len(text), len(text) + len(part)),), number, number, part))
            text += part + " "
        span = Span(start, len(text) - 1)
        blocks.append(Block(BlockKind.PARAGRAPH, span))
        sentences.append(Sentence(span, number))
        text = text[:-1] + "\n\n"
    provenance = Provenance("here", "text/plain", "utf-8", "utf-8", "")
    readout = Readout("label", None, country, language, None, None, text, tuple(blocks), provenance)
    return SegmentedReadout(readout, tuple(sentences), tuple(points))


def mentions(found: SegmentedReadout) -> list[tuple[Mention, ...]]:
    everything = find_concepts(found.readout.text, found.readout.language)
    return [
        tuple(m for m in everything if any(s.start <= m.span.start and m.span.end <= s.end for s in p.spans))
        for p in found.points
    ]


@pytest.mark.parametrize("golden", READOUTS, ids=[r["language"] for r in READOUTS])
def test_golden_readouts(golden: dict[str, Any]) -> None:
    paragraphs = [[text for text, _ in paragraph] for paragraph in golden["paragraphs"]]
    expected = [(text, topic) for paragraph in golden["paragraphs"] for text, topic in paragraph]
    whole = segmented(paragraphs, golden["language"], golden["country"])
    left, right = golden["parties"]
    found = topics_of(whole, mentions(whole), Pair(Party(left), Party(right)))
    assert [(text, topics[0]) for (text, _), topics in zip(expected, found, strict=True)] == expected


def test_scores_are_an_array_a_classifier_can_add_to() -> None:
    whole = segmented([["The sanctions stay.", "Nothing else."]], "en")
    ids, scores = topic_scores(whole, mentions(whole))
    assert ids == IDS
    assert scores.shape == (2, len(IDS))
    assert scores.dtype == np.float32
    assert (scores >= 0).all()
    added = np.zeros_like(scores)
    added[:, ids.index("climate")] = 9
    assert rank((scores + added)[0], ids)[0] == "climate"


def test_a_point_without_words_of_its_own_takes_the_topic_of_its_sentence() -> None:
    whole = segmented([["They spoke about climate change", "and agreed on this."]], "en")
    assert topics_of(whole, mentions(whole))[1][0] == "climate"


def test_the_name_of_a_party_is_no_situation() -> None:
    whole = segmented([["He thanked Ukraine for trade and investment."]], "en")
    found = [(*own, Mention("country", "country:UA", Span(11, 18))) for own in mentions(whole)]
    assert topics_of(whole, found, Pair(Party("UA"), Party("PL")))[0][0] == "economy"


@given(
    st.lists(
        st.lists(st.text(alphabet="peace Gaza,tråde制裁", min_size=1, max_size=12), min_size=1, max_size=4), max_size=4
    ),
    st.sampled_from([*SUPPORTED, "it"]),
)
def test_every_point_has_a_topic(paragraphs: list[list[str]], language: str) -> None:
    whole = segmented(paragraphs, language)
    found = topics_of(whole, mentions(whole))
    assert len(found) == len(whole.points)
    assert all(1 <= len(topics) <= MOST and set(topics) <= set(IDS) for topics in found)


@pytest.mark.parametrize(
    ("content", "words"),
    [('[order]\nkind = "none"\n', "'none'"), ('[order]\nxx = ["w"]\n', "'xx'"), ("[order\n", "TOML")],
)
def test_malformed_tables_are_named(tmp_path: Path, content: str, words: str) -> None:
    file = tmp_path / "topics.toml"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=words):
        read_topics(file)

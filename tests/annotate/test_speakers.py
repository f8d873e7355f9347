"""Who holds what, against the golden tables of fixtures/speakers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.annotate.speakers import attribute
from compare.annotate.speech import speech_of
from compare.model import Pair, Party
from compare.resources import SUPPORTED, load_toml
from compare.segment import segment
from tests.annotate.golden import parties, pointed, readout, tables

ROWS = [
    pytest.param(language, case, row, id=f"{language}-{number}-{row[0][:40]}")
    for language, table in tables("speakers")
    for number, case in enumerate(table["case"])
    for row in case["expect"]
]
LEAST = {
    "en": 40,
    "zh-Hans": 40,
    "ru": 40,
    "be": 20,
    "uk": 20,
    "vi": 20,
    "ja": 20,
    "de": 20,
    "fr": 20,
    "ko": 10,
    "es": 10,
    "tr": 10,
    "ar": 10,
}


@pytest.mark.parametrize(("language", "case", "row"), ROWS)
def test_holder(language, case, row) -> None:
    words, party, name, via = row
    source = readout(case["text"].strip(), case[case["side"]]["label"], language)
    segmented, mentions = pointed(source, [words])
    speaker = attribute(segmented, parties(case), mentions)[0]
    assert speaker.party.value == party
    if name != "*":
        assert (speaker.name or "") == name
    if via != "*":
        assert (speaker.via or "") == via


def test_tables_are_large_enough() -> None:
    counts = {language: sum(len(case["expect"]) for case in table["case"]) for language, table in tables("speakers")}
    assert {language: counts.get(language, 0) for language in LEAST if counts.get(language, 0) < LEAST[language]} == {}


@pytest.mark.parametrize(("language", "table"), tables("speakers"))
def test_exchanging_the_parties_exchanges_the_holders(language, table) -> None:
    exchanged = {"left": "right", "right": "left"}
    for case in table["case"]:
        source = readout(case["text"].strip(), case[case["side"]]["label"], language)
        segmented, mentions = pointed(source, [row[0] for row in case["expect"]])
        one = attribute(segmented, parties(case), mentions)
        two = attribute(segmented, parties(case).swap(), mentions)
        assert [exchanged.get(s.party.value, s.party.value) for s in one] == [s.party.value for s in two]


@given(st.text(max_size=300), st.sampled_from(SUPPORTED))
def test_any_text_has_one_speaker_a_point(text, language) -> None:
    source = readout(text, "White House", language)
    segmented = segment(source)
    pair = Pair(Party("US", ("Ellen Marsh",)), Party("CN", ("周明",)))
    assert len(attribute(segmented, pair, ())) == len(segmented.points)


@pytest.mark.parametrize("language", [language for language in SUPPORTED if language != "zh-Hant"])
def test_speech_data_are_complete(language) -> None:
    data = load_toml("languages", language, "speech.toml")
    for kind in ("say", "position", "agree", "discuss", "narrate", "inform", "joint"):
        assert data["verbs"].get(kind), kind
    for kind in ("both", "he", "we", "side", "source", "third"):
        assert data["actors"].get(kind), kind
    for rank in (
        "president",
        "prime-minister",
        "foreign-minister",
        "minister",
        "king",
        "secretary-general",
        "counterpart",
    ):
        assert data["titles"].get(rank), rank
    assert speech_of(language).language == language

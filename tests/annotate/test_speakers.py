"""Who holds what, against the golden tables of fixtures/speakers."""

from __future__ import annotations

import pytest

from compare.annotate.speakers import attribute
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

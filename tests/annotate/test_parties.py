"""Which country a readout speaks for and whose people are whose."""

from __future__ import annotations

import tomllib

import pytest

from compare.annotate.parties import country_of, parties_of
from compare.model import Pair
from compare.resources import SUPPORTED
from tests.annotate.golden import FIXTURES, readout

TABLE = tomllib.loads((FIXTURES / "speakers" / "parties" / "labels.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("label", "language", "country"), TABLE["labels"])
def test_country_of_a_label(label, language, country) -> None:
    assert (country_of(readout("", label, language)) or "") == country


@pytest.mark.parametrize("case", TABLE["pairs"], ids=[f"{c['left'][0]} / {c['right'][0]}" for c in TABLE["pairs"]])
def test_parties_of_a_pair(case) -> None:
    pair = Pair(*(readout(case[side][2].strip(), case[side][0], case[side][1]) for side in ("left", "right")))
    found = parties_of(pair)
    for side in ("left", "right"):
        party = getattr(found, side)
        country, people = case[f"{side}_party"]
        assert (party.country or "") == country
        assert set(people) <= set(party.people)
        assert not set(case.get("nobody", ())) & set(party.people)


@pytest.mark.parametrize("case", TABLE["pairs"], ids=[f"{c['left'][0]} / {c['right'][0]}" for c in TABLE["pairs"]])
def test_swapping_the_texts_swaps_the_parties(case) -> None:
    pair = Pair(*(readout(case[side][2].strip(), case[side][0], case[side][1]) for side in ("left", "right")))
    one, two = parties_of(pair), parties_of(pair.swap()).swap()
    assert [(p.country, set(p.people)) for p in one] == [(p.country, set(p.people)) for p in two]


@pytest.mark.parametrize("language", SUPPORTED)
def test_an_empty_readout_has_no_people(language) -> None:
    pair = Pair(readout("", "White House", language), readout("", "Kremlin", language))
    assert [p.country for p in parties_of(pair)] == ["US", "RU"]
    assert [p.people for p in parties_of(pair)] == [(), ()]

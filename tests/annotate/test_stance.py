"""Acts, strengths and opposites, against the golden tables of fixtures/stance."""

from __future__ import annotations

import tomllib
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.annotate.stance import find_poles, ladder, stances, words_of
from compare.opposites import opposed
from compare.resources import SUPPORTED, load_toml
from tests.annotate.golden import FIXTURES, pointed, readout, tables

ACTS = [
    pytest.param(language, *row, id=f"{language}-{row[0][:50]}")
    for language, table in tables("stance")
    for row in table["acts"]
]
PAIRS = tomllib.loads((FIXTURES / "stance" / "opposed" / "pairs.toml").read_text(encoding="utf-8"))["pairs"]
LEAST = dict.fromkeys(("be", "uk", "vi", "ja", "ko", "de", "fr", "es", "tr", "ar"), 8) | dict.fromkeys(
    ("en", "zh-Hans", "ru"), 15
)
DATA = [language for language in SUPPORTED if language != "zh-Hant"]


@pytest.mark.parametrize(("language", "text", "act", "strength", "flag"), ACTS)
def test_act(language, text, act, strength, flag) -> None:
    segmented, mentions = pointed(readout(text, "", language), [text])
    stance = stances(segmented, mentions)[0]
    assert stance is not None
    assert (stance.act, stance.strength) == (act, strength)
    assert (stance.negated, stance.hedged) == (flag == "negated", flag == "hedged")
    assert stance.cue is not None
    assert 0 <= stance.cue.start < stance.cue.end <= len(text)


@pytest.mark.parametrize(
    ("one", "left", "two", "right", "kind"), PAIRS, ids=[f"{r[0]}-{r[2]}-{r[1][:40]}" for r in PAIRS]
)
def test_opposed(one, left, two, right, kind) -> None:
    first, second = find_poles(left, one), find_poles(right, two)
    assert (opposed(first, second) or "") == kind
    assert (opposed(second, first) or "") == kind


def test_tables_are_large_enough() -> None:
    counts = {language: len(table["acts"]) for language, table in tables("stance")}
    assert {language: counts.get(language, 0) for language in LEAST if counts.get(language, 0) < LEAST[language]} == {}


@pytest.mark.parametrize(("language", "act"), [*product(DATA, ladder())])
def test_every_act_has_cues_in_every_language(language, act) -> None:
    assert load_toml("languages", language, "stance.toml")["acts"].get(act)


@pytest.mark.parametrize(("language", "kind"), [*product(DATA, load_toml("stance.toml")["poles"])])
def test_every_class_of_opposites_has_both_poles_in_every_language(language, kind) -> None:
    poles = load_toml("languages", language, "stance.toml")["poles"].get(kind, {})
    assert poles.get("a")
    assert poles.get("b")


@pytest.mark.parametrize("language", DATA)
def test_no_cue_stands_under_two_acts(language) -> None:
    acts = load_toml("languages", language, "stance.toml")["acts"]
    seen: dict[str, str] = {}
    twice = []
    for act, cues in acts.items():
        for cue in cues:
            if cue in seen:
                twice.append((cue, seen[cue], act))
            seen[cue] = act
    assert twice == []


def test_ladder_is_ordered() -> None:
    strength = {name: act.strength for name, act in ladder().items()}
    most = {name: act.most for name, act in ladder().items()}
    assert strength["mention"] < strength["discuss"] < strength["interest"] < strength["ready"] < strength["support"]
    assert strength["support"] < most["support"] < strength["endorse-fully"]
    assert strength["concern"] < strength["regret"] < strength["oppose"] < most["oppose"] < strength["condemn"]
    assert strength["hope"] < strength["call"] < strength["urge"] < strength["demand"]
    assert all(0 <= act.strength <= act.most <= 6 and act.polarity in (-1, 0, 1) for act in ladder().values())


def test_traditional_characters_are_read_as_simplified() -> None:
    assert [m.key for m in find_poles("雙方反對加徵關稅", "zh-Hant")] == [
        m.key for m in find_poles("双方反对加征关税", "zh-Hans")
    ]


@given(st.text(max_size=200), st.sampled_from(SUPPORTED))
def test_any_text_gives_poles_inside_it(text, language) -> None:
    for mention in find_poles(text, language):
        assert mention.key.startswith("pole:")
        assert mention.key[-1] in "+-"
        assert 0 <= mention.span.start < mention.span.end <= len(text)


@pytest.mark.parametrize("language", SUPPORTED)
def test_words_load(language) -> None:
    assert words_of(language).poles is not None

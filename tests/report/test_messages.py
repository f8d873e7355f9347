"""Every language says everything: the same keys, the same places, every plural form that the language has."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel import Locale

import compare
from compare.errors import OptionError
from compare.model import BlockKind, Comparison, FindingKind, Holder, Relation, Side, Status
from compare.options import ReportOptions
from compare.report import render
from compare.report.messages import languages, messages
from compare.resources import load_toml

ROOT = Path(__file__).parents[2]
PLURALS = ("more", "count")
# CLDR gives French and Spanish a form "many" for millions, which no report counts.
RARE = {("fr", "many"), ("es", "many")}


def flat(language: str) -> dict[str, Any]:
    return {f"{table}.{name}": words for table, entries in tables(language).items() for name, words in entries.items()}


def tables(language: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / f"compare/data/messages/{language}.toml").read_text(encoding="utf-8"))


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_the_languages_of_the_readers() -> None:
    assert set(languages()) == {"en", "zh", "ru", "vi", "be", "uk", "fr", "de", "es", "ja", "ar"}
    assert languages()[0] == "en"


@pytest.mark.parametrize("language", languages())
def test_nothing_is_missing(language: str) -> None:
    english, here = flat("en"), flat(language)
    assert list(here) == list(english)
    for key, words in here.items():
        if key.split(".")[0] in PLURALS:
            forms = set(Locale.parse(language).plural_form.tags) | {"other"}
            assert {form for form in forms if (language, form) not in RARE} == set(words), key
            wanted = places(english[key]["other"])
            # A singular or dual may say its number in a word.
            assert all(wanted - {"n"} <= places(form) <= wanted for form in words.values()), key
            assert "n" in places(words["other"]), key
        else:
            assert places(words) == places(english[key]), key
            assert words.strip(), key


@pytest.mark.parametrize("language", languages())
def test_every_slug_of_the_model_and_the_data_has_words(language: str) -> None:
    words = tables(language)
    assert set(words["topic"]) - {"none"} == set(json.loads((ROOT / "fixtures/cases/topics.json").read_bytes()))
    assert set(words["act"]) == set(load_toml("stance.toml")["acts"])
    assert set(words["status"]) == set(Status)
    assert set(words["relation"]) == set(Relation)
    assert set(words["kind"]) == set(FindingKind)
    assert set(words["speaker"]) >= set(Holder) - {Holder.LEFT, Holder.RIGHT}
    assert BlockKind.BOILERPLATE in words["count"]


def test_every_note_that_the_code_makes_has_words() -> None:
    made = set()
    for path in Path(compare.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Note" and node.args:
                made |= {
                    part.value
                    for part in ast.walk(node.args[0])
                    if isinstance(part, ast.Constant) and isinstance(part.value, str)
                }
    assert len(made) > 10
    assert made <= set(tables("en")["note"])


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("form", ["terminal", "html", "markdown"])
def test_reports_speak_the_language(language: str, form: str, result: Comparison) -> None:
    report = str(render(result, form, ReportOptions(language=language, width=120)))
    words = messages(language)
    assert words("headings.report") in re.sub(r"&#\d+;|\\", "", report)
    if form == "html":
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in report


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("en", 1, "1 point"),
        ("en", 12345, "12,345 points"),
        ("ru", 1, "1 пункт"),
        ("ru", 3, "3 пункта"),
        ("ru", 11, "11 пунктов"),
        ("ru", 21, "21 пункт"),
        ("be", 22, "22 пункты"),
        ("uk", 5, "5 пунктів"),
        ("zh", 2, "2个要点"),
        ("ar", 2, "نقطتان"),
        ("ar", 7, "7 نقاط"),
        ("fr", 0, "0 point"),
        ("de", 2, "2 Punkte"),
    ],
)
def test_numbers_choose_the_plural(language: str, number: int, expected: str) -> None:
    assert messages(language).count("count.points", number) == expected


def test_facts_from_cldr() -> None:
    english, russian = messages("en"), messages("ru")
    assert english.date("2023-02-24") == "February 24, 2023"
    assert russian.date("2023-02-24") == "24 февраля 2023\u202fг."
    assert english.date("2023-02-24T10:00:00Z") == "February 24, 2023"
    assert english.date("spring") == "spring"
    assert english.date(None) == "not given"
    assert english.country("by") == "Belarus"
    assert english.country("??") == "??"
    assert russian.tongue("zh-Hans").startswith("китайский")
    assert english.tongue("und-x") == "und-x"
    assert english.percent(0.384) == "38%"
    assert english.note("charset-detected", ("GB18030",)) == "The encoding was not declared; it was taken for GB18030."
    assert english.note("language-detected", ("ru",)).endswith("taken for Russian.")
    assert english.note("new-thing", ("a", "b")) == "new thing (a, b)"
    assert english.note("text-cut", ()) == "text cut"
    assert english.reason("concept:mutual-respect") == "the wording differs"
    assert english.reason("number") == "number"


@pytest.mark.parametrize("tag", ["zh-Hans", "zh_CN", "EN", "ru-BY"])
def test_regions_find_their_language(tag: str) -> None:
    assert messages(tag).language == tag[:2].lower()


@pytest.mark.parametrize("tag", ["", "tlh", "../en", "e"])
def test_other_languages_are_refused(tag: str) -> None:
    with pytest.raises(OptionError, match="choose one of en"):
        messages(tag)


def test_names_are_written_for_the_reader(seed: Comparison) -> None:
    """Until a table of people speaks, the names are those of the sample; the countries are the reader's."""
    report = str(render(seed, "terminal", ReportOptions(language="ru")))
    assert "Беларусь" in report
    assert "Belarus" not in report.split("Источники")[0].replace("Ministry of Foreign Affairs of Belarus", "")
    assert seed.sides[Side.LEFT].readout.country == "CN"

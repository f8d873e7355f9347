"""Countries, people, organisations and places against fixtures/names/mentions.toml, and the tables themselves."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.annotate.entities import find_entities, person
from compare.annotate.names import find_names
from compare.resources import SUPPORTED, data_path

CASES = tomllib.loads((Path(__file__).parents[2] / "fixtures" / "names" / "mentions.toml").read_text(encoding="utf-8"))[
    "cases"
]
PEOPLE = {
    name: entry
    for path in sorted(data_path("entities", "people").glob("*.toml"))
    for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items()
}


@pytest.mark.parametrize(("language", "text", "expected"), CASES, ids=[case[1][:40] for case in CASES])
def test_golden(language: str, text: str, expected: str) -> None:
    entities = find_entities(text, language)
    names = find_names(text, language, [mention.span for mention in entities])
    assert [mention.key for mention in sorted(entities + names, key=lambda m: m.span)] == expected.split()


def test_every_language_has_cases() -> None:
    assert {language for language, _, _ in CASES} == set(SUPPORTED)


@pytest.mark.parametrize("language", SUPPORTED)
def test_compiled_rows(language: str) -> None:
    rows = json.loads(data_path("entities", "compiled", f"{language}.json").read_text(encoding="utf-8"))["rows"]
    assert all(form and not set(flag) - set("=?+~!") for form, _, flag in rows)
    countries = {key for _, key, _ in rows if key.startswith("country:")}
    assert len(countries) > 180
    # One form, one referent: what is ambiguous must be weak (?) or decided in the tables.
    strong = Counter(form for form, key in {(form, key) for form, key, flag in rows if key and "?" not in flag})
    assert [form for form, owners in strong.items() if owners > 1] == []


def test_people() -> None:
    for name, entry in PEOPLE.items():
        found = person(f"person:{name}")
        assert found is not None, name
        assert found.country == entry["country"], name
        assert all(1900 < term.since <= (term.until or 2100) for term in found.terms), name
        assert set(entry) >= {"country", "office", "en", "zh", "ru"}, name


def test_enough_people_of_many_countries() -> None:
    assert len(PEOPLE) >= 250
    assert len({entry["country"] for entry in PEOPLE.values()}) >= 100


def test_full_name_of_every_person_is_found() -> None:
    missed = []
    for name, entry in PEOPLE.items():
        for language in ("en", "ru"):
            forms = entry[language] if isinstance(entry[language], list) else [entry[language]]
            written = " ".join(forms[0].replace("|", " ").replace("=", "").split())
            keys = [mention.key for mention in find_entities(f"… {written} …", language)]
            if f"person:{name}" not in keys:
                missed.append((language, written, keys))
    assert missed == []


def test_family_name_needs_the_full_name_where_it_is_shared() -> None:
    assert find_entities("Wang said so.", "en") == ()
    keys = [mention.key for mention in find_entities("Wang Yi came. Wang said so.", "en")]
    assert keys == ["person:wang-yi", "person:wang-yi"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("秦剛外交部長が述べた。秦部長は応じた。", "ja", ["person:qin-gang", "person:qin-gang"]),
        ("王毅同王文涛会面。王部长说。", "zh-Hans", ["person:wang-yi", "person:wang-wentao"]),
        ("박진 장관이 말했다. 박 장관은 동의했다.", "ko", ["person:park-jin", "person:park-jin"]),
        ("外长访问中国", "zh-Hans", ["country:CN"]),
        ("LET US MEET AGAIN", "en", []),
        ("The US said so.", "en", ["country:US"]),
    ],
)
def test_short_forms(text: str, language: str, expected: list[str]) -> None:
    assert [mention.key for mention in find_entities(text, language)] == expected


@given(st.text(max_size=300), st.sampled_from(SUPPORTED))
def test_any_text(text: str, language: str) -> None:
    found = find_entities(text, language)
    assert all(one.span.end <= two.span.start for one, two in pairwise(found))
    assert all(0 <= mention.span.start < mention.span.end <= len(text) for mention in found)


@pytest.mark.slow
def test_compiled_files_are_up_to_date() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, str(root / "tools" / "build_entities.py"), "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr

"""Forms and how they are matched, and that the compiled tables survive the cache."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.errors import DataError
from compare.lexicon import Lexicon, compile_forms, digest, kept, morphology, variants
from compare.resources import SUPPORTED

FIXTURES = Path(__file__).parent.parent / "fixtures" / "concepts"
MATCHING = tomllib.loads((FIXTURES / "matching.toml").read_text(encoding="utf-8"))["lines"]


def found(language: str, forms: dict[str, list[str]], text: str) -> list[tuple[str, str]]:
    rows = [(key, form) for key, own in forms.items() for form in own]
    return [(h.key, text[h.start : h.end]) for h in Lexicon(compile_forms(rows, language)).scan(text)]


@pytest.mark.parametrize(("language", "form", "text", "expected", "why"), MATCHING, ids=[row[4] for row in MATCHING])
def test_matching(language: str, form: str, text: str, expected: str, why: str) -> None:
    assert found(language, {"key": [form]}, text) == ([("key", expected)] if expected else []), why


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("a b", ["a b"]),
        ("a [b] c", ["a b c", "a c"]),
        ("(a|b) c", ["a c", "b c"]),
        ("a [b|c]", ["a b", "a c", "a"]),
        ("(a|b [c]) d", ["a d", "b c d", "b d"]),
        ("a ... b", ["a … b"]),
        ("…a…", ["a"]),
    ],
)
def test_variants(form: str, expected: list[str]) -> None:
    assert [v.text for v in variants(form)] == expected


@pytest.mark.parametrize("form", ["(a", "a)", "[a", "a]", "(a|b] c", "", "…", "[a]", "(a|) ", "!"])
def test_malformed_forms_are_named(form: str) -> None:
    with pytest.raises(DataError, match="where-it-stands"):
        variants(form, "where-it-stands")


def test_runaway_forms_are_refused() -> None:
    with pytest.raises(DataError, match="variants"):
        variants("(a|b)(c|d)(e|f)(g|h)(i|j)(k|l)(m|n)(o|p)(q|r)")


def test_stop_forms_swallow_what_they_hold_of_their_own_key() -> None:
    forms = {"interest": ["core interest", "!core interest rate"], "rate": ["interest rate"]}
    assert found("en", forms, "core interest rates") == [("rate", "interest rates")]
    assert found("en", forms, "a core interest") == [("interest", "core interest")]


def test_longest_form_of_a_key_wins_and_keys_may_overlap() -> None:
    forms = {"long": ["strategic partnership", "comprehensive strategic partnership"], "other": ["partnership"]}
    assert found("en", forms, "comprehensive strategic partnership") == [
        ("long", "comprehensive strategic partnership"),
        ("other", "partnership"),
    ]


def test_unknown_language() -> None:
    with pytest.raises(DataError, match="no such language"):
        morphology("xx")


@pytest.mark.parametrize("language", SUPPORTED)
def test_every_language_has_its_file(language: str) -> None:
    assert morphology(language).language == language


@pytest.mark.parametrize("language", ["en", "ru", "ko", "vi", "ar", "ja", "zh-Hant"])
@given(text=st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_any_text_is_scanned_and_hits_lie_inside(language: str, text: str) -> None:
    forms = {"en": "a b", "ru": "мир", "ko": "평화", "vi": "hòa bình", "ar": "سلام", "ja": "平…和", "zh-Hant": "和平"}
    for hit in Lexicon(compile_forms([("key", forms[language])], language)).scan(text):
        assert 0 <= hit.start < hit.end <= len(text)


@given(st.lists(st.sampled_from(["peace", "talks", "of", "lasting", ",", "Gaza"]), max_size=12))
def test_a_phrase_is_found_wherever_it_stands(words: list[str]) -> None:
    text = " ".join([*words, ".", "lasting peace"])
    assert ("key", "lasting peace") in found("en", {"key": ["lasting peace"]}, text)


def test_tables_are_kept_and_built_anew_when_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READOUTS_CACHE_DIR", str(tmp_path))
    built: list[int] = []

    def build() -> dict[str, Any]:
        built.append(1)
        return compile_forms([("key", "lasting peace")], "en")

    first = kept("test", "en", "k1", build)
    assert kept("test", "en", "k1", build) == first
    assert len(built) == 1
    file = tmp_path / "lexicon" / "test-en.json"
    for damage in (b"", file.read_bytes()[:-3], file.read_bytes().replace(b"peac", b"paec"), b"\xff\xfe"):
        file.write_bytes(damage)
        assert kept("test", "en", "k1", build) == first
    assert len(built) == 5
    kept("test", "en", "k2", build)
    assert len(built) == 6


def test_nothing_is_kept_where_nothing_can_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("READOUTS_CACHE_DIR", str(tmp_path / "file"))
    assert kept("test", "en", "k", lambda: {"a": 1}) == {"a": 1}


def test_digest_names_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="absent"):
        digest([tmp_path / "absent.toml"])

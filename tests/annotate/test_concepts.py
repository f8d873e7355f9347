"""The registry of concepts: golden sentences, the user's own files, and a test of the data."""

from __future__ import annotations

import json
import time
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.annotate.concepts import find_concepts, load
from compare.annotate.registry import read_concepts, read_topics, shipped
from compare.errors import DataError
from compare.lexicon import compile_forms
from compare.resources import SUPPORTED, data_path

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "concepts"
REQUIRED = ("en", "zh-Hans", "ru", "be", "uk", "vi", "ja", "de", "fr")
TOPICS = tuple(read_topics(data_path("topics.toml")))
SENTENCES = [
    (file.stem, *line)
    for file in sorted((FIXTURES / "sentences").glob("*.toml"))
    for line in tomllib.loads(file.read_text(encoding="utf-8"))["lines"]
]
ENTRIES = read_concepts(shipped(), TOPICS)
SEED = (("zh-Hans", "side-a.zh-Hans.txt"), ("ru", "side-b.ru.txt"))


def ids(text: str, language: str, extra: Path | None = None) -> list[str]:
    return [m.key.removeprefix("concept:") for m in find_concepts(text, language, extra)]


@pytest.mark.parametrize(
    ("language", "text", "expected", "absent"), SENTENCES, ids=[f"{r[0]}:{r[1]}" for r in SENTENCES]
)
def test_golden_sentences(language: str, text: str, expected: list[str], absent: list[str]) -> None:
    found = set(ids(text, language))
    assert set(expected) <= found, f"not found: {set(expected) - found}"
    assert not found & set(absent), f"found: {found & set(absent)}"


def test_golden_sentences_name_known_concepts() -> None:
    named = {i for _, _, expected, absent in SENTENCES for i in (*expected, *absent)}
    assert named <= set(ENTRIES)


def test_enough_golden_sentences() -> None:
    count = Counter(language for language, *_ in SENTENCES)
    assert all(count[tag] >= 20 for tag in ("en", "zh-Hans", "ru"))
    assert all(count[tag] >= 10 for tag in SUPPORTED if tag != "zh-Hant")


# The data test: what is missing or stands twice is named, all of it at once.


def test_every_concept_has_the_nine_languages() -> None:
    missing = {key: gaps for key, e in ENTRIES.items() if (gaps := [tag for tag in REQUIRED if not e.forms.get(tag)])}
    assert not missing


def test_no_id_stands_in_two_files() -> None:
    count = Counter(key for file in shipped() for key in tomllib.loads(file.read_text(encoding="utf-8")))
    assert not [key for key, times in count.items() if times > 1]


@pytest.mark.parametrize("language", SUPPORTED)
def test_no_form_belongs_to_two_concepts(language: str) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for key, entry in ENTRIES.items():
        index = compile_forms([(key, form) for form in entry.forms.get(language, ())], language)["index"]
        if "first" in index:
            forms = [
                json.dumps(row[1], ensure_ascii=False)
                for rows in index["first"].values()
                for row in rows
                if row[0] >= 0
            ]
        else:
            forms = ["…".join(index["segments"][number] for number in row[1]) for row in index["rows"] if row[0] >= 0]
        for form in forms:
            owners[form].add(key)
    assert not {form: sorted(keys) for form, keys in owners.items() if len(keys) > 1}


def test_no_orphan_topic() -> None:
    """Every topic has concepts; that every concept has a known topic is checked on reading."""
    used = {topic for entry in ENTRIES.values() for topic in entry.concept.topics}
    assert used == set(TOPICS)


def test_the_topics_are_those_of_the_result_format() -> None:
    gold = json.loads((FIXTURES.parent / "cases" / "topics.json").read_text(encoding="utf-8"))
    assert list(gold) == list(TOPICS)


def test_size_of_the_registry() -> None:
    assert len(ENTRIES) >= 500


# Matching.


def test_kinds_and_spans() -> None:
    text = "They follow the one-China policy."
    (mention,) = find_concepts(text, "en")
    assert (mention.kind, mention.key, mention.span.of(text)) == (
        "concept",
        "concept:one-china-policy",
        "one-China policy",
    )


def test_a_kind_of_it_hides_the_broader_idea_and_only_there() -> None:
    found = ids("Unilateral sanctions harm; other sanctions may follow.", "en")
    assert found.count("sanctions") == 1
    assert "unilateral-sanctions" in found


def test_language_without_data() -> None:
    assert find_concepts("principio", "it") == ()


@given(st.text(max_size=80), st.sampled_from(SUPPORTED))
def test_any_text(text: str, language: str) -> None:
    for mention in find_concepts(text, language):
        assert 0 <= mention.span.start < mention.span.end <= len(text)


def test_the_seed_pair_is_quick() -> None:
    """Best of several: what the machine can do. Both sides in 15 ms."""
    folder = FIXTURES.parent / "cases" / "by-cn-2023-02-24-zh-ru"
    sides = [(load(tag), (folder / name).read_text(encoding="utf-8")) for tag, name in SEED]

    def once() -> float:
        start = time.process_time()
        for known, text in sides:
            known.find(text)
        return time.process_time() - start

    assert min(once() for _ in range(7)) < 0.015


# The user's own files.


def test_own_file_adds_forms_and_concepts(tmp_path: Path) -> None:
    own = tmp_path / "mine.toml"
    own.write_text(
        '[widgets]\ntopic = "economy"\nen = ["widget (export|import)s"]\n\n[one-china-policy]\n'
        'en = ["policy on the one and only"]\n',
        encoding="utf-8",
    )
    text = "Widget exports; the policy on the one and only; one-China policy."
    assert ids(text, "en", own) == ["widgets", "one-china-policy", "one-china-policy"]
    assert ids(text, "en") == ["one-china-policy"]


def test_files_of_the_configuration_folder_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READOUTS_CONFIG_DIR", str(tmp_path))
    (tmp_path / "concepts").mkdir()
    (tmp_path / "concepts" / "a.toml").write_text('[widgets]\ntopic = "economy"\nen = ["widget"]\n', encoding="utf-8")
    assert ids("Widgets.", "en") == ["widgets"]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("[widgets\n", "line 1", "TOML"),
        ('[widgets]\nen = ["w"]\n', "line 1", "no topic"),
        ('[widgets]\ntopic = "toys"\n', "line 2", "'toys'"),
        ('\n[widgets]\ntopic = "economy"\nxx = ["w"]\n', "line 4", "'xx'"),
        ('[widgets]\ntopic = "economy"\nen = "w"\n', "line 3", "no list"),
        ('[widgets]\ntopic = "economy"\nen = [1]\n', "line 3", "no list"),
        ('[widgets]\ntopic = "economy"\nweight = 3\n', "line 3", "weight"),
        ('[widgets]\ntopic = "economy"\nrelated = ["gadgets"]\n', "line 3", "'gadgets'"),
        ('[Widgets]\ntopic = "economy"\n', "line 1", "no id"),
        ('widgets = "w"\n', "line 1", "no table"),
        ('[widgets]\ntopic = "economy"\nen = ["(w"]\n', "widgets", "unbalanced"),
    ],
)
def test_malformed_files_are_named_with_line_and_key(tmp_path: Path, content: str, line: str, words: str) -> None:
    own = tmp_path / "mine.toml"
    own.write_text(content, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        find_concepts("text", "en", own)
    assert line in str(caught.value)
    assert words in str(caught.value)


def test_missing_own_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="absent"):
        find_concepts("text", "en", tmp_path / "absent.toml")

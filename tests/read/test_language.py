from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

from compare.read.language import normal_tag, settle, tell
from compare.resources import SUPPORTED

TABLE = tomllib.loads(Path("fixtures/read/languages.toml").read_text(encoding="utf-8"))
CASES = sorted(Path("fixtures/cases").glob("*/side-*.txt"))


@pytest.mark.parametrize(("tag", "text"), [(tag, text) for tag, texts in TABLE.items() for text in texts])
def test_short_texts(tag: str, text: str) -> None:
    assert tell(text).tag == tag


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_whole_texts_need_no_model(path: Path) -> None:
    told = tell(path.read_text(encoding="utf-8"))
    assert (told.tag, told.sure) == (path.name.split(".")[1], True)


def test_supported_languages_all_have_a_line() -> None:
    assert set(SUPPORTED) <= set(TABLE)


@pytest.mark.parametrize(
    ("given", "tag"),
    [
        ("zh_CN", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("en-GB", "en"),
        ("RU", "ru"),
        ("klingon", None),
        ("", None),
    ],
)
def test_tags(given: str, tag: str | None) -> None:
    assert normal_tag(given) == tag


def test_who_decides() -> None:
    english = TABLE["en"][0]
    assert settle(english, "vi", None) == ("vi", [])
    assert [n.slug for n in settle(english, None, None)[1]] == ["language-detected"]
    assert settle(english, None, "en-US") == ("en", [])
    assert settle(english, None, "ru")[0] == "en"
    assert [n.slug for n in settle(english, None, "ru")[1]] == ["language-declared-wrong"]
    assert settle("42", None, "ru") == ("ru", [])


def test_other_languages_go_on_with_a_note() -> None:
    tag, notes = settle(TABLE["pl"][0], None, None)
    assert tag == "pl"
    assert [n.slug for n in notes] == ["language-detected", "language-unsupported"]


def test_no_model_is_loaded_for_a_clear_text() -> None:
    import subprocess

    code = (
        "import sys; from compare.read import read; from compare.model import Source;"
        f"read(Source({str(CASES[0])!r})); sys.exit('py3langid' in sys.modules or 'trafilatura' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

from __future__ import annotations

from pathlib import Path

import pytest

from compare.errors import DataError
from compare.model import Comparison
from compare.options import ReportOptions
from compare.report import render
from compare.report.translations import Translations, read_translations

# Our own translations of our own sample texts.
POINT = "反对向白方施加非法的单边制裁"
IN_ENGLISH = "opposes illegal unilateral sanctions against Belarus"


@pytest.mark.parametrize("form", ["terminal", "html", "markdown"])
def test_a_translation_stands_beneath_its_original(form: str, seed: Comparison) -> None:
    options = ReportOptions(width=400, translations=((POINT, IN_ENGLISH),))
    report = str(render(seed, form, options))
    assert POINT in report
    assert IN_ENGLISH in report
    assert report.index(POINT) < report.index(IN_ENGLISH)
    assert IN_ENGLISH not in str(render(seed, form))


def test_a_version_of_a_side_is_shown_paragraph_by_paragraph(seed: Comparison, tmp_path: Path) -> None:
    version = tmp_path / "side-a.en.txt"
    version.write_text("One.\n\nTwo.\n\nThree.\n\nFour.\n", encoding="utf-8")
    pairs = read_translations(version, seed.sides.left.readout)
    assert [translation.strip() for _, translation in pairs] == ["One.", "Two.", "Three.", "Four."]
    report = str(render(seed, "terminal", ReportOptions(width=140, translations=pairs, only=("alignment",))))
    for words in ("One.", "Two.", "Three.", "Four."):
        assert words in report


def test_tsv_and_json(tmp_path: Path) -> None:
    (tmp_path / "t.tsv").write_text(f"\ufeff# made by hand\n\n{POINT}\t{IN_ENGLISH}\n", encoding="utf-8")
    assert read_translations(tmp_path / "t.tsv") == ((POINT, IN_ENGLISH),)
    (tmp_path / "t.json").write_text(f'{{"{POINT}": "{IN_ENGLISH}"}}', encoding="utf-8")
    assert read_translations(tmp_path / "t.json") == ((POINT, IN_ENGLISH),)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("t.tsv", b"a\tb\nno tab", "t.tsv:2: no translation"),
        ("t.json", b"{", "not JSON"),
        ("t.json", b"[1]", "not an object"),
        ("t.txt", b"One.\n\nTwo.", "2 paragraphs for 4"),
        ("t.txt", b"\xff\xfe\xff", "UTF-8"),
    ],
)
def test_what_does_not_fit_is_refused(name: str, content: bytes, said: str, seed: Comparison, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError, match=said):
        read_translations(tmp_path / name, seed.sides.left.readout)
    with pytest.raises(DataError):
        read_translations(tmp_path / "missing.tsv")


def test_sentences_make_up_a_paragraph_and_long_paragraphs_stay_out_of_quotations(seed: Comparison) -> None:
    left = seed.sides.left
    whole = left.sentences[3].span.of(left.readout.text)
    assert Translations(((whole, "short"),)).point(left, len(left.points) - 1) == "short"
    assert Translations(((whole, "short"),)).block(left, 3) == "short"
    assert Translations(()).block(left, 3) == ""

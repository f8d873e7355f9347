from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from compare.model import BlockKind
from compare.read.draft import Piece
from compare.read.marks import is_headline, mark

TABLE = tomllib.loads(Path("fixtures/read/marks.toml").read_text(encoding="utf-8"))
ROWS = [(tag, kind, words) for tag, kinds in TABLE.items() for kind, lines in kinds.items() for words in lines]
LONG = Piece(BlockKind.PARAGRAPH, "The ministers spoke.")


def kinds_of(*texts: str, language: str = "en") -> list[BlockKind]:
    return [p.kind for p in mark([Piece(BlockKind.PARAGRAPH, text) for text in texts], language)]


@pytest.mark.parametrize(("language", "kind", "words"), ROWS)
def test_kind_by_words(language: str, kind: str, words: str) -> None:
    # Second to a sentence, so that no short block can be the headline.
    assert kinds_of(LONG.text, words, language=language)[1] == kind


@pytest.mark.parametrize(
    ("words", "is_one"),
    [
        ("Ministers talk on phone", True),
        ("两国外长通电话", True),
        ("Лукашэнка і Пуцін пагаварылі па тэлефоне", True),
        ("ظريف يبحث مع نظيره العلاقات", True),
        ("The ministers talked.", False),
        ("两国外长通电话。", False),
        ("He said: “We agree.”", False),
        ("x" * 201, False),
        ("国" * 61, False),
    ],
)
def test_headline(words: str, is_one: bool) -> None:
    assert is_headline(words) is is_one


def test_a_headline_may_have_a_second_line_and_stand_below_a_dateline() -> None:
    texts = (
        "24 February 2023",
        "Ministers talk on phone",
        "Peace plan discussed",
        "They spoke.",
        "An end without stop",
    )
    assert kinds_of(*texts) == ["dateline", "headline", "headline", "paragraph", "paragraph"]


def test_a_text_is_never_all_headline() -> None:
    assert kinds_of("Ministers talk on phone") == ["paragraph"]
    assert kinds_of("Ministers talk on phone", "Advertisement") == ["paragraph", "boilerplate"]


def test_what_the_page_is_sure_of_stays() -> None:
    assert mark([Piece(BlockKind.HEADLINE, "Advertisement", sure=True), LONG], "en")[0].kind is BlockKind.HEADLINE


def test_heads_of_printed_pages_repeat() -> None:
    texts = [
        LONG.text,
        "Press service, sheet 1",
        LONG.text,
        "Press service, sheet 2",
        "They agreed.",
        "Press service, sheet 3",
    ]
    assert [k for k in kinds_of(*texts) if k == "boilerplate"] == ["boilerplate"] * 3


def test_a_heading_without_text_below_is_no_heading() -> None:
    pieces = [Piece(BlockKind.HEADLINE, "Talks", sure=True), LONG, Piece(BlockKind.HEADLINE, "Media enquiries")]
    assert [p.kind for p in mark(pieces, "en")] == ["headline", "paragraph", "boilerplate"]


def test_a_first_paragraph_set_as_a_heading() -> None:
    pieces = [Piece(BlockKind.HEADLINE, "Talks", sure=True), Piece(BlockKind.HEADLINE, LONG.text), LONG]
    assert [p.kind for p in mark(pieces, "en")] == ["headline", "paragraph", "paragraph"]

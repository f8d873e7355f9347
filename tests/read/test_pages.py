from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from compare.errors import ReadError
from compare.model import BlockKind, Readout, Source
from compare.read import read

PAGES = Path("fixtures/pages")
TABLE = [
    page
    for table in ("pages.toml", "sites.toml")
    for page in tomllib.loads((PAGES / table).read_text(encoding="utf-8"))["page"]
]
CONTENT = (BlockKind.HEADLINE, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION)


def text_of(readout: Readout, kinds: tuple[BlockKind, ...]) -> str:
    return "\n\n".join(b.span.of(readout.text) for b in readout.blocks if b.kind in kinds)


@pytest.fixture(params=TABLE, ids=lambda page: page["file"], scope="module")
def page(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Readout]:
    return request.param, read(Source(str(PAGES / request.param["file"])))


def test_keeps_the_text_and_drops_the_rest(page: tuple[dict[str, Any], Readout]) -> None:
    wanted, readout = page
    content = text_of(readout, CONTENT)
    assert [words for words in wanted["keep"] if words not in content] == []
    assert [words for words in wanted["drop"] if words in content] == []
    # What was dropped is still there, as boilerplate.
    assert [words for words in wanted["drop"] if words not in text_of(readout, (BlockKind.BOILERPLATE,))] == []


def test_what_is_no_text_of_the_page_stands_nowhere(page: tuple[dict[str, Any], Readout]) -> None:
    wanted, readout = page
    assert [words for words in wanted.get("never", ()) if words in readout.text] == []


def test_one_text_in_every_format(page: tuple[dict[str, Any], Readout]) -> None:
    wanted, readout = page
    if "same" in wanted:
        written = (Path("fixtures/cases") / wanted["same"]).read_text(encoding="utf-8").strip().split("\n\n")
        found = [b.span.of(readout.text) for b in readout.blocks if b.kind is BlockKind.PARAGRAPH]
        assert found == written


@pytest.mark.parametrize(("file", "slug"), [("locked.pdf", "password-protected"), ("scanned.pdf", "scanned-pdf")])
def test_documents_that_cannot_be_read_say_why(file: str, slug: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(Source(str(PAGES / file)))
    assert caught.value.slug == slug


def test_paragraphs_are_counted_as_the_page_has_them(page: tuple[dict[str, Any], Readout]) -> None:
    wanted, readout = page
    if "paragraphs" in wanted:
        assert sum(b.kind is BlockKind.PARAGRAPH for b in readout.blocks) == wanted["paragraphs"]


def test_says_what_the_page_is(page: tuple[dict[str, Any], Readout]) -> None:
    wanted, readout = page
    found = {
        "profile": readout.provenance.profile,
        "charset": readout.provenance.charset,
        "charset_by": readout.provenance.charset_by,
        **{key: getattr(readout, key) for key in ("language", "country", "published", "title", "issuer")},
    }
    assert {key: found[key] for key in found if key in wanted} == {key: wanted[key] for key in found if key in wanted}
    assert readout.provenance.profile == wanted.get("profile")

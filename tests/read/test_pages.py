from __future__ import annotations

import re
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


def test_unknown_sites() -> None:
    """The pages of the profiles, moved to a host that no profile knows: F1 of their snippets."""
    kept = missed = leaked = 0
    for wanted in TABLE:
        if not wanted["file"].startswith("sites/"):
            continue
        page = re.sub(
            rb'(rel="canonical" href=)"[^"]*"', rb'\1"https://unknown.example/a"', (PAGES / wanted["file"]).read_bytes()
        )
        readout = read(Source("page.html", page))
        assert readout.provenance.profile is None
        assert "main-text-guessed" in [n.slug for n in readout.provenance.notes]
        content = text_of(readout, CONTENT)
        found = sum(words in content for words in wanted["keep"])
        kept, missed = kept + found, missed + len(wanted["keep"]) - found
        leaked += sum(words in content for words in wanted["drop"])
    assert 2 * kept / (2 * kept + missed + leaked) >= 0.95


def test_host_given_by_the_user() -> None:
    """What ``profile check FILE --host HOST`` does: the content of a file under another address."""
    page = (PAGES / "mfa-by-ru.html").read_bytes().replace(b"mfa.gov.by", b"elsewhere.example")
    assert read(Source("x.html", page)).provenance.profile is None
    assert read(Source("https://mfa.gov.by/", page)).provenance.profile == "mfa-by"


def test_a_page_that_lost_its_place_says_so() -> None:
    page = (PAGES / "mfa-by-ru.html").read_text(encoding="cp1251").replace('class="text"', 'class="new-text"')
    page = page.replace('class="content news-detail"', 'class="other"').replace("windows-1251", "utf-8")
    readout = read(Source("x.html", page.encode()))
    assert "profile-outdated" in [n.slug for n in readout.provenance.notes]
    assert (readout.issuer, readout.country) == ("Ministry of Foreign Affairs of Belarus", "BY")
    assert "провёл телефонные переговоры" in text_of(readout, CONTENT)


def test_two_extractors_that_disagree() -> None:
    """The page's metadata call another text its article than the one that stands on it."""
    page = (PAGES / "news-en.html").read_text(encoding="utf-8")
    other = "A storm closed the harbour for a day and nobody was hurt, the harbour master told the town council. " * 9
    named = page.replace('"author": {"name": "Jane Roe"}', f'"articleBody": "{other}"')
    readout = read(Source("x.html", named.encode()))
    assert "extractors-disagree" in [n.slug for n in readout.provenance.notes]
    assert "BEIJING" in text_of(readout, CONTENT)


def test_source_view() -> None:
    import html

    page = (PAGES / "mfa-cn-zh.html").read_text(encoding="utf-8")
    rows = "".join(
        f'<tr><td class="line-number"></td><td class="line-content">{html.escape(line)}</td></tr>'
        for line in page.split("\n")
    )
    readout = read(Source("x.html", f"<html><body><table>{rows}</table></body></html>".encode()))
    assert readout.provenance.profile == "mfa-cn"
    assert text_of(readout, CONTENT) == text_of(read(Source(str(PAGES / "mfa-cn-zh.html"))), CONTENT)

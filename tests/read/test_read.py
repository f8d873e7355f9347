from __future__ import annotations

import io
import json
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from compare.errors import ReadError
from compare.model import BlockKind, Readout, Source
from compare.options import ReadOptions
from compare.read import read

CASES = sorted(Path("fixtures/cases").glob("*/gold.json"))
PLAIN = "Ministers talk on phone\n\nThe two ministers spoke by phone about trade.\n\nThey agreed to meet in June."


def given_text(text: str | bytes, **known: str) -> Source:
    return Source("note.txt", text.encode() if isinstance(text, str) else text, **known)


def slugs(readout: Readout) -> list[str]:
    return [note.slug for note in readout.provenance.notes]


def squash(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.parent.name)
def test_gold_texts_keep_their_paragraph_numbers_and_words(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    for side, told in zip("ab", gold["sides"], strict=True):
        file = path.parent / told["file"]
        readout = read(Source(str(file)))
        written = file.read_text(encoding="utf-8").strip().split("\n\n")
        blocks = [squash(b.span.of(readout.text)) for b in readout.blocks]
        assert blocks == [squash(paragraph) for paragraph in written]
        assert readout.language == told["lang"]
        for point in gold["points"]:
            for quote in point.get(f"{side}_quotes") or ():
                assert any(squash(quote) in blocks[number] for number in point[side])


def test_kinds_and_layout() -> None:
    readout = read(given_text(PLAIN))
    assert [b.kind for b in readout.blocks] == [BlockKind.HEADLINE, BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]
    assert readout.title == "Ministers talk on phone"
    assert readout.text == PLAIN
    assert readout.label == "note"


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("One sentence\r\nwrapped here.\r\n\r\nTwo.", ["One sentence wrapped here.", "Two."]),
        ("两国外长\n通了电话。\n \n双方同意。", ["两国外长通了电话。", "双方同意。"]),
        (
            "The sides agreed on:\n\n- trade\n- energy\n\nThat is all.",
            ["The sides agreed on:", "- trade\n- energy", "That is all."],
        ),
        # Pasted from a page: a paragraph a line.
        (
            "The first paragraph.\nThe second one.\nThe third one.",
            ["The first paragraph.", "The second one.", "The third one."],
        ),
        ("It was wrapped\nby hand at few\ncolumns only.", ["It was wrapped by hand at few columns only."]),
        ("\ufeffA text.\n\n\n\n\nAnother.\n\n", ["A text.", "Another."]),
    ],
)
def test_blocks(text: str, blocks: list[str]) -> None:
    readout = read(given_text(text))
    assert [b.span.of(readout.text) for b in readout.blocks] == blocks


def test_dateline_and_agency_of_a_wire() -> None:
    wire = "BEIJING, Feb. 24 (Xinhua) -- The ministers spoke by phone, it was said in 2023.\n\nThey agreed."
    readout = read(given_text(wire))
    assert (readout.issuer, readout.country, readout.label) == ("Xinhua", "CN", "Xinhua")
    assert readout.blocks[0].kind is BlockKind.PARAGRAPH
    assert readout.text.startswith("BEIJING")
    assert (readout.published, slugs(readout)) == ("2023-02-24", ["language-detected", "date-year-elsewhere"])


def test_a_year_is_never_made_up() -> None:
    readout = read(given_text("BEIJING, Feb. 24 (Xinhua) -- The ministers spoke.\n\nThey agreed."))
    assert (readout.published, slugs(readout)[-1]) == (None, "date-without-year")


def test_what_the_user_says_wins() -> None:
    readout = read(given_text("24 мая 2023 г. министры говорили.", label="MFA", published="2020-01-01", language="uk"))
    assert (readout.label, readout.published, readout.language) == ("MFA", "2020-01-01", "uk")
    assert slugs(readout) == []


def test_a_label_from_the_user_leaves_the_country_open() -> None:
    wire = "MINSK, Feb. 24 (Xinhua) -- The ministers spoke."
    assert read(given_text(wire, label="MFA of Belarus")).country is None


def test_provenance() -> None:
    found = read(given_text(PLAIN)).provenance
    assert found.location == "note.txt"
    assert (found.media_type, found.charset, found.charset_by) == ("text/plain", "utf-8", "utf-8")
    assert found.sha256 == "a2ebfd4b0cd2b9d7d4b3d8db0b0cd6b8" or len(found.sha256) == 64


def test_long_texts_are_cut_between_blocks_with_a_note() -> None:
    readout = read(given_text(PLAIN), ReadOptions(max_chars=70))
    assert len(readout.blocks) == 2
    assert readout.provenance.notes[-1].values == ("70", str(len(PLAIN)))
    inside = read(given_text("word " * 100), ReadOptions(max_chars=42))
    assert len(inside.text) <= 42


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (b"", "empty-file"),
        (b" \n\t\n ", "empty-file"),
        (b"\xef\xbb\xbf", "empty-file"),
        ("\u200b\u00ad".encode(), "empty-file"),
        (b"<!DOCTYPE html><html><body></body></html>", "empty-file"),
        (b"Advertisement\n\nShare this page\n\n(c) 2023 Example", "only-boilerplate"),
        (b"1234\n\n5678", "only-boilerplate"),
        (b"<html><body><nav><a href='/'>Home</a></nav><footer>Imprint</footer></body></html>", "only-boilerplate"),
        (b"\x00\x01\x02\x03" * 100, "binary-file"),
        (b"x" * 101, "too-large"),
    ],
)
def test_content_that_is_no_readout(content: bytes, slug: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(given_text(content), ReadOptions(max_bytes=5000 if slug != "too-large" else 100))
    assert caught.value.slug == slug
    assert str(caught.value).startswith("note.txt: ")
    assert "\n" not in str(caught.value)


def test_places_that_cannot_be_read(tmp_path: Path) -> None:
    for place, slug in (
        (tmp_path, "is-a-folder"),
        (tmp_path / "no", "missing-file"),
        ("a\0b", "missing-file"),
        ("x" * 5000, "unreadable"),
    ):
        with pytest.raises(ReadError) as caught:
            read(Source(str(place)))
        assert caught.value.slug == slug


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs an endless device")
def test_an_endless_file_ends() -> None:
    with pytest.raises(ReadError) as caught:
        read(Source("/dev/zero"), ReadOptions(max_bytes=10_000))
    assert caught.value.slug == "too-large"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PLAIN.encode())))
    readout = read(Source("-"))
    assert (readout.text, readout.provenance.location, readout.label) == (PLAIN, "-", "standard input")


def test_strict_refuses_guesses() -> None:
    source = given_text("Министры говорили по телефону о торговле и о положении в регионе.".encode("koi8-r"))
    with pytest.raises(ReadError, match="charset-detected koi8-u, language-detected ru"):
        read(source, ReadOptions(strict=True))
    assert read(given_text(PLAIN, language="en"), ReadOptions(strict=True)).language == "en"


NOT_READ = {
    "empty-file",
    "only-boilerplate",
    "binary-file",
    "unreadable-charset",
    "unsupported-format",
    "damaged-file",
    "password-protected",
    "scanned-pdf",
}
PAGE = Path("fixtures/pages/mfa-cn-zh.html").read_bytes()


@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(str.encode),
        st.text(max_size=200).map(lambda t: f"<html><p>{t}</p><li>{t}<br>{t}".encode()),
        st.tuples(st.integers(0, len(PAGE)), st.integers(0, len(PAGE)), st.binary(max_size=8)).map(
            lambda cut: PAGE[: cut[0]] + cut[2] + PAGE[cut[1] :]
        ),
        st.text(max_size=100).map(lambda t: t.encode("utf-16")),
    )
)
@example(b"<")
@example(b"<html " * 2000)
@example(b"<div>" * 20_000 + b"deep words here")
@example(b"<p>" + "\ufdfa".encode() * 1000)
@example(b"<!DOCTYPE html><html><base href='http://[bad'><p>words</p>")
@example(b"<html><script type='application/ld+json'>" + b"[" * 5000 + b"</script><p>words here</p>")
@settings(max_examples=250, deadline=None)
def test_any_bytes_give_a_readout_or_an_error(data: bytes) -> None:
    source = Source("any", data)
    try:
        readout = read(source)
    except ReadError as error:
        assert error.slug in NOT_READ  # noqa: PT017
        return
    at = 0
    for block in readout.blocks:
        assert at <= block.span.start < block.span.end
        assert block.span.of(readout.text) == block.span.of(readout.text).strip()
        at = block.span.end
    assert at == len(readout.text)
    assert hash(readout)
    assert read(replace(source)) == readout

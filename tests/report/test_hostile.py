"""Nothing that stands in a readout becomes markup, script, a command to the terminal or a formula."""

from __future__ import annotations

import csv
import io
import re
import tomllib

import pytest
from gold_samples import RESULTS
from hostile_sample import hostile_comparison
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from compare.options import ReportOptions
from compare.record import dumps, loads
from compare.report import render
from compare.report.display import clean, one_line
from compare.report.markdown import escaped

TEXTS = tomllib.loads((RESULTS / "hostile.toml").read_text(encoding="utf-8"))
HOSTILE = loads((RESULTS / "hostile.json").read_bytes())
ALL = ReportOptions(width=200, cap=99)


def test_the_sample_is_what_its_texts_say() -> None:
    assert dumps(hostile_comparison()) == (RESULTS / "hostile.json").read_bytes()


def test_html_has_only_its_own_elements() -> None:
    page = html.document_fromstring(str(render(HOSTILE, "html", ALL)))
    scripts = page.xpath("//script")
    assert [script.get("type") for script in scripts] == ["application/json", None]
    assert "window.hit" not in scripts[1].text
    assert not page.xpath("//img | //iframe | //object | //embed | //link | //base | //form[@action]")
    assert not [a for element in page.iter() for a in element.attrib if a.startswith("on") or a == "style"]
    hrefs = set(page.xpath("//@href | //@src"))
    assert all(re.fullmatch(r"#[\w-]+|https?://[^\"'<>\s]+", href) for href in hrefs)
    shown = " ".join(page.text_content().split())
    for text in TEXTS["paragraphs"]:
        assert one_line(text) in shown


def test_markdown_renders_to_the_same_words_and_no_markup_of_theirs() -> None:
    source = str(render(HOSTILE, "markdown", ALL))
    page = html.document_fromstring(MarkdownIt("commonmark", {"html": True}).enable("table").render(source))
    allowed = {"html", "body", "h1", "h2", "ul", "ol", "li", "p", "strong", "em", "code", "br", "u"}
    allowed |= {"table", "thead", "tbody", "tr", "th", "td"}
    assert {element.tag for element in page.iter()} <= allowed
    shown = " ".join(page.text_content().split())
    for text in TEXTS["paragraphs"]:
        assert one_line(text) in shown


@pytest.mark.parametrize("colour", [False, True])
def test_terminal_gets_no_command_from_a_text(colour: bool) -> None:
    report = str(render(HOSTILE, "terminal", ReportOptions(width=120, colour=colour, links=colour, cap=99)))
    own = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;;[^\x1b]*\x1b\\", "", report) if colour else report
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", own)


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_no_cell_is_a_formula(form: str) -> None:
    table = csv.reader(io.StringIO(str(render(HOSTILE, form))), delimiter="," if form == "csv" else "\t")
    cells = [cell for row in table for cell in row]
    assert not [cell for cell in cells if re.match(r"\s*[=+\-@＝＋－＠\t\r]", cell)]
    assert "'" + TEXTS["paragraphs"][3] in cells


def test_a_script_address_is_no_link() -> None:
    report = str(render(HOSTILE, "terminal", ReportOptions(links=True, colour=True)))
    assert "\x1b]8;;javascript" not in report
    assert 'href="javascript' not in str(render(HOSTILE, "html"))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_cleaned_text_steers_nothing(text: str) -> None:
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", clean(text))
    assert clean(clean(text)) == clean(text)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab *_`[]()<>&#+-.!|~$@:^=/\\{}'\"1\n"), min_size=1, max_size=25))
def test_escaped_markdown_shows_the_text(text: str) -> None:
    line = one_line(f"x {text} x")
    page = html.document_fromstring(MarkdownIt("commonmark", {"html": True}).enable("table").render(escaped(line)))
    assert page.text_content().strip() == line
    assert {element.tag for element in page.iter()} <= {"html", "body", "p"}

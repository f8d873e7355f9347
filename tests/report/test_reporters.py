from __future__ import annotations

import csv
import io
import json
from html import unescape

import pytest
from gold_samples import EVENTS, RESULTS, gold_comparison

from compare.errors import OptionError
from compare.model import Comparison, Side
from compare.options import ReportOptions
from compare.record import dumps, loads
from compare.report import REPORTERS, render, render_readout


def unescaped(report: str) -> str:
    return unescape(report.replace("\\", "")).replace("**", "").replace("<bdi>", "").replace("</bdi>", "")


def data(report: str | bytes) -> bytes:
    return report if isinstance(report, bytes) else report.encode("utf-8")


@pytest.mark.parametrize("event", EVENTS)
def test_the_samples_are_what_the_gold_labels_say(event: str) -> None:
    assert dumps(gold_comparison(event)) == (RESULTS / f"{event}.json").read_bytes()


@pytest.mark.parametrize("form", [form for form in REPORTERS if form != "pdf"])
def test_the_same_bytes_twice_and_from_a_saved_result(form: str, result: Comparison) -> None:
    report = data(render(result, form))
    assert report == data(render(result, form))
    assert report == data(render(loads(dumps(result)), form))
    assert form == "docx" or report.endswith(b"\n")


@pytest.mark.parametrize("form", ["terminal", "html", "markdown"])
def test_every_quotation_and_source_is_there(form: str, seed: Comparison) -> None:
    report = unescaped(str(render(seed, form, ReportOptions(width=4000, cap=99))))
    for side in Side:
        assert seed.sides[side].readout.provenance.sha256 in report
        for point in seed.sides[side].points:
            assert point.text in report


@pytest.mark.parametrize("form", ["terminal", "html", "markdown"])
def test_the_most_telling_comes_first(form: str, seed: Comparison) -> None:
    """What Belarus never confirmed stands above what only one side says, and that above what is softer."""
    report = unescaped(str(render(seed, form)))
    told = ("白方对这份文件完全赞同", "Only in the China readout", "反对向白方施加非法的单边制裁", "Softer")
    places = [report.index(words) for words in told]
    assert places == sorted(places)
    assert "Put in the other side’s mouth" in report[: places[0]]
    assert "Aleinik (Belarus)" in report[: places[0]]
    assert "Silence is not denial" in report


@pytest.mark.parametrize(
    ("only", "there", "missing"),
    [
        ("findings", "not confirmed", "Side by side"),
        ("emphasis", "Room for each topic", "Put in the other"),
        ("alignment", "Side by side", "Put in the other"),
    ],
)
@pytest.mark.parametrize("form", ["terminal", "html", "markdown"])
def test_parts(form: str, only: str, there: str, missing: str, seed: Comparison) -> None:
    report = str(render(seed, form, ReportOptions(only=(only,))))
    headings = [line for line in report.splitlines() if "more" not in line]
    assert any(there in line for line in headings)
    assert not any(missing in line for line in headings)


def test_json_is_the_record(result: Comparison) -> None:
    assert render(result, "json") == dumps(result)


def test_a_table_has_a_row_a_point_and_a_row_a_link(result: Comparison) -> None:
    rows = list(csv.DictReader(io.StringIO(str(render(result, "csv")))))
    points = sum(len(side.points) for side in result.sides)
    assert [row["row"] for row in rows] == ["point"] * points + ["link"] * len(result.links)
    assert str(render(result, "csv", ReportOptions(bom=True))).startswith("\ufeffrow,")
    tabs = list(csv.DictReader(io.StringIO(str(render(result, "tsv"))), delimiter="\t"))
    assert tabs == rows


def test_unknown_formats_and_languages_are_refused(seed: Comparison) -> None:
    with pytest.raises(OptionError, match="choose one of terminal"):
        render(seed, "powerpoint")
    with pytest.raises(OptionError, match="choose one of en"):
        render(seed, "terminal", ReportOptions(language="tlh"))


def test_one_text_can_be_shown(seed: Comparison) -> None:
    text = render_readout(seed.sides.left, "text")
    assert "秦刚" in text
    assert "speaker: left, Qin Gang" in text
    assert json.loads(render_readout(seed.sides.left, "json"))["language"] == "zh-Hans"
    with pytest.raises(OptionError, match="text or json"):
        render_readout(seed.sides.left, "html")

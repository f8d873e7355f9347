from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from gold_samples import RESULTS
from lxml import etree

from compare.model import Comparison, Side
from compare.options import ReportOptions
from compare.record import loads
from compare.report import render

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(comparison: Comparison, options: ReportOptions | None = None) -> Any:
    data = render(comparison, "docx", options)
    assert isinstance(data, bytes)
    return docx.Document(io.BytesIO(data))


def words(run: Any) -> str:
    return "".join(text.text for text in run.iter(f"{W}t"))


def test_every_paragraph_stands_in_the_table(seed: Comparison) -> None:
    document = opened(seed)
    table = document.tables[-1]
    cells = " ".join(cell.text for row in table.rows for cell in row.cells)
    for side in Side:
        for point in seed.sides[side].points:
            assert point.text in cells
    assert [cell.text for cell in table.rows[0].cells] == [side.readout.label for side in seed.sides]


def test_quotations_carry_their_language(seed: Comparison) -> None:
    body = opened(seed).element.body
    runs = {}
    for run in body.iter(f"{W}r"):
        language = run.find(f"{W}rPr/{W}lang")
        runs[words(run)] = dict(language.attrib) if language is not None else {}
    assert runs["白方对这份文件完全赞同并给予支持,中国提出的主张对缓和危机意义重大"] == {f"{W}eastAsia": "zh-CN"}
    assert runs["Особое место в беседе заняла ситуация в Украине"] == {f"{W}val": "ru"}


def test_a_right_to_left_report(seed: Comparison) -> None:
    body = opened(seed, ReportOptions(language="ar")).element.body
    assert body.find(f".//{W}bidi") is not None
    assert body.find(f".//{W}rPr/{W}rtl") is not None


@pytest.mark.parametrize("name", ["hostile", "by-cn-2023-02-24-zh-ru"])
def test_the_archive_is_sound_and_has_no_times(name: str) -> None:
    data = render(loads((RESULTS / f"{name}.json").read_bytes()), "docx")
    assert isinstance(data, bytes)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {item.date_time[0] for item in archive.infolist()} == {1980}
        for item in archive.namelist():
            if item.endswith(".xml"):
                etree.fromstring(archive.read(item))
        relations = archive.read("word/_rels/document.xml.rels").decode()
    assert "javascript" not in relations
    assert "TargetMode" not in relations


def test_changed_words_are_highlighted() -> None:
    body = opened(loads((RESULTS / "fomc-2024-09-11.json").read_bytes())).element.body
    marked = [words(run) for run in body.iter(f"{W}r") if run.find(f"{W}rPr/{W}highlight") is not None]
    assert "1/2" in marked
    assert "1/4" in marked

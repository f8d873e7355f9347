"""Where sentences end (``fixtures/segment/sentences.toml``)."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from compare.model import Span
from compare.resources import SUPPORTED
from compare.segment.grammar import grammar
from compare.segment.sentences import dateline_end, sentence_spans

FILE = Path(__file__).parent.parent.parent / "fixtures" / "segment" / "sentences.toml"
TABLE = tomllib.loads(FILE.read_text(encoding="utf-8"))
LINES = [
    pytest.param(language, line, id=f"{language}-{n}") for language in TABLE for n, line in enumerate(TABLE[language])
]


@pytest.mark.parametrize(("language", "line"), LINES)
def test_ends(language: str, line: str) -> None:
    text = line.replace("¶", "")
    spans = sentence_spans(text, Span(0, len(text)), grammar(language).signs)
    assert [s.of(text) for s in spans] == [part.strip() for part in line.split("¶")]


def test_every_language_has_lines() -> None:
    assert set(SUPPORTED) < set(TABLE)


@pytest.mark.parametrize(
    ("language", "dateline", "rest"),
    [
        ("en", "OSLO, March 3 (Newswire) -- ", "The ministers met."),
        ("de", "BERN, 3. März (Agentur) - ", "Die Minister tagten."),
        ("ru", "3 марта, Осло /Корр. Агентства/. ", "Министры провели встречу."),
        ("ru", "МОСКВА, 3 марта — ТАСС. ", "Министры провели встречу."),
        ("zh-Hans", "新华社奥斯陆3月3日电（记者某某）", "两国外长举行会谈。"),
        ("en", "", "The ministry (Oslo) said that talks ended."),
        ("en", "", "NATO members agreed on a plan (the fourth this year)."),
        ("ru", "", "Скорость составила 90 км/ч на трассе М/1."),
    ],
)
def test_datelines(language: str, dateline: str, rest: str) -> None:
    text = dateline + rest
    signs = grammar(language).signs
    spans = sentence_spans(text, Span(0, len(text)), signs)
    assert len(spans) == 1
    assert dateline_end(text, spans[0], signs) == len(dateline)

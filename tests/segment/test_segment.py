"""What holds for every text: spans, order, kinds of blocks, languages without data, time."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.errors import DataError
from compare.model import Block, BlockKind, Provenance, Readout, SegmentedReadout, Span
from compare.resources import SUPPORTED, data_path
from compare.segment import segment
from compare.segment.grammar import compiled, grammar

LANGUAGES = (*SUPPORTED, "und", "is")
SIGNS = {"terminators": ".", "closers": ""}
PROVENANCE = Provenance("x", "text/plain", "utf-8", "given", "")


def readout(language: str, *blocks: tuple[BlockKind, str]) -> Readout:
    text, found = "", []
    for kind, words in blocks:
        text += "\n\n" if text else ""
        found.append(Block(kind, Span(len(text), len(text) + len(words))))
        text += words
    return Readout("x", None, None, language, None, None, text, tuple(found), PROVENANCE)


def check(segmented: SegmentedReadout) -> None:
    text = segmented.readout.text
    end = 0
    for sentence in segmented.sentences:
        block = segmented.readout.blocks[sentence.block].span
        assert block.start <= sentence.span.start < sentence.span.end <= block.end
        assert sentence.span.start >= end
        end = sentence.span.end
    taken = 0
    held = set()
    for point in segmented.points:
        sentence = segmented.sentences[point.sentence]
        held.add(point.sentence)
        assert point.block == sentence.block
        assert point.spans
        assert point.text == " ".join(s.of(text) for s in point.spans)
        for span in point.spans:
            assert taken <= span.start < span.end <= sentence.span.end
            assert span.start >= sentence.span.start
            assert span.of(text) == span.of(text).strip()
            taken = span.end
    assert held == set(range(len(segmented.sentences)))


ALPHABET = st.sampled_from(
    "aBcДжиІў中说，。、；：“”「」あし、でをはنو،؛؟한고 ,.;:!?—–-\"'«»()[]1234\n\t\u00a0\u200b\u0301🙂%$’…"
)
PIECES = (
    "and that said discussed to support what, which и что сказал обсудили поддержать но если 表示 以及 "
    "反对 在 、 và rằng ve dedi und dass "
    "zu et que y وأكد أن 고 했다 について 意見を交換 — ; : . ( ) « » “ ” 1.5 г. U.S. the"
)
WORDS = st.sampled_from(PIECES.split())


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(LANGUAGES), st.one_of(st.text(max_size=80), st.text(ALPHABET, max_size=120)))
def test_any_text(language: str, text: str) -> None:
    check(segment(readout(language, (BlockKind.PARAGRAPH, text))))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(LANGUAGES), st.lists(WORDS, max_size=60), st.sampled_from((" ", "")))
def test_any_words(language: str, words: list[str], between: str) -> None:
    check(segment(readout(language, (BlockKind.PARAGRAPH, between.join(words)))))


def test_blocks_that_claim_nothing() -> None:
    segmented = segment(
        readout(
            "en",
            (BlockKind.HEADLINE, "Ministers agree on a new treaty"),
            (BlockKind.DATELINE, "Oslo, 3 March"),
            (BlockKind.PARAGRAPH, "They met. They signed it."),
            (BlockKind.BOILERPLATE, "Share this page. Print it."),
            (BlockKind.LIST_ITEM, "a joint fund"),
            (BlockKind.QUOTATION, "We are ready."),
        )
    )
    check(segmented)
    assert [s.block for s in segmented.sentences] == [0, 2, 2, 4, 5]
    assert [p.text for p in segmented.points] == [
        "Ministers agree on a new treaty",
        "They met",
        "They signed it",
        "a joint fund",
        "We are ready",
    ]


def test_a_dateline_belongs_to_its_sentence_but_to_no_point() -> None:
    text = "OSLO, March 3 (Newswire) -- The ministers met and signed a treaty."
    segmented = segment(readout("en", (BlockKind.PARAGRAPH, text)))
    check(segmented)
    assert [s.span.of(text) for s in segmented.sentences] == [text]
    assert [p.text for p in segmented.points] == ["The ministers met", "signed a treaty"]


def test_a_language_without_data_is_read_by_signs_alone() -> None:
    segmented = segment(
        readout("is", (BlockKind.PARAGRAPH, "Þeir hittust; þeir ræddu málið, og fóru. Fundi lauk kl. 14:30."))
    )
    assert [p.text for p in segmented.points] == ["Þeir hittust", "þeir ræddu málið, og fóru", "Fundi lauk kl", "14:30"]


def test_nothing_to_segment() -> None:
    for text in ("", "   ", "\n", "***", "…"):
        segmented = segment(readout("en", (BlockKind.PARAGRAPH, text)))
        check(segmented)
        assert len(segmented.points) == len(segmented.sentences)


def test_the_same_text_gives_the_same_points() -> None:
    source = readout("ru", (BlockKind.PARAGRAPH, "Стороны обсудили торговлю лесом и поставки зерна. Они довольны."))
    assert segment(source) == segment(source)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"kind": "spaced", "sentence": SIGNS, "class": {"verbz": {"words": "a"}}}, "verbz"),
        ({"kind": "chain", "sentence": SIGNS, "chain": {"leans": "(a"}}, "malformed"),
        ({"sentence": SIGNS}, "kind"),
        ({"kind": "plain"}, "sentence"),
    ],
)
def test_malformed_data_are_named(table: dict[str, Any], message: str) -> None:
    with pytest.raises(DataError, match=rf"languages/xx/segment.toml: .*{message}.*\[data\]"):
        compiled(table, "xx")


@pytest.mark.parametrize("language", SUPPORTED)
def test_data_is_complete(language: str) -> None:
    rules = grammar(language)
    assert rules.language == language
    assert rules.kind in ("spaced", "chain")


def test_traditional_data_follow_the_simplified() -> None:
    """zh-Hant is the same patterns in other characters (both forms of two characters that fonts disagree on)."""
    import opencc

    plain = data_path("languages", "zh-Hans", "segment.toml").read_text(encoding="utf-8")
    other = data_path("languages", "zh-Hant", "segment.toml").read_text(encoding="utf-8")
    convert = opencc.OpenCC("s2tw").convert

    def rules(text: str) -> list[str]:
        return [line for line in text.splitlines() if line and not line.startswith("#")]

    assert [r.replace("[為爲]", "為").replace("[啟啓]", "啟") for r in rules(other)] == [
        convert(r) for r in rules(plain)
    ]


SEED = {
    "zh-Hans": "外长说，双方应加强沟通，深化合作，反对干涉内政、反对制裁。两国外长就地区局势交换了意见。",
    "ru": "Стороны обсудили ход переговоров и положение в регионе, отметив, что их позиции совпадают. ",
    "en": "He said that the treaty holds, that talks go on and that both sides will meet, adding that aid must flow. ",
    "ja": "両外相は、安全保障分野での連携を確認し、輸入規制の撤廃を求め、次回会合を開催することで一致しました。",
    "ko": "양측은 교류를 확대하고, 협력을 강화하며 우려를 표명하였으며, 안보 문제를 논의했다. ",
}


@pytest.mark.parametrize("language", SEED)
def test_time_grows_with_length_alone(language: str) -> None:
    """200 000 characters take about ten times the processor time of 20 000, with room for a busy machine."""

    def seconds(length: int) -> float:
        source = readout(language, (BlockKind.PARAGRAPH, (SEED[language] * (length // 20))[:length]))
        began = time.process_time()
        segment(source)
        return time.process_time() - began

    seconds(2_000)
    short, long = min(seconds(20_000) for _ in range(2)), seconds(200_000)
    assert long < 40 * short + 1


UNITS = [
    "a, ",
    "and ",
    "(",
    "“",
    '"',
    "说，",
    "、",
    "of and was to ",
    "x—",
    "- ",
    "и в том числе ",
    "a.",
    "\n",
    "1,",
    "zu gehen und ",
]


@pytest.mark.parametrize("language", ["en", "ru", "de", "ar", "zh-Hans", "ja"])
@pytest.mark.parametrize("unit", UNITS)
def test_no_text_is_slow(language: str, unit: str) -> None:
    """Endless sentences of one repeated piece: nothing looks ahead further than it must."""
    text = (unit * (20_000 // len(unit)))[:20_000]
    began = time.perf_counter()
    check(segment(readout(language, (BlockKind.PARAGRAPH, text))))
    assert time.perf_counter() - began < 2

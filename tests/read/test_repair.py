from __future__ import annotations

from pathlib import Path

import pytest

from compare.read.lines import joined
from compare.read.repair import doubts, repaired

CASES = Path("fixtures/cases")
ZH = (CASES / "by-cn-2023-02-24-zh-ru/side-a.zh-Hans.txt").read_text(encoding="utf-8")
RU = (CASES / "by-cn-2023-02-24-zh-ru/side-b.ru.txt").read_text(encoding="utf-8")
UK = (CASES / "ua-cn-2023-04-26/side-a.uk.txt").read_text(encoding="utf-8")
DE = (CASES / "de-ru-2024-11-15/side-a.de.txt").read_text(encoding="utf-8")
TR = (CASES / "tr-ru-2022-11-18/side-a.tr.txt").read_text(encoding="utf-8")
VI = (CASES / "vn-cn-2022-04-14/side-a.vi.txt").read_text(encoding="utf-8")
JA = (CASES / "jp-cn-2023-02-02/side-a.ja.txt").read_text(encoding="utf-8")
EN = (CASES / "us-il-2024-01-19/side-a.en.txt").read_text(encoding="utf-8")
FR = "Les ministres « se sont entretenus » à l’Élysée. Ils ont évoqué la coopération et l’évolution de la région."


def misread(text: str, real: str, taken_for: str) -> str:
    """Bytes of one charset taken for another; what Windows-1252 leaves undefined comes through as controls."""
    letters = []
    for byte in text.encode(real):
        try:
            letters.append(bytes([byte]).decode(taken_for))
        except UnicodeDecodeError:
            letters.append(chr(byte))
    return "".join(letters)


@pytest.mark.parametrize(
    ("text", "real", "taken_for"),
    [
        *((text, "utf-8", "cp1252") for text in (ZH, RU, UK, DE, TR, VI, JA, FR)),
        *((text, "utf-8", "cp1251") for text in (RU, UK, DE, VI, FR)),
        *((text, "cp1251", "cp1252") for text in (RU, UK)),
        (RU, "koi8-r", "cp1252"),
        (RU, "koi8-r", "cp1251"),
        (ZH, "gb18030", "cp1252"),
        (JA, "cp932", "cp1252"),
    ],
)
def test_text_of_another_charset(text: str, real: str, taken_for: str) -> None:
    blocks = misread(text, real, taken_for).split("\n\n")
    found, notes = repaired(blocks)
    assert found == text.encode(real).decode(real).split("\n\n")
    assert [n.slug for n in notes] == ["mojibake-repaired"]


@pytest.mark.parametrize(
    "text", [ZH, RU, UK, DE, TR, VI, JA, EN, FR, "CAFÉ» et «MAÇÃ» sont des mots.", "naïve façade £5 ¥6"]
)
def test_what_is_right_stays(text: str) -> None:
    assert repaired(text.split("\n\n")) == (text.split("\n\n"), [])


def test_quotation_marks_alone_are_damaged() -> None:
    found, notes = repaired(["The “sides” — so he said — agreed.", "It is the sideâ€™s â€œviewâ€\u009d â€“ he said."])
    assert found == ["The “sides” — so he said — agreed.", "It is the side’s “view” – he said."]
    assert notes[0].slug == "mojibake-repaired"


def test_pinyin_and_kana_glosses() -> None:
    found, notes = repaired(["两(liǎng)国(guó)外(wài)长(zhǎng)通(tōng)电(diàn)话(huà)。", "外务省（外交部）发表声明。"])
    assert found == ["两国外长通电话。", "外务省（外交部）发表声明。"]
    assert notes[0].values == ("7",)
    one = ["两国外长在重庆(chóng)通电话，就双边关系交换意见，并同意继续保持沟通和协调。"]
    assert repaired(one) == (one, [])


def test_doubts() -> None:
    assert [
        n.slug for n in doubts("B? tr??ng Ngo?i giao ?i?n ?àm v?i ng??i ??ng c?p; hai n??c nh?t trí h?p tác.", "vi")
    ] == ["letters-lost"]
    glued = "Министры обсудилинасущныевопросыдвустороннихотношений и согласились."
    assert [n.slug for n in doubts(glued, "ru")] == ["words-glued"]
    for text, language in ((RU, "ru"), (DE, "de"), (EN, "en"), (FR, "fr"), (UK, "uk"), (VI, "vi")):
        assert doubts(text, language) == []


@pytest.mark.parametrize(
    ("lines", "whole", "text"),
    [
        (["They want coopera-", "tion in trade."], "", "They want cooperation in trade."),
        (["a long-", "term plan"], "It is a long-term plan.", "a long-term plan"),
        (["the Sino-", "Belarusian ties"], "", "the Sino- Belarusian ties"),
        (["сотрудни-", "чество"], "", "сотрудничество"),
        (["两国外长", "通电话,", "双方同意"], "", "两国外长通电话,双方同意"),
        (["one", "two"], "", "one two"),
        ([], "", ""),
    ],
)
def test_lines(lines: list[str], whole: str, text: str) -> None:
    assert joined(lines, whole) == text

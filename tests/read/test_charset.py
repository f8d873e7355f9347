from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest

from compare.errors import ReadError
from compare.read.charset import charset_name, codec_of, declared_in, decode

CASES = Path("fixtures/cases")
ZH = (CASES / "by-cn-2023-02-24-zh-ru/side-a.zh-Hans.txt").read_text(encoding="utf-8")
RU = (CASES / "by-cn-2023-02-24-zh-ru/side-b.ru.txt").read_text(encoding="utf-8")
BE = (CASES / "by-2020-06-19-be-ru/side-a.be.txt").read_text(encoding="utf-8")
UK = (CASES / "ua-cn-2023-04-26/side-a.uk.txt").read_text(encoding="utf-8")
JA = (CASES / "jp-cn-2023-02-02/side-a.ja.txt").read_text(encoding="utf-8")
DE = (CASES / "de-ru-2024-11-15/side-a.de.txt").read_text(encoding="utf-8")
TR = (CASES / "tr-ru-2022-11-18/side-a.tr.txt").read_text(encoding="utf-8")
VI = (CASES / "vn-cn-2022-04-14/side-a.vi.txt").read_text(encoding="utf-8")
HANT = "兩國外長通電話，就雙邊關係和地區形勢交換意見。雙方同意繼續加強合作，維護和平與穩定。"
KO = "양국 외교장관은 전화 통화를 하고 양자 관계와 지역 정세에 대해 의견을 교환했다. 양측은 협력을 강화하기로 했다."
AR = "أجرى الوزيران اتصالا هاتفيا بحثا خلاله العلاقات الثنائية والأوضاع في المنطقة وسبل تعزيز التعاون بين البلدين."
FR = "Les ministres se sont entretenus au téléphone. Ils ont évoqué la coopération bilatérale et l’évolution régionale."


def in_1258(text: str) -> bytes:
    """Windows-1258 writes tones as marks after the letter."""
    out = []
    for letter in unicodedata.normalize("NFC", text):
        try:
            out.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tone = next(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
            out.append((unicodedata.normalize("NFC", parts.replace(tone, "")) + tone).encode("cp1258"))
    return b"".join(out)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (ZH, "gb18030"),
        (HANT, "big5hkscs"),
        (JA, "cp932"),
        (JA, "euc_jp"),
        (KO, "cp949"),
        (RU, "cp1251"),
        (RU, "koi8_u"),
        (RU, "cp866"),
        (RU, "iso8859_5"),
        (BE, "cp1251"),
        (UK, "cp1251"),
        (UK, "koi8_u"),
        (DE, "cp1252"),
        (FR, "cp1252"),
        (TR, "cp1254"),
        (AR, "cp1256"),
        *(
            (text, codec)
            for text in (ZH, RU, JA, KO, AR, DE, VI)
            for codec in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
        ),
    ],
)
def test_told_by_its_letters(text: str, codec: str) -> None:
    data = text.encode(codec, "replace")
    found = decode(data, None, "x")
    assert (found.charset, found.text, found.by) == (codec, data.decode(codec), "detected")
    assert [n.slug for n in found.notes] == ["charset-detected"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"It is the side\x92s \x93view\x94 \x96 he said.", "It is the side\u2019s \u201cview\u201d \u2013 he said."),
        (b"The attach\xe9 spoke by phone.", "The attaché spoke by phone."),
        (
            b"Under \xa7 3 the sides spoke about grain." + b" Nothing was agreed." * 4,
            "Under § 3 the sides spoke about grain." + " Nothing was agreed." * 4,
        ),
    ],
)
def test_one_letter_beyond_ascii(data: bytes, text: str) -> None:
    assert decode(data, None, "x").text == text
    assert decode(data, None, "x").charset == "cp1252"


def test_a_long_head_without_letters() -> None:
    data = b"<script>" + b"var a = 1; " * 5000 + b"</script>" + RU.encode("cp1251")
    assert decode(data, None, "x").charset == "cp1251"


def test_vietnamese_of_windows() -> None:
    found = decode(in_1258(VI), None, "x")
    assert found.charset == "cp1258"
    assert unicodedata.normalize("NFC", found.text) == VI


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark(codec: str) -> None:
    found = decode(RU.encode(codec), "koi8-r", "x")
    assert (found.text, found.by) == (RU, "bom")


def test_utf8_needs_nobody() -> None:
    assert decode(ZH.encode(), None, "x").by == "utf-8"
    assert decode(ZH.encode(), "UTF-8", "x").by == "declared"


@pytest.mark.parametrize(
    ("text", "codec", "declared", "charset", "slugs"),
    [
        # A page that says gb2312 and uses a letter only GB18030 has.
        (ZH + "镕", "gb18030", "gb2312", "gb18030", []),
        (RU, "cp1251", "windows-1251", "cp1251", []),
        (RU, "koi8_r", "koi8-r", "koi8_r", []),
        (RU, "cp1251", "iso-8859-1", "cp1251", ["charset-declared-wrong", "charset-detected"]),
        (ZH, "gb18030", "windows-1252", "gb18030", ["charset-declared-wrong", "charset-detected"]),
        (ZH, "utf-8", "gb2312", "utf-8", ["charset-declared-wrong"]),
        (DE, "cp1252", "iso-8859-1", "cp1252", []),
        (RU, "cp1251", "no-such-charset", "cp1251", ["charset-detected"]),
        (RU, "cp1251", "utf-8", "cp1251", ["charset-declared-wrong", "charset-detected"]),
    ],
)
def test_declared(text: str, codec: str, declared: str, charset: str, slugs: list[str]) -> None:
    data = text.encode(codec, "replace")
    found = decode(data, declared, "x")
    assert (found.charset, [n.slug for n in found.notes]) == (charset, slugs)
    assert found.text == data.decode(codec)


def test_cut_off_or_damaged_is_still_read() -> None:
    cut = decode(ZH.encode()[:-2], None, "x")
    assert (cut.charset, cut.notes[0].slug) == ("utf-8", "charset-damaged")
    spoilt = bytearray(ZH.encode("gb18030"))
    spoilt[100] = 0xFF
    found = decode(bytes(spoilt), "gbk", "x")
    assert (found.charset, found.notes[0].slug) == ("gb18030", "charset-damaged")


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0" + bytes(range(256)) * 8, "binary-file"),
        (b"\x7fELF\x02\x01\x01" + bytes(400), "binary-file"),
        (bytes(random.Random(1).choices(range(32, 256), k=2000)), "unreadable-charset"),
    ],
)
def test_no_text(data: bytes, slug: str) -> None:
    with pytest.raises(ReadError) as caught:
        decode(data, None, "photo.png")
    assert caught.value.slug == slug


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("GB2312", "gb18030"),
        ("x-sjis", "cp932"),
        (" 'Big5' ", "big5hkscs"),
        ("latin1", "cp1252"),
        ("utf8", "utf-8"),
        ("hex", None),
        ("zlib", None),
        ("\0", None),
        (None, None),
    ],
)
def test_labels(label: str | None, codec: str | None) -> None:
    assert codec_of(label) == codec


def test_names_for_people() -> None:
    assert [charset_name(c) for c in ("cp1251", "koi8_r", "utf-16-le")] == ["windows-1251", "koi8-r", "utf-16-le"]


def test_declarations() -> None:
    assert declared_in(b'<meta http-equiv="Content-Type" content="text/html; charset=GB2312">') == "GB2312"
    assert declared_in(b"<meta charset='koi8-r'>") == "koi8-r"
    assert declared_in(b'<?xml version="1.0" encoding="windows-1251"?>') == "windows-1251"
    assert declared_in(b"<p>charset=x</p>") is None

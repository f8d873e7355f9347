from __future__ import annotations

from dataclasses import replace

import pytest

from compare.model import Comparison, Holder, Mention, Pair, PointRef, Side, Span, Speaker
from compare.report.messages import messages
from compare.report.naming import Naming
from compare.report.people import display_name


def spoken(seed: Comparison, name: str, key: str | None, via: str | None = None) -> Comparison:
    """The seed with the first left point said by this name of the right side, and the name mentioned under a key."""
    left = seed.sides.left
    at = left.readout.text.find(name)
    mentions = (Mention(key.split(":")[0], key, Span(at, at + len(name))),) if key and at >= 0 else ()
    note = replace(left.annotations[0], speaker=Speaker(Holder.RIGHT, name, via), mentions=mentions)
    side = replace(left, annotations=(note, *left.annotations[1:]))
    return replace(seed, sides=Pair(side, seed.sides.right))


@pytest.mark.parametrize(
    ("language", "name", "key", "expected"),
    [
        ("en", "阿列伊尼克", "person:aleinik", "Sergei Aleinik (Belarus)"),
        ("ru", "阿列伊尼克", "person:aleinik", "Сергей Алейник (Беларусь)"),
        ("zh", "阿列伊尼克", "person:aleinik", "谢尔盖·阿列伊尼克（白俄罗斯）"),
        ("en", "阿列伊尼克", "name:aleinik", "Aleinik (Belarus)"),
        ("en", "阿列伊尼克", None, "阿列伊尼克 (Belarus)"),
        ("en", "秦刚", "person:qin-gang", "Qin Gang (Belarus)"),
        ("ru", "秦刚", "person:qin-gang", "Цинь Ган (Беларусь)"),
        ("de", "秦刚", "person:qin-gang", "Qin Gang (Belarus)"),
        ("ja", "秦刚", "person:qin-gang", "秦刚（ベラルーシ）"),
    ],
)
def test_names_in_the_letters_of_the_reader(
    language: str, name: str, key: str | None, expected: str, seed: Comparison
) -> None:
    naming = Naming(spoken(seed, name, key), messages(language))
    assert naming.speaker(PointRef(Side.LEFT, 0)) == expected


def test_the_spelling_of_the_other_text_serves_when_no_table_knows_the_person(seed: Comparison) -> None:
    said = spoken(seed, "阿列伊尼克", "name:aleinik")
    right = said.sides.right
    at = right.readout.text.find("Алейник")
    note = replace(right.annotations[0], mentions=(Mention("name", "name:aleinik", Span(at, at + len("Алейник"))),))
    both = replace(said, sides=Pair(said.sides.left, replace(right, annotations=(note, *right.annotations[1:]))))
    assert Naming(both, messages("ru")).speaker(PointRef(Side.LEFT, 0)) == "Алейник (Беларусь)"


def test_the_country_is_left_away_where_it_goes_without_saying(seed: Comparison) -> None:
    left = seed.sides.left
    note = replace(left.annotations[0], speaker=Speaker(Holder.LEFT, "Qin Gang"))
    said = replace(seed, sides=Pair(replace(left, annotations=(note, *left.annotations[1:])), seed.sides.right))
    naming = Naming(said, messages("en"))
    ref = PointRef(Side.LEFT, 0)
    assert (naming.speaker(ref), naming.speaker(ref, at_home=True)) == ("Qin Gang (China)", "Qin Gang")
    nowhere = replace(said.sides.left, readout=replace(said.sides.left.readout, country=None))
    assert Naming(replace(said, sides=Pair(nowhere, said.sides.right)), messages("en")).speaker(ref) == "Qin Gang"


def test_nested_speech_names_who_tells_it(seed: Comparison) -> None:
    naming = Naming(spoken(seed, "Aleinik", None, via="Qin Gang"), messages("en"))
    assert naming.speaker(PointRef(Side.LEFT, 0)) == "Aleinik (Belarus) as told by Qin Gang"


@pytest.mark.parametrize(
    ("left", "right", "countries", "expected", "short"),
    [
        ("China MFA", "MFA Belarus", ("CN", "BY"), ("China MFA", "MFA Belarus"), ("China MFA", "MFA Belarus")),
        (
            "Ministry of Foreign Affairs of China",
            "BelTA",
            ("CN", "BY"),
            ("Ministry of Foreign Affairs of China", "BelTA"),
            ("China", "Belarus"),
        ),
        (
            "Ministry of Foreign Affairs of China (Chinese)",
            "Ministry of Foreign Affairs of China（English）",
            ("CN", "CN"),
            ("Ministry of Foreign Affairs of China (Chinese)", "Ministry of Foreign Affairs of China（English）"),
            ("Chinese", "English"),
        ),
        (
            "Ministry of Foreign Affairs (Minsk)",
            "Federal Foreign Office of a land (Berlin)",
            (None, None),
            ("Ministry of Foreign Affairs (Minsk)", "Federal Foreign Office of a land (Berlin)"),
            ("Ministry of Foreign Affairs (Minsk)", "Federal Foreign Office of a land (Berlin)"),
        ),
        ("Fed", "Fed", ("US", "US"), ("Fed (left)", "Fed (right)"), ("Fed (left)", "Fed (right)")),
        ("", "", (None, None), ("(left)", "(right)"), ("(left)", "(right)")),
    ],
)
def test_sides_are_told_apart(
    left: str,
    right: str,
    countries: tuple[str | None, str | None],
    expected: tuple[str, str],
    short: tuple[str, str],
    seed: Comparison,
) -> None:
    labels = dict(zip(Side, (left, right), strict=True))
    codes = dict(zip(Side, countries, strict=True))
    sides = {
        side: replace(
            seed.sides[side],
            readout=replace(seed.sides[side].readout, label=labels[side], issuer=None, country=codes[side]),
        )
        for side in Side
    }
    naming = Naming(replace(seed, sides=Pair(sides[Side.LEFT], sides[Side.RIGHT])), messages("en"))
    assert tuple(naming.sides) == expected
    assert tuple(naming.short) == short


def test_people_of_no_table() -> None:
    assert display_name("person:nobody-at-all", "en") is None
    assert display_name("name:aleinik", "en") is None

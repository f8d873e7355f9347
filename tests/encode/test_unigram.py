from __future__ import annotations

import pytest

from compare.encode.unigram import Unigram

PIECES = {"<s>": 0.0, "<unk>": 0.0, "▁": -3.0, "▁a": -2.0, "b": -2.5, "ab": -1.0, "▁ab": -4.0, "▁abb": -4.2, "c": -3.0}


@pytest.fixture
def cutter() -> Unigram:
    return Unigram(list(PIECES), list(PIECES.values()), list(PIECES).index("<unk>"))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("ab", [("▁ab", 0, 2)]),  # -4.0 beats ▁a b (-4.5); ▁ ab ties with it and comes later
        ("abb", [("▁abb", 0, 3)]),
        ("abab", [("▁ab", 0, 2), ("ab", 2, 4)]),
        ("a b", [("▁a", 0, 1), ("▁", 2, 2), ("b", 2, 3)]),
        ("axyb", [("▁a", 0, 1), ("<unk>", 1, 3), ("b", 3, 4)]),
        ("<s>", [("▁", 0, 0), ("<unk>", 0, 3)]),  # a control piece in the text is no control piece
        ("", []),
    ],
)
def test_best_path(cutter: Unigram, text: str, pieces: list[tuple[str, int, int]]) -> None:
    names = list(PIECES)
    assert [(names[piece], start, end) for piece, start, end in cutter.cut(text)] == pieces


def test_unknown_pieces_are_rarer_than_all_others(cutter: Unigram) -> None:
    assert cutter.score(1) < min(PIECES.values())


def test_agrees_with_the_tokenizers_package(e5) -> None:
    """The same pieces as another implementation, on sentences of all languages."""
    tokenizers = pytest.importorskip("tokenizers")
    from compare.encode.centring import sentences
    from compare.encode.cleaning import clean_mapped
    from compare.resources import SUPPORTED

    weights, cutter, table, _ = e5._open
    pieces, scores = weights.pieces()
    other = tokenizers.Tokenizer(
        tokenizers.models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=weights.unknown, byte_fallback=False)
    )
    other.pre_tokenizer = tokenizers.pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=False)
    lines = [clean_mapped(line, table).text for language in SUPPORTED for line in sentences(language)]
    ours = [[piece for piece, _, _ in cutter.cut(line)] for line in lines]
    assert ours == [other.encode(line).ids for line in lines]

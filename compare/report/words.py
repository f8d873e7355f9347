"""Which words differ between linked points of two texts in one language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compare.model import Comparison, Pair, Point, Side, Span

# A run of letters and digits with inner apostrophes, dots, hyphens and strokes (1.5, U.S., 4-3/4), or one other sign.
_WORD = re.compile(r"\w+(?:['’.,/\-]\w+)*|[^\w\s]")
_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
# Kana and kanji runs part where the script changes: the nearest thing to a word that needs no dictionary.
_JAPANESE = re.compile(
    "[\u3040-\u309f]+|[\u30a0-\u30ff]+|[\u3400-\u9fff々]+|[^\\W\u3040-\u30ff\u3400-\u9fff々]+|[^\\w\\s]"
)
# Tokens stand for one character each; the private use planes 15 and 16 have more places than a readout has words.
_FIRST_PRIVATE = 0xF0000
_LAST_PRIVATE = 0x10FFFD


def changed_words(comparison: Comparison) -> Pair[tuple[Span, ...]]:
    """The words of linked points that have no counterpart in any linked point, as spans; empty when the texts are in
    different languages (then every word differs). Case and white space count for nothing."""
    languages = comparison.sides.map(lambda side: side.readout.language)
    if languages.left != languages.right:
        return Pair((), ())
    language = languages.left.split("-")[0]
    tokens = {side: _tokens(comparison, side, language) for side in Side}
    kept: dict[Side, dict[int, set[Span]]] = {Side.LEFT: {}, Side.RIGHT: {}}
    for link in comparison.links:
        same = _same(tokens[Side.LEFT][link.left], tokens[Side.RIGHT][link.right])
        kept[Side.LEFT].setdefault(link.left, set()).update(same.left)
        kept[Side.RIGHT].setdefault(link.right, set()).update(same.right)
    return Pair(*(_runs(tokens[side], kept[side], comparison.sides[side].readout.text) for side in Side))


Token = tuple[str, Span]


def _tokens(comparison: Comparison, side: Side, language: str) -> list[list[Token]]:
    annotated = comparison.sides[side]
    return [list(_point_tokens(point, annotated.readout.text, language)) for point in annotated.points]


def _point_tokens(point: Point, text: str, language: str) -> Iterator[Token]:
    for span in point.spans:
        piece, at = span.of(text), span.start
        for word, start in _split(piece, language):
            yield word.casefold(), Span(at + start, at + start + len(word))


def _split(text: str, language: str) -> Iterator[tuple[str, int]]:
    if language == "zh" and _HAN.search(text):
        import rjieba

        at = 0
        for word in rjieba.cut(text):
            if not word.isspace():
                yield word, at
            at += len(word)
        return
    pattern = _JAPANESE if language == "ja" else _WORD
    for match in pattern.finditer(text):
        yield match.group(), match.start()


def _same(left: list[Token], right: list[Token]) -> Pair[list[Span]]:
    """The tokens that both have, in one order."""
    from diff_match_patch import diff_match_patch

    codes: dict[str, str] = {}
    for word, _ in (*left, *right):
        codes.setdefault(word, chr(min(_FIRST_PRIVATE + len(codes), _LAST_PRIVATE)))
    differ = diff_match_patch()
    # No clock: with one, a slow machine would silently give a coarser answer than a fast one.
    differ.Diff_Timeout = 0
    pieces = differ.diff_main("".join(codes[w] for w, _ in left), "".join(codes[w] for w, _ in right), False)
    differ.diff_cleanupSemantic(pieces)
    i = j = 0
    same: Pair[list[Span]] = Pair([], [])
    for operation, piece in pieces:
        if operation == 0:
            same.left.extend(span for _, span in left[i : i + len(piece)])
            same.right.extend(span for _, span in right[j : j + len(piece)])
        i += len(piece) if operation <= 0 else 0
        j += len(piece) if operation >= 0 else 0
    return same


def _runs(tokens: list[list[Token]], kept: dict[int, set[Span]], text: str) -> tuple[Span, ...]:
    """Changed tokens of linked points, neighbours joined over white space."""
    changed = sorted({span for point, same in kept.items() for _, span in tokens[point] if span not in same})
    runs: list[Span] = []
    for span in changed:
        if (runs and span.start <= runs[-1].end) or (runs and text[runs[-1].end : span.start].isspace()):
            runs[-1] = Span(runs[-1].start, max(span.end, runs[-1].end))
        else:
            runs.append(span)
    return tuple(runs)

"""How much of one text's words the other has: late interaction of token vectors (Khattab & Zaharia 2020), weighted.

For each token of one text its best match in the other; the mean over the text's tokens, rare tokens weighing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compare.encode.values import Tokens

_BLOCK = 4_000_000  # cells of one product: 16 MB
# Best mutual matches of own sentences in five languages: translations, cosine at the 5th, 25th and 50th percentile .43,
# .55, .64; sentences on other matters, at the 50th, 75th and 95th .40, .47, .62 (mostly "in", "and").
_LEAST = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """Matrices (n x m) of values in [-1, 1]; of ``both``, 5th, 50th and 95th percentile: translations of own sentences
    in five languages .45, .56, .76, other sentences on the same field .28, .35, .43.

    ``left``: how well the tokens of row i's text are matched in column j's; ``right``: the other way round;
    ``both``: their mean. A text without tokens has 0.
    """

    left: NDArray[np.float32]
    right: NDArray[np.float32]
    both: NDArray[np.float32]


def similarity(left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cosines (n x m) of centred rows in [-1, 1]. Exact (see ``values``), hence ``similarity(b, a)`` is its transpose
    bit by bit."""
    return np.asarray(np.clip(left @ right.T, -1.0, 1.0), dtype=np.float32)


def late_interaction(left: Sequence[Tokens], right: Sequence[Tokens]) -> Coverage:
    """Weighted late interaction of every left text with every right one. Swapping the arguments swaps ``left`` and
    ``right`` and transposes, bit by bit."""
    shape = (len(left), len(right))
    forth, back = np.zeros(shape, np.float64), np.zeros(shape, np.float64)
    rows, columns = _Stack(left), _Stack(right)
    if len(rows.weights) and len(columns.weights):
        # Blocks of whole left texts: the product of all tokens with all tokens of long texts would not fit.
        for block in rows.blocks(max(1, _BLOCK // len(columns.weights))):
            cosines = rows.vectors[block.rows] @ columns.vectors.T
            best = np.maximum.reduceat(cosines, columns.starts, axis=1)
            weighted = best.astype(np.float64) * rows.weights[block.rows, None]
            forth[np.ix_(rows.texts[block.texts], columns.texts)] = np.add.reduceat(weighted, block.starts, axis=0)
            best = np.maximum.reduceat(cosines, block.starts, axis=0)
            weighted = np.ascontiguousarray((best * columns.weights).T)
            back[np.ix_(rows.texts[block.texts], columns.texts)] = np.add.reduceat(weighted, columns.starts, axis=0).T
    one, other = np.clip(forth, -1, 1).astype(np.float32), np.clip(back, -1, 1).astype(np.float32)
    both = (one.astype(np.float64) + other) / 2
    return Coverage(one, other, both.astype(np.float32))


def late_pairs(left: Sequence[Tokens], right: Sequence[Tokens], pairs: NDArray[np.int64]) -> Coverage:
    """The same for some pairs only: ``pairs`` is k x 2 (left index, right index), the result has vectors of length k in
    their order, equal to the cells of the matrices of ``late_interaction`` bit by bit."""
    forth, back = np.zeros(len(pairs), np.float32), np.zeros(len(pairs), np.float32)
    order = np.argsort(pairs[:, 0], kind="stable") if len(pairs) else np.zeros(0, np.int64)
    for group in np.split(order, np.flatnonzero(np.diff(pairs[order, 0])) + 1) if len(order) else ():
        found = late_interaction([left[pairs[group[0], 0]]], [right[j] for j in pairs[group, 1]])
        forth[group], back[group] = found.left[0], found.right[0]
    both = (forth.astype(np.float64) + back) / 2
    return Coverage(forth, back, both.astype(np.float32))


@dataclass(frozen=True, slots=True)
class _Block:
    rows: slice
    texts: slice
    starts: NDArray[np.int64]


class _Stack:
    """Tokens of many texts below one another; texts without tokens are left out (``texts``: the others' indices)."""

    def __init__(self, tokens: Sequence[Tokens]) -> None:
        self.texts = np.array([i for i, one in enumerate(tokens) if len(one)], np.int64)
        kept = [tokens[i] for i in self.texts]
        self.vectors = np.concatenate([one.vectors for one in kept]).astype(np.float32) if kept else np.zeros((0, 0))
        self.weights = (
            np.concatenate([one.weights for one in kept]).astype(np.float64) if kept else np.zeros(0, np.float64)
        )
        lengths = np.array([len(one) for one in kept], np.int64)
        self.starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64) if kept else lengths
        self._ends = np.cumsum(lengths)

    def blocks(self, rows: int) -> list[_Block]:
        """Runs of whole texts with about ``rows`` tokens each."""
        found: list[_Block] = []
        first = 0
        while first < len(self.texts):
            start = int(self.starts[first])
            last = max(first + 1, int(np.searchsorted(self._ends, start + rows, side="right")))
            stop = int(self._ends[last - 1])
            found.append(_Block(slice(start, stop), slice(first, last), self.starts[first:last] - start))
            first = last
        return found


@dataclass(frozen=True, slots=True, order=True)
class WordMark:
    """Words of two texts that answer to one another: half-open ranges into each, score in (0, 1]."""

    left: tuple[int, int]
    right: tuple[int, int]
    score: float


def word_marks(
    left: Tokens, right: Tokens, left_text: str, right_text: str, *, least: float = _LEAST
) -> tuple[WordMark, ...]:
    """Tokens that are each other's best match with a cosine of at least ``least``, grown to whole words, in reading
    order of the left text; marks that touch on both sides become one. The texts are those the tokens were made of."""
    if not len(left) or not len(right):
        return ()
    cosines = left.vectors.astype(np.float32) @ right.vectors.astype(np.float32).T
    there, back = cosines.argmax(axis=1), cosines.argmax(axis=0)
    marks: list[WordMark] = []
    for i, j in enumerate(there):
        score = float(cosines[i, j])
        if back[j] == i and score >= least:
            spans = (_word(left.spans[i], left_text), _word(right.spans[j], right_text))
            marks.append(WordMark(*spans, min(1.0, round(score, 4))))
    return tuple(_joined(marks))


def _joined(marks: list[WordMark]) -> list[WordMark]:
    out: list[WordMark] = []
    for mark in sorted(marks):
        if out and _touch(out[-1].left, mark.left) and _touch(out[-1].right, mark.right):
            last = out[-1]
            out[-1] = WordMark(_hull(last.left, mark.left), _hull(last.right, mark.right), max(last.score, mark.score))
        else:
            out.append(mark)
    return out


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _hull(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return min(one[0], other[0]), max(one[1], other[1])


def _word(span: NDArray[np.int32], text: str) -> tuple[int, int]:
    """The span grown over letters and digits on both sides, in scripts that put spaces between words."""
    start, end = int(span[0]), int(span[1])
    while start < end and text[start].isspace():
        start += 1
    while start > 0 and start < len(text) and _grows(text[start - 1]) and _grows(text[start]):
        start -= 1
    while 0 < end < len(text) and _grows(text[end - 1]) and _grows(text[end]):
        end += 1
    return start, end


def _grows(char: str) -> bool:
    """A letter or digit, but not Han, kana or their like: those need no spaces, so a run of them is no word."""
    return (char.isalnum() and not "\u2e80" <= char <= "\uabff") or "\uac00" <= char <= "\ud7af"

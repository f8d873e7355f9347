"""Second look at every pair, knowing how likely its rivals are.

A point whose look-alike has a far surer partner is more often alone than one whose rivals stand next to the same
partner (a claim split in two). Stacking in the sense of Wolpert (1992): the first model's probabilities are features
here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from compare.align.views import View
from compare.model import Pair

Floats = NDArray[np.float32]

KEPT = (
    *("e5", "use", "tokens_low", "tokens_high", "lexical", "size_ratio", "numbers_clash", "pole_clash", "topic"),
    *(
        "concepts_overlap",
        "names_shared",
        "place_gap",
        "same_language",
        "narrator_left",
        "narrator_right",
        "pair_level",
    ),
    *("e5_margin", "tokens_margin", "sentence", "block"),
)
RIVALS = (
    *("first", "row_rival", "column_rival", "row_rival_near", "column_rival_near", "row_sum", "column_sum", "around"),
    *("row_gap", "column_gap"),
)
RIVAL_FEATURES = RIVALS + KEPT


def rival_features(first: Floats, known: dict[str, Floats], views: Pair[View]) -> dict[str, Floats]:
    """Return the features of the second model, each n x m, from the first model's n x m probabilities."""
    out = {name: known[name] for name in KEPT}
    out["first"] = first
    out["row_rival"], out["row_rival_near"] = _rival(first, views.right)
    column, near = _rival(first.T, views.left)
    out["column_rival"], out["column_rival_near"] = column.T, near.T
    out["row_gap"], out["column_gap"] = first - out["row_rival"], first - out["column_rival"]
    out["row_sum"] = np.broadcast_to(first.sum(axis=1, keepdims=True), first.shape)
    out["column_sum"] = np.broadcast_to(first.sum(axis=0, keepdims=True), first.shape)
    padded = np.pad(first, 1)
    rows, columns = first.shape
    around = [padded[1 + i : 1 + i + rows, 1 + j : 1 + j + columns] for i in (-1, 1) for j in (-1, 1)]
    out["around"] = np.max(around, axis=0)
    return out


def _rival(first: Floats, others: View) -> tuple[Floats, Floats]:
    """Best other probability of each row, and whether that rival stands beside the column's point or in its
    sentence."""
    rows, columns = first.shape
    if columns < 2:
        return np.zeros_like(first), np.zeros_like(first)
    order = np.argsort(-first, axis=1, kind="stable")[:, :2]
    best, second = order[:, :1], order[:, 1:]
    every = np.arange(columns)[None, :]
    rival = np.where(every == best, second, best)
    value = np.take_along_axis(first, rival, axis=1)
    near = (np.abs(rival - every) <= 1) | (others.sentences[rival] == others.sentences[every])
    return value.astype(np.float32), near.astype(np.float32).reshape(rows, columns)

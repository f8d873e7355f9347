"""From a matrix of link probabilities to links: optimal assignment with a price for staying alone, then growth to
m:n."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def assign(scores: Floats, price: float) -> list[tuple[int, int]]:
    """Return the one-to-one pairs that maximise the sum of ``score - price`` over taken pairs (Kuhn 1955, in the
    sparse form of Jonker and Volgenant 1987). Pairs at or below the price stay alone. Order is free."""
    import lap

    if not scores.size:
        return []
    gain = np.maximum(scores.astype(np.float64) - price, 0.0)
    _, columns, _ = lap.lapjv(gain.max() - gain, extend_cost=True)
    return [(row, int(column)) for row, column in enumerate(columns) if column >= 0 and gain[row, column] > 0]


def grow(scores: Floats, taken: list[tuple[int, int]], price: float, near: float) -> list[tuple[int, int]]:
    """Add pairs so that one point may answer to several: a pair above ``price`` joins when it is within ``near`` of the
    best score of its row or of its column. Returns all pairs in order."""
    if not scores.size:
        return []
    best = np.maximum(scores.max(axis=1, keepdims=True), 0)
    column = np.maximum(scores.max(axis=0, keepdims=True), 0)
    more = (scores > price) & ((scores >= best - near) | (scores >= column - near))
    return sorted({*taken, *((int(r), int(c)) for r, c in np.argwhere(more))})

"""Paragraph beads: a partition of the blocks of both sides, derived from the links between their points."""

from __future__ import annotations

from collections.abc import Sequence

from compare.mirror import in_order
from compare.model import AnnotatedReadout, Bead, Link, Pair

# A block joins another when links carry at least this share of its content, or of the other's. Set on the beads of
# fixtures/events; re-run `make train`, which prints strict F1 over a grid.
SHARE = 0.30


def beads(pair: Pair[AnnotatedReadout], links: Sequence[Link]) -> tuple[Bead, ...]:
    """Return m:n beads of blocks: blocks whose points answer to each other for a good part, others alone.

    Each block of each side is in exactly one bead; beads stand in the order of their first left block, right-only beads
    after the bead whose right blocks precede them.
    """
    counts = pair.map(lambda readout: len(readout.readout.blocks))
    weight = pair.map(_weights)
    carried: dict[tuple[int, int], tuple[set[int], set[int], float]] = {}
    for link in links:
        key = (pair.left.points[link.left].block, pair.right.points[link.right].block)
        lefts, rights, best = carried.get(key, (set(), set(), 0.0))
        carried[key] = (lefts | {link.left}, rights | {link.right}, max(best, link.score))
    strength: dict[tuple[int, int], float] = {}
    for (a, b), (lefts, rights, _best) in carried.items():
        shares = [
            sum(side[p] for p in sorted(points)) / max(_total(readout, side, block), 1e-9)
            for readout, side, points, block in (
                (pair.left, weight.left, lefts, a),
                (pair.right, weight.right, rights, b),
            )
        ]
        mean = sum(link.score for link in links if link.left in lefts and link.right in rights) / max(
            sum(1 for link in links if link.left in lefts and link.right in rights), 1
        )
        strength[a, b] = max(shares) * mean
    return in_order(tuple(_bead(lefts, rights, strength) for lefts, rights in _join(strength, counts)))


def _weights(readout: AnnotatedReadout) -> list[float]:
    return [float(sum(len(s) for s in point.spans)) for point in readout.points]


def _total(readout: AnnotatedReadout, weights: list[float], block: int) -> float:
    return sum(w for p, w in zip(readout.points, weights, strict=True) if p.block == block)


def _join(strength: dict[tuple[int, int], float], counts: Pair[int]) -> list[tuple[list[int], list[int]]]:
    """Take block pairs from the strongest down; a pair may extend a bead on one side only, so that beads do not chain
    through weak links into one lump."""
    bead_of: dict[tuple[str, int], int] = {}
    group: list[tuple[list[int], list[int]]] = []
    for (a, b), value in sorted(strength.items(), key=lambda item: (-item[1], item[0])):
        if value < SHARE:
            break
        left, right = bead_of.get(("l", a)), bead_of.get(("r", b))
        if left is None and right is None:
            bead_of["l", a] = bead_of["r", b] = len(group)
            group.append(([a], [b]))
        elif left is None and right is not None:
            bead_of["l", a] = right
            group[right][0].append(a)
        elif right is None and left is not None:
            bead_of["r", b] = left
            group[left][1].append(b)
    group += [([a], []) for a in range(counts.left) if ("l", a) not in bead_of]
    group += [([], [b]) for b in range(counts.right) if ("r", b) not in bead_of]
    return group


def _bead(lefts: list[int], rights: list[int], strength: dict[tuple[int, int], float]) -> Bead:
    found = [strength[a, b] for a in lefts for b in rights if (a, b) in strength]
    return Bead(tuple(sorted(lefts)), tuple(sorted(rights)), round(min(max(found, default=0.0), 1.0), 4))

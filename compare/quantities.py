"""Whether numbers, sums, shares and dates of two points agree or clash. Stands below the stages; knows keys only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from compare.model import Mention

KINDS = ("number", "percent", "points", "times", "money", "duration", "measure", "ordinal")
"""Kinds of mention that are quantities; dates are compared too."""
# Thirds and sixths are told as whole per cents; a number in digits may give more places.
_WORDED = frozenset(map(Decimal, (33, 67, 17, 83)))
_ROUNDING = Decimal("0.6")


def quantity_conflict(
    left: Sequence[Mention], right: Sequence[Mention]
) -> tuple[tuple[tuple[Mention, Mention], ...], tuple[tuple[Mention, Mention], ...]]:
    """(pairs that agree, pairs that clash) of quantities and dates of two points that say the same.

    Equal values agree; dates of different grain agree when compatible; a share agrees with two counts whose ratio it
    is ("a third more", "12 instead of 9"). What is left of the same kind and unit on both sides, in reading order,
    clashes. A share never clashes with a count, nor a sum with a number.
    """
    agree: list[tuple[Mention, Mention]] = []
    rest_left, rest_right = list(_counted(left)), list(_counted(right))
    for alike in (_equal, _same):
        for one in list(rest_left):
            other = next((two for two in rest_right if alike(one, two)), None)
            if other is not None:
                agree.append((one, other))
                rest_left.remove(one)
                rest_right.remove(other)
    for shares, counts, swapped in ((rest_left, rest_right, False), (rest_right, rest_left, True)):
        for share in [mention for mention in shares if mention.kind == "percent"]:
            pair = _ratio(share, counts)
            if pair is not None:
                agree.append((pair, share) if swapped else (share, pair))
                shares.remove(share)
    clash = []
    for one in rest_left:
        known = [mention for pair in agree for mention in pair]
        other = next((two for two in rest_right if _unit_of(one) == _unit_of(two)), None)
        # A second number beside one that agrees is more often an extra detail than a contradiction.
        if other is not None and not (one.kind == "number" and any(_unit_of(m) == _unit_of(one) for m in known)):
            clash.append((one, other))
            rest_right.remove(other)
    return tuple(agree), tuple(clash)


def _counted(mentions: Sequence[Mention]) -> Iterator[Mention]:
    seen = set()
    for mention in mentions:
        if (mention.kind in KINDS or mention.kind == "date") and mention.key not in seen:
            seen.add(mention.key)
            yield mention


def _unit_of(mention: Mention) -> str:
    if mention.kind == "duration":
        body = mention.key.removeprefix("duration:")
        return "duration:T" if "T" in body else f"duration:{body[-1]}"
    return mention.key.rpartition(":")[0]


def _equal(one: Mention, two: Mention) -> bool:
    return one.key == two.key


def _same(one: Mention, two: Mention) -> bool:
    if one.kind == "date" and two.kind == "date":
        return dates_agree(one.key, two.key)
    if one.kind != two.kind or one.kind != "percent" or _unit_of(one) != _unit_of(two):
        return False
    # 33.3 % and a third: shares in words are rounded to whole per cents.
    values = sorted((_number_of(one), _number_of(two)))
    return values[1] - values[0] < _ROUNDING and not _WORDED.isdisjoint(values)


def _ratio(share: Mention, counts: Sequence[Mention]) -> Mention | None:
    numbers = [mention for mention in counts if mention.kind == "number" and _number_of(mention)]
    for one in numbers:
        for two in numbers:
            change = abs(_number_of(one) / _number_of(two) - 1) * 100
            part = _number_of(one) / _number_of(two) * 100
            if one is not two and min(abs(change - _number_of(share)), abs(part - _number_of(share))) < 1:
                return one
    return None


def _number_of(mention: Mention) -> Decimal:
    return Decimal(mention.key.rpartition(":")[2])


def dates_agree(left: str, right: str) -> bool:
    """Whether two date keys can be the same time: equal as far as both go, X standing for anything."""
    one, two = left.removeprefix("date:"), right.removeprefix("date:")
    return all(a == b or "X" in (a, b) for a, b in zip(one, two, strict=False))

"""Whether two points say the contrary, from their pole mentions. Stands below the stages; knows keys only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from compare.model import Mention

# Undoing what the other side is against is the same stand: "opposes the sanctions" and "calls for lifting them".
_UNDO = ("restrict:+", "amount:-", "duration:+")


def opposed(left: Iterable[Mention], right: Iterable[Mention]) -> str | None:
    """Class in which two points say the contrary ("restrict", "endorse" …), from their ``pole`` mentions; None if none.

    A class clashes where one point has only its one pole and the other only the other. A clash for or against is not
    one where just one of them wants the thing undone.
    """
    signs = [_signs(side) for side in (left, right)]
    clashing = [
        name
        for name in signs[0]
        if name in signs[1]
        and len(signs[0][name] | signs[1][name]) == 2
        and len(signs[0][name]) == len(signs[1][name]) == 1
    ]
    undoing = [any(sign in _flat(side) for sign in _UNDO) for side in signs]
    if clashing == ["endorse"] and undoing[0] != undoing[1]:
        return None
    return clashing[0] if clashing else None


def _signs(mentions: Iterable[Mention]) -> dict[str, set[str]]:
    signs: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        if mention.kind == "pole":
            _, name, sign = mention.key.split(":")
            signs[name].add(sign)
    return dict(signs)


def _flat(signs: Mapping[str, set[str]]) -> set[str]:
    return {f"{name}:{sign}" for name, found in signs.items() for sign in found}

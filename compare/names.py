"""How alike two romanised names are: one person under the spellings of many scripts. Stands below the stages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from compare.resources import load_toml

SAME_NAME = 0.8
"""From this similarity on two names are taken for one. Set on fixtures/names/pairs.toml, where it costs least of both
kinds of mistake; re-run tests/annotate/test_names.py after changing anything here."""

_MOST_READINGS = 12
# What Chinese, Japanese and Korean have no letters for is written alike before names are compared.
_NEAR = str.maketrans({"r": "l", "v": "f", "b": "p", "d": "t", "g": "k"})
_BONES = str.maketrans({"f": "p", "h": "k"})
_VOWELS = re.compile("[aeiou]+")
_SHORT = 3


def name_similarity(a: str, b: str) -> float:
    """How alike two names are, in [0, 1]; symmetric; 1 for equal keys.

    Names are given as keys: romanised, lower-case words joined by hyphens (``aleinik``, ``qin-gang``). A name alone is
    compared with the family name of a fuller one, last or (East Asian) first; of two full names the part that fits
    worst decides. Measured are the letters (Jaro-Winkler; r = l, voiced = voiceless) and the consonants alone (Indel),
    in the best of the readings that ambiguous letters allow.
    """
    one, two = _parts(a), _parts(b)
    return _named(one, two) if one and two else 0.0


@lru_cache(maxsize=4096)
def _parts(key: str) -> tuple[str, ...]:
    return tuple(filter(None, key.removeprefix("name:").removeprefix("person:").split("-")))


def _named(one: tuple[str, ...], two: tuple[str, ...]) -> float:
    if one == two:
        return 1.0
    whole = _alike("".join(one), "".join(two))
    one, two = _bare(one), _bare(two)
    if len(one) == len(two) == 1:
        return max(whole, _alike(one[0], two[0]))
    if min(len(one), len(two)) == 1:
        short, long = sorted((one, two), key=len)
        return max(whole, max(_alike(short[0], part) for part in (long[-1], long[0])) - 0.02)
    worst = min(
        min(max(_alike(part, other) for other in two) for part in one),
        min(max(_alike(part, other) for other in one) for part in two),
    )
    if len(one) == len(two):
        return 0.25 * whole + 0.75 * worst
    # Middle names and patronymics come and go; the last name stays.
    return max(0.25 * whole + 0.75 * worst, 0.95 * _alike(one[-1], two[-1]))


def _bare(parts: tuple[str, ...]) -> tuple[str, ...]:
    particles = load_toml("entities", "sounds.toml")["particles"]
    return tuple(part for part in parts if part not in particles) or parts


@lru_cache(maxsize=16384)
def _alike(one: str, two: str) -> float:
    if one == two:
        return 1.0
    return max(_measured(a, b) for a in _sounds(one) for b in _sounds(two))


@lru_cache(maxsize=4096)
def _sounds(part: str) -> tuple[str, ...]:
    """The readings of a part of a name, each with one letter a sound."""
    rules = load_toml("entities", "sounds.toml")
    for written, read in rules["folds"]:
        part = part.replace(written, read)
    readings = [part]
    for written, *reads in rules["several"]:
        if written in part:
            readings = [one.replace(written, read) for one in readings for read in reads]
    return tuple(dict.fromkeys(_settled(one) for one in readings[:_MOST_READINGS]))


def _settled(part: str) -> str:
    """Without doubled letters and with a consonant where u opens a name before a vowel (Уиткофф, Witkoff)."""
    return re.sub(r"(.)\1+", r"\1", re.sub(r"^u(?=[aeio])", "v", part))


def _measured(one: str, two: str) -> float:
    from rapidfuzz.distance import Indel, JaroWinkler

    a, b = one.translate(_NEAR), two.translate(_NEAR)
    letters = JaroWinkler.similarity(a, b)
    skeletons = list(_skeletons(a, b))
    if not skeletons:
        return letters if not _VOWELS.sub("", a + b) else 0.5 * letters
    bones = max(Indel.normalized_similarity(x, y) - cost for x, y, cost in skeletons)
    if min(len(skeletons[0][0]), len(skeletons[0][1])) < _SHORT:
        # Two consonants are too few to tell names apart; every letter counts, and order.
        letters = min(letters, Indel.normalized_similarity(a, b) + 0.1)
    same_start = a[:1] == b[:1] or any(x[:1] == y[:1] for x, y, _ in skeletons)
    return (0.5 * letters + 0.5 * bones) * (1.0 if same_start else 0.85)


def _skeletons(one: str, two: str) -> Iterator[tuple[str, str, float]]:
    """Consonants of both: as they are, without h, and with f = p and h = k (Korean, Japanese, Russian), at a price."""
    a, b = _VOWELS.sub("", one), _VOWELS.sub("", two)
    if a and b:
        yield a, b, 0.0
        yield a.translate(_BONES), b.translate(_BONES), 0.05
        if a.replace("h", "") and b.replace("h", ""):
            yield a.replace("h", ""), b.replace("h", ""), 0.05

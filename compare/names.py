"""How alike two romanised names are: one person under the spellings of many scripts. Stands below the stages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

SAME_NAME = 0.8
"""From this similarity on two names are taken for one. Set on fixtures/names/pairs.toml, where it costs least of both
kinds of mistake; re-run tests/annotate/test_names.py after changing anything here."""

# Spellings of one sound in German, English, French, Polish and Slavic romanisations and pinyin, longest first.
_FOLDS = (
    *(("tsch", "c"), ("shch", "s"), ("sch", "s"), ("dzh", "j"), ("dsch", "j"), ("tch", "c"), ("tz", "ts")),
    *(("zh", "j"), ("sh", "s"), ("kh", "h"), ("ph", "f"), ("gh", "g"), ("ck", "k"), ("qu", "ku"), ("cz", "c")),
    *(("sz", "s"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("w", "v"), ("y", "i"), ("ie", "e"), ("ae", "e")),
    *(("oe", "o"), ("ue", "u"), ("eu", "u"), ("ng", "n")),
)
# Letters that are read in two ways: x and q of pinyin and of others, j of German and of English, ch of Italian and of
# English, th, h that is dropped or hard.
_DOUBLE = (("th", "t", "s"), ("ch", "c", "k"), ("x", "ks", "s"), ("x", "h", "h"), ("q", "c", "k"), ("j", "j", "i"))
# What Chinese, Japanese and Korean have no letters for is written alike before names are compared.
_NEAR = str.maketrans({"r": "l", "v": "f", "b": "p", "d": "t", "g": "k", "z": "s", "j": "s", "c": "s"})
_BONES = str.maketrans({"f": "p", "h": "k"})
_VOWELS = re.compile("[aeiou]+")


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
    if len(one) == len(two) == 1:
        return whole
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


@lru_cache(maxsize=16384)
def _alike(one: str, two: str) -> float:
    if one == two:
        return 1.0
    return max(_measured(a, b) for a in _sounds(one) for b in _sounds(two))


@lru_cache(maxsize=4096)
def _sounds(part: str) -> tuple[str, ...]:
    """The readings of a part of a name, each with one letter a sound."""
    readings = [part]
    for written, *reads in _DOUBLE:
        readings += [one.replace(written, read) for one in readings if written in one for read in reads]
    return tuple(dict.fromkeys(_fold(one) for one in readings[:12]))


def _fold(part: str) -> str:
    for written, read in _FOLDS:
        part = part.replace(written, read)
    part = re.sub(r"^u(?=[aeio])", "v", part)
    return re.sub(r"(.)\1+", r"\1", part)


def _measured(one: str, two: str) -> float:
    from rapidfuzz.distance import Indel, JaroWinkler

    a, b = one.translate(_NEAR), two.translate(_NEAR)
    letters = JaroWinkler.similarity(a, b)
    bones = max(
        (Indel.normalized_similarity(x, y) - cost for x, y, cost in _skeletons(a, b)),
        default=1.0 if not _VOWELS.sub("", a + b) else 0.3,
    )
    same_start = a[:1] == b[:1] or _VOWELS.sub("", a)[:1] == _VOWELS.sub("", b)[:1]
    return (0.5 * letters + 0.5 * bones) * (1.0 if same_start else 0.85)


def _skeletons(one: str, two: str) -> Iterator[tuple[str, str, float]]:
    """Consonants of both: as they are, without h, and with f = p and h = k (Korean, Japanese, Russian), at a price."""
    a, b = _VOWELS.sub("", one), _VOWELS.sub("", two)
    if a and b:
        yield a, b, 0.0
        yield a.translate(_BONES), b.translate(_BONES), 0.05
        if a.replace("h", "") and b.replace("h", ""):
            yield a.replace("h", ""), b.replace("h", ""), 0.05

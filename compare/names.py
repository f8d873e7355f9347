"""How alike two romanised names are: one person under the spellings of many scripts."""

from __future__ import annotations

import re
from functools import lru_cache

# Spellings of one sound in German, English, French, Polish and Slavic romanisations, longest first.
_FOLDS = (
    *(("tsch", "c"), ("shch", "s"), ("sch", "s"), ("dzh", "j"), ("tch", "c"), ("tz", "ts"), ("ch", "c")),
    *(("zh", "j"), ("sh", "s"), ("kh", "h"), ("ph", "f"), ("th", "t"), ("gh", "g"), ("ck", "k"), ("qu", "ku")),
    *(("cz", "c"), ("sz", "s"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("x", "ks"), ("w", "v"), ("y", "i")),
    *(("q", "k"), ("ie", "e"), ("ae", "e"), ("oe", "o"), ("ue", "u")),
)
# What Chinese, Japanese and Korean have no letters for, written the same before names are compared.
_NEUTRAL = str.maketrans({"r": "l", "v": "f", "b": "p", "d": "t", "g": "k", "z": "s", "j": "s", "c": "s"})
_VOWELS = re.compile("[aeiou]+")
SAME_NAME = 0.75
"""From this similarity on two names are taken for one. Set on fixtures/names (see its tests)."""


def name_similarity(a: str, b: str) -> float:
    """How alike two names are, in [0, 1]; symmetric; 1 for equal keys.

    Names are given as keys: romanised, lower-case words joined by hyphens (``aleinik``, ``qin-gang``). A name alone is
    compared with the best part of a fuller one. Measured are the letters (Jaro-Winkler, r = l, voiced = voiceless, as
    Chinese and Korean have it) and the consonants alone; both have to agree.
    """
    one, two = _sounds(a), _sounds(b)
    if not one or not two:
        return 0.0
    if one == two:
        return 1.0
    if len(one) == len(two) == 1:
        return _alike(one[0], two[0])
    whole = _alike("".join(one), "".join(two))
    if len(one) != len(two) and min(len(one), len(two)) == 1:
        short, long = sorted((one, two), key=len)
        # The family name, last or (East Asian) first, counts most.
        return max(whole, max(_alike(short[0], part) - 0.02 for part in (long[-1], long[0])))
    pairs = [max(_alike(part, other) for other in two) for part in one]
    back = [max(_alike(part, other) for other in one) for part in two]
    return max(whole, 0.5 * (min(pairs) + min(back)), 0.9 * _alike(one[-1], two[-1]) if len(one) != len(two) else 0.0)


@lru_cache(maxsize=4096)
def _sounds(name: str) -> tuple[str, ...]:
    key = name.removeprefix("name:").removeprefix("person:")
    return tuple(filter(None, (_sound(part) for part in key.split("-"))))


def _sound(part: str) -> str:
    for written, read in _FOLDS:
        part = part.replace(written, read)
    return re.sub(r"(.)\1+", r"\1", part)


@lru_cache(maxsize=16384)
def _alike(one: str, two: str) -> float:
    from rapidfuzz.distance import Indel, JaroWinkler

    a, b = one.translate(_NEUTRAL), two.translate(_NEUTRAL)
    letters = JaroWinkler.similarity(a, b)
    bones_a, bones_b = _VOWELS.sub("", a), _VOWELS.sub("", b)
    if not bones_a or not bones_b:
        return letters if bones_a == bones_b else letters * 0.7
    bones = Indel.normalized_similarity(bones_a, bones_b)
    same_start = bones_a[0] == bones_b[0] or a[0] == b[0]
    return (0.5 * letters + 0.5 * bones) * (1.0 if same_start else 0.85)

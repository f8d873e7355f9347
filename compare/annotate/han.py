"""One-character country names in compounds: 中方, 中白关系, 对华, 訪中, 日米韓, 한미."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from compare.annotate.forms import Hit

_JOINT = "[和与與及、・·]?"


def _any(parts: Sequence[str]) -> str:
    return "(?:" + "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True)) + ")"


class Abbreviations:
    """The one-character names of a language and the words around them that show that they are countries."""

    def __init__(
        self,
        abbreviations: Mapping[str, Sequence[str]],
        compounds: Mapping[str, Any],
        fixed: Mapping[str, Sequence[str]],
    ) -> None:
        self._fixed = {pair: tuple(f"country:{code}" for code in codes) for pair, codes in fixed.items()}
        self._keys = {
            short: tuple(code if ":" in code else f"country:{code}" for code in codes)
            for short, codes in abbreviations.items()
        }
        one = "[" + "".join(self._keys) + "]"
        series, side = _any(compounds["series"]), _any(compounds["side"])
        after = _any(compounds["after"])
        wide = "[" + "".join(short for short in self._keys if short not in compounds["narrow"]) + "]"
        patterns = [
            rf"(?P<series>{one}(?:{_JOINT}{one}){{1,3}})(?={series})",
            rf"(?P<party>{one})(?=方)",
            rf"(?P<side>{wide})(?={side})",
            rf"(?<={_set(compounds['before'])})(?P<after>{one})(?!国|國)",
            rf"(?<={_set(compounds['before_bound'])})(?P<bound>{one})(?={after}|\s|$)",
        ]
        self._pattern = re.compile("|".join(patterns))
        self._one = re.compile(one)

    def scan(self, text: str, taken: Sequence[Hit]) -> Iterator[Hit]:
        """Hits of single characters that do not lie in ``taken``; ambiguous ones go to the country that ``taken``
        names most often (乌方: 乌克兰 or 乌兹别克斯坦), else to the first that the data gives."""
        named = Counter(hit.key for hit in taken)
        covered = bytearray(len(text))
        for hit in taken:
            covered[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
        for match in self._pattern.finditer(text):
            start, end = match.span(match.lastgroup or 0)
            if any(covered[start:end]):
                continue
            ones = list(self._one.finditer(text, start, end))
            pair = self._fixed.get("".join(one.group() for one in ones))
            for place, one in enumerate(ones):
                yield Hit(one.start(), one.end(), pair[place] if pair else self._likeliest(one.group(), named), "")

    def _likeliest(self, one: str, named: Counter[str]) -> str:
        keys = self._keys[one]
        return max(keys, key=lambda key: (named[key], -keys.index(key)))


class Pairs:
    """Countries written in one word of a syllable each (한미, 북러); each syllable is a mention of its own."""

    def __init__(self, pairs: Mapping[str, Sequence[str]]) -> None:
        self._keys = {form: tuple(f"country:{code}" for code in codes) for form, codes in pairs.items()}
        self._pattern = re.compile(r"(?<![가-힣])" + _any(list(pairs)))

    def scan(self, text: str, taken: Sequence[Hit]) -> Iterator[Hit]:
        """Hits of single syllables that do not lie in ``taken``."""
        covered = bytearray(len(text))
        for hit in taken:
            covered[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
        for match in self._pattern.finditer(text):
            if any(covered[match.start() : match.end()]):
                continue
            keys = self._keys[match.group()]
            places = [at for at in range(match.start(), match.end()) if text[at] not in "·-"]
            for number, key in enumerate(keys):
                last = match.end() if number == len(keys) - 1 else places[number] + 1
                yield Hit(places[number], last, key, "")


def _set(parts: Sequence[str]) -> str:
    return "[" + "".join(re.escape(part) for part in parts) + "]"

"""Numbers, shares, money, durations, measures and ordinals, normalised.

Keys: ``number:20000`` · ``percent:2`` (half = 50, a third = 33) · ``points:0.5`` (percentage points; 50 basis points
are the same) · ``times:2`` (doubled) · ``money:USD:500000000`` · ``duration:PT50M`` · ``measure:t:50000`` ·
``ordinal:45``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from compare.annotate.dates import find_dates
from compare.annotate.numerals import Number, Numerals, plain_letters
from compare.model import Mention, Span
from compare.resources import SUPPORTED, load_toml

_RANGE = re.compile(r"\s?(?:-|–|—|~|～|至|到|to|до|bis|à|a|đến|から|에서|ile)\s?", re.IGNORECASE)
_SPACE = r"[\s\u00a0-]{0,2}"
_MINUTES = {"M": 1, "H": 60}
# Whole days of a week; longer units do not convert into one another.
_WEEK = 7
# Anniversaries, sessions and rounds; what is numbered higher is a resolution or an order.
_MOST_ORDINAL = 500
_TENS = range(20, 100, 10)
_LIST_MARK = re.compile(r"^[ \t\u3000]*(?:[(（]?\d{1,2}[.)、．）](?=\D)|\d{1,2}\u3000)", re.MULTILINE)


class _Found(NamedTuple):
    start: int
    end: int
    key: str


def find_quantities(text: str, language: str, published: str | None = None) -> tuple[Mention, ...]:
    """Mentions of the kinds above, in reading order, without overlaps among themselves and with the dates of the text.

    List markers (一是, во-первых), set phrases (一个中国, one another) and articles (一项) are no quantities.
    ``published`` is what ``find_dates`` takes. An unsupported language is read as English.
    """
    grammar = _grammar(language if language in SUPPORTED else "en")
    taken = bytearray(len(text))
    dates = find_dates(text, language, published)
    text = plain_letters(text)
    for mention in dates:
        taken[mention.span.start : mention.span.end] = b"\1" * len(mention.span)
    found = []
    # The longest reading wins; of equal ones the one that knows the unit.
    for item in sorted(grammar.find(text, taken), key=lambda i: (i.start - i.end, i.key.startswith("number"), i.start)):
        if not any(taken[item.start : item.end]):
            taken[item.start : item.end] = b"\1" * (item.end - item.start)
            found.append(item)
    found.sort()
    return tuple(Mention(item.key.partition(":")[0], item.key, Span(item.start, item.end)) for item in found)


class _Unit(NamedTuple):
    kind: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    name: str


class _Grammar:
    """The quantities of a language, compiled from its ``quantities.toml``."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.numerals = Numerals(data)
        numbers = data["numbers"]
        self._edge = "" if self.numerals.han or numbers.get("glued") else r"(?!\w)"
        self._of = f"(?:{numbers['of']})?" if "of" in numbers else ""
        self._stop = self._compile(numbers["stop"], edge=numbers.get("glued") is None)
        lead = numbers.get("lead")
        self._lead = re.compile(lead) if lead else None
        self._about = re.compile(numbers["about"]) if "about" in numbers else None
        self._literal = [*self._literals(data)]
        self._units = [*self._unit_rules(data)]
        percent, between = data["percent"], data.get("fraction", {}).get("between")
        self._percent_before = re.compile(f"(?:{percent['before']}){_SPACE}$") if percent.get("before") else None
        self._basis = re.compile(percent["basis"] + "$", re.IGNORECASE) if percent.get("basis") else None
        self._between = re.compile(_SPACE + between + _SPACE) if between else None
        around = data["times"].get("around")
        self._around = (re.compile(around[0] + "$"), re.compile(around[1])) if around else None
        million = data["money"].get("million")
        self._million = re.compile(rf"\s?(?:{million})\b") if million else None
        ordinals = data["ordinals"]
        self._numbered = re.compile(ordinals["numbered"]) if "numbered" in ordinals else None
        self._ordinal_before = re.compile(f"(?:{ordinals['before']})\\s?$", re.I) if ordinals.get("before") else None
        self._ordinal_after = re.compile(f"(?:{ordinals['after']}){self._edge}") if ordinals.get("after") else None
        self._ordinal_tail = re.compile(ordinals["tail"]) if "tail" in ordinals else None
        self._ordinal_stop = self._compile(ordinals.get("stop", ()))

    def _compile(self, forms: Sequence[str], *, edge: bool = True) -> re.Pattern[str] | None:
        if not forms:
            return None
        bound = edge and not self.numerals.han
        left, right = (r"(?<!\w)", r"(?!\w)") if bound else ("", "")
        return re.compile(left + "(?:" + "|".join(forms) + ")" + right, re.IGNORECASE)

    def _literals(self, data: Mapping[str, Any]) -> Iterator[tuple[re.Pattern[str], str]]:
        tables = [
            (data["durations"].get("forms", {}), "duration:{}"),
            (data["fractions"], "percent:{}"),
            (data["times"].get("forms", {}), "times:{}"),
            (data["ordinals"].get("words", {}), "ordinal:{}"),
        ]
        for table, key in tables:
            for value, forms in table.items():
                pattern = self._compile([forms])
                if pattern is not None:
                    name = key.format(value)
                    yield pattern, f"duration:{_duration_key(value)}" if name.startswith("duration") else name

    def _unit_rules(self, data: Mapping[str, Any]) -> Iterator[_Unit]:
        percent, money = data["percent"], data["money"]
        yield self._unit("points", percent["points"], "")
        yield self._unit("percent", percent["after"], "")
        if "tenths" in percent:
            yield self._unit("tenths", percent["tenths"], "")
        for currency in dict.fromkeys([*money["after"], *money["before"]]):
            after, before = money["after"].get(currency), money["before"].get(currency)
            yield _Unit(
                "money",
                re.compile(f"(?:{before}){_SPACE}$") if before else None,
                re.compile(f"{_SPACE}{self._of}(?:{after}){self._edge}", re.I) if after else None,
                currency,
            )
        for name, forms in data["measures"].items():
            yield self._unit("measure", forms, name)
        for name in ("S", "M", "H", "D", "W", "Mo", "Y"):
            yield self._unit("duration", data["durations"][name], name)
        if data["times"].get("after"):
            yield self._unit("times", data["times"]["after"], "")

    def _unit(self, kind: str, forms: str, name: str) -> _Unit:
        return _Unit(kind, None, re.compile(f"{_SPACE}{self._of}(?:{forms}){self._edge}", re.IGNORECASE), name)

    def find(self, text: str, taken: bytearray) -> Iterator[_Found]:
        """Every reading; they may overlap."""
        stopped = bytearray(len(text))
        for stop in (self._stop, self._lead, self._ordinal_stop, _LIST_MARK):
            if stop is not None:
                for match in stop.finditer(text):
                    stopped[match.start() : match.end()] = b"\1" * (match.end() - match.start())
        numbers = [
            number
            for number in self.numerals.find(text)
            if not all(stopped[number.start : number.end]) and not any(taken[number.start : number.end])
        ]
        yield from self._combined(text, numbers)
        tens = {number.end: number for number in numbers if number.written == "words" and number.value in _TENS}
        for pattern, key in self._literal:
            for match in pattern.finditer(text):
                if all(stopped[match.start() : match.end()]):
                    continue
                yield _Found(match.start(), match.end(), key)
                ten = tens.get(match.start() - 1)
                if ten and re.fullmatch("ordinal:[1-9]", key):  # двадцать седьмой, thirty-second
                    yield _Found(ten.start, match.end(), f"ordinal:{int(ten.value) + int(key[-1])}")

    def _combined(self, text: str, numbers: Sequence[Number]) -> list[_Found]:
        """Each number with its unit; the first of a range takes the unit of the second, hours take their minutes."""
        found: list[tuple[Number, _Found | None]] = []
        skip = False
        for index, number in enumerate(numbers):
            if skip:
                skip = False
                continue
            following = numbers[index + 1] if index + 1 < len(numbers) else None
            if (
                self._between
                and following
                and self._between.fullmatch(text, number.end, following.start)
                and number.value
            ):
                share = _share(following.value / number.value)
                found.append((number, _Found(number.start, following.end, f"percent:{share}")))
                skip = True
                continue
            found.append((number, self._with_unit(text, number)))
        return self._merged(text, found)

    def _merged(self, text: str, found: Sequence[tuple[Number, _Found | None]]) -> list[_Found]:
        merged: list[_Found] = []
        for index, (number, item) in enumerate(found):
            if item is None or item.key.startswith("number"):
                after = found[index + 1] if index + 1 < len(found) else None
                if after and after[1] and _RANGE.fullmatch(text, number.end, after[0].start):
                    kind, _, rest = after[1].key.rpartition(":")
                    if kind in ("percent", "points") or kind.startswith(("money", "measure")):
                        merged.append(_Found(number.start, number.end, f"{kind}:{plain(number.value)}"))
                        continue
                    if kind == "duration":
                        unit = re.sub(r"[\d.]+", plain(number.value), rest)
                        merged.append(_Found(number.start, number.end, f"duration:{_duration_key(unit)}"))
                        continue
            if item is None:
                continue
            last = merged[-1] if merged else None
            if last and re.fullmatch(r"duration:PT\d+H", last.key) and re.fullmatch(r"duration:PT\d+M", item.key):
                gap = text[last.end : item.start]
                if len(gap) <= 5 and not re.search(r"[,.;。，；]", gap):
                    both = _duration_key(last.key.removeprefix("duration:") + item.key.removeprefix("duration:PT"))
                    merged[-1] = _Found(last.start, item.end, f"duration:{both}")
                    continue
            merged.append(item)
        return merged

    def _with_unit(self, text: str, number: Number) -> _Found | None:
        start, end, value, _ = number
        if self._percent_before and (before := self._percent_before.search(text, max(0, start - 12), start)):
            return _Found(before.start(), end, f"percent:{plain(value)}")
        ordinal = self._ordinal(text, number)
        if ordinal is not None:
            return ordinal
        about = self._about.match(text, end) if self._about else None
        unit_at = about.end() if about else end
        if self._around and (before := self._around[0].search(text, max(0, start - 6), start)):
            around = self._around[1].match(text, end)
            if around:
                return _Found(before.start(), around.end(), f"times:{plain(value)}")
        for unit in self._units:
            after = unit.after.match(text, unit_at) if unit.after else None
            before = unit.before.search(text, max(0, start - 8), start) if unit.before else None
            if after is None and before is None:
                continue
            return self._united(text, number, unit, before, after)
        if not self.numerals.counted(text, number) or (number.written == "words" and value == 1):
            return None
        return _Found(start, end, f"number:{plain(value)}")

    def _united(
        self, text: str, number: Number, unit: _Unit, before: re.Match[str] | None, after: re.Match[str] | None
    ) -> _Found | None:
        start = before.start() if before else number.start
        end = after.end() if after else number.end
        value = number.value
        if unit.kind == "points" and self._basis and self._basis.search(text, number.end, end):
            value /= 100
        if unit.kind == "tenths":
            return _Found(start, end, f"percent:{plain(value * 10)}")
        if unit.kind == "money" and before and after is None and self._million:
            millions = self._million.match(text, end)
            if millions:
                return _Found(start, millions.end(), f"money:{unit.name}:{plain(value * 10**6)}")
        if unit.kind == "duration":
            return _Found(start, end, f"duration:{_duration(value, unit.name)}")
        name = f"{unit.kind}:{unit.name}" if unit.name else unit.kind
        return _Found(start, end, f"{name}:{plain(value)}")

    def _ordinal(self, text: str, number: Number) -> _Found | None:
        start, end, value, _ = number
        if value != int(value) or not 1 <= value < _MOST_ORDINAL:
            return None
        if self._numbered and self._numbered.match(text, end):
            return None
        before = self._ordinal_before.search(text, max(0, start - 14), start) if self._ordinal_before else None
        after = self._ordinal_after.match(text, end) if self._ordinal_after else None
        if before is None and after is None:
            return None
        tail = self._ordinal_tail.match(text, end) if self._ordinal_tail and before else None
        last = after or tail
        return _Found(before.start() if before else start, last.end() if last else end, f"ordinal:{int(value)}")


def plain(value: Decimal) -> str:
    """A number without exponent and without zeros at its end: 20000, 1.5."""
    text = f"{value.normalize():f}" if value == value.to_integral() else f"{value:.4f}".rstrip("0").rstrip(".")
    return text or "0"


def _share(part: Decimal) -> str:
    """A share as per cent; whole where the fraction never ends (a third = 33)."""
    percent = part * 100
    return plain(percent) if percent * 8 == int(percent * 8) else str(int(percent.to_integral()))


def _duration(value: Decimal, unit: str) -> str:
    if unit in _MINUTES:
        minutes = value * _MINUTES[unit]
        if minutes == int(minutes):
            return _duration_key(f"PT{int(minutes)}M")
        return f"PT{plain(value)}{unit}"
    if unit == "S":
        return f"PT{plain(value)}S"
    if unit == "W":
        return f"P{plain(value * _WEEK)}D"
    if unit in ("Y", "Mo") and value != int(value):
        months = value * 12 if unit == "Y" else value
        return f"P{plain(months)}M"
    return f"P{plain(value)}{unit[0]}"


def _duration_key(written: str) -> str:
    """Hours and minutes in one form: PT90M and PT1H30M are PT1H30M, PT60M is PT1H."""
    match = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?", written)
    if match is None:
        return written
    hours, minutes = divmod(int(match[1] or 0) * 60 + int(match[2] or 0), 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes or not hours else "")


@cache
def _grammar(language: str) -> _Grammar:
    return _Grammar(plain_letters(load_toml("languages", language, "quantities.toml")))

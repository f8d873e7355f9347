"""Dates, absolute and relative, as far as the text fixes them: ``date:2023-02-24``, ``date:2022-09``, ``date:2023``.

A day or month without a year in a text whose own date is unknown keeps the unknown part as X (``date:XXXX-04-02``,
as in EDTF); a decade is ``date:199X``. Relative dates without a date to stand on are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any

from compare.annotate.numerals import HAN_DIGITS, parse_han, plain_letters
from compare.model import Mention, Span
from compare.resources import SUPPORTED, load_toml

_HAN_ONE = "[" + "".join(HAN_DIGITS) + "]"
# 两 counts months, it names none (两月 is two months, 二月 February).
_HAN_NUMBER = "[" + "".join(char for char in HAN_DIGITS if char not in "两兩") + "十]"
# A readout's bare month or day lies near the day it was published; the year that puts it nearest is taken.
_NEAR = 183
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@lru_cache(maxsize=16)
def find_dates(text: str, language: str, published: str | None = None) -> tuple[Mention, ...]:
    """Mentions of kind date, in reading order, without overlaps. ``published``: ISO date that relative dates and dates
    without a year stand on; anything else counts as unknown. An unsupported language is read as English."""
    calendar = _calendar(language if language in SUPPORTED else "en")
    today = _iso(published)
    text = plain_letters(text)
    found: list[tuple[int, int, str, int]] = []
    for pattern in calendar.patterns:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            if calendar.capital and _small(groups):
                continue
            key = calendar.key(groups, today)
            if key is not None:
                found.append((match.start(), match.end(), key, sum(value is not None for value in groups.values())))
    # Of overlapping readings the one that says most wins ("on the night of April 2": the day, not "of April").
    found.sort(key=lambda item: (-len(item[2].replace("X", "")), -item[3], item[0], -item[1]))
    taken = bytearray(len(text))
    mentions = []
    for start, end, key, _ in found:
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            mentions.append(Mention("date", f"date:{key}", Span(start, end)))
    return tuple(sorted(mentions, key=lambda mention: mention.span))


def _small(groups: Mapping[str, str | None]) -> bool:
    """Whether a month or weekday has no capital and nothing beside it that shows it to be one ("may", "ekim")."""
    name = groups.get("month") or groups.get("weekday")
    shown = groups.get("day") or groups.get("year") or groups.get("ryear") or groups.get("direction")
    return bool(name) and not (name or "")[0].isupper() and not shown


def _iso(published: str | None) -> date | None:
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


class _Calendar:
    """The date patterns of a language, compiled, and what their words mean."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self.capital = bool(data.get("capital"))
        self._han = bool(data.get("han"))
        self._tables = {
            name: [(re.compile(forms, re.IGNORECASE), int(offset)) for offset, forms in data.get(table, {}).items()]
            for name, table in _TABLES.items()
        }
        self._months = [re.compile(forms, re.IGNORECASE) for forms in data.get("months", ())]
        self._weekdays = [re.compile(forms, re.IGNORECASE) for forms in data.get("weekdays", ())]
        slots = self._slots()
        left, right = (r"(?<![\w])", r"(?![\w])") if not self._han else (r"(?<!\d)", "")
        self.patterns = [
            re.compile(left + re.sub(r"\{([a-z]+)\}", lambda slot: slots[slot[1]], form) + right, re.IGNORECASE)
            for form in data["patterns"]
        ]
        # A bare number between 1940 and 2039 is a year, 2000 and what a resolution is numbered with aside.
        before, after = data.get("numbered", "(?!)"), "(?!年|년|[A-Za-z])" if self._han else r"(?!\w)"
        self.patterns.append(
            re.compile(
                rf"(?<![\w.,:/])(?<!(?<!\d{{4}})[–-])(?P<numbered>(?:{before})\s*(?:\w+\s+)?)?"
                rf"(?P<year>19[4-9]\d|20(?!00)[0-3]\d){after}(?![.,:/]?\d|[–-](?!(?:19|20)\d\d)\w|\s?%)",
                re.IGNORECASE,
            )
        )

    def _slots(self) -> dict[str, str]:
        data = self._data
        han = f"|{_HAN_NUMBER}{{1,3}}" if self._han else ""
        year = r"(?:1[89]|20)\d\d" + (f"|{_HAN_ONE}{{4}}" if self._han else "")
        day = r"3[01]|[12]\d|0?[1-9]"
        slots = {
            "year": f"(?P<year>{year})(?!\\d)",
            "mon": f"(?P<mon>1[0-2]|0?[1-9]{han})",
            "day": rf"(?P<day>{day}{han})(?:[日일]?\s?(?:[-–—至到~～]|{data['range']})\s?(?:{day}))?(?!\d)",
            "decade": r"(?P<decade>(?:1[89]|20)\d)0"
            + (r"|(?:上世纪|20世纪)(?P<lastcentury>[二三四五六七八九])十" if self._han else ""),
            "eyear": rf"(?P<eyear>\d{{1,3}}|元{han})",
            "month": f"(?P<month>{'|'.join(data.get('months', ())) or '(?!)'})",
            "weekday": f"(?P<weekday>{'|'.join(data.get('weekdays', ())) or '(?!)'})",
        }
        slots["decade"] = f"(?:{slots['decade']})"
        for name, table in _TABLES.items():
            slots[name] = f"(?P<{name}>{'|'.join(data.get(table, {}).values()) or '(?!)'})"
        return slots

    def key(self, found: Mapping[str, str | None], today: date | None) -> str | None:
        """The date that a match tells, without ``date:``; None when it cannot be told."""
        if found.get("numbered"):
            return None
        if found.get("decade") or found.get("lastcentury"):
            last = found.get("lastcentury")
            return f"19{HAN_DIGITS[last]}X" if last else f"{found['decade']}X"
        year = self._year(found, today)
        month, day = self._month(found), _number(found.get("day"))
        if not (1 <= (month or 1) <= 12 and 1 <= (day or 1) <= _DAYS[(month or 1) - 1]):
            return None
        if found.get("weekday"):
            return self._by_weekday(found, today)
        if found.get("rday"):
            return None if today is None else _plus(today, self._offset("rday", found))
        if found.get("rweek"):
            return None
        if found.get("rmonth") and today is not None:
            index = today.year * 12 + today.month - 1 + self._offset("rmonth", found)
            year, month = divmod(index, 12)[0], index % 12 + 1
        if found.get("direction") and month is not None:
            return None if today is None else _directed(month, self._offset("direction", found), today)
        if year is None and (found.get("ryear") or found.get("rmonth")):
            return None
        if month is None:
            if day is not None:
                return None if today is None else _nearest_day(day, today)
            return None if year is None else f"{year:04d}"
        if year is None:
            if today is None:
                return None if day is None else f"XXXX-{month:02d}-{day:02d}"
            year = _nearest_year(month, day, today)
        return f"{year:04d}-{month:02d}" + ("" if day is None else f"-{day:02d}")

    def _year(self, found: Mapping[str, str | None], today: date | None) -> int | None:
        if found.get("year"):
            return _number(found["year"])
        if found.get("eyear"):
            first = 1 if found["eyear"] == "元" else _number(found["eyear"])
            return None if first is None else self._offset("era", found) + first
        if found.get("ryear") and today is not None:
            return today.year + self._offset("ryear", found)
        return None

    def _month(self, found: Mapping[str, str | None]) -> int | None:
        if found.get("mon"):
            return _number(found["mon"])
        name = found.get("month")
        return None if not name else _index(self._months, name) + 1

    def _offset(self, table: str, found: Mapping[str, str | None]) -> int:
        written = found[table] or ""
        return next((offset for pattern, offset in self._tables[table] if pattern.fullmatch(written)), 0)

    def _by_weekday(self, found: Mapping[str, str | None], today: date | None) -> str | None:
        if today is None:
            return None
        direction = self._offset("direction", found) if found.get("direction") else None
        weekday = _index(self._weekdays, found["weekday"] or "")
        back = (today.weekday() - weekday) % 7
        if direction == 1:
            return (today + timedelta(days=7 - back)).isoformat()
        if direction == -1 and back == 0:
            back = 7
        return (today - timedelta(days=back)).isoformat()


_TABLES = {
    "ryear": "years",
    "rmonth": "monthwords",
    "rweek": "weeks",
    "rday": "days",
    "direction": "directions",
    "era": "eras",
}


def _number(written: str | None) -> int | None:
    if not written:
        return None
    if written.isdigit():
        return int(written)
    value = parse_han(written)
    return None if value is None else int(value)


def _index(patterns: Sequence[re.Pattern[str]], written: str) -> int:
    return next(index for index, pattern in enumerate(patterns) if pattern.fullmatch(written))


def _plus(today: date, days: int) -> str:
    return (today + timedelta(days=days)).isoformat()


def _directed(month: int, direction: int, today: date) -> str:
    """The latest such month before this one ("last September"), the first after it ("next") or this year's."""
    year = today.year
    if direction < 0 and month >= today.month:
        year -= 1
    elif direction > 0 and month <= today.month:
        year += 1
    return f"{year:04d}-{month:02d}"


def _nearest_year(month: int, day: int | None, today: date) -> int:
    middle = date(today.year, month, min(day or 15, 28))
    distance = (middle - today).days
    return today.year + (1 if distance < -_NEAR else -1 if distance > _NEAR else 0)


def _nearest_day(day: int, today: date) -> str | None:
    """A day of the month alone: this month's, or last month's where this month's lies more than two weeks ahead."""
    first = today.replace(day=1)
    if day > today.day + 14:
        first = (first - timedelta(days=1)).replace(day=1)
    try:
        return first.replace(day=day).isoformat()
    except ValueError:
        return None


@cache
def _calendar(language: str) -> _Calendar:
    return _Calendar(plain_letters(load_toml("languages", language, "quantities.toml")["dates"]))

"""When a text was published, as far as its words say: ways to write dates are data, a year is never made up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from compare.resources import load_toml

YEARS = range(1945, 2100)
"""Years that a readout can be of; other four-digit numbers are not taken for years."""


class Found(NamedTuple):
    """A date as written. ``year`` is None when the text leaves it out."""

    year: int | None
    month: int
    day: int
    words: str

    @property
    def iso(self) -> str | None:
        """ISO date, or None without a year or in a year that lacks the day."""
        return None if self.year is None else _iso(self.year, self.month, self.day)


def find(text: str, language: str) -> Found | None:
    """Return the first whole date in a text, else its first day without a year, else None."""
    # Full-width digits, and letters with and without composition, are written alike here only.
    text = unicodedata.normalize("NFKC", text).lower()
    patterns = _patterns(language.split("-")[0])
    for whole in (True, False):
        hits = [
            (m.start(), order, m)
            for order, (full, rx) in enumerate(patterns)
            if full is whole
            for m in rx.finditer(text)
        ]
        for _start, _order, match in sorted(hits, key=lambda hit: hit[:2]):
            found = _value(match)
            if found:
                return found
    return None


def years_in(texts: Iterable[str]) -> set[int]:
    """Return every four-digit year that stands alone in the texts."""
    numbers = (int(n) for t in texts for n in re.findall(r"(?<!\d)\d{4}(?!\d)", unicodedata.normalize("NFKC", t)))
    return {n for n in numbers if n in YEARS}


def parse(value: str, language: str | None = None) -> str | None:
    """Return the ISO date that a metadata value or a date line means, or None: ISO 8601 with or without time, RFC
    2822, or a way of writing dates of the language (of any language when none is known)."""
    value = value.strip()
    iso = re.match(r"(\d{4})-?(\d{2})-?(\d{2})(?!\d)", value)
    if iso:
        return _iso(*map(int, iso.groups()))
    for tag in [language] if language else [k for k in load_toml("read", "dates.toml") if k not in ("any", "eras")]:
        found = find(value, tag)
        if found and found.iso:
            return found.iso
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(value).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return None


def now() -> str:
    """Return the present time in UTC as ISO 8601, seconds precise."""
    from datetime import UTC

    return datetime.now(UTC).isoformat(timespec="seconds")


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if year in YEARS else None
    except ValueError:
        return None


def _value(match: re.Match[str]) -> Found | None:
    groups = match.groupdict()
    month_name = groups.get("month")
    month = _month_numbers()[month_name] if month_name else int(groups["m"])
    year = int(groups["y"]) if groups.get("y") else None
    if groups.get("era"):
        year = load_toml("read", "dates.toml")["eras"][groups["era"]] + (1 if groups["n"] == "元" else int(groups["n"]))
    day = int(groups["d"])
    # 2024 is a leap year: 29 February without a year is a day.
    return Found(year, month, day, match.group()) if _iso(year or 2024, month, day) else None


@cache
def _month_numbers() -> dict[str, int]:
    found: dict[str, int] = {}
    for table in load_toml("read", "dates.toml").values():
        for number, forms in enumerate(table.get("months", []), 1):
            found.update((form, number) for form in forms.split("|"))
    return found


@cache
def _patterns(language: str) -> tuple[tuple[bool, re.Pattern[str]], ...]:
    table = load_toml("read", "dates.toml")
    own = table.get(language, {})
    names = sorted((form for forms in own.get("months", []) for form in forms.split("|")), key=len, reverse=True)
    month = "|".join(map(re.escape, names)) or "(?!)"
    fields = {
        "{d}": r"(?P<d>0?[1-9]|[12]\d|3[01])",
        "{m}": r"(?P<m>0?[1-9]|1[0-2])",
        "{y}": r"(?P<y>\d{4})",
        "{month}": rf"(?P<month>{month})\.?",
        "{month2}": month,
        "{era}": f"(?P<era>{'|'.join(table['eras'])})",
        "{n}": r"(?P<n>\d{1,2}|元)",
    }
    dense = language in ("zh", "ja", "ko")
    found = []
    for full, ways in ((True, [*own.get("full", []), *table["any"]["full"]]), (False, own.get("partial", []))):
        for way in ways:
            bare = way.endswith("}")
            for field, pattern in fields.items():
                way = way.replace(field, pattern)
            # Neither inside a longer number or word; a day is not the tail of 2023, nor one whose year makes it no day.
            way += "" if full else r"(?!,? ?(?:de )?\d{4})"
            before, after = (r"(?<![\d.,/-])", "") if dense else (r"(?<![\w.,/-])", r"(?!\w)")
            # "14日22:32": after the word for day a number may follow, after a bare number none.
            after = r"(?!\d)" if dense and bare else after
            found.append((full, re.compile(f"{before}{way}{after}")))
    return tuple(found)

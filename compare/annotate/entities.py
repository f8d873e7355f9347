"""Countries, people, organisations and places that the tables know, under keys that are the same in all languages."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from compare.annotate.forms import Hit, StringTable, WordTable, fold
from compare.annotate.han import Abbreviations, Pairs
from compare.errors import DataError
from compare.model import Mention, Span
from compare.resources import SUPPORTED, data_path, load_toml

_STRINGS = ("zh-Hans", "zh-Hant", "ja", "ko")
_FAMILY_FIRST = frozenset({"CN", "JP", "KR", "KP", "TW", "VN", "SG", "HK"})
_PEOPLE = ("africa-mideast", "americas", "asia", "europe", "institutions")


class Term(NamedTuple):
    """An office held: what, and from which year to which (0 = still in office when the table was written)."""

    role: str
    since: int
    until: int


class Person(NamedTuple):
    """What the tables know of a person: ISO 3166 country (``org:un`` and the like for institutions) and offices."""

    country: str
    terms: tuple[Term, ...]


def find_entities(text: str, language: str) -> tuple[Mention, ...]:
    """Mentions of kind country, person, org and place, in reading order, without overlaps.

    Inflected forms, one-character country names in compounds (中白关系 gives two mentions) and seats of government
    (``country:US`` for "the White House") are found. A family name that several people share counts only where the
    text also names one of them in full. An unsupported language is read with the English table.
    """
    language = language if language in SUPPORTED else "en"
    hits = list(_hits(text, language))
    abbreviations = _tables(language)[1]
    if abbreviations is not None:
        hits += abbreviations.scan(text, hits)
        hits += _short_names(text, language, hits)
        hits.sort()
    strong = {hit.key for hit in hits if "?" not in hit.flag}
    return tuple(
        Mention(hit.key.partition(":")[0], hit.key, Span(hit.start, hit.end))
        for hit in _settled(hits, strong)
        if hit.key
    )


def stop_spans(text: str, language: str) -> tuple[Span, ...]:
    """What only looks like a name of the tables (Minsk agreements, 西方); nothing else should be made of it either."""
    hits = _hits(text, language if language in SUPPORTED else "en")
    return tuple(Span(hit.start, hit.end) for hit in hits if not hit.key)


@lru_cache(maxsize=8)
def _hits(text: str, language: str) -> tuple[Hit, ...]:
    return tuple(_tables(language)[0].scan(text))


def _short_names(text: str, language: str, hits: Sequence[Hit]) -> Iterator[Hit]:
    """A one-character family name before a title (秦部長, 박 장관) of a person whom the text names in full, unless it
    names two of that family."""
    covered = bytearray(len(text))
    families: dict[str, set[str]] = defaultdict(set)
    for hit in hits:
        covered[hit.start : hit.end] = b"\1" * (hit.end - hit.start)
        known = person(hit.key) if hit.key.startswith("person:") and "?" not in hit.flag else None
        if known and known.country in _FAMILY_FIRST and 2 <= hit.end - hit.start <= 4:
            families[text[hit.start]].add(hit.key)
    titles = load_toml("entities", "names", f"{language}.toml")["titles"]
    for family, keys in families.items():
        if len(keys) == 1:
            for match in re.finditer(rf"(?<![가-힣]){family}(?=\s?(?:{'|'.join(titles)}))", text):
                if not covered[match.start()]:
                    yield Hit(match.start(), match.end(), next(iter(keys)), "")


def _settled(hits: Sequence[Hit], strong: set[str]) -> list[Hit]:
    """The hits that stand: strong ones, and weak ones whose key (or a namesake's) the text names in full."""
    settled = []
    for hit in hits:
        if "?" not in hit.flag:
            settled.append(hit)
            continue
        key = next((key for key in hit.key.split(" ") if key in strong), None)
        if key is not None:
            settled.append(hit._replace(key=key))
    return settled


def person(key: str) -> Person | None:
    """Country and offices of ``person:…``; None for a key that the tables do not hold."""
    return _people().get(key.removeprefix("person:"))


@cache
def _people() -> dict[str, Person]:
    people = {}
    for region in _PEOPLE:
        for name, entry in load_toml("entities", "people", f"{region}.toml").items():
            terms = tuple(_term(office) for office in entry["office"])
            people[name] = Person(entry["country"], terms)
    return people


def _term(office: str) -> Term:
    role, _, years = office.rpartition(" ")
    since, _, until = years.partition("-")
    return Term(role, int(since), int(until or 0))


@cache
def _tables(language: str) -> tuple[WordTable | StringTable, Abbreviations | Pairs | None]:
    path = data_path("entities", "compiled", f"{language}.json")
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(
            str(error), where=str(path), todo="reinstall readouts or run tools/build_entities.py"
        ) from error
    rows = _merged(data["rows"])
    if language in _STRINGS:
        if "pairs" in data:
            return StringTable(rows), Pairs(data["pairs"])
        return StringTable(rows), Abbreviations(data["abbreviations"], data["compounds"], data.get("fixed", {}))
    grammar = {
        name: [fold(part) for part in parts] for name, parts in load_toml("entities", "endings.toml")[language].items()
    }
    return WordTable(rows, **grammar), None


def _merged(rows: Sequence[Sequence[str]]) -> list[tuple[str, str, str]]:
    """Rows with the keys of a weak form that several share put together, separated by spaces."""
    merged: dict[tuple[str, str], str] = {}
    for form, key, flag in rows:
        held = merged.get((form, flag))
        merged[form, flag] = f"{held} {key}" if held and "?" in flag else held or key
    return [(form, key, flag) for (form, flag), key in merged.items()]

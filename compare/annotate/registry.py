"""The registry of diplomatic concepts and the table of topics, read from TOML and checked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from compare.errors import DataError
from compare.resources import SUPPORTED, config_dir, data_path

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KINDS = ("situation", "general", "subject")
_LISTS = ("also", "broader", "related", "opposes")
_KEYS = frozenset({"topic", "weight", "note", *_LISTS, *SUPPORTED})


class Concept(NamedTuple):
    """One idea of diplomacy. ``topics``: its topic, then others that it touches; ``weight`` in (0, 1]: a set phrase
    has 1, a word of everyday use less; ``broader``: ideas that it is a kind of (all the way up); ``related``: near
    ideas that must not be taken for it; ``opposes``: ideas that contradict it."""

    id: str
    topics: tuple[str, ...]
    weight: float = 1.0
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    opposes: tuple[str, ...] = ()


class Topic(NamedTuple):
    """One of the subjects that emphasis is measured over. ``kind``: ``situation`` (goes on being talked of
    until another subject comes up), ``general`` (stands within a situation) or ``subject``."""

    id: str
    kind: str
    weight: float
    forms: Mapping[str, tuple[str, ...]]


class Entry(NamedTuple):
    """A concept with its forms per language, and the file it stands in."""

    concept: Concept
    forms: Mapping[str, tuple[str, ...]]
    file: Path


def shipped() -> list[Path]:
    """Return the files of the registry that ships with the package, sorted by name."""
    return sorted(data_path("concepts").glob("*.toml"))


def own(extra: Path | None = None) -> list[Path]:
    """Return the user's files: ``concepts/*.toml`` of the configuration folder, sorted, and then ``extra``."""
    return [*sorted((config_dir() / "concepts").glob("*.toml")), *([extra] if extra is not None else [])]


def read_concepts(files: Sequence[Path], topics: Sequence[str]) -> dict[str, Entry]:
    """Return the entries of the files by id, ``broader`` closed.

    In shipped files the name of the file is the topic. A later entry of the same id adds its forms to the earlier one
    and replaces what else it states. Raises DataError naming file, line and key for anything malformed: unknown keys,
    languages, topics or ids, forms that are no texts.
    """
    tables: dict[str, tuple[dict[str, Any], Path]] = {}
    for file in files:
        for key, table in _tables(file):
            old, _ = tables.get(key, ({"topic": file.stem if file.stem in topics else None}, file))
            _check(file, key, table, topics, old["topic"])
            added = {tag: [*old.get(tag, ()), *table[tag]] for tag in SUPPORTED if tag in table}
            tables[key] = ({**old, **table, **added}, file)
    entries = {key: _entry(file, key, table) for key, (table, file) in tables.items()}
    for key, entry in entries.items():
        for name in ("broader", "related", "opposes"):
            for other in getattr(entry.concept, name):
                if other not in entries:
                    raise _error(
                        entry.file, key, name, f"no concept is called {other!r}", "write an id of the registry"
                    )
    return {key: entry._replace(concept=_closed(entry.concept, entries)) for key, entry in entries.items()}


def read_topics(file: Path) -> dict[str, Topic]:
    """Return the topics by id, in the order of the file, with their keywords. Raises DataError for malformed ones."""
    topics: dict[str, Topic] = {}
    for key, table in _tables(file):
        kind = table.pop("kind", "subject")
        if kind not in KINDS:
            raise _error(file, key, "kind", f"no kind is called {kind!r}", f"use one of {', '.join(KINDS)}")
        _check(file, key, table, [key], key)
        entry = _entry(file, key, {"topic": key, **table})
        topics[key] = Topic(key, kind, entry.concept.weight, entry.forms)
    return topics


def _tables(file: Path) -> Iterable[tuple[str, dict[str, Any]]]:
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(error.strerror or str(error), where=str(file), todo="check the name") from error
    except ValueError as error:  # tomllib's message names line and column; so does that of a wrong character set
        raise DataError(f"not TOML in UTF-8: {error}", where=str(file), todo="mend the file") from error
    for key, table in data.items():
        if not _ID.fullmatch(key):
            raise _error(file, key, "", f"{key!r} is no id", "use lower-case letters, digits and hyphens")
        if not isinstance(table, dict):
            raise _error(file, key, "", f"{key!r} is no table", f"write [{key}] and its forms below")
        yield key, table


def _check(file: Path, key: str, table: Mapping[str, Any], topics: Sequence[str], default: str | None) -> None:
    for name, value in table.items():
        if name not in _KEYS:
            todo = f"use a language ({', '.join(SUPPORTED)}) or one of {', '.join(sorted(_KEYS - set(SUPPORTED)))}"
            raise _error(file, key, name, f"unknown key {name!r}", todo)
        if name in SUPPORTED or name in _LISTS:
            if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
                raise _error(file, key, name, f"{name!r} is no list of texts", f'write {name} = ["…", "…"]')
        elif name == "weight" and not (isinstance(value, int | float) and 0 < value <= 1):
            raise _error(file, key, name, f"weight {value!r} is out of range", "use a number above 0, at most 1")
    known = table.get("topic", default)
    for topic in (known, *table.get("also", ())):
        if topic not in topics:
            what = "no topic" if topic is None else f"no topic is called {topic!r}"
            raise _error(file, key, "topic", what, f"use one of {', '.join(topics)}")


def _entry(file: Path, key: str, table: Mapping[str, Any]) -> Entry:
    topics = tuple(dict.fromkeys([table["topic"], *table.get("also", ())]))
    lists = {name: tuple(table.get(name, ())) for name in ("broader", "related", "opposes")}
    concept = Concept(key, topics, float(table.get("weight", 1.0)), **lists)
    return Entry(concept, {tag: tuple(table[tag]) for tag in SUPPORTED if tag in table}, file)


def _closed(concept: Concept, entries: Mapping[str, Entry]) -> Concept:
    found: dict[str, None] = {}
    waiting = list(concept.broader)
    while waiting:
        other = waiting.pop(0)
        if other not in found and other != concept.id:
            found[other] = None
            waiting += entries[other].concept.broader
    return concept._replace(broader=tuple(found))


def _error(file: Path, key: str, name: str, what: str, todo: str) -> DataError:
    """An error that names the line: that of the key within its table, else that of the table."""
    line = 0
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        lines = []
    for number, text in enumerate(lines, 1):
        if re.match(rf"\s*(\[\s*[\"']?{re.escape(key)}[\"']?\s*\]|[\"']?{re.escape(key)}[\"']?\s*=)", text):
            line = number
        elif line and text.lstrip().startswith("["):
            break
        elif line and name and re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=", text):
            line = number
            break
    where = f"{file}, line {line}, [{key}]" if line else f"{file}, [{key}]"
    return DataError(what, where=where, todo=todo)

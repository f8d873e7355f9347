"""Site profiles: where on a publisher's pages the text, title and date stand. One TOML a publisher, the user's own
first."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from compare.errors import DataError
from compare.read.address import lies_at
from compare.read.markup import Node, check_selector, select
from compare.resources import config_dir, data_path


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a publisher's pages. ``hosts``: host names, with or without the beginning of a path; all their
    subdomains count. ``signs``: CSS selectors by which a page without an address is known. ``title``, ``date``,
    ``body``: the first selector that finds something; ``body`` may find several elements. ``drop``: boilerplate inside
    the body."""

    name: str
    hosts: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    issuer: str | None = None
    country: str | None = None
    language: str | None = None
    title: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


_LISTS = frozenset({"hosts", "signs", "title", "date", "body", "drop"})
_KEYS = frozenset(f.name for f in fields(Profile)) - {"name"}


def profile_for(address: str | None, tree: Node) -> Profile | None:
    """Return the profile whose host fits the address best (longest), else the one whose signs the page bears."""
    if address:
        found = max(
            ((len(h), p) for p in profiles() for h in p.hosts if lies_at(address, h)), key=lambda f: f[0], default=None
        )
        return found[1] if found else None
    return next((p for p in profiles() for sign in p.signs if select(tree, [sign])), None)


@cache
def profiles() -> tuple[Profile, ...]:
    """Return all profiles with their editions, the user's own before the shipped ones.

    Raises DataError naming the file and the key that is wrong.
    """
    folders = (config_dir() / "profiles", data_path("profiles"))
    return tuple(
        p for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.toml")) for p in _load(path)
    )


def _load(path: Path) -> Iterator[Profile]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(str(error), where=str(path), todo="mend the profile") from error
    editions = table.pop("edition", [])
    # An edition repeats only what differs from the publisher's other pages.
    for number, edition in enumerate([{}, *editions]):
        name = path.stem if not number else f"{path.stem}/{edition.get('language', number)}"
        yield _profile(name, {**table, **edition}, path)


def _profile(name: str, table: dict[str, Any], path: Path) -> Profile:
    for key, value in table.items():
        listed = isinstance(value, list) and all(isinstance(v, str) for v in value)
        if key not in _KEYS or not (listed if key in _LISTS else isinstance(value, str)):
            raise DataError(f"bad key {key!r}", where=str(path), todo="see the manual on site profiles")
    for key in _LISTS - {"hosts"}:
        for selector in table.get(key, []):
            wrong = check_selector(selector)
            if wrong:
                raise DataError(f"{key}: {wrong}", where=str(path), todo="write a CSS selector")
    keys: dict[str, Any] = {k: tuple(v) if k in _LISTS else v for k, v in table.items()}
    return Profile(name, **keys)

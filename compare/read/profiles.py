"""Site profiles: where on a publisher's pages the text, title and date stand. One TOML a publisher, the user's own
first."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
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
    own, shipped = config_dir() / "profiles", data_path("profiles")
    # Compiling a thousand selectors takes 40 ms; a test has compiled those that ship.
    return (*_in_folder(own, check_selectors), *_in_folder(shipped, lambda _table, _path: None))


Check = Callable[[dict[str, Any], Path], None]


def _in_folder(folder: Path, check: Check) -> Iterator[Profile]:
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        yield from _load(path, check)


def _load(path: Path, check: Check) -> Iterator[Profile]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(str(error), where=str(path), todo="mend the profile") from error
    editions = table.pop("edition", [])
    if not isinstance(editions, list) or not all(isinstance(edition, dict) for edition in editions):
        raise DataError("bad key 'edition'", where=str(path), todo="write [[edition]]")
    # An edition repeats only what differs from the publisher's other pages.
    for number, edition in enumerate([{}, *editions]):
        whole = {**table, **edition}
        for key, value in whole.items():
            listed = isinstance(value, list) and all(isinstance(v, str) for v in value)
            if key not in _KEYS or not (listed if key in _LISTS else isinstance(value, str)):
                raise DataError(f"bad key {key!r}", where=str(path), todo="see the manual on site profiles")
        check(whole, path)
        name = path.stem if not number else f"{path.stem}/{edition.get('language', number)}"
        keys: dict[str, Any] = {k: tuple(v) if k in _LISTS else v for k, v in whole.items()}
        yield Profile(name, **keys)


def check_selectors(table: dict[str, Any], path: Path) -> None:
    """Raise DataError when a profile has a selector that is no CSS."""
    for key in sorted(_LISTS - {"hosts"}):
        for selector in table.get(key, []):
            wrong = check_selector(selector)
            if wrong:
                raise DataError(f"{key}: {wrong}", where=str(path), todo="write a CSS selector")

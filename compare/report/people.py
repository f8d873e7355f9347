"""What a person of the tables is called in the reader's language."""

from __future__ import annotations

import tomllib
from functools import cache

from compare.resources import data_path

# Whose spelling stands in where a language has none of its own: the tables leave out what follows by rule.
_INSTEAD = {"be": ("ru",), "uk": ("ru",)}


@cache
def display_name(key: str, language: str, *, english: bool = True) -> str | None:
    """The name of ``person:<slug>`` in a language (English where it has none, unless told not to), None for people of
    no table."""
    slug = key.removeprefix("person:")
    for path in sorted(data_path("entities", "people").glob("*.toml")):
        entry = _entry(path.read_text(encoding="utf-8"), slug)
        if entry is None:
            continue
        for tag in (language, *_INSTEAD.get(language, ()), *(("en",) if english else ())):
            forms = entry.get(tag)
            name = forms[0] if isinstance(forms, list) and forms else forms
            if isinstance(name, str):
                return name.replace("|", "")
    return None


def _entry(table: str, slug: str) -> dict[str, object] | None:
    """The line of one person; a whole table takes a tenth of a second to parse, its lines stand alone."""
    start = table.find(f"\n{slug} = ")
    if start < 0:
        return None
    line = table[start + 1 :].split("\n", 1)[0]
    try:
        found = tomllib.loads(line).get(slug)
    except tomllib.TOMLDecodeError:
        return None
    return found if isinstance(found, dict) else None

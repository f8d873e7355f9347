"""Words and phrases of data files as automata: compile a table of forms for a language, keep it, find it in texts.

``notation`` is how forms are written, ``stems`` what a language does to its words, ``words`` and ``characters`` the two
kinds of automaton, ``store`` where compiled tables are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from compare.lexicon.characters import CharacterIndex, compile_characters
from compare.lexicon.notation import variants
from compare.lexicon.stems import morphology
from compare.lexicon.store import digest, kept
from compare.lexicon.words import Found, WordIndex, compile_words

__all__ = ["Found", "Hit", "Lexicon", "compile_forms", "digest", "kept", "morphology", "variants"]


class Hit(NamedTuple):
    """A key found in a text, with its half-open range of code points."""

    start: int
    end: int
    key: str


def compile_forms(rows: Iterable[tuple[str, str]], language: str, where: str = "") -> dict[str, Any]:
    """Return (key, form) rows of a language compiled to plain JSON values for ``Lexicon``.

    Raises DataError for a malformed form (naming ``where`` and the key) and for an unknown language.
    """
    forms = morphology(language)
    keys: dict[str, int] = {}
    spelled = []
    for key, form in rows:
        number = keys.setdefault(key, len(keys))
        spelled += [(number, variant) for variant in variants(form, f"{where}: {key}" if where else key)]
    build = compile_characters if forms.script == "characters" else compile_words
    return {"language": language, "keys": list(keys), "index": build(spelled, forms)}


class Lexicon:
    """A compiled table. ``language`` is that of its forms; it holds no state but caches."""

    def __init__(self, compiled: Mapping[str, Any]) -> None:
        self.language = str(compiled["language"])
        self.keys: tuple[str, ...] = tuple(compiled["keys"])
        forms = morphology(self.language)
        make: Any = CharacterIndex if forms.script == "characters" else WordIndex
        self._index: WordIndex | CharacterIndex = make(compiled["index"], forms)

    def scan(self, text: str) -> list[Hit]:
        """Return the hits in reading order, longer first where two begin together.

        Of overlapping hits of one key the longest stays; a stop form takes away what lies inside it of its own key.
        """
        raw = set(self._index.scan(text))
        stops = [f for f in raw if f.entry < 0]
        longest = sorted((f for f in raw if f.entry >= 0), key=lambda f: (f.start - f.end, f.start))
        taken: dict[int, list[Found]] = {}
        for found in longest:
            own = taken.setdefault(found.entry, [])
            if any(f.start < found.end and found.start < f.end for f in own):
                continue
            if any(f.entry == -1 - found.entry and f.start <= found.start and found.end <= f.end for f in stops):
                continue
            own.append(found)
        hits = [Hit(f.start, f.end, self.keys[f.entry]) for own in taken.values() for f in own]
        return sorted(hits, key=lambda h: (h.start, -h.end, h.key))

"""Set phrases of diplomacy under language-neutral ids: ``concept:one-china-principle``."""

from __future__ import annotations

from functools import lru_cache
from os import stat_result
from pathlib import Path
from typing import Any

from compare.annotate.registry import Concept, Entry, own, read_concepts, read_topics, shipped
from compare.lexicon import Lexicon, compile_forms, digest, kept, morphology
from compare.model import Mention, Span
from compare.resources import SUPPORTED, data_path

__all__ = ["Concept", "Concepts", "find_concepts", "load"]

_TOPICS = "topics.toml"


class Concepts:
    """The registry in one language: what each concept is, and its forms as an automaton."""

    def __init__(self, compiled: dict[str, Any]) -> None:
        rows = (
            Concept(key, tuple(topics), weight, tuple(broader), tuple(related), tuple(opposes))
            for key, topics, weight, broader, related, opposes in compiled["concepts"]
        )
        self.concepts: dict[str, Concept] = {concept.id: concept for concept in rows}
        self._lexicon = Lexicon(compiled["lexicon"])

    def find(self, text: str) -> tuple[Mention, ...]:
        """Return what ``find_concepts`` does."""
        hits = self._lexicon.scan(text)
        narrow = [(h, above) for h in hits if (above := self.concepts[h.key].broader)]
        return tuple(
            Mention("concept", f"concept:{hit.key}", Span(hit.start, hit.end))
            for hit in hits
            if not any(hit.key in above and h.start <= hit.start and hit.end <= h.end for h, above in narrow)
        )


def find_concepts(text: str, language: str, extra: Path | None = None) -> tuple[Mention, ...]:
    """Return the concepts named in the text, in reading order; none in a language without data.

    The longest form of a concept wins. Within a longer one a concept is mentioned too when it is another idea ("core
    interests" in "support each other's core interests"), not when the longer one is a kind of it. ``extra``: a file
    of the user's own, beside those of the configuration folder; raises DataError naming its line when malformed.
    """
    return load(language, extra).find(text) if language in SUPPORTED else ()


def load(language: str, extra: Path | None = None) -> Concepts:
    """Return the registry in one language, from the compiled table in the cache where the data have not changed.

    Raises DataError for malformed data, and for a language without data.
    """
    files = [*shipped(), *own(extra)]
    tags = languages_of(language)
    return _load(language, tuple(files), digest_of((*files, *data_files(tags), data_path(_TOPICS))))


def digest_of(files: tuple[Path, ...]) -> str:
    """Return the digest of the files, computed again only when one of them has changed."""
    return _digest(files, tuple((s.st_mtime_ns, s.st_size) if (s := _stat(file)) else None for file in files))


def _stat(file: Path) -> stat_result | None:
    try:
        return file.stat()
    except OSError:
        return None


@lru_cache(maxsize=64)
def _digest(files: tuple[Path, ...], stamps: tuple[tuple[int, int] | None, ...]) -> str:  # noqa: ARG001 (see above)
    return digest(files)


def languages_of(language: str) -> tuple[str, ...]:
    """Return the languages whose forms count in a text of this one: itself, and the one it inherits from."""
    inherited = morphology(language).inherits
    return (inherited, language) if inherited else (language,)


def data_files(languages: tuple[str, ...]) -> list[Path]:
    """Return the files that say how words of the languages are matched."""
    return [data_path("languages", tag, "lexicon.toml") for tag in languages]


@lru_cache(maxsize=32)
def _load(language: str, files: tuple[Path, ...], key: str) -> Concepts:
    mine = len(files) > len(shipped())
    name = "concepts-own" if mine else "concepts"
    return Concepts(kept(name, language, key, lambda: _compile(language, files)))


@lru_cache(maxsize=4)
def _entries(files: tuple[Path, ...], key: str) -> dict[str, Entry]:  # noqa: ARG001 (the key tells changed files apart)
    return read_concepts(files, tuple(read_topics(data_path(_TOPICS))))


def _compile(language: str, files: tuple[Path, ...]) -> dict[str, Any]:
    entries = _entries(files, digest_of(files))
    rows = [
        (key, form)
        for tag in languages_of(language)
        for key, entry in entries.items()
        for form in entry.forms.get(tag, ())
    ]
    return {
        "concepts": [list(entry.concept) for entry in entries.values()],
        "lexicon": compile_forms(rows, language, "concepts"),
    }

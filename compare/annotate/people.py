"""People that a text introduces: names beside a title or a country, and how the text refers to them later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from compare.annotate.cues import fold
from compare.annotate.entities import Person as Known
from compare.annotate.entities import person as known_person
from compare.annotate.romanise import is_transcription, romanise
from compare.annotate.speech import Speech, speech_of
from compare.model import Mention
from compare.names import SAME_NAME, name_similarity
from compare.resources import load_toml

# Longest name of a person: "Nguyễn Thị Kim Ngân", "Joseph R. Biden, Jr.", "Luiz Inácio Lula da Silva".
_CAPITALISED = r"(?:[^\W\d_a-zа-яёіўїєґß-öø-ÿ][\w'’ʼ\-]*\.?)"
# How many characters before a noun phrase its preposition and article take at most.
_BEFORE = 30
_VOWEL = re.compile(r"[аеёиоуыэюяіїєйьў]+$")
_CYRILLIC = re.compile(r"[а-яёіїєґў]", re.I)
# "Wang Yi, the Foreign Minister of …": the words between the comma and the title.
_APPOSITION = re.compile(r",[\s ]+((?:[a-zà-ÿа-яёіїєґў]+[\s ]+){0,3})$")
UNIONS = {"org:eu": "EU", "org:un": "UN", "org:nato": "NATO"}
"""Organisations that publish readouts as governments do: they count as countries."""

_HAN_CLAUSE = re.compile(r"(?:^|[，,。；;、\s])([一-龯·]{2,10})$")
# Turkish and others write case endings after an apostrophe.
_CASE = re.compile(r"['’ʼ][a-zçğıöşü]+$")


@dataclass(frozen=True)
class Person:
    """Somebody a text names: the name as first written, the table key or "", country or None, and the rank of the
    title beside the name or None. ``object_``: introduced after a preposition ("spoke with …")."""

    name: str
    key: str = ""
    country: str | None = None
    rank: str | None = None
    object_: bool = False
    start: int = 0


class Piece(NamedTuple):
    """A word or phrase that may be part of a reference to somebody."""

    start: int
    end: int
    kind: str  # person, country, title:<rank>, side, source, both, they, he, we, i, third
    value: str = ""


@cache
def _name_words(kind: str) -> frozenset[str]:
    return frozenset(load_toml("name_words.toml")[kind])


@cache
def _name() -> re.Pattern[str]:
    """A run of words with capitals, with particles between them."""
    particles = "|".join(sorted(_name_words("particles")))
    return re.compile(rf"{_CAPITALISED}(?:[ \u00a0](?:(?:{particles})[ \u00a0])?{_CAPITALISED}){{0,4}}")


def handles(name: str, speech: Speech) -> list[str]:
    """Parts of a name that may stand for the whole, as regular expressions over the text itself, longest first."""
    name = _CASE.sub("", name.strip())
    if not speech.spaced:
        parts = [p for p in re.split(r"[·・＝=]", name) if len(p) >= 2]
        return [re.escape(p) for p in dict.fromkeys([name, *parts[-1:]])]
    left_out = _name_words("suffixes")
    words = [w for w in re.split(r"[\s,]+", name) if w and fold(w) not in left_out and not re.fullmatch(r"\w\.", w)]
    if not words:
        return []
    full = r"[\s ]+(?:\w\.?[\s ]+)?".join(_inflected(w) for w in words)
    single = [w for w in dict.fromkeys([words[-1], words[0]]) if len(w) >= 2 and len(words) > 1]
    if speech.full_names:
        single = []
    return [full, *(rf"{_inflected(w)}" for w in single)]


def _inflected(word: str) -> str:
    if not _CYRILLIC.search(word):
        return re.escape(word)
    stem = _VOWEL.sub("", word) if len(word) > 3 else word
    if len(stem) < 2:
        return re.escape(word)
    stem_pattern = re.escape(stem[:-1]) + "[вў]" if stem[-1] == "в" else re.escape(stem)
    return stem_pattern + (r"[а-яёіїєґў]{0,4}" if len(word) > 3 else r"[а-яёіїєґў]{0,2}")


def alike(one: str, two: str, language: str = "") -> bool:
    """Whether two names, in whatever scripts, are one (``language``: that of the first)."""
    return name_similarity(romanise(one, language), romanise(two)) >= SAME_NAME


def introduced(text: str, speech: Speech, pieces: Sequence[Piece], mentions: Iterable[Mention]) -> tuple[Person, ...]:
    """People of a text in order of their first full mention.

    Known people come from ``mentions`` (person, name); others are names beside a title ("Foreign Secretary David
    Lammy", "林芳正外務大臣"), and, in scripts without capitals, words before a reporting verb that also stand after a
    title ("外长阿列伊尼克 … 阿列伊尼克说").
    """
    found: dict[str, Person] = {}
    marks = [m for m in mentions if m.kind in ("person", "name")]
    for mention in marks:
        start, end = mention.span.start, mention.span.end
        if any(p.kind.startswith("title:") and p.start <= start and end <= p.end for p in pieces):
            continue
        if end - start < 2:
            continue  # an initial
        start = next(
            (p.end + 1 for p in pieces if p.kind.startswith("title:") and p.start == start and p.end < end), start
        )
        title, country, governed = _around(text, speech, pieces, start, end)
        known = known_person(mention.key) if mention.kind == "person" else None
        title = title or (_office(known) if known else None)
        country = (UNIONS.get(known.country, known.country) if known else None) or country
        key = mention.key if mention.key in found else _same(mention.key, text[start:end], found) or mention.key
        if mention.kind == "name" and title is None and country is None and key not in found:
            continue
        held = found.get(key)
        if held is None:
            found[mention.key] = Person(text[start:end], mention.key, country, title, governed, start)
        else:
            name = _fuller(held.name, text[start:end])
            found[key] = Person(name, held.key, held.country or country, held.rank or title, held.object_, held.start)
    taken = [(m.span.start, m.span.end) for m in marks if m.key in found]
    for start, end in _beside_titles(text, speech, pieces):
        if any(
            (s < end and start < e) or (not speech.spaced and e <= start <= e + 8 and _one(pieces, e, start))
            for s, e in taken
        ):
            continue
        name = _CASE.sub("", text[start:end]).rstrip(".,")
        if not name or any(name in p.name for p in found.values()):
            continue
        title, country, governed = _around(text, speech, pieces, start, end)
        found[name] = Person(name, "", country, title, governed, start)
        taken.append((start, end))
    return tuple(sorted(found.values(), key=lambda p: p.start))


def _same(key: str, name: str, found: Mapping[str, Person]) -> str | None:
    """Key of the person already found whom a shorter name means: "Rojas" after "Tomás Rojas"."""
    parts = key.partition(":")[2].split("-")
    for other, person in found.items():
        longer = other.partition(":")[2].split("-")
        if (
            len(parts) < len(longer)
            and (parts == longer[-len(parts) :] or parts == longer[: len(parts)])
            and name[:1] != ""
        ):
            return other if " " in person.name or "·" in person.name or len(longer) > 1 else None
    return None


def _office(known: Known) -> str | None:
    """Rank of the office somebody held last, by the English titles."""
    title = fold(known.terms[-1].role) if known.terms else ""
    cue = next(speech_of("en").actors.scan(title, title), None)
    return cue.kind[6:] if cue is not None and cue.kind.startswith("title:") else None


def _fuller(held: str, other: str) -> str:
    """The name with more words; of two inflected forms with equally many the shorter, mostly the dictionary's."""
    words = len(other.split()) - len(held.split())
    if words == 0 and _CYRILLIC.search(other) and other[:3] == held[:3]:
        return min(held, other, key=len)
    return other if words > 0 or (words == 0 and len(other) > len(held) + 1) else held


def _one(pieces: Sequence[Piece], start: int, end: int) -> bool:
    """Whether exactly one title fills ``start:end``: its name stands before it (泽连斯基总统), so none follows."""
    return any(p.start == start and p.end == end and p.kind.startswith("title:") for p in pieces)


def _around(
    text: str, speech: Speech, pieces: Sequence[Piece], start: int, end: int
) -> tuple[str | None, str | None, bool]:
    """Title rank and country that stand with a name at ``start:end``, and whether a preposition governs them."""
    rank: str | None = None
    country: str | None = None
    first = start
    for piece in reversed([p for p in pieces if p.end <= start]):
        gap = fold(text[piece.end : first]).replace(",", " ") if speech.spaced else text[piece.end : first]
        if not (piece.kind == "country" or piece.kind.startswith("title:")) or not speech.glue.fullmatch(gap):
            break
        if "\n" in gap:
            break
        if piece.kind == "country":
            country = country or piece.value
        else:
            rank = rank or piece.kind[6:]
        first = piece.start
    last, before = end, (rank, country)
    for piece in (p for p in pieces if p.start >= end):
        gap = fold(text[last : piece.start])
        if "\n" in gap:
            break
        if speech.name_first or not speech.spaced:
            joined = speech.glue.fullmatch(gap) is not None and (speech.name_first or not gap)
        elif piece.kind == "country" and rank is not None and last == end:
            joined = bool(gap.strip()) and speech.glue.fullmatch(gap) is not None  # Prime Minister … of Israel
        else:
            joined = "," in gap and speech.glue.fullmatch(gap.replace(",", " ", 1)) is not None
        if not (piece.kind == "country" or piece.kind.startswith("title:")) or not (
            joined or (last > end and speech.glue.fullmatch(gap))
        ):
            break
        if piece.kind == "country" and rank is None and not speech.name_first:
            break
        if piece.kind == "country":
            country = country or piece.value
        else:
            rank = rank or piece.kind[6:]
        last = piece.end
    if speech.capitals and last > end and _name().match(text, last + 1) and text[last : last + 1].isspace():
        rank, country = before  # "Kemal Aydın, Azerbaijan's President Elçin …": the title is the next man's
    return rank, country, governed(text, speech, first)


def governed(text: str, speech: Speech, start: int) -> bool:
    """Whether the word before ``start`` governs what follows (a preposition, or a verb that takes it as its object)."""
    if not speech.spaced:
        return any(text.endswith(word, 0, start) for word in speech.governors)
    before = speech.before.search(fold(text[max(0, start - _BEFORE) : start]))
    return before is not None and before.group(1) in speech.governors


def _beside_titles(text: str, speech: Speech, pieces: Sequence[Piece]) -> Iterable[tuple[int, int]]:
    """Ranges that look like names next to a title."""
    for piece in (p for p in pieces if p.kind.startswith("title:")):
        if speech.capitals:
            yield from _capitals_beside(text, speech, pieces, piece)
        elif speech.name_first:
            yield from _before_title(text, speech, pieces, piece)
        elif not speech.spaced:
            yield from _after_title(text, speech, pieces, piece)
            yield from _foreigner(text, piece)


def _after_title(text: str, speech: Speech, pieces: Sequence[Piece], piece: Piece) -> Iterable[tuple[int, int]]:
    """A name right after a title, in scripts without capitals: up to the next stop sign, verb or other reference."""
    start = piece.end + (len(text) > piece.end and speech.spaced)
    limit = min([len(text), start + 12, *(p.start for p in pieces if p.start >= start)])
    window = text[start:limit]
    for cue in speech.verbs.scan(window):
        window = window[: cue.start]
        break
    stop = next((i for i, c in enumerate(window) if c in speech.name_stops or c.isspace()), len(window))
    name = window[:stop]
    if 2 <= len(name) <= 11 and not any(name.startswith(word) for word in speech.not_names):
        yield start, start + stop


def _foreigner(text: str, piece: Piece) -> Iterable[tuple[int, int]]:
    """A transcribed name that opens a clause before a title: 科瓦尔总统."""
    match = _HAN_CLAUSE.search(text, max(0, piece.start - 12), piece.start)
    if match and is_transcription(match.group(1)):
        yield match.span(1)


def _capitals_beside(text: str, speech: Speech, pieces: Sequence[Piece], piece: Piece) -> Iterable[tuple[int, int]]:
    at = piece.end
    for later in pieces:
        if later.start < at:
            continue
        if later.kind == "country" and speech.glue.fullmatch(fold(text[at : later.start])):
            at = later.end
        else:
            break
    gap = re.compile(r"(?:['’]s)?[\s ]*,?[\s ]+").match(text, at)
    if gap:
        match = _name().match(text, gap.end())
        if match and _capital(match.group()) and not _taken(pieces, *match.span()):
            yield match.span()
    before = _APPOSITION.search(text, max(0, piece.start - 30), piece.start)
    if before and speech.glue.fullmatch(fold(before.group(1))):
        for match in _name().finditer(text, max(0, before.start() - 60), before.start()):
            if match.end() == before.start() and _capital(match.group()) and not _taken(pieces, *match.span()):
                yield match.span()


def _capital(name: str) -> bool:
    """Whether every word of a name but its particles starts with a capital (of whatever alphabet)."""
    return all(word[0].isupper() for word in name.split() if word not in _name_words("particles"))


def _taken(pieces: Sequence[Piece], start: int, end: int) -> bool:
    """Whether the range holds a country, a body or a title: it is no name then."""
    return any(p.start < end and start < p.end and p.kind != "he" for p in pieces)


def _before_title(text: str, speech: Speech, pieces: Sequence[Piece], piece: Piece) -> Iterable[tuple[int, int]]:
    at = piece.start
    for earlier in reversed([p for p in pieces if p.end <= piece.start]):
        if earlier.kind == "country" and speech.glue.fullmatch(text[earlier.end : at]):
            at = earlier.start
        else:
            break
    pattern = (
        r"(?<![\d가-힣])(?:[가-힣]{1,6}\s)?[가-힣]{2,6}\s+$"
        if speech.spaced
        else r"(?:[一-龯々]{2,4}|[ァ-ヴー・＝]{2,24})$"
    )
    match = re.compile(pattern).search(text, max(0, at - 26), at)
    if match:
        start = match.start()
        for p in pieces:
            if start < p.end <= match.end() and p.kind == "country":
                start = p.end
        end = match.end() - (len(match.group()) - len(match.group().rstrip()))
        start += len(text[start:end]) - len(text[start:end].lstrip())
        if end - start >= 2:
            yield start, end

"""Who is referred to where: noun phrases that may hold a claim, each as one actor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from compare.annotate.people import UNIONS, Person, Piece, handles
from compare.annotate.speech import Speech
from compare.model import Mention

_PRONOUNS = frozenset({"he", "they", "we", "i"})


class Actor(NamedTuple):
    """A reference to somebody: range, kind (person, title, country, side, agent, source, both, they, he, we, i, third),
    person, country and rank of the title, where known. ``other``: the second of two that an "and" makes one subject.
    """

    start: int
    end: int
    kind: str
    person: Person | None = None
    country: str | None = None
    rank: str | None = None
    other: Actor | None = None


def pieces_of(text: str, folded: str, speech: Speech, mentions: Sequence[Mention]) -> list[Piece]:
    """Countries (from the mentions) and the actor words of the language data, in reading order."""
    pieces = [
        Piece(m.span.start, m.span.end, "country", m.key.partition(":")[2]) for m in mentions if m.kind == "country"
    ]
    for mention in (m for m in mentions if m.kind == "org"):
        union = mention.key in UNIONS
        kind, value = ("country", UNIONS[mention.key]) if union else ("third", mention.key)
        pieces.append(Piece(mention.span.start, mention.span.end, kind, value))
    taken = sorted((p.start, p.end) for p in pieces)
    for cue in speech.actors.scan(text, folded):
        if cue.kind == "void":
            continue
        if cue.kind == "both" and any(p.kind == "country" and folded[p.end : cue.start] == " " for p in pieces):
            # германской стороны: one side, though стороны alone means both.
            agent = any(folded[p.end : cue.start] == " " and speech.agent.search(folded, 0, p.start) for p in pieces)
            cue = cue._replace(kind="agent" if agent else "side")
        inside = [(s, e) for s, e in taken if s < cue.end and cue.start < e]
        if not inside:
            pieces.append(Piece(cue.start, cue.end, cue.kind))
        elif cue.kind in ("both", "third") and all(cue.start <= s and e <= cue.end for s, e in inside):
            pieces = [p for p in pieces if (p.start, p.end) not in inside]
            pieces.append(Piece(cue.start, cue.end, cue.kind))
    return sorted(pieces)


def actors_of(text: str, folded: str, speech: Speech, pieces: Sequence[Piece], people: Sequence[Person]) -> list[Actor]:
    """References in reading order; a title, a country and a name side by side are one."""
    parts: list[tuple[int, int, Piece | Person]] = [(p.start, p.end, p) for p in pieces]
    for start, end, person in _names(text, speech, people):
        parts = [p for p in parts if not (start < p[1] and p[0] < end)]
        parts.append((start, end, person))
    parts.sort(key=lambda p: p[:2])
    actors: list[Actor] = []
    for start, end, part in parts:
        actor = _single(start, end, part)
        if actors and _joins(folded, speech, actors[-1], actor):
            actors[-1] = _merge(actors[-1], actor)
        else:
            actors.append(actor)
    # "on his side", "government policy": a side word without a country or name is nobody, but for "the Government".
    actors = [
        a._replace(kind="home")
        if a.kind == "side" and a.country is None and folded[a.start : a.end] in speech.home
        else a
        for a in actors
        if a.kind not in ("side", "agent") or a.country or a.person or folded[a.start : a.end] in speech.home
    ]
    paired: list[Actor] = []
    for actor in actors:
        last = paired[-1] if paired else None
        alike = last is not None and last.kind in _PAIRS and actor.kind in _PAIRS and last.other is None
        if last is not None and alike and speech.joined.fullmatch(folded, last.end, actor.start):
            paired[-1] = last._replace(end=actor.end, other=actor)
        else:
            paired.append(actor)
    return paired


def _names(text: str, speech: Speech, people: Sequence[Person]) -> list[tuple[int, int, Person]]:
    patterns: list[tuple[int, str, Person]] = []
    shared: dict[str, set[str]] = {}
    for person in people:
        for order, handle in enumerate(handles(person.name, speech)):
            patterns.append((order, handle, person))
            shared.setdefault(handle, set()).add(person.name)
    found: list[tuple[int, int, Person]] = []
    edge = r"(?<![^\W_])", r"(?![^\W_])"
    for order, handle, person in patterns:
        if order and len(shared[handle]) > 1:
            continue
        suffix = r"(?![^\W_])" if speech.language != "ko" else ""
        pattern = f"{edge[0]}{handle}{suffix}" if speech.spaced else handle
        for match in re.finditer(pattern, text):
            if not any(s < match.end() and match.start() < e for s, e, _ in found):
                found.append((*match.span(), person))
    if speech.name_first:
        found += _surnames(text, speech, people, found)
    return found


def _surnames(
    text: str, speech: Speech, people: Sequence[Person], found: Sequence[tuple[int, int, Person]]
) -> list[tuple[int, int, Person]]:
    """Family names before a title: 林大臣 for 林芳正, 김 장관 for 김태준."""
    extra: list[tuple[int, int, Person]] = []
    for person in people:
        for size in (2, 1):
            if len(person.name) <= size or not re.fullmatch(r"[一-龯々]+|[가-힣]+", person.name):
                continue
            letters, gap = (r"가-힣", r"\s") if speech.spaced else (r"一-龯", "")
            for match in re.finditer(
                rf"(?<![{letters}]){re.escape(person.name[:size])}{gap}(?=[{letters}]{{2,6}})", text
            ):
                titled = any(text.startswith(t, match.end()) for t in speech.titles)
                if titled and not any(s < match.end() and match.start() < e for s, e, _ in [*found, *extra]):
                    extra.append((match.start(), match.start() + size, person))
    return extra


def _single(start: int, end: int, part: Piece | Person) -> Actor:
    if isinstance(part, Person):
        return Actor(start, end, "person", part, part.country)
    if part.kind.startswith("title:"):
        return Actor(start, end, "title", None, None, part.kind[6:])
    if part.kind == "country":
        return Actor(start, end, "country", None, part.value)
    if part.kind == "third":
        return Actor(start, end, "third", None, part.value or None)
    return Actor(start, end, part.kind)


_PAIRS = frozenset({"person", "title", "country", "side", "i"})
_MERGE = frozenset({"person", "title", "country", "side", "source", "agent"})


def _joins(folded: str, speech: Speech, left: Actor, right: Actor) -> bool:
    """Whether two neighbours are one noun phrase."""
    if right.kind == "title" and left.kind == "third" and speech.glue.fullmatch(folded, left.end, right.start):
        return True  # 联合国秘书长, NATO Secretary General
    if left.kind == "title" and right.kind == "third" and speech.glue.fullmatch(folded, left.end, right.start):
        return True  # генеральный секретарь ООН
    if left.kind not in _MERGE or right.kind not in _MERGE:
        return False
    gap = folded[left.end : right.start]
    if "\n" in gap:
        return False
    if left.person and right.person and left.person != right.person:
        return False
    if speech.spaced and "," in gap and {left.kind, right.kind} <= {"person", "title", "country"}:
        named = (left.person is not None) != (right.person is not None)
        if not named or not re.fullmatch(r"\s*,\s*(?:[^\W\d_]+\s+){0,2}", gap):
            return False
        titled = left.kind == "title" or right.kind == "title"
        return titled and (left.rank is None or right.rank is None)
    if not speech.glue.fullmatch(gap):
        return False
    if not speech.spaced and not speech.name_first and left.kind == "person" and right.kind != "title":
        return False
    return not (left.kind == "person" and right.kind == "country" and left.country and left.country != right.country)


def _merge(left: Actor, right: Actor) -> Actor:
    order = ("third", "source", "agent", "person", "title", "side", "country")
    kind = min(left.kind, right.kind, key=order.index)
    person = left.person or right.person
    country = (person.country if person else None) or left.country or right.country
    return Actor(left.start, right.end, kind, person, country, left.rank or right.rank)

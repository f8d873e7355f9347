"""Whose readout it is: the country and the people of each side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from compare.annotate.actors import pieces_of
from compare.annotate.cues import fold, plain
from compare.annotate.entities import find_entities
from compare.annotate.names import find_names
from compare.annotate.people import Person, alike, introduced
from compare.annotate.speech import speech_of
from compare.model import BlockKind, Mention, Pair, Party, Readout, Side
from compare.resources import load_toml

# How far into a text a dateline reaches ("BEIJING, Feb. 24 (Xinhua) --", "24 февраля, Минск /Корр. БЕЛТА/.").
_DATELINE = 90
_PARENTHESES = re.compile(r"[(（\[].*?[)）\]]")


def parties_of(readouts: Pair[Readout], mentions: Pair[Sequence[Mention]] | None = None) -> Pair[Party]:
    """Country and people of each side. Both sides are empty where nobody can belong to one of them: the same body
    published both (one text in two languages, a revision), both speak for one country, or no country is known."""
    homes = readouts.map(country_of)
    if same_body(readouts) or homes.left == homes.right:
        return Pair(Party(), Party())
    found = Pair(
        people_of(readouts.left, mentions.left if mentions else None),
        people_of(readouts.right, mentions.right if mentions else None),
    )
    sides = _sides(homes, found)
    return Pair(Party(homes.left, sides.left), Party(homes.right, sides.right))


def people_of(readout: Readout, mentions: Sequence[Mention] | None) -> tuple[Person, ...]:
    """People that a readout introduces, with the country and rank the text gives them."""
    speech = speech_of(readout.language)
    if mentions is None:
        found = find_entities(readout.text, readout.language)
        mentions = (*found, *find_names(readout.text, readout.language, [m.span for m in found]))
    text = plain(readout.text, readout.language)
    pieces = pieces_of(text, fold(text), speech, mentions)
    people = introduced(text, speech, pieces, mentions)
    return tuple(
        replace(p, name=readout.text[at : at + len(p.name)]) if (at := text.find(p.name)) >= 0 else p for p in people
    )


def same_body(readouts: Pair[Readout]) -> bool:
    """Whether one body published both: equal labels but for what stands in brackets (a language, a date)."""
    left, right = (fold(_PARENTHESES.sub("", r.label)).strip(" -–—:,") for r in readouts)
    return bool(left) and left == right


def country_of(readout: Readout) -> str | None:
    """Country (ISO 3166 alpha-2; EU, UN, NATO) that a readout speaks for; None if nothing tells.

    From what is surest to what is not: the country its page gave, the label without brackets, the issuer, the
    brackets, the dateline, the language.
    """
    if readout.country:
        return readout.country
    label = readout.label or ""
    bare = _PARENTHESES.sub(" ", label)
    brackets = " ".join(_PARENTHESES.findall(label))
    for words in (bare, readout.issuer or "", brackets):
        code = _named(words, readout.language, bodies_only=words is brackets)
        if code:
            return code
    head = readout.text[:_DATELINE]
    for block in readout.blocks:
        if block.kind is BlockKind.DATELINE:
            head = block.span.of(readout.text) + " " + head
    code = _match(head, "agencies") or _match(readout.title or "", "bodies")
    return code or load_toml("bodies.toml")["languages"].get(readout.language)


def is_agency(readout: Readout) -> bool:
    """Whether a news agency, and no body of a government, published it."""
    label = _PARENTHESES.sub(" ", readout.label or "")
    return _match(label, "agencies") is not None and _match(label, "bodies") is None


def _named(words: str, language: str, bodies_only: bool) -> str | None:
    """Country that a label names: a country name, else a body, else an agency."""
    if not words.strip():
        return None
    tags = dict.fromkeys((*_scripts(words), "en", language))
    if not bodies_only:
        for tag in tags:
            for mention in find_entities(words, tag):
                if mention.kind == "country":
                    return mention.key.partition(":")[2]
    return _match(words, "bodies") or _match(words, "agencies")


def _scripts(words: str) -> Iterable[str]:
    """Languages whose tables to try first for a label, by its letters."""
    if re.search(r"[一-龯]", words):
        yield from (("ja",) if re.search(r"[ぁ-ヿ]", words) else ("zh-Hans", "zh-Hant", "ja"))
    if re.search(r"[가-힣]", words):
        yield "ko"
    if re.search(r"[а-я]", words, re.I):
        yield from (
            ("be",)
            if re.search("ў", words, re.I)
            else ("uk",)
            if re.search("[їєґ]", words, re.I)
            else ("ru", "uk", "be")
        )
    if re.search(r"[\u0621-\u064a]", words):
        yield "ar"


@cache
def _table(kind: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = []
    for code, forms in load_toml("bodies.toml")[kind].items():
        for form in forms:
            edge = ("", "") if re.search(r"[一-龯ぁ-ヿ]", form) else (r"(?<!\w)", r"(?!\w)")
            flags = 0 if form.isupper() else re.IGNORECASE
            rows.append((len(form), re.compile(edge[0] + re.escape(form) + edge[1], flags), code))
    return tuple((pattern, code) for _, pattern, code in sorted(rows, key=lambda r: -r[0]))


def _match(words: str, kind: str) -> str | None:
    return next((code for pattern, code in _table(kind) if pattern.search(words)), None)


def _sides(homes: Pair[str | None], found: Pair[tuple[Person, ...]]) -> Pair[tuple[str, ...]]:
    """Names of the people of each side, as either text writes them."""
    belongs: dict[Side, list[str]] = {Side.LEFT: [], Side.RIGHT: []}
    keys: dict[str, Side] = {}
    waiting: list[tuple[Side, Person]] = []
    for side in Side:
        for person in found[side]:
            own = next((s for s in Side if homes[s] and person.country == homes[s]), None)
            if own is not None:
                belongs[own].append(person.name)
                if person.key:
                    keys.setdefault(person.key, own)
            elif person.country is None:
                waiting.append((side, person))
    for side, person in waiting:
        own = keys.get(person.key) or _alike(person.name, belongs)
        if own is None and person.rank not in (None, "secretary-general"):
            # A title without a country is the publisher's own, unless a preposition makes him the one talked to.
            own = side.other if person.object_ and any(p.rank and not p.object_ for p in found[side]) else side
        if own is not None:
            belongs[own].append(person.name)
    return Pair(*(tuple(dict.fromkeys(belongs[side])) for side in Side))


def _alike(name: str, belongs: dict[Side, list[str]]) -> Side | None:
    """The side that has a person of this name in whatever script."""
    return next((side for side, names in belongs.items() if any(alike(name, other) for other in names)), None)

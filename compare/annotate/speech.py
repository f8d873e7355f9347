"""What a language says about speech: reporting verbs, actors, titles and small words, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from compare.annotate.cues import CueTable, fold
from compare.resources import SUPPORTED, load_toml

SAY, POSITION, AGREE, DISCUSS = "say", "position", "agree", "discuss"
NARRATE, INFORM, JOINT, OWN, PER = "narrate", "inform", "joint", "own", "per"
ADDRESS, OURS, ASIDE, CLAIM, VOID = "address", "ours", "aside", "claim", "void"
FALLBACK = "en"


@dataclass(frozen=True)
class Speech:
    """Compiled ``data/languages/<lang>/speech.toml``. ``verb_last``: the verb closes what it reports (ja, ko, tr);
    ``verb_first``: it opens the clause (ar)."""

    language: str
    verb_last: bool
    verb_first: bool
    inverts: frozenset[str]
    inverts_after: re.Pattern[str] | None
    far: bool
    capitals: bool
    carries_blocks: bool
    name_first: bool
    possessive: re.Pattern[str] | None
    adjective: re.Pattern[str] | None
    topic: re.Pattern[str] | None
    topic_from: re.Pattern[str] | None
    relative: re.Pattern[str] | None
    oblique: re.Pattern[str] | None
    opens: re.Pattern[str] | None
    absolute: re.Pattern[str] | None
    verbs: CueTable
    actors: CueTable
    governors: frozenset[str]
    glue: re.Pattern[str]
    between: frozenset[str]
    conjunctions: re.Pattern[str]
    that: re.Pattern[str]
    statement: tuple[str, ...]
    communique: tuple[str, ...]
    agent: re.Pattern[str]
    before: re.Pattern[str]
    adverb: re.Pattern[str]
    full_names: bool
    ands: re.Pattern[str]
    home: frozenset[str]
    name_stops: str
    not_names: tuple[str, ...]
    joined: re.Pattern[str]
    titles: tuple[str, ...]

    @property
    def spaced(self) -> bool:
        """Whether words are separated by spaces."""
        return self.language not in ("zh-Hans", "zh-Hant", "ja")


@cache
def speech_of(language: str) -> Speech:
    """The speech data of a language; English ones for a language that has none (the reader has noted it)."""
    tag = language if language in SUPPORTED else FALLBACK
    folder = "zh-Hans" if tag == "zh-Hant" else tag
    data: dict[str, Any] = load_toml("languages", folder, "speech.toml")
    spaced = tag not in ("zh-Hans", "zh-Hant", "ja")
    prefixes = data.get("prefixes", [])
    words = data["words"]
    actors = dict(data["actors"])
    for rank, forms in data["titles"].items():
        actors["title:" + rank] = forms

    def optional(key: str) -> re.Pattern[str] | None:
        return re.compile(data[key]) if data.get(key) else None

    gap = r"[\s,]*" if spaced else r"[\s，,、]*"
    return Speech(
        language=tag,
        verb_last=data["order"] == "verb-last",
        verb_first=data["order"] == "verb-first",
        inverts=frozenset(data["inverts"]),
        inverts_after=optional("inverts_after"),
        far=data.get("far", False),
        capitals=data["capitals"],
        carries_blocks=data.get("carries_blocks", False),
        name_first=data.get("name_first", False),
        possessive=optional("possessive"),
        adjective=optional("adjective"),
        topic=optional("topic"),
        topic_from=optional("topic_from"),
        relative=optional("relative"),
        oblique=optional("oblique"),
        opens=optional("opens"),
        absolute=optional("absolute"),
        verbs=CueTable(data["verbs"], tag, prefixes, data.get("verb_endings", ())),
        actors=CueTable(actors, tag, prefixes),
        governors=frozenset(fold(w) for w in words["governors"]),
        glue=re.compile(rf"[\s\-–—]*(?:(?:{_any(words['glue'])})[\s\-–—]*)*" if words["glue"] else r"\s*"),
        between=frozenset(fold(w) for w in words["between"]),
        conjunctions=re.compile(
            rf"(?:^|.*?[\s,;，；、:：—–\-(])(?:{_any(words['conjunctions'])}){gap}$"
            if spaced
            else rf"(?:^|.*?)(?:{_any(words['conjunctions'])})+$",
            re.S,
        ),
        that=re.compile(rf"(?:^|.*[\s,])(?:{_any(words['that'])})\s*$" if words["that"] else r"(?!)", re.S),
        statement=tuple(fold(w) for w in words["statement"]),
        communique=tuple(fold(w) for w in words["communique"]),
        home=frozenset(fold(w) for w in words["home"]),
        before=re.compile(rf"([^\W_]+)[\s\u00a0]+(?:(?:{_any(words['articles'])})[\s\u00a0']+)?$"),
        adverb=re.compile(data.get("adverb", "(?!)")),
        full_names=data.get("full_names", False),
        ands=re.compile(rf"[,，、;；。.]|(?<![^\W_])(?:{_any(words['and'])})(?![^\W_])"),
        agent=re.compile(rf"(?:^|[^\w])(?:{_any(words['agent'])})\s+$" if words.get("agent") else r"(?!)"),
        name_stops="".join(words["name_stops"]),
        not_names=tuple(words["not_names"]),
        joined=re.compile(
            rf"\s*(?:{_any(words['and'])})\s*(?:(?:{_any(words['articles'])})\s+)?" if words["and"] else r"(?!)"
        ),
        titles=tuple(fold(form) for forms in data["titles"].values() for form in forms),
    )


def _any(forms: list[str]) -> str:
    """One regular expression for any of these words, longest first; one that never matches for none."""
    return "|".join(re.escape(fold(f)) for f in sorted(forms, key=len, reverse=True)) or "(?!)"

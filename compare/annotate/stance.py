"""What a point does: supports, opposes, hopes, demands …, on one ladder for all languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from compare.annotate.cues import Cue, CueTable, fold, plain
from compare.annotate.negation import Negation
from compare.annotate.polarity import Poles
from compare.model import Mention, SegmentedReadout, Span, Stance
from compare.resources import SUPPORTED, load_toml

# An intensifier or hedge counts this many characters around its cue, within the clause: about four words.
_NEAR = 30
_NEAR_UNSPACED = 8


class Act(NamedTuple):
    """A rung: family of the act, polarity (-1, 0, 1), strength 0 to 6 and the most an intensifier makes of it."""

    family: str
    polarity: int
    strength: int
    most: int


@cache
def ladder() -> dict[str, Act]:
    """The acts of ``data/stance.toml`` by name."""
    return {
        name: Act(a["family"], a["polarity"], a["strength"], a["most"])
        for name, a in load_toml("stance.toml")["acts"].items()
    }


@dataclass(frozen=True)
class StanceWords:
    """The stance data of one language, compiled."""

    cues: CueTable
    intensifiers: CueTable
    hedges: CueTable
    negation: Negation
    poles: Poles
    last: bool
    near: int


@cache
def words_of(language: str) -> StanceWords:
    """Stance words of a language; English ones where there are none."""
    tag = language if language in SUPPORTED else "en"
    folder = "zh-Hans" if tag == "zh-Hant" else tag
    data: dict[str, Any] = load_toml("languages", folder, "stance.toml")
    speech = load_toml("languages", folder, "speech.toml")
    prefixes = speech.get("prefixes", [])
    modifiers = data["modifiers"]
    conjunctions = speech["words"]["conjunctions"]
    negation = Negation(modifiers, conjunctions, tag, prefixes)
    return StanceWords(
        cues=CueTable(data["acts"] | {"void": data["acts_void"]["words"]}, tag, prefixes),
        intensifiers=CueTable({"intensifier": modifiers["intensifiers"]}, tag, prefixes),
        hedges=CueTable({"hedge": modifiers["hedges"]}, tag, prefixes),
        negation=negation,
        poles=Poles(data["poles"], data["poles_void"]["words"], negation, conjunctions, tag, prefixes),
        last=data["order"] == "last",
        near=_NEAR if tag not in ("zh-Hans", "zh-Hant", "ja") else _NEAR_UNSPACED,
    )


def stances(segmented: SegmentedReadout, mentions: Sequence[Mention]) -> tuple[Stance | None, ...]:  # noqa: ARG001
    """One stance a point, None where no cue of the language stands in it or governs it in its sentence.

    Of several cues in a point the first that takes a stand counts (in languages whose verb stands last, the last); a
    point without one belongs to the nearest cue before it in its sentence ("urged them to …, to …"). Strength is the
    rung of ``data/stance.toml``, one more with an intensifier, one less with a hedge, never below 0.
    """
    text = plain(segmented.readout.text, segmented.readout.language)
    folded = fold(text)
    words = words_of(segmented.readout.language)
    cues = [c for c in words.cues.scan(text, folded) if c.kind != "void"]
    found: list[Stance | None] = []
    for point in segmented.points:
        inside = [c for c in cues if any(s.start <= c.start < s.end for s in point.spans)]
        cue = _main(inside, words.last)
        if cue is None and segmented.sentences:
            sentence = segmented.sentences[point.sentence].span
            first, end = point.spans[0].start, point.spans[-1].end
            if words.last:
                near = [c for c in cues if end <= c.start < sentence.end][:1]
            else:
                near = [c for c in cues if sentence.start <= c.start < first][-1:]
            cue = near[0] if near else None
        found.append(_stance(text, folded, words, cue) if cue is not None else None)
    return tuple(found)


def find_poles(text: str, language: str) -> tuple[Mention, ...]:
    """Mentions ``pole:<class>:+`` and ``pole:<class>:-`` of a text in reading order; negation is already counted in."""
    read = plain(text, language)
    return tuple(
        Mention("pole", f"pole:{pole.name}:{'+' if pole.sign > 0 else '-'}", Span(pole.start, pole.end))
        for pole in words_of(language).poles.scan(read, fold(read))
    )


def _main(cues: Sequence[Cue], last: bool) -> Cue | None:
    acts = ladder()
    ordered = list(reversed(cues)) if last else list(cues)
    takes = [c for c in ordered if acts[c.kind].family not in ("note", "discuss")]
    # Of cues that only report ("noted", "is interested in") the strongest says most.
    return next(iter(takes), max(ordered, key=lambda c: acts[c.kind].strength, default=None))


def _stance(text: str, folded: str, words: StanceWords, cue: Cue) -> Stance:
    act = ladder()[cue.kind]
    low, high = _clause(folded, cue, words.near)
    around = folded[low:high]
    strong = any(True for _ in words.intensifiers.scan(text[low:high], around))
    outside = (
        low + hedge.start >= cue.end or low + hedge.end <= cue.start
        for hedge in words.hedges.scan(text[low:high], around)
    )
    hedged = any(outside)
    strength = min(act.strength + strong, act.most) if strong else act.strength
    if hedged:
        strength = max(strength - 1, 0)
    return Stance(cue.kind, strength, words.negation.negated(text, folded, cue), hedged, Span(cue.start, cue.end))


def _clause(folded: str, cue: Cue, near: int) -> tuple[int, int]:
    low, high = max(0, cue.start - near), min(len(folded), cue.end + near // 2)
    before = max(folded.rfind(mark, low, cue.start) for mark in ".;:。；,，")
    if before >= 0:
        low = before + 1
    after = [at for at in (folded.find(mark, cue.end, high) for mark in ".;。；,，") if at >= 0]
    return low, min(after, default=high)

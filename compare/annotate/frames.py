"""Reporting frames of a sentence: which verb reports, and whose speech it reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from compare.annotate.actors import Actor
from compare.annotate.cues import Cue
from compare.annotate.people import governed
from compare.annotate.speech import AGREE, DISCUSS, INFORM, JOINT, NARRATE, POSITION, SAY, Speech
from compare.model import Holder

# A subject may stand this many plain words before its verb ("秦刚向对方说明", "Министр в беседе с коллегой подчеркнул");
# a bare country fewer, because "China trade restrictions hurt" is no China speaking. Set on fixtures/speakers.
_REACH = {
    "person": 8,
    "title": 6,
    "side": 5,
    "both": 6,
    "he": 5,
    "they": 5,
    "we": 4,
    "i": 4,
    "source": 6,
    "third": 3,
    "country": 1,
}
# In scripts without spaces the reach counts characters.
_REACH_UNSPACED = {
    "person": 26,
    "title": 24,
    "side": 18,
    "both": 20,
    "he": 14,
    "they": 14,
    "we": 10,
    "i": 10,
    "source": 16,
    "third": 8,
    "country": 8,
}
_PARENTHESIS = re.compile(r",[^,.;:]*,|，[^，。；]*，|\([^)]*\)|（[^）]*）|[—–][^—–]*[—–]")
_STOP = re.compile(r"[.;:!?。；：！？](?!\d)")
_WORD = re.compile(r"[^\W_]+")
_COMMA = re.compile(r"[,，、]")


class Voice(NamedTuple):
    """Somebody's voice in a text: party, name as written, and whom it is reported by."""

    party: Holder
    name: str | None = None
    via: str | None = None


NARRATOR = Voice(Holder.NARRATOR)
BOTH = Voice(Holder.BOTH)


class Frame(NamedTuple):
    """A reporting verb with the voice it gives the floor to. ``start``: where the clause begins (subject or verb);
    ``after``: the frame follows what it reports; ``person``: a person or title is its subject; ``fresh``: it has a
    subject of its own."""

    start: int
    verb: Cue
    voice: Voice
    after: bool = False
    fresh: bool = True
    actor: Actor | None = None


Resolve = Callable[[Actor], Voice | None]


def subject_of(
    text: str, folded: str, speech: Speech, actors: Sequence[Actor], cue: Cue, begin: int, end: int, last: Frame | None
) -> tuple[Actor | None, bool]:
    """The subject of ``cue`` in the sentence ``begin:end`` and whether it follows the verb; ``last`` is the frame before."""
    floor = last.verb.end if last else begin
    for actor in reversed([a for a in actors if floor <= a.start and a.end <= cue.start]):
        if not _may_be_subject(text, speech, actor):
            continue
        gap = folded[actor.end : cue.start]
        if _STOP.search(gap) or _distance(gap, speech) > _reach(speech)[actor.kind]:
            if speech.spaced:
                break
            continue
        if (
            last is not None
            and last.verb.kind in (POSITION, NARRATE, DISCUSS)
            and _object(folded[last.verb.end : actor.start], speech)
        ):
            continue
        return actor, False
    if cue.kind in speech.inverts:
        for actor in (a for a in actors if cue.end <= a.start < end):
            gap = folded[cue.end : actor.start]
            if _STOP.search(gap) or _COMMA.search(gap) or len(_plain(gap, speech)) > 1:
                break
            if _may_be_subject(text, speech, actor) and not (
                cue.kind != SAY and actor.kind in ("both", "they", "third")
            ):
                return actor, True
            break
    return None, False


def _reach(speech: Speech) -> dict[str, int]:
    return _REACH if speech.spaced else _REACH_UNSPACED


def _may_be_subject(text: str, speech: Speech, actor: Actor) -> bool:
    if governed(text, speech, actor.start):
        return False
    if speech.possessive is not None and speech.possessive.match(text, actor.end):
        return False
    return not (
        actor.kind == "country"
        and speech.adjective is not None
        and speech.adjective.search(text[actor.start : actor.end].lower())
    )


def _object(gap: str, speech: Speech) -> bool:
    """Whether what stands right after a verb, ``gap`` apart, is its object rather than a new subject."""
    return not _COMMA.search(gap) and not speech.conjunctions.match(gap) and len(_plain(gap, speech)) <= 3


def _plain(gap: str, speech: Speech) -> list[str]:
    """Words of a gap that are neither auxiliaries nor adverbs nor in a parenthesis."""
    bare = _PARENTHESIS.sub(" ", gap)
    return [w for w in _WORD.findall(bare) if w not in speech.between and not w.endswith("ly")]


def _distance(gap: str, speech: Speech) -> int:
    bare = _PARENTHESIS.sub(" ", gap)
    commas = len(_COMMA.findall(bare)) if speech.spaced else len(re.findall(r"[,，]", bare))
    if commas:
        return 99
    return len(_plain(gap, speech)) if speech.spaced else len(bare.strip())


def coordinated(folded: str, speech: Speech, cue: Cue, begin: int) -> bool:
    """Whether ``cue`` has no subject of its own but continues the clause before: "… and said", ",强调"."""
    before = folded[begin : cue.start]
    if not before.strip(" \"“”«»„「『'‘"):
        return True
    if not speech.spaced:
        return bool(re.search(r"[,，、;；:：\s“]$", before)) or bool(speech.conjunctions.match(before[-12:]))
    words = before.rstrip()
    if words.endswith((",", ";", ":", "—", "–", "»", "”", '"', "“", "«")):
        return True
    tail = [w for w in _WORD.findall(words[-60:])]
    while tail and (tail[-1] in speech.between or tail[-1].endswith("ly")):
        if speech.conjunctions.match(" " + tail[-1]):
            break
        tail.pop()
    trimmed = words[: words.rfind(tail[-1]) + len(tail[-1])] if tail else words
    return bool(speech.conjunctions.match(trimmed)) or (
        bool(tail) and words[words.rfind(tail[-1]) + len(tail[-1]) :].lstrip().startswith(",")
    )


def frames_of(
    text: str,
    folded: str,
    speech: Speech,
    actors: Sequence[Actor],
    cues: Sequence[Cue],
    begin: int,
    end: int,
    carried: Voice,
    resolve: Resolve,
) -> list[Frame]:
    """The frames of a sentence of a subject-first language, in order."""
    frames: list[Frame] = []
    for cue in cues:
        frame = _frame(text, folded, speech, actors, cue, begin, end, carried, resolve, frames)
        if frame is not None:
            frames.append(frame)
    return frames


def _frame(
    text: str,
    folded: str,
    speech: Speech,
    actors: Sequence[Actor],
    cue: Cue,
    begin: int,
    end: int,
    carried: Voice,
    resolve: Resolve,
    frames: Sequence[Frame],
) -> Frame | None:
    last = frames[-1] if frames else None
    if cue.kind == INFORM:
        return Frame(cue.start, cue, NARRATOR)
    if cue.kind == JOINT:
        inside = (
            last is not None
            and last.verb.kind == SAY
            and last.voice.party is not Holder.NARRATOR
            and not _separate(folded, last.verb.end, cue.start)
        )
        return None if inside else Frame(cue.start, cue, BOTH)
    actor, after = subject_of(text, folded, speech, actors, cue, begin, end, last)
    start = min(actor.start, cue.start) if actor else cue.start
    spoken = [f for f in frames if f.verb.kind in (SAY, POSITION, AGREE) and f.voice.party is not Holder.NARRATOR]
    if cue.kind in (DISCUSS, NARRATE):
        if cue.kind == NARRATE and carried.party is not Holder.NARRATOR and carried.party is not Holder.BOTH:
            return None
        if (
            spoken
            and not _separate(folded, spoken[-1].verb.end, start)
            and not (actor is None and coordinated(folded, speech, cue, begin))
        ):
            return None
        return Frame(start, cue, NARRATOR, fresh=actor is not None, actor=actor)
    if actor is None:
        if not coordinated(folded, speech, cue, begin):
            return None
        base = last.voice if last is not None else carried
        if cue.kind == POSITION and last is None:
            return None
        if base.party is Holder.NARRATOR and not (last is not None and last.actor is not None):
            return None
        if last is not None and base.party is Holder.NARRATOR and last.actor is not None:
            voice = resolve(last.actor)
            if voice is None:
                return None
            if voice.party is Holder.BOTH and cue.kind == SAY:
                return Frame(start, cue, voice, fresh=False, actor=last.actor)
            base = voice
        return Frame(start, cue, base, fresh=False, actor=last.actor if last else None)
    voice = resolve(actor)
    if voice is None:
        return None
    if actor.kind == "source":
        return Frame(start, cue, NARRATOR) if cue.kind != POSITION else Frame(start, cue, voice, after, True, actor)
    return _placed(folded, speech, Frame(start, cue, voice, after, True, actor), last, carried)


def _placed(folded: str, speech: Speech, frame: Frame, last: Frame | None, carried: Voice) -> Frame | None:
    """The frame as it stands behind ``last`` or in carried speech: nested, independent, or no frame at all."""
    kind, voice, actor = frame.verb.kind, frame.voice, frame.actor
    named = actor is not None and actor.kind in ("person", "title", "he")
    outer = last.voice if last is not None else carried
    spoken = outer.party not in (Holder.NARRATOR, Holder.BOTH)
    if not spoken:
        return frame
    if last is None:
        # A new sentence in somebody's speech: a person, or a side that says something, takes the floor.
        if voice.party is outer.party:
            return frame if named else frame._replace(voice=outer)
        if named or kind == SAY or (kind == AGREE and voice.party is Holder.BOTH):
            return frame if voice.party is not Holder.OTHER or named else None
        return None
    if _separate(folded, last.verb.end, frame.start) or _clause(folded, speech, last.verb.end, frame.start):
        if voice.party is outer.party and not named:
            return frame._replace(voice=outer)
        return frame if named or kind in (SAY, AGREE, POSITION) else None
    if voice.party is outer.party and not (named and actor and actor.kind == "person"):
        return None
    if voice.party is outer.party:
        return frame
    if kind == SAY or (kind == AGREE and voice.party is Holder.BOTH):
        return frame._replace(voice=voice._replace(via=outer.name))
    return (
        frame._replace(voice=voice._replace(via=outer.name))
        if named and not _after_that(folded, speech, last.verb.end, frame.start) and kind == AGREE
        else None
    )


def _separate(folded: str, start: int, end: int) -> bool:
    return bool(re.search(r"[;；]", folded[start:end]))


def _clause(folded: str, speech: Speech, start: int, end: int) -> bool:
    """Whether a conjunction after a comma opens a new main clause between two frames: ", and Aleinik …", ", а Эрдоган …"."""
    gap = folded[start:end]
    return bool(_COMMA.search(gap)) and bool(speech.conjunctions.match(gap))


def _after_that(folded: str, speech: Speech, start: int, end: int) -> bool:
    return bool(speech.that.match(folded[start:end]))

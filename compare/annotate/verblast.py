"""Frames of languages whose verb closes what it reports: Japanese, Korean, Turkish."""

from __future__ import annotations

from collections.abc import Sequence

from compare.annotate.actors import Actor
from compare.annotate.cues import Cue
from compare.annotate.frames import BOTH, NARRATOR, Frame, Resolve, Voice
from compare.annotate.people import governed
from compare.annotate.speech import AGREE, DISCUSS, INFORM, JOINT, NARRATE, Speech
from compare.model import Holder


def verb_last_frames(
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
    """The frames of a sentence, in order. The holder is the topic of the segment before the verb, else somebody right
    after it (Turkish "…söyleyen Erdoğan"), else the topic of the sentence so far, else the voice carried on."""
    frames: list[Frame] = []
    current: Actor | None = None
    floor = begin
    for cue in cues:
        if cue.kind == INFORM:
            frames.append(Frame(cue.start, cue, NARRATOR))
            continue
        topic = _topic(text, speech, [a for a in actors if floor <= a.start and a.end <= cue.start])
        if topic is None and current is None:
            topic = _following(text, speech, actors, cue)
        current = topic or current
        floor = cue.end
        if cue.kind in (DISCUSS, NARRATE):
            frames.append(Frame(cue.start, cue, NARRATOR, actor=current))
            continue
        if cue.kind == JOINT:
            frames.append(Frame(cue.start, cue, BOTH, actor=current))
            continue
        voice = resolve(current) if current is not None else carried
        if voice is None:
            continue
        if current is None and cue.kind == AGREE and voice.party is Holder.NARRATOR:
            voice = BOTH
        if current is not None and current.kind == "source":
            voice = NARRATOR
        frames.append(Frame(cue.start, cue, voice, True, topic is not None, current))
    return frames


def _topic(text: str, speech: Speech, actors: Sequence[Actor]) -> Actor | None:
    """The actor marked as topic; without one, the nearest that nothing governs."""
    marked = [a for a in actors if speech.topic is not None and speech.topic.match(text, a.end)]
    if marked:
        return marked[0]
    if speech.topic is not None:
        return None
    free = [
        a
        for a in actors
        if not governed(text, speech, a.start) and not (speech.possessive and speech.possessive.match(text, a.end))
    ]
    return free[-1] if free else None


def _following(text: str, speech: Speech, actors: Sequence[Actor], cue: Cue) -> Actor | None:
    for actor in actors:
        if actor.start >= cue.end:
            near = not text[cue.end : actor.start].strip() and not (
                speech.possessive and speech.possessive.match(text, actor.end)
            )
            return actor if near else None
    return None

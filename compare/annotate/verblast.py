"""Frames of languages whose verb closes what it reports: Japanese, Korean, Turkish."""

from __future__ import annotations

import re
from collections.abc import Sequence

from compare.annotate.actors import Actor
from compare.annotate.cues import Cue
from compare.annotate.frames import Frame, Scene
from compare.annotate.people import governed
from compare.annotate.speech import AGREE, DISCUSS, INFORM, JOINT, NARRATE
from compare.annotate.voices import BOTH, NARRATOR
from compare.model import Holder

_COMMA = re.compile(r"\s?[,，、]")


def verb_last_frames(scene: Scene) -> list[Frame]:
    """The frames of a sentence, in order. The holder is the topic of the segment before the verb, else somebody right
    after it (Turkish "…söyleyen Erdoğan"), else the topic of the sentence so far, else the first that comes later in
    it, else the voice carried on."""
    cues = [c for c in scene.cues if c.kind != INFORM]
    topics: list[Actor | None] = []
    floor, current = scene.begin, None
    for cue in cues:
        segment = [a for a in scene.actors if floor <= a.start and a.end <= cue.start]
        topic = _topic(scene, segment, cue) or _subject(scene, segment, current is None)
        if topic is None and current is None:
            topic = _following(scene, cue)
        current = topic or current
        topics.append(current)
        floor = cue.end
    first = next((t for t in topics if t is not None), None)
    cues, topics = _outermost(scene, cues, topics)
    frames = [Frame(c.start, c, NARRATOR) for c in scene.cues if c.kind == INFORM]
    frames += (f for f in (_frame(scene, c, t or first) for c, t in zip(cues, topics, strict=True)) if f is not None)
    return sorted(frames, key=lambda f: f.verb.start)


def _outermost(
    scene: Scene, cues: Sequence[Cue], topics: Sequence[Actor | None]
) -> tuple[list[Cue], list[Actor | None]]:
    """Leave out verbs of talking and meeting that another verb takes as its object without a pause (ağırlamayı
    beklediklerini bildirdi)."""
    kept = []
    for index, cue in enumerate(cues):
        following = cues[index + 1] if index + 1 < len(cues) else None
        inner = cue.kind in (DISCUSS, NARRATE) and following is not None and following.kind not in (DISCUSS, NARRATE)
        if not (inner and following and not scene.speech.ands.search(scene.text[cue.end : following.start])):
            kept.append(index)
    return [cues[i] for i in kept], [topics[i] for i in kept]


def _frame(scene: Scene, cue: Cue, topic: Actor | None) -> Frame | None:
    if cue.kind in (DISCUSS, NARRATE):
        return Frame(cue.start, cue, NARRATOR, topic)
    voice = scene.cast.voice(topic) if topic is not None else None
    if cue.kind == JOINT:
        one = voice is not None and voice.party not in (Holder.NARRATOR, Holder.BOTH)
        return Frame(cue.start, cue, voice if one and voice else BOTH, topic)
    if topic is not None and topic.kind == "source":
        return Frame(cue.start, cue, NARRATOR, topic)
    if voice is None and topic is not None:
        return None
    if voice is None:
        voice = scene.carried
        if voice.party is Holder.NARRATOR:
            # A verb of speech without any subject is the publisher's own minister.
            voice = BOTH if cue.kind == AGREE else scene.cast.principal()
    return Frame(cue.start, cue, voice, topic)


def _topic(scene: Scene, actors: Sequence[Actor], cue: Cue) -> Actor | None:
    """The actor marked as topic, the first of several; in a language without a mark, the nearest that has no case
    ending, a bare country only before a comma or right before the verb."""
    text, speech = scene.text, scene.speech
    if speech.topic is not None:
        return next((a for a in actors if speech.topic.match(text, a.end)), None)
    for actor in reversed(actors):
        if governed(text, speech, actor.start) or (speech.possessive and speech.possessive.match(text, actor.end)):
            continue
        bare = actor.kind in ("country", "third")
        if bare and not _COMMA.match(text, actor.end) and text[actor.end : cue.start].strip():
            continue
        if bare and speech.adjective is not None and speech.adjective.search(text[actor.start : actor.end].lower()):
            continue
        return actor
    return None


def _subject(scene: Scene, actors: Sequence[Actor], first: bool) -> Actor | None:
    """The actor with the mark of a subject or source (が and から, 이/가): people and sides, and where the sentence has
    no topic yet (``first``) also countries."""
    mark = scene.speech.topic_from
    if mark is None:
        return None
    kinds = ("person", "title", "side", "both", "country") if first else ("person", "title", "side", "both")
    return next((a for a in actors if a.kind in kinds and mark.match(scene.text, a.end)), None)


def _following(scene: Scene, cue: Cue) -> Actor | None:
    """Somebody right after a verb: the subject of a participle."""
    for actor in scene.actors:
        if actor.start >= cue.end:
            possessive = scene.speech.possessive and scene.speech.possessive.match(scene.text, actor.end)
            return actor if not scene.text[cue.end : actor.start].strip() and not possessive else None
    return None

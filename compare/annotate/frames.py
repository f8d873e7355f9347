"""Reporting frames of a sentence: which verb reports, and whose speech it reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from compare.annotate.actors import Actor
from compare.annotate.cast import Cast
from compare.annotate.cues import Cue
from compare.annotate.people import governed
from compare.annotate.speech import (
    ADDRESS,
    AGREE,
    ASIDE,
    DISCUSS,
    INFORM,
    JOINT,
    NARRATE,
    OURS,
    OWN,
    PER,
    POSITION,
    SAY,
    Speech,
)
from compare.annotate.voices import BOTH, NARRATOR, NOBODY, Voice
from compare.model import Holder

# A subject may stand this many plain words before its verb ("秦刚向对方说明", "Министр в беседе с ним подчеркнул");
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
    "home": 4,
    "third": 3,
}
_REACH_COUNTRY = 1
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
}
_REACH_UNSPACED_COUNTRY = 3
# "Российской стороной дана …": the agent stands this many characters from its participle at most.
_AGENT = 60
# German and Dutch close a clause with the verb: "Der Kanzler hat den Angriff auf … verurteilt".
_FAR = 2
_NAMED = frozenset({"person", "title", "he"})
_PARENTHESIS = re.compile(r",[^,.;:]*,|\([^)]*\)|[—–][^—–]*[—–]")
_BRACKETS = re.compile(r"\([^)]*\)|（[^）]*）")
_STOP = re.compile(r"[.;:!?。；：！？](?!\d)")
_STRONG = re.compile(r"[;；]")
_WORD = re.compile(r"[^\W_]+")
_COMMA = re.compile(r"[,，、]")
_QUOTED = re.compile(r"[»”“\"」]")
_QUOTES = " \n\"“‘«»„「『'\u00a0"


class Frame(NamedTuple):
    """A reporting verb with the voice it gives the floor to. ``start``: where the clause begins (subject or verb);
    ``actor``: its subject, also where it is understood from the clause before."""

    start: int
    verb: Cue
    voice: Voice
    actor: Actor | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence (``begin:end`` of the text) with the actors and verbs in it, the voice carried into it and the voice
    of sentences in which nobody is given the floor."""

    text: str
    folded: str
    speech: Speech
    actors: Sequence[Actor]
    cues: Sequence[Cue]
    begin: int
    end: int
    carried: Voice
    default: Voice
    cast: Cast


def frames_of(scene: Scene) -> list[Frame]:
    """The frames of a sentence of a language whose subject comes before what is said, in order."""
    frames: list[Frame] = []
    for cue in scene.cues:
        frame = _frame(scene, cue, frames)
        if frame is not None:
            frames.append(frame)
    return frames


def _frame(scene: Scene, cue: Cue, frames: Sequence[Frame]) -> Frame | None:
    last = frames[-1] if frames else None
    if cue.kind == INFORM:
        return Frame(cue.start, cue, NARRATOR)
    if cue.kind == OWN:
        voice = scene.cast.voice(Actor(cue.start, cue.end, "he"))
        return Frame(cue.start, cue, voice, None) if voice else None
    if cue.kind == PER:
        return _according(scene, cue)
    if cue.kind == ASIDE:
        opens = not scene.folded[scene.begin : cue.start].strip(_QUOTES)
        return Frame(cue.start, cue, BOTH) if opens else None
    if cue.kind in (JOINT, OURS):
        return None if _inside_speech(scene, frames, cue.start) else _impersonal(scene, cue)
    actor = _subject(scene, cue, last)
    start = min(actor.start, cue.start) if actor else cue.start
    if cue.kind in (DISCUSS, NARRATE):
        if cue.kind == NARRATE and scene.carried.party not in NOBODY:
            # Who tells of a meeting in the first person tells it himself; whose speech goes on speaks of another one.
            first = (
                scene.carried == scene.default
                and actor is not None
                and "i" in (actor.kind, actor.other and actor.other.kind)
            )
            if not first:
                return None
        if cue.kind == DISCUSS and actor is None and not scene.speech.spaced and scene.carried.party not in NOBODY:
            return None
        if _inside_speech(scene, frames, start) and not (actor is None and coordinated(scene, cue)):
            return None
        return Frame(start, cue, NARRATOR, actor)
    if actor is None:
        return _continued(scene, cue, last)
    before = scene.cast.last
    voice = scene.cast.voice(actor)
    if voice is None:
        return None
    if actor.kind == "source" and cue.kind not in (POSITION, ADDRESS):
        return Frame(start, cue, NARRATOR)
    frame = _placed(scene, Frame(start, cue, voice, actor), last)
    if frame is None or frame.voice.via is not None:
        scene.cast.last = before
    return frame


def _impersonal(scene: Scene, cue: Cue) -> Frame | None:
    """The voice of "it was noted …": both, the publisher, or the side that an agent names ("by the … side")."""
    agent = next((a for a in scene.actors if a.kind == "agent" and abs(a.start - cue.end) < _AGENT), None)
    if agent is not None:
        voice = scene.cast.voice(agent)
        return Frame(min(cue.start, agent.start), cue, voice, agent) if voice else None
    if cue.kind == OURS:
        voice = scene.cast.voice(Actor(cue.start, cue.end, "home"))
        return Frame(cue.start, cue, voice) if voice else None
    return Frame(cue.start, cue, BOTH)


def _according(scene: Scene, cue: Cue) -> Frame | None:
    """The voice of "according to …": whoever follows, in whatever case; not a source (a ministry, a statement)."""
    actor = next((a for a in scene.actors if a.start >= cue.end), None)
    if actor is None or actor.kind not in ("person", "title", "country", "side"):
        return None
    if len(_WORD.findall(scene.folded[cue.end : actor.start])) > 2:
        return None
    voice = scene.cast.voice(actor)
    return Frame(cue.start, cue, voice, actor) if voice is not None else None


def _inside_speech(scene: Scene, frames: Sequence[Frame], start: int) -> bool:
    """Whether ``start`` lies in what somebody of this sentence says."""
    spoken = [
        f
        for f in frames
        if f.verb.kind in (SAY, POSITION, ADDRESS, AGREE, OWN, PER, OURS) and f.voice.party is not Holder.NARRATOR
    ]
    return bool(spoken) and not _STRONG.search(scene.folded[spoken[-1].verb.end : start])


def _continued(scene: Scene, cue: Cue, last: Frame | None) -> Frame | None:
    """A verb without a subject of its own: it continues the frame before or the voice carried on."""
    if not coordinated(scene, cue):
        return None
    if last is None:
        opening = _opening(scene, cue) if scene.carried.party in NOBODY else None
        if opening is not None:
            voice = scene.cast.voice(opening)
            return Frame(cue.start, cue, voice, opening) if voice is not None else None
        if cue.kind in (POSITION, ADDRESS) or scene.carried.party is Holder.NARRATOR:
            return None
        return Frame(cue.start, cue, scene.carried)
    if last.voice.party is not Holder.NARRATOR:
        return Frame(cue.start, cue, last.voice, last.actor)
    if last.verb.kind == DISCUSS and last.actor is None:
        # "Обсудили … и отметили, что …": those who discuss are both.
        return Frame(cue.start, cue, BOTH) if cue.kind in (SAY, AGREE) else None
    voice = scene.cast.voice(last.actor) if last.actor is not None else None
    return Frame(cue.start, cue, voice, last.actor) if voice is not None else None


def _takes_floor(scene: Scene, frame: Frame) -> bool:
    """Whether a subject without a name opens a new sentence of its own in speech that was carried on: sides that say
    something, and in languages whose narrator speaks in full sentences also those that do or want something."""
    kind, party, actor = frame.verb.kind, frame.voice.party, frame.actor
    if party is Holder.OTHER:
        return False
    if kind == SAY or (kind == AGREE and party is Holder.BOTH):
        return True
    opens = actor is not None and not _plain(scene.folded[scene.begin : actor.start], scene.speech)
    wants = kind in (POSITION, ADDRESS, AGREE) and actor is not None and actor.kind in ("both", "they", "side")
    return scene.speech.spaced and opens and wants


def _opening(scene: Scene, cue: Cue) -> Actor | None:
    """Whoever the sentence begins with, when a later verb has no subject: "The leaders watched … and agreed"."""
    if not scene.folded[scene.begin : cue.start].strip(_QUOTES):
        return None
    for actor in scene.actors:
        if actor.end <= cue.start and actor.kind not in ("source", "third", "we", "i"):
            near = len(_plain(scene.folded[scene.begin : actor.start], scene.speech)) <= 1
            return actor if near and _may_be_subject(scene.text, scene.speech, actor) else None
    return None


def _placed(scene: Scene, frame: Frame, last: Frame | None) -> Frame | None:
    """The frame as it stands behind ``last`` or in carried speech: independent, nested, or none at all."""
    kind, voice, actor = frame.verb.kind, frame.voice, frame.actor
    named = actor is not None and actor.kind in _NAMED
    outer = last.voice if last is not None else scene.carried
    joint = last is not None and outer.party is Holder.BOTH and last.verb.kind in (SAY, POSITION, AGREE)
    if joint and (voice.party is Holder.OTHER or (actor is not None and actor.kind == "country" and kind != SAY)):
        return None  # "Both reaffirmed that Ukraine supports …"
    if outer.party in NOBODY:
        return frame
    if last is None:
        return _new_sentence(scene, frame, outer, named)
    if last.voice.via is not None and voice.name == last.voice.via:
        return frame  # back from what somebody was told to have said
    gap = scene.folded[last.verb.end : frame.start]
    if _STRONG.search(gap) or (_COMMA.search(gap) and scene.speech.conjunctions.match(gap)):
        if voice.party is outer.party and not named:
            return frame._replace(voice=outer)
        return frame if named or kind in (SAY, AGREE, POSITION, ADDRESS) else None
    if voice.party is outer.party:
        return None
    if kind == SAY or (kind == AGREE and (named or voice.party is Holder.BOTH)):
        return frame._replace(voice=voice._replace(via=outer.name))
    return None


def _new_sentence(scene: Scene, frame: Frame, outer: Voice, named: bool) -> Frame | None:
    """The frame of a new sentence in somebody's speech: a person, or a side that says something, takes the floor."""
    kind, voice = frame.verb.kind, frame.voice
    opens = scene.speech.opens
    joint = kind == AGREE and voice.party is Holder.BOTH
    told = opens is not None and not joint and scene.cast.knows(outer.name) and voice.name != outer.name
    if told and opens is not None and not opens.match(scene.text, frame.verb.end):
        # 泽连斯基多次表明…: told by whoever has the floor, which 泽连斯基说，… would take.
        nested = kind == SAY and voice.party not in (Holder.OTHER, outer.party)
        return frame._replace(voice=voice._replace(via=outer.name)) if nested else None
    if voice.party is outer.party:
        return frame if named else frame._replace(voice=outer)
    return frame if named or _takes_floor(scene, frame) else None


def _subject(scene: Scene, cue: Cue, last: Frame | None) -> Actor | None:
    """The subject of a verb: the nearest noun phrase before it that nothing governs, else, where the language turns
    them round, the one right after it."""
    folded, speech = scene.folded, scene.speech
    floor = last.verb.end if last else scene.begin
    for actor in reversed([a for a in scene.actors if floor <= a.start and a.end <= cue.start]):
        if not _may_be_subject(scene.text, speech, actor):
            continue
        gap = folded[actor.end : cue.start]
        if "," in folded[actor.start : actor.end]:
            gap = gap.removeprefix(",")  # closes an apposition: "The Minister, Helen Ward, condemned"
        if actor.kind in ("we", "i") and _QUOTED.search(gap):
            continue  # «Мы …», — сказал Президент: who speaks inside a quotation does not report it
        if _STOP.search(gap) or _distance(gap, speech) > _reach(speech, actor):
            if speech.spaced and not speech.far:
                break
            continue
        taken = last is not None and last.verb.kind in (POSITION, ADDRESS, NARRATE, DISCUSS)
        if taken and last is not None and _object(folded[last.verb.end : actor.start], speech):
            continue
        return actor
    if cue.kind not in speech.inverts or (
        speech.inverts_after and not speech.inverts_after.search(folded[scene.begin : cue.start])
    ):
        return None
    for actor in (a for a in scene.actors if cue.end <= a.start < scene.end):
        gap = folded[cue.end : actor.start]
        if _STOP.search(gap) or _COMMA.search(gap) or len(_plain(gap, speech)) > 1:
            break
        third = actor.kind in ("third", "both", "they") and cue.kind == POSITION and not speech.verb_first
        third = third or (speech.inverts_after is not None and actor.kind == "country")
        return actor if _may_be_subject(scene.text, speech, actor) and not third else None
    return None


def _reach(speech: Speech, actor: Actor) -> int:
    if speech.spaced:
        return _REACH.get(actor.kind, _REACH_COUNTRY) * (_FAR if speech.far else 1)
    return _REACH_UNSPACED.get(actor.kind, _REACH_UNSPACED_COUNTRY)


def _may_be_subject(text: str, speech: Speech, actor: Actor) -> bool:
    if governed(text, speech, actor.start) and not (speech.absolute and speech.absolute.match(text, actor.end)):
        return False
    if speech.possessive is not None and speech.possessive.match(text, actor.end):
        return False
    if actor.kind == "country" and not speech.spaced and actor.end - actor.start == 1:
        return False  # 访华, 中美: part of a compound; 中方 is a side
    word = text[actor.start : actor.end].lower()
    if speech.oblique is not None and _oblique(word, actor, speech):
        return False
    return not (actor.kind == "country" and speech.adjective is not None and speech.adjective.search(word))


def _oblique(word: str, actor: Actor, speech: Speech) -> bool:
    """Whether a noun phrase stands in an oblique case: Путина, Путину, президентом. A name counts as oblique when it is
    longer than its dictionary form, which the text has too."""
    if actor.person is not None and actor.kind == "person":
        last, plain = word.split()[-1], actor.person.name.lower().split()[-1]
        return len(last) > len(plain) and last.startswith(plain[:-1])
    if actor.kind != "title" or speech.oblique is None:
        return False
    head = next((w for w in word.split() if not (speech.adjective and speech.adjective.search(w))), word)
    return speech.oblique.search(head) is not None


def _object(gap: str, speech: Speech) -> bool:
    """Whether what stands right after a verb, ``gap`` apart, is its object rather than a new subject."""
    return (
        not _COMMA.search(gap)
        and not _STOP.search(gap)
        and not speech.conjunctions.match(gap)
        and len(_plain(gap, speech)) <= 3
    )


def _plain(gap: str, speech: Speech) -> list[str]:
    """Words of a gap that are neither auxiliaries nor adverbs nor in a parenthesis."""
    bare = _PARENTHESIS.sub(" ", gap)
    return [w for w in _WORD.findall(bare) if w not in speech.between and not speech.adverb.search(w)]


def _distance(gap: str, speech: Speech) -> int:
    bare = (_PARENTHESIS if speech.spaced else _BRACKETS).sub(" ", gap)
    if re.search(r"[,，]", bare):
        return 99
    return len(_plain(gap, speech)) if speech.spaced else len(bare.strip())


def coordinated(scene: Scene, cue: Cue) -> bool:
    """Whether ``cue`` has no subject of its own but continues the clause before: "… and said", ",强调"."""
    speech, before = scene.speech, scene.folded[scene.begin : cue.start]
    if not before.strip(_QUOTES):
        return True
    if not speech.spaced:
        return bool(re.search(r"[,，、;；:：\s“]$", before)) or bool(speech.conjunctions.match(before[-12:]))
    words = before.rstrip(_QUOTES)
    while not words.endswith((",", ";", ":", "—", "–")):
        tail = _WORD.search(words[::-1])
        if tail is None:
            return True
        start, end = len(words) - tail.end(), len(words) - tail.start()
        if speech.conjunctions.match(words[:end]):
            return True
        word = words[start:end]
        if word not in speech.between and not speech.adverb.search(word):
            return False
        words = words[:start].rstrip(_QUOTES)
        if not words:
            return True
    return True

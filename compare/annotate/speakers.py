"""Who holds each point according to its text: one side, both, the narrator or somebody else."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from compare.annotate.actors import Actor, actors_of, pieces_of
from compare.annotate.cues import fold, plain
from compare.annotate.frames import BOTH, NARRATOR, Frame, Scene, Voice, frames_of
from compare.annotate.names import SAME_NAME, name_similarity
from compare.annotate.parties import country_of
from compare.annotate.people import Person, handles, introduced
from compare.annotate.speech import DISCUSS, INFORM, NARRATE, Speech, speech_of
from compare.annotate.verblast import verb_last_frames
from compare.model import BlockKind, Holder, Mention, Pair, Party, Point, SegmentedReadout, Side, Speaker

Territory = tuple[int, int, Voice]


def attribute(segmented: SegmentedReadout, parties: Pair[Party], mentions: Sequence[Mention]) -> tuple[Speaker, ...]:
    """One speaker a point, in the order of the points.

    Parties are those of :func:`compare.annotate.parties.parties_of`. Where they are empty (one body published both
    texts) the publisher's own people speak as the narrator and everybody else as other. ``mentions`` are those of the
    whole text.
    """
    return _Reading(segmented, parties, mentions).speakers()


class _Reading:
    """One text while its speakers are being told apart, from the first sentence to the last."""

    def __init__(self, segmented: SegmentedReadout, parties: Pair[Party], mentions: Sequence[Mention]) -> None:
        readout = segmented.readout
        self.segmented, self.original = segmented, readout.text
        self.parties = parties.map(lambda p: Party(p.country, tuple(plain(n, readout.language) for n in p.people)))
        self.text = plain(readout.text, readout.language)
        self.folded = fold(self.text)
        self.speech: Speech = speech_of(readout.language)
        pieces = pieces_of(self.text, self.folded, self.speech, mentions)
        self.people = introduced(self.text, self.speech, pieces, mentions)
        listed = [Person(name, "", parties[s].country) for s in Side for name in parties[s].people]
        known = {_last(p.name) for p in self.people}
        listed = [p for p in listed if _last(p.name) not in known and _last(p.name) in self.folded]
        self.actors = actors_of(self.text, self.folded, self.speech, pieces, [*self.people, *listed])
        relative = self.speech.relative
        self.cues = [
            c
            for c in self.speech.verbs.scan(self.text, self.folded)
            if not (relative and relative.match(self.text, c.end))
        ]
        self.home_country = country_of(readout)
        self.home = next((s for s in Side if parties[s].country and parties[s].country == self.home_country), None)
        self.last: Person | None = None
        self.block = self.last_block = -1
        self.default = self._default()

    # -- whose voice ----------------------------------------------------------------------------------------------

    def _default(self) -> Voice:
        """The voice of sentences in which nobody is given the floor."""
        head = fold((self.segmented.readout.title or "") + " " + self.text[:200])
        if any(word in head for word in self.speech.communique):
            return BOTH
        first = sum(a.kind in ("we", "i") and not self._quoted(a.start) for a in self.actors)
        sentences = max(len(self.segmented.sentences), 1)
        if self.home is not None and first >= 2 and first / sentences >= 0.3:
            return Voice(Holder(self.home.value), self._principal())
        return NARRATOR

    def _quoted(self, at: int) -> bool:
        return any(start <= at < end for start, end in self._quotes())

    def _quotes(self) -> list[tuple[int, int]]:
        if not hasattr(self, "_quote_spans"):
            pattern = r"«[^«»]{25,}»|“[^“”]{25,}”|„[^„“”]{25,}[“”]|\"[^\"\n]{25,}\"|「[^「」]{20,}」"
            self._quote_spans = [m.span() for m in re.finditer(pattern, self.text)]
        return self._quote_spans

    def _principal(self) -> str | None:
        names = self.parties[self.home].people if self.home is not None else ()
        return next((name for name in names if name in self.text), names[0] if names else None)

    def _holder(self, country: str | None) -> Holder:
        for side in Side:
            if country is not None and self.parties[side].country == country:
                return Holder(side.value)
        if self.home is None and not any(p.country for p in self.parties):
            return Holder.NARRATOR if country is None or country == self.home_country else Holder.OTHER
        return Holder.OTHER

    def _of_person(self, person: Person) -> Holder:
        if person.country is not None:
            return self._holder(person.country)
        for side in Side:
            if person.name in self.parties[side].people:
                return Holder(side.value)
        for side in Side:
            if any(_last(name) == _last(person.name) for name in self.parties[side].people):
                return Holder(side.value)
        for side in Side:
            if any(name_similarity(name, person.name) >= SAME_NAME for name in self.parties[side].people):
                return Holder(side.value)
        if person.rank is not None and self.home is None and not any(p.country for p in self.parties):
            return Holder.OTHER if person.object_ else Holder.NARRATOR
        return Holder.OTHER

    def resolve(self, actor: Actor) -> Voice | None:
        """The voice of a reference; None where it cannot be told."""
        written = self.text[actor.start : actor.end]
        if actor.other is not None:
            return self._together(actor, written)
        if actor.kind == "person" and actor.person is not None:
            self._name(actor.person)
            return Voice(self._of_person(actor.person), actor.person.name)
        if actor.kind in ("both", "they"):
            return Voice(Holder.BOTH, written)
        if actor.kind == "he":
            person = self.last or (self.people[0] if self.people else None)
            if person is None:
                return Voice(Holder(self.home.value) if self.home else Holder.NARRATOR, written)
            return Voice(self._of_person(person), person.name)
        if actor.kind in ("we", "i"):
            if self.default.party is Holder.BOTH:
                return BOTH
            return Voice(Holder(self.home.value), self._principal()) if self.home else None
        if actor.kind == "title":
            return self._of_title(actor, written)
        if actor.kind in ("country", "side"):
            if actor.country is None:
                return None
            return Voice(self._holder(actor.country), written)
        if actor.kind == "source":
            country = actor.country or self.home_country
            return Voice(self._holder(country), written)
        return Voice(Holder.OTHER, written)

    def _together(self, actor: Actor, written: str) -> Voice | None:
        """Two subjects that an "and" joins: both sides, or one side where they belong together."""
        voices = [self.resolve(a._replace(other=None)) for a in (actor, actor.other) if a is not None]
        parties = {v.party for v in voices if v is not None}
        if len(parties) == 1 and Holder.NARRATOR not in parties:
            return voices[0]
        if parties <= {Holder.OTHER, Holder.NARRATOR} and Holder.OTHER in parties and self.home is not None:
            return Voice(Holder.OTHER, written)
        return Voice(Holder.BOTH, written)

    def _name(self, person: Person) -> None:
        """Remember whom "he" and a bare title mean from here on."""
        self.last, self.last_block = person, self.block

    def _of_title(self, actor: Actor, written: str) -> Voice | None:
        if actor.rank == "secretary-general":
            return Voice(Holder.OTHER, written)
        if actor.country is not None:
            person = next((p for p in self.people if p.country == actor.country and p.rank == actor.rank), None)
            if person is not None:
                self._name(person)
            return Voice(self._holder(actor.country), person.name if person else written)
        if self.last is not None and self.last.rank == actor.rank and self.last_block == self.block:
            return Voice(self._of_person(self.last), self.last.name)
        holders = [p for p in self.people if p.rank == actor.rank]
        own = [p for p in self.people if self.home and self._of_person(p).value == self.home.value]
        # "The President" is the publisher's own, unless only the other side has one ("the Chancellor").
        person = next((p for p in own if p.rank == actor.rank), None) or next((p for p in own if p.rank is None), None)
        if person is None and holders and len({self._of_person(p) for p in holders}) == 1 and own:
            person = holders[0]
        if person is not None:
            self._name(person)
            return Voice(self._of_person(person), person.name)
        if self.home is not None:
            return Voice(Holder(self.home.value), written)
        return Voice(Holder.NARRATOR, written)

    # -- sentences ------------------------------------------------------------------------------------------------

    def speakers(self) -> tuple[Speaker, ...]:
        """One speaker a point."""
        ground: list[Territory] = []
        carried, block = self.default, -1
        starts = [a.start for a in self.actors]
        cue_starts = [c.start for c in self.cues]
        kinds = self.segmented.readout.blocks
        for sentence in self.segmented.sentences:
            begin, end = sentence.span.start, sentence.span.end
            if sentence.block != block:
                if not (kinds[sentence.block].kind is BlockKind.LIST_ITEM and block >= 0):
                    carried = self.default
                block = self.block = sentence.block
            actors = self.actors[bisect_left(starts, begin) : bisect_left(starts, end)]
            cues = self.cues[bisect_left(cue_starts, begin) : bisect_left(cue_starts, end)]
            build = verb_last_frames if self.speech.verb_last else frames_of
            frames = build(Scene(self.text, self.folded, self.speech, actors, cues, begin, end, carried, self.resolve))
            if self.speech.verb_last:
                ground += _backward(frames, begin, end, carried)
            else:
                ground += _forward(self.folded, frames, begin, end, carried)
            carried = self._carried(frames, carried)
        quoted = self._quoted_ground()
        return tuple(self._of_point(point, ground, quoted) for point in self.segmented.points)

    def _carried(self, frames: Sequence[Frame], carried: Voice) -> Voice:
        """The voice that the next sentence of the paragraph continues."""
        kept = [f for f in frames if f.verb.kind != INFORM]
        if not kept:
            return carried
        voice = kept[-1].voice
        if voice.via is not None:
            outer = next((f.voice for f in reversed(kept) if f.voice.via is None), carried)
            return outer
        if kept[-1].verb.kind in (DISCUSS, NARRATE):
            return self.default
        return voice

    def _quoted_ground(self) -> list[Territory]:
        """Long quotations that are followed by their speaker: every sentence inside is his."""
        found: list[Territory] = []
        for start, end in self._quotes():
            after = re.compile(r"[\s,，.—–\-]{0,5}").match(self.text, end)
            at = after.end() if after else end
            cue = next(
                (
                    c
                    for c in self.cues
                    if at <= c.start <= at + 60 and not re.search(r"[.。;]", self.text[at : c.start])
                ),
                None,
            )
            if (
                cue is None
                or cue.kind == INFORM
                or not re.search(r"[.。!?！？][\s”»\"]+\S", self.text[start:end] + " x")
            ):
                continue
            near = [a for a in self.actors if at <= a.start <= cue.end + 40]
            actor = next(
                (a for a in near if a.kind in ("person", "title", "he", "country", "side", "both", "source")), None
            )
            if actor is None or actor.kind == "source":
                continue
            voice = self.resolve(actor)
            if voice is not None:
                found.append((start, end, voice))
        return found

    def _of_point(self, point: Point, ground: Sequence[Territory], quoted: Sequence[Territory]) -> Speaker:
        weights: dict[Voice, int] = {}
        total = sum(len(span) for span in point.spans)
        for start, end, voice in quoted:
            inside = sum(max(0, min(end, s.end) - max(start, s.start)) for s in point.spans)
            if inside * 2 > total:
                return self._speaker(voice)
        for span in point.spans:
            for start, end, voice in ground:
                size = min(end, span.end) - max(start, span.start)
                if size > 0:
                    weights[voice] = weights.get(voice, 0) + size
        voice = max(weights, key=lambda v: weights[v]) if weights else NARRATOR
        return self._speaker(voice)

    def _speaker(self, voice: Voice) -> Speaker:
        return Speaker(voice.party, self._written(voice.name), self._written(voice.via))

    def _written(self, name: str | None) -> str | None:
        """A name in the characters of the text."""
        at = self.text.find(name) if name else -1
        return self.original[at : at + len(name)] if name and at >= 0 else name


def _last(name: str) -> str:
    """The last word of a name, as names are compared."""
    return (fold(name).split() or [""])[-1]


def _forward(folded: str, frames: Sequence[Frame], begin: int, end: int, carried: Voice) -> list[Territory]:
    """Divide a sentence among its frames: each owns what follows it; the first, and one that follows its speech, also
    what stands before."""
    speaking = [f for f in frames if f.verb.kind != INFORM]
    if not speaking:
        return [(begin, end, NARRATOR if frames else carried)]
    ground: list[Territory] = []
    for index, frame in enumerate(speaking):
        start = begin if index == 0 else _boundary(folded, speaking[index - 1], frame)
        stop = end if index + 1 == len(speaking) else _boundary(folded, frame, speaking[index + 1])
        ground.append((start, stop, frame.voice))
    return ground


def _boundary(folded: str, left: Frame, right: Frame) -> int:
    """Where the words of one frame end and those of the next begin."""
    gap = folded[left.verb.end : right.start]
    strong = max(gap.rfind(";"), gap.rfind("；"))
    if strong >= 0:
        return left.verb.end + strong + 1
    return right.start


def _backward(frames: Sequence[Frame], begin: int, end: int, carried: Voice) -> list[Territory]:
    """Divide a sentence whose verbs stand last: each frame owns what stands before it."""
    speaking = [f for f in frames if f.verb.kind != INFORM]
    if not speaking:
        return [(begin, end, NARRATOR if frames else carried)]
    ground: list[Territory] = []
    start = begin
    for index, frame in enumerate(speaking):
        stop = end if index + 1 == len(speaking) else frame.verb.end
        ground.append((start, stop, frame.voice))
        start = stop
    return ground


__all__ = ["attribute", "handles"]

"""Who holds each point according to its text: one side, both, the narrator or somebody else."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from compare.annotate.actors import actors_of, pieces_of
from compare.annotate.cast import Cast, last_word
from compare.annotate.cues import Cue, fold, plain
from compare.annotate.frames import Frame, Scene, frames_of
from compare.annotate.parties import country_of, is_agency
from compare.annotate.people import Person, introduced
from compare.annotate.speech import CLAIM, DISCUSS, INFORM, NARRATE, VOID, Speech, speech_of
from compare.annotate.verblast import verb_last_frames
from compare.annotate.voices import BOTH, NARRATOR, NOBODY, Voice
from compare.model import BlockKind, Holder, Mention, Pair, Party, Point, SegmentedReadout, Side, Speaker

# A quotation is followed by its speaker within this many characters ("…", – зазначив Президент).
_ATTRIBUTION = 60
Territory = tuple[int, int, Voice]


def attribute(segmented: SegmentedReadout, parties: Pair[Party], mentions: Sequence[Mention]) -> tuple[Speaker, ...]:
    """One speaker a point, in the order of the points.

    Parties are those of :func:`compare.annotate.parties.parties_of`. Where they are empty (one body published both
    texts) the publisher's own people speak as the narrator and everybody else as other. ``mentions`` are those of the
    whole text.
    """
    return _Reading(segmented, parties, mentions).speakers()


_QUOTATION = re.compile(r"«[^«»]{25,}»|“[^“”]{25,}”|„[^„“”]{25,}[“”]|\"[^\"\n]{25,}\"|「[^「」]{20,}」")


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
        known = {last_word(p.name) for p in self.people}
        listed = [p for p in listed if last_word(p.name) not in known and last_word(p.name) in self.folded]
        self.actors = actors_of(self.text, self.folded, self.speech, pieces, [*self.people, *listed])
        relative = self.speech.relative
        self.cues = [
            c
            for c in self.speech.verbs.scan(self.text, self.folded)
            if c.kind != VOID and not (relative and relative.match(self.text, c.end))
        ]
        self.quotes = [m.span() for m in _QUOTATION.finditer(self.text)]
        self.cast = Cast(self.text, self.people, self.parties, country_of(readout), not is_agency(readout))
        self.default = self._default()

    def _default(self) -> Voice:
        """The voice of sentences in which nobody is given the floor."""
        head = fold((self.segmented.readout.title or "") + " " + self.text[:200])
        if any(word in head for word in self.speech.communique):
            self.cast.joint = True
            return BOTH
        first = sum(a.kind in ("we", "i") and not self._quoted(a.start) for a in self.actors)
        sentences = max(len(self.segmented.sentences), 1)
        # A readout quotes its principal in the first person now and then; a statement has "we" in every third sentence.
        if self.cast.home is not None and first >= 2 and first / sentences >= 0.3:
            return self.cast.principal()
        return NARRATOR

    def _quoted(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.quotes)

    def speakers(self) -> tuple[Speaker, ...]:
        """One speaker a point."""
        ground: list[Territory] = []
        quoted: list[Territory] = []
        carried, block = self.default, -1
        actor_starts, cue_starts = [a.start for a in self.actors], [c.start for c in self.cues]
        build = verb_last_frames if self.speech.verb_last else frames_of
        divide = _backward if self.speech.verb_last else _forward
        for sentence in self.segmented.sentences:
            begin, end = sentence.span.start, sentence.span.end
            actors = self.actors[bisect_left(actor_starts, begin) : bisect_left(actor_starts, end)]
            cues = self.cues[bisect_left(cue_starts, begin) : bisect_left(cue_starts, end)]
            verbs = [c for c in cues if c.kind != CLAIM]
            if sentence.block != block:
                carried = self._into(sentence.block, block, carried, bool(verbs))
                block = self.cast.block = sentence.block
            scene = Scene(
                self.text, self.folded, self.speech, actors, verbs, begin, end, carried, self.default, self.cast
            )
            frames = build(scene)
            if carried.party is Holder.NARRATOR and self._claims(frames, cues):
                carried = self.cast.principal()
            ground += divide(self.folded, frames, begin, end, carried)
            quoted += self._quoted_ground(frames, begin, end)
            carried = self._carried(frames, carried)
        return tuple(self._of_point(point, ground, quoted) for point in self.segmented.points)

    def _into(self, block: int, before: int, carried: Voice, verbs: bool) -> Voice:
        """The voice carried into a new block: that of the list it belongs to; in Chinese, which leaves out subjects,
        also that of the paragraph before where the new one opens without a verb of speech or talk."""
        if before < 0:
            return self.default
        if self.segmented.readout.blocks[block].kind is BlockKind.LIST_ITEM:
            return carried
        goes_on = self.speech.carries_blocks and not verbs and carried.party is not Holder.BOTH
        return carried if goes_on else self.default

    def _claims(self, frames: Sequence[Frame], cues: Sequence[Cue]) -> bool:
        """Whether a sentence in which nobody is given the floor says what must be ("must be returned"; German
        subjunctive): the publisher's own claim, not a report."""
        return self.cast.home is not None and not frames and any(c.kind == CLAIM for c in cues)

    def _carried(self, frames: Sequence[Frame], carried: Voice) -> Voice:
        """The voice that the next sentence of the paragraph continues."""
        kept = [f for f in frames if f.verb.kind != INFORM]
        if not kept:
            return carried
        voice = kept[-1].voice
        if voice.via is not None:
            return next((f.voice for f in reversed(kept) if f.voice.via is None), carried)
        if kept[-1].verb.kind in (DISCUSS, NARRATE):
            return self.default
        if voice.party is Holder.BOTH and not self.speech.spaced and carried.party not in NOBODY:
            return carried  # 双方同意… in the middle of a speech: 希望… after it is the speaker's again
        return voice

    def _quoted_ground(self, frames: Sequence[Frame], begin: int, end: int) -> list[Territory]:
        """Long quotations that end in this sentence and are followed by their speaker: every sentence inside is his."""
        found: list[Territory] = []
        for start, stop in self.quotes:
            if not begin < stop <= end:
                continue
            for frame in frames:
                near = stop <= frame.verb.start <= stop + _ATTRIBUTION
                if near and frame.verb.kind not in (INFORM, DISCUSS, NARRATE):
                    found.append((start, stop, frame.voice))
                    break
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


def _backward(_folded: str, frames: Sequence[Frame], begin: int, end: int, carried: Voice) -> list[Territory]:
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

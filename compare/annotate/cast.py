"""The cast of a text: which side every reference to somebody speaks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from compare.annotate.actors import Actor
from compare.annotate.cues import fold
from compare.annotate.people import UNIONS, Person, alike
from compare.annotate.voices import BOTH, Voice
from compare.model import Holder, Pair, Party, Side

_HEADS = frozenset({"president", "chancellor", "prime-minister", "king"})


class Memory(NamedTuple):
    """Whom "he" means: the voice named last, under which rank, in which block. Kept by the frames: a name in somebody
    else's speech is put back."""

    voice: Voice | None = None
    rank: str | None = None
    block: int = -1


class Cast:
    """People and parties of one text, with the memory that "he" and "the minister" need.

    ``home``: the side that published the text, None where no party belongs to a side (one body published both texts);
    then the publisher's own people speak as the narrator (``official``: a government body, not a news agency) and
    everybody else as other.
    """

    def __init__(
        self, text: str, people: Sequence[Person], parties: Pair[Party], home_country: str | None, official: bool
    ) -> None:
        self._text, self._people, self._parties = text, people, parties
        self._home_country, self._official = home_country, official
        self.home = next((s for s in Side if parties[s].country and parties[s].country == home_country), None)
        self.joint = False
        self.block = 0
        self.last: Memory = Memory()

    def principal(self) -> Voice:
        """The voice of the publisher in a text that speaks for itself."""
        if self.joint:
            return BOTH
        if self.home is None:
            return Voice(Holder.NARRATOR)
        names = self._parties[self.home].people
        here = next((name for name in names if fold(name) in fold(self._text)), None)
        return Voice(Holder(self.home.value), here or (names[0] if names else None))

    def knows(self, name: str | None) -> bool:
        """Whether the name is that of a person of the text (and not of a side: 中方)."""
        return any(person.name == name for person in self._people)

    def voice(self, actor: Actor) -> Voice | None:
        """The voice of a reference; None where it cannot be told. Remembers people for the pronouns that follow."""
        written = self._text[actor.start : actor.end]
        if actor.other is not None:
            return self._together(actor, written)
        if actor.kind == "person" and actor.person is not None:
            rank = actor.person.rank or actor.rank
            return self._remember(Voice(self.party_of(actor.person), actor.person.name), rank)
        if actor.kind in ("both", "they"):
            return Voice(Holder.BOTH, written)
        if actor.kind == "he":
            return self.last.voice or (self.principal() if self.home is not None else None)
        if actor.kind in ("we", "i", "home"):
            return self.principal() if self.home is not None or self.joint else None
        if actor.kind == "title":
            return self._title(actor, written)
        if actor.kind in ("country", "side", "agent"):
            return Voice(self._holder(actor.country), written) if actor.country is not None else None
        if actor.kind == "source":
            return Voice(self._holder(actor.country or self._home_country), written)
        return Voice(Holder.OTHER, written)

    def party_of(self, person: Person) -> Holder:
        """The party of a person: by the country the text gives, else by the names of the parties in whatever script."""
        if person.rank == "secretary-general" and person.country is None:
            return Holder.OTHER
        if person.country is not None:
            return self._holder(person.country)
        for side in Side:
            if any(
                last_word(name) == last_word(person.name) or _shortened(name, person.name)
                for name in self._parties[side].people
            ):
                return Holder(side.value)
        for side in Side:
            if any(alike(name, person.name) for name in self._parties[side].people):
                return Holder(side.value)
        if person.rank is None or person.object_:
            return Holder.OTHER
        # A title without a country is the publisher's own.
        if self.home is not None:
            return Holder(self.home.value)
        return Holder.NARRATOR if self._nobody() and self._official else Holder.OTHER

    def _nobody(self) -> bool:
        return not any(p.country for p in self._parties)

    def _holder(self, country: str | None) -> Holder:
        for side in Side:
            if country is not None and self._parties[side].country == country:
                return Holder(side.value)
        own = country is None or country == self._home_country
        return Holder.NARRATOR if self._nobody() and own and self._official else Holder.OTHER

    def _remember(self, voice: Voice, rank: str | None) -> Voice:
        self.last = Memory(voice, rank, self.block)
        return voice

    def _together(self, actor: Actor, written: str) -> Voice | None:
        """Two subjects that an "and" joins: both sides, or one side where they belong together."""
        voices = [self.voice(a._replace(other=None)) for a in (actor, actor.other) if a is not None]
        parties = {v.party for v in voices if v is not None}
        if len(parties) == 1 and Holder.NARRATOR not in parties:
            return voices[0]
        if parties <= {Holder.OTHER, Holder.NARRATOR} and Holder.OTHER in parties and self.home is not None:
            return Voice(Holder.OTHER, written)
        return Voice(Holder.BOTH, written)

    def _title(self, actor: Actor, written: str) -> Voice | None:
        """Whom "the Minister" means: whom a country beside it names; whom the paragraph named last under that title;
        else the publisher's own, unless only the other side has one ("the Chancellor")."""
        union = self.home is not None and self._home_country in UNIONS.values()
        if actor.rank == "secretary-general" and actor.country is None and not union:
            return Voice(Holder.OTHER, written)
        if actor.country is not None:
            person = next((p for p in self._people if p.country == actor.country and p.rank == actor.rank), None)
            return self._remember(Voice(self._holder(actor.country), person.name if person else written), actor.rank)
        if self.last.rank == actor.rank and self.last.block == self.block and self.last.voice is not None:
            return self.last.voice
        own = [p for p in self._people if self.home and self.party_of(p).value == self.home.value]
        person = next((p for p in own if p.rank == actor.rank), None) or next((p for p in own if p.rank is None), None)
        holders = [p for p in self._people if p.rank == actor.rank]
        # A president's readout of talks with a minister: "the Minister" is the guest. Ministers are on every side, so a
        # minister's own readout means its own even where the text gives him another title (a prince).
        higher = all(p.rank in _HEADS for p in own) or actor.rank in _HEADS
        if person is None and own and higher and holders and len({self.party_of(p) for p in holders}) == 1:
            person = holders[0]
        if person is not None:
            return self._remember(Voice(self.party_of(person), person.name), actor.rank)
        if self.home is None:
            return Voice(Holder.NARRATOR if self._official else Holder.OTHER, written)
        return self._remember(Voice(Holder(self.home.value), written), actor.rank)


def _shortened(one: str, two: str) -> bool:
    """Whether one name in Han characters is the family name of the other: 高橋, 高橋誠."""
    short, long = sorted((one, two), key=len)
    return len(short) >= 2 and " " not in long and "\u4e00" <= short[0] <= "\u9fff" and long.startswith(short)


def last_word(name: str) -> str:
    """The last word of a name, as names are compared."""
    return (fold(name).split() or [""])[-1]

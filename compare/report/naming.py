"""What the sides and the people are called in a report."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from compare.model import AnnotatedReadout, Comparison, Holder, Pair, PointRef, Side
from compare.report.display import one_line
from compare.report.messages import Messages
from compare.report.people import display_name

# Scripts that readers of a report language read without help, by the first word of a letter's Unicode name.
_READS = {
    "zh": ("CJK",),
    "ja": ("CJK", "HIRAGANA", "KATAKANA"),
    "ru": ("CYRILLIC",),
    "be": ("CYRILLIC",),
    "uk": ("CYRILLIC",),
    "ar": ("ARABIC",),
}


# When a label has more characters than this, sentences name the countries: two such labels and two quotations make a
# sentence that nobody reads to its end, and a label beside a country does not look like its counterpart.
LONG = 24


_BRACKETS = re.compile(r"(.+?)\s*[(（]([^()（）]+)[)）]")


class Naming:
    """Names of sides and speakers for one comparison in one language."""

    def __init__(self, comparison: Comparison, words: Messages) -> None:
        self._sides, self._words = comparison.sides, words
        self._reads = _READS.get(words.language, ("LATIN",))
        self._keys, self._spellings = _people(comparison.sides)
        # 秦剛 for readers of Japanese where their own text has it, 秦刚 in the other. Elsewhere names have cases, and a
        # longer spelling may be an inflected one.
        own = [side for side in comparison.sides if side.readout.language.split("-")[0] == words.language]
        self._own = _people(own)[1] if self._reads[0] == "CJK" else {}
        self.sides = self._labels()
        self.short = self._short()

    def speaker(self, ref: PointRef, *, at_home: bool = False) -> str:
        """Who holds a point, for a margin or a sentence: ``Aleinik (Belarus)``, ``both sides``; ``at_home`` leaves the
        country away from people in the text of their own side, and so does a side without a country."""
        speaker = self._sides[ref.side].annotations[ref.point].speaker
        if speaker.party in (Holder.LEFT, Holder.RIGHT):
            country = self.country(Side(speaker.party.value))
            name = self._person(speaker.name)
            if name == country:
                name = ""
            bare = (at_home and speaker.party.value == ref.side) or not self._sides[
                Side(speaker.party.value)
            ].readout.country
            label = country if not name else name if bare else self._words("speaker.named", name=name, country=country)
        elif speaker.name and speaker.party is Holder.OTHER:
            label = self._person(speaker.name) or self._words("speaker.other")
        else:
            label = self._words(f"speaker.{speaker.party}")
        via = self._person(speaker.via)
        return self._words("speaker.via", speaker=label, via=via) if via else label

    def country(self, side: Side) -> str:
        """The country of a side, else its label."""
        return self._words.country(self._sides[side].readout.country) or self.sides[side]

    def _labels(self) -> Pair[str]:
        """Labels of the sides; equal ones are told apart by date, else by side."""
        labels = self._sides.map(lambda side: one_line(side.readout.label) or one_line(side.readout.issuer or ""))
        if labels.left and labels.left != labels.right:
            return Pair(labels.left, labels.right or self._words("side.right"))
        dates = self._sides.map(lambda side: side.readout.published)
        if dates.left and dates.right and dates.left != dates.right:
            tails = dates.map(self._words.date)
        else:
            tails = Pair(self._words("side.left"), self._words("side.right"))
        return Pair(f"{labels.left} ({tails.left})".strip(), f"{labels.right} ({tails.right})".strip())

    def _short(self) -> Pair[str]:
        """What the sides are called inside of sentences: when a label is long, the countries if they differ, else what
        stands in brackets if only that differs (a language, a date)."""
        if max(map(len, self.sides)) <= LONG:
            return self.sides
        countries = self._sides.map(lambda side: self._words.country(side.readout.country))
        if countries.left and countries.right and countries.left != countries.right:
            return Pair(countries.left, countries.right)
        left, right = (_BRACKETS.fullmatch(label) for label in self.sides)
        if left and right and left[1] == right[1]:
            return Pair(left[2], right[2])
        return self.sides

    def _person(self, name: str | None) -> str:
        """A name in letters that the reader reads: as the tables, this text or the other text write it, or
        romanised."""
        if not name:
            return ""
        shown, key = one_line(name), self._keys.get(name)
        if key is None:
            return shown
        kind, _, slug = key.partition(":")
        country = self._words.country(slug) if kind == "country" else None
        if country:
            return country
        # The tables write people in English letters for every language of the Latin script that has no form of its own.
        listed = display_name(key, self._words.language, english=self._reads == ("LATIN",))
        if listed:
            return listed
        spellings: list[str] = [*self._own.get(key, ()), shown, *self._spellings.get(key, ())]
        for spelling in spellings:
            if self._readable(spelling):
                return spelling
        return display_name(key, self._words.language) or one_line(slug.replace("-", " ").title())

    def _readable(self, name: str) -> bool:
        letters = [unicodedata.name(char, "") for char in name if char.isalpha()]
        return all(letter.startswith(self._reads) for letter in letters)


def _people(sides: Iterable[AnnotatedReadout]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """The key of each spelling of a person or country, and the spellings of each key, longest first."""
    keys: dict[str, str] = {}
    spellings: dict[str, set[str]] = {}
    for text, key in _mentions(sides):
        keys.setdefault(text, key)
        spellings.setdefault(key, set()).add(one_line(text))
    return keys, {key: sorted(found, key=lambda s: (-len(s), s)) for key, found in spellings.items()}


def _mentions(sides: Iterable[AnnotatedReadout]) -> Iterator[tuple[str, str]]:
    for side in sides:
        for note in side.annotations:
            for mention in note.mentions:
                if mention.kind in ("person", "name", "country"):
                    yield mention.span.of(side.readout.text), mention.key

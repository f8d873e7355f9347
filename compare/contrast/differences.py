"""What differs between two linked points, each difference named and quoted from both sides."""

from __future__ import annotations

from collections.abc import Iterator

from compare.model import AnnotatedReadout, Annotation, Difference, Holder, Link, Mention, Pair

_QUANTITIES = ("number", "percent", "money", "ordinal", "duration")
_NAMES = ("person", "name", "org", "place")
# A point that says this many times more than its counterpart has a part that the other lacks (the log ratio of their
# information; the median of gold pairs called the same is 0.3). Set on fixtures/events.
LONGER = 0.7


def differences(pair: Pair[AnnotatedReadout], link: Link) -> tuple[Difference, ...]:
    """Return the differences of a link, the hardest kinds first: polarity, number, date, strength, hedge, name, phrase,
    part, speaker. Words that a side lacks are the empty string."""
    return tuple(_found(pair, link))


def _found(pair: Pair[AnnotatedReadout], link: Link) -> Iterator[Difference]:
    signals = dict(link.signals)
    left, right = pair.left.annotations[link.left], pair.right.annotations[link.right]
    if signals.get("pole_clash", 0) > 0:
        yield _poles(pair, left, right)
    if signals.get("numbers_clash", 0) > 0:
        yield Difference("number", _quote(pair.left, left, _QUANTITIES), _quote(pair.right, right, _QUANTITIES))
    if signals.get("dates_clash", 0) > 0:
        yield Difference("date", _quote(pair.left, left, ("date",)), _quote(pair.right, right, ("date",)))
    if left.stance and right.stance:
        cues = tuple(
            s.cue.of(r.readout.text) if s.cue else "" for s, r in ((left.stance, pair.left), (right.stance, pair.right))
        )
        if left.stance.strength != right.stance.strength:
            yield Difference("strength", *cues)
        if left.stance.hedged != right.stance.hedged:
            yield Difference("hedge", *cues)
    for kind, kinds in (("name", _NAMES), ("phrase", ("concept",))):
        words = _only(pair, left, right, kinds)
        if words != ("", ""):
            yield Difference(kind, *words)
    gap = signals.get("size_left", 0) - signals.get("size_right", 0)
    if abs(gap) > LONGER:
        texts = pair.left.points[link.left].text, pair.right.points[link.right].text
        yield Difference("part", texts[0] if gap > 0 else "", "" if gap > 0 else texts[1])
    holders = left.speaker.party, right.speaker.party
    if holders[0] is not holders[1] and Holder.NARRATOR not in holders:
        yield Difference("speaker", left.speaker.name or "", right.speaker.name or "")


def _poles(pair: Pair[AnnotatedReadout], left: Annotation, right: Annotation) -> Difference:
    for one in left.mentions:
        for other in right.mentions:
            if one.kind == other.kind == "pole" and one.key[:-2] == other.key[:-2] and one.key != other.key:
                return Difference(
                    "polarity", one.span.of(pair.left.readout.text), other.span.of(pair.right.readout.text)
                )
    return Difference("polarity", "", "")


def _quote(readout: AnnotatedReadout, note: Annotation, kinds: tuple[str, ...]) -> str:
    return ", ".join(m.span.of(readout.readout.text) for m in note.mentions if m.kind in kinds)


def _only(pair: Pair[AnnotatedReadout], left: Annotation, right: Annotation, kinds: tuple[str, ...]) -> tuple[str, str]:
    """Words of these kinds that one side has and the other lacks."""
    keys = {m.key for m in left.mentions if m.kind in kinds}, {m.key for m in right.mentions if m.kind in kinds}

    def words(readout: AnnotatedReadout, mentions: tuple[Mention, ...], lacking: set[str]) -> str:
        found = [m.span.of(readout.readout.text) for m in mentions if m.kind in kinds and m.key not in lacking]
        return ", ".join(dict.fromkeys(found))

    return words(pair.left, left.mentions, keys[1]), words(pair.right, right.mentions, keys[0])

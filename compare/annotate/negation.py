"""Whether a word is negated: "does not support", 不支持, не поддерживает, 支持しない."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from compare.annotate.cues import UNSPACED, Cue, CueTable

# A negator reaches over this many words (characters without spaces) to the word it negates. "does not in any way
# support" has three in between; farther away it mostly negates something else (fixtures/stance).
_WORDS = 3
_CHARACTERS = 3
# How far back negators are looked for at all, in characters.
_BACK, _BACK_UNSPACED = 60, 14
_STOP = re.compile(r"[.;:!?,。；：！？，、—–]")
_WORD = re.compile(r"[^\W_]+")


class Negation:
    """The negators of a language. ``before`` stand ahead of what they negate; ``after`` are glued to or follow it
    (Japanese ない, Korean 않, Turkish -me-)."""

    def __init__(
        self,
        modifiers: Mapping[str, Any],
        conjunctions: Sequence[str],
        language: str,
        prefixes: Sequence[str],
    ) -> None:
        self._spaced = language not in UNSPACED
        self._ends = frozenset(conjunctions) if self._spaced else frozenset()
        before = {
            "no": modifiers["negators"],
            "far": modifiers["negators_far"],
            "verb": modifiers["negators_verbs"],
            "void": modifiers["not_negators"],
        }
        behind = modifiers["negators_behind"]
        self._behind = (
            CueTable({"no": behind, "void": modifiers["not_negators"]}, language, prefixes) if behind else None
        )
        self._concord: bool = modifiers["concord"]
        self._before = CueTable(before, language, prefixes)
        after = modifiers.get("negators_after", [])
        self._after = re.compile("|".join(re.escape(word) for word in after)) if after else None

    def negated(self, text: str, folded: str, cue: Cue, others: Sequence[int] = ()) -> bool:
        """Whether the cue is negated. ``others``: where other words start that may take a negator for themselves
        ("does not support the ban" says nothing against the ban)."""
        low = max(0, cue.start - (_BACK if self._spaced else _BACK_UNSPACED))
        count = verbs = 0
        for negator in self._before.scan(text[low : cue.start], folded[low : cue.start]):
            gap = folded[low + negator.end : cue.start]
            if negator.kind == "void" or _STOP.search(gap):
                continue
            near = len(_WORD.findall(gap)) <= _WORDS if self._spaced else len(gap) <= _CHARACTERS
            near = near and self._ends.isdisjoint(_WORD.findall(gap))
            near = near and not any(low + negator.end <= other < cue.start for other in others)
            verbs += negator.kind == "verb" and near
            count += negator.kind == "far" or (negator.kind == "no" and near)
        if self._after is not None:
            tail = _STOP.split(folded[cue.stem : cue.end + 8])[0]
            count += bool(self._after.search(tail))
        if self._behind is not None and not count:
            rest = _STOP.split(folded[cue.end : cue.end + _BACK])[0]
            found = self._behind.scan(text[cue.end : cue.end + len(rest)], rest)
            count += any(negator.kind == "no" for negator in found)
        return (min(count, 1) + verbs if self._concord else count + verbs) % 2 == 1

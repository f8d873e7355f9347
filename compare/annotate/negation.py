"""Whether a word is negated: "does not support", 不支持, не поддерживает, 支持しない."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from compare.annotate.cues import UNSPACED, Cue, CueTable

# A negator reaches over this many words (characters without spaces) to the word it negates. "does not in any way
# support" has three in between; farther away it mostly negates something else (fixtures/stance).
_WORDS = 3
_CHARACTERS = 3
_STOP = re.compile(r"[.;:!?,。；：！？，、—–]")
_WORD = re.compile(r"[^\W_]+")


class Negation:
    """The negators of a language. ``before`` stand ahead of what they negate; ``after`` are glued to or follow it
    (Japanese ない, Korean 않, Turkish -me-)."""

    def __init__(
        self,
        modifiers: Mapping[str, Sequence[str]],
        conjunctions: Sequence[str],
        language: str,
        prefixes: Sequence[str],
    ) -> None:
        self._spaced = language not in UNSPACED
        self._ends = frozenset(conjunctions) if self._spaced else frozenset()
        self._before = CueTable({"no": modifiers["negators"], "void": modifiers["not_negators"]}, language, prefixes)
        after = modifiers.get("negators_after", [])
        self._after = re.compile("|".join(re.escape(word) for word in after)) if after else None

    def negated(self, text: str, folded: str, cue: Cue) -> bool:
        """Whether an odd number of negators governs the cue."""
        low = max(0, cue.start - (40 if self._spaced else 8))
        count = 0
        for negator in self._before.scan(text[low : cue.start], folded[low : cue.start]):
            gap = folded[low + negator.end : cue.start]
            near = len(_WORD.findall(gap)) <= _WORDS if self._spaced else len(gap) <= _CHARACTERS
            if negator.kind == "no" and near and not _STOP.search(gap) and self._ends.isdisjoint(_WORD.findall(gap)):
                count += 1
        if self._after is not None:
            tail = _STOP.split(folded[cue.stem : cue.end + 8])[0]
            count += bool(self._after.search(tail))
        return count % 2 == 1

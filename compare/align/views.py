"""One side of a pair as arrays: what the signals look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compare.encode import Embedded
from compare.model import AnnotatedReadout, Holder, Mention, Pair
from compare.names import SAME_NAME, name_similarity

Floats = NDArray[np.float32]

NAME_KINDS = frozenset({"person", "name", "org", "place"})


@dataclass(frozen=True)
class View:
    """Arrays over the n points of one side."""

    texts: tuple[str, ...]
    sizes: Floats  # information: characters, with Han, Kana and Hangul counted as two and a half
    places: Floats  # position in the text, 0 to 1
    blocks: NDArray[np.int32]
    sentences: NDArray[np.int32]
    holders: NDArray[np.int32]
    strengths: Floats
    polarities: Floats
    acts: tuple[str, ...]
    hedged: Floats
    topics: tuple[tuple[str, ...], ...]
    embedded: Embedded
    language: str

    def __len__(self) -> int:
        return len(self.texts)


HOLDERS = tuple(Holder)


def information(text: str) -> float:
    """Length of a text in alphabetic characters: one Han, Kana or Hangul character says as much as about 2.5 letters
    (median over the translated gold points)."""
    return sum(2.5 if "\u2e80" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7af" else 1.0 for c in text if not c.isspace())


def view(readout: AnnotatedReadout, embedded: Embedded) -> View:
    """Collect the arrays of one side; ``embedded`` holds its points' vectors in order."""
    count = len(readout.points)
    notes = readout.annotations
    return View(
        texts=tuple(p.text for p in readout.points),
        sizes=np.array([information(p.text) for p in readout.points], dtype=np.float32),
        places=((np.arange(count) + 0.5) / max(count, 1)).astype(np.float32),
        blocks=np.array([p.block for p in readout.points], dtype=np.int32),
        sentences=np.array([p.sentence for p in readout.points], dtype=np.int32),
        holders=np.array([HOLDERS.index(a.speaker.party) for a in notes], dtype=np.int32),
        strengths=np.array([a.stance.strength if a.stance else -1 for a in notes], dtype=np.float32),
        polarities=np.array([_polarity(a.stance.negated) if a.stance else 0 for a in notes], dtype=np.float32),
        acts=tuple(a.stance.act if a.stance else "" for a in notes),
        hedged=np.array([bool(a.stance and a.stance.hedged) for a in notes], dtype=np.float32),
        topics=tuple(a.topics for a in notes),
        embedded=embedded,
        language=readout.readout.language,
    )


def _polarity(negated: bool) -> int:
    return -1 if negated else 1


def presence(mentions: Pair[Sequence[Sequence[Mention]]], kinds: frozenset[str]) -> Pair[Floats]:
    """Return points x keys indicator matrices of both sides over one common list of keys of these kinds.

    Names that no table knows are merged across scripts when their romanised forms agree (``SAME_NAME``).
    """
    keys = sorted({m.key for side in mentions for point in side for m in point if m.kind in kinds})
    group = dict(zip(keys, range(len(keys)), strict=True))
    loose = [k for k in keys if k.startswith("name:")]
    for at, key in enumerate(loose):
        for other in (*loose[:at], *(k for k in keys if k.startswith("person:"))):
            if name_similarity(key, other) >= SAME_NAME:
                group[key] = group[other]
                break

    def indicator(points: Sequence[Sequence[Mention]]) -> Floats:
        matrix = np.zeros((len(points), len(keys)), dtype=np.float32)
        for row, found in enumerate(points):
            for mention in found:
                if mention.kind in kinds:
                    matrix[row, group[mention.key]] = 1
        return matrix

    return mentions.map(indicator)

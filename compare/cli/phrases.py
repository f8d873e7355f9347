"""The set phrases of one text, for ``readouts concepts``."""

from __future__ import annotations

import json
from bisect import bisect_right
from pathlib import Path
from typing import NamedTuple

from compare.model import Readout


class Phrase(NamedTuple):
    """A concept of the registry as it stands in a text. ``words``: its different wordings; ``paragraphs``: numbers from
    1 of the paragraphs that have it; ``times``: how often in all."""

    concept: str
    topics: tuple[str, ...]
    weight: float
    times: int
    paragraphs: tuple[int, ...]
    words: tuple[str, ...]


def phrases(readout: Readout, extra: Path | None) -> list[Phrase]:
    """Return the concepts found in a readout, in the order in which they first appear; ``extra`` is a file with more of
    them. Raises DataError when that file is malformed."""
    from compare.annotate.concepts import find_concepts, load
    from compare.resources import SUPPORTED

    known = load(readout.language if readout.language in SUPPORTED else "en", extra).concepts
    starts = [block.span.start for block in readout.blocks]
    found: dict[str, list[tuple[int, str]]] = {}
    for mention in find_concepts(readout.text, readout.language, extra):
        paragraph = bisect_right(starts, mention.span.start)
        words = " ".join(mention.span.of(readout.text).split())
        found.setdefault(mention.key.removeprefix("concept:"), []).append((paragraph, words))
    return [
        Phrase(
            key,
            known[key].topics,
            known[key].weight,
            len(places),
            tuple(dict.fromkeys(paragraph for paragraph, _ in places)),
            tuple(dict.fromkeys(words for _, words in places)),
        )
        for key, places in found.items()
    ]


def lay_out(found: list[Phrase], form: str) -> str:
    """Return the phrases as lines for people (``text``), a table with tabs (``tsv``) or ``json``."""
    if form == "json":
        return json.dumps([phrase._asdict() for phrase in found], ensure_ascii=False, indent=1) + "\n"
    if form == "tsv":
        head = "concept\ttopics\tweight\ttimes\tparagraphs\twords"
        lines = (
            f"{p.concept}\t{','.join(p.topics)}\t{p.weight:g}\t{p.times}\t{','.join(map(str, p.paragraphs))}\t"
            f"{' | '.join(p.words)}"
            for p in found
        )
        return "\n".join((head, *lines)) + "\n"
    if not found:
        return "No set phrase was found.\n"
    lines = (
        f"{p.concept} ({', '.join(p.topics)})\n    "
        + " ".join(f"¶{number}" for number in p.paragraphs)
        + (f" ×{p.times}" if p.times > 1 else "")
        + f": {' | '.join(p.words)}"
        for p in found
    )
    return "\n".join(lines) + "\n"

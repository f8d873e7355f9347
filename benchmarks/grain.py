"""Do points separate what people quote as separate claims? Segmentation alone, on gold cases and invented events.

python -m benchmarks.grain [--verbose] [NAME ...]

grain: share of gold quotes whose points carry no other gold quote of their side (the measure of the same name in
``benchmarks/scoring.py``). points: mean number of points that carry a quote (aim: at most 2).
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator

from benchmarks import events
from benchmarks.cases import cases
from benchmarks.scoring import Side
from compare.model import Block, BlockKind, Provenance, Readout, Span
from compare.segment import segment

_BLOCK = re.compile(r"(?:[^\n]|\n(?![ \t]*(?:\n|$)))+")


def readout(text: str, language: str) -> Readout:
    """A text of paragraphs, nothing read into it."""
    spans = [Span(m.start(), m.end()) for m in _BLOCK.finditer(text) if m[0].strip()]
    blocks = tuple(Block(BlockKind.PARAGRAPH, span) for span in spans)
    provenance = Provenance("x", "text/plain", "utf-8", "given", "")
    return Readout("x", None, None, language, None, None, text, blocks, provenance)


def sides() -> Iterator[tuple[str, str, str, dict[str, list[str]]]]:
    """Name, language, text, and the quotes of each gold point."""
    for name, gold, folder in cases():
        for key, side in zip("ab", gold["sides"], strict=True):
            text = (folder / side["file"]).read_text(encoding="utf-8")
            quotes = {p["id"]: p[f"{key}_quotes"] for p in gold["points"] if p[f"{key}_quotes"]}
            yield name, side["lang"], text, quotes
    for event in events.events():
        for key in ("left", "right"):
            text, spans = events.marked(event[key]["text"])
            quotes = {name: [text[a:b] for a, b in found] for name, found in spans.items()}
            yield f"event {event['id']}", event[key]["lang"], text, quotes


def measure(language: str, text: str, quotes: dict[str, list[str]], *, verbose: bool = False) -> Counter[str]:
    """Counts of one side: ``quotes``, ``apart`` (those that share no point), ``held`` (points that carry them)."""
    points = segment(readout(text, language)).points
    side = Side(
        {
            "text": text,
            "points": [{"id": n, "spans": [(s.start, s.end) for s in p.spans]} for n, p in enumerate(points)],
        }
    )
    holders = {name: side.holders(found) for name, found in quotes.items()}
    used = Counter(point for held in holders.values() for point in held)
    counts: Counter[str] = Counter(points=len(points))
    for name, held in holders.items():
        apart = bool(held) and all(used[point] == 1 for point in held)
        counts += Counter(quotes=1, apart=int(apart), held=len(held))
        if verbose and not apart:
            print(f"  {language} {name} {quotes[name]}\n    -> {[points[int(point)].text for point in held]}")
    return counts


def line(name: str, counts: Counter[str]) -> str:
    """One row of the table."""
    share, mean = counts["apart"] / counts["quotes"], counts["held"] / counts["quotes"]
    return f"{name:<34} grain {share:.3f}  points a quote {mean:.2f}  quotes {counts['quotes']:>4}"


def main(arguments: list[str]) -> int:
    """Print the tables."""
    names = [a for a in arguments if not a.startswith("-")]
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for name, language, text, quotes in sides():
        if names and not any(wanted in name for wanted in names):
            continue
        counts = measure(language, text, quotes, verbose="--verbose" in arguments)
        group = "events" if name.startswith("event ") else "cases"
        for row in (name, f"{group} {language}", f"all {group}"):
            rows[row] += counts
    for row in sorted(rows, key=lambda r: (r.startswith("all "), r.startswith(("cases ", "events ")), r)):
        print(line(row, rows[row]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Run the engine over the gold cases and score it.

python -m benchmarks.cases [NAME ...]
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import scoring
from compare.model import Source
from compare.options import EncodeOptions, Options
from compare.pipeline import compare
from compare.record import dumps

FOLDER = Path(__file__).parent.parent / "fixtures" / "cases"


def cases(names: tuple[str, ...] = ()) -> Iterator[tuple[str, dict[str, Any], Path]]:
    """Yield name, gold and folder of each case, sorted."""
    for folder in sorted(FOLDER.iterdir()):
        if (folder / "gold.json").exists() and (not names or folder.name in names):
            yield folder.name, json.loads((folder / "gold.json").read_text(encoding="utf-8")), folder


def topics() -> dict[str, str]:
    """Return gold topic -> topic id."""
    groups = json.loads((FOLDER / "topics.json").read_text(encoding="utf-8"))
    return {name: group for group, names in groups.items() for name in names}


def result(gold: dict[str, Any], folder: Path, *, swap: bool = False, cache: bool = True) -> dict[str, Any]:
    """Return the engine's result on a case, as the JSON that a user gets; labels and dates given, languages found."""
    sources = [
        Source(str(folder / side["file"]), label=side["publisher"], published=side["date"]) for side in gold["sides"]
    ]
    if swap:
        sources.reverse()
    options = Options(encode=EncodeOptions(cache=cache))
    loaded: dict[str, Any] = json.loads(dumps(compare(sources[0], sources[1], options)))
    return loaded


def measure(names: tuple[str, ...] = ()) -> tuple[dict[str, dict[str, float]], dict[str, float]]:
    """Return the measures of each case and of all."""
    rows, scored = {}, []
    known = topics()
    for name, gold, folder in cases(names):
        one = scoring.score(gold, result(gold, folder), known)
        scored.append(one)
        rows[name] = scoring.summary(one["raw"], one["relations"], one["means"])
    return rows, scoring.total(scored)


def digest() -> str:
    """Return a digest over texts and answers of all cases: floors hold for exactly these."""
    total = hashlib.sha256()
    for path in sorted(p for p in FOLDER.rglob("*") if p.suffix in (".txt", ".json")):
        total.update(path.relative_to(FOLDER).as_posix().encode())
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


def main(arguments: list[str]) -> int:
    """Print the table; return the exit code."""
    rows, every = measure(tuple(arguments))
    print(f"{'case':<28}" + "".join(f"{name:>10}" for name in every))
    for name, row in {**rows, "ALL": every}.items():
        print(f"{name:<28}" + "".join(f"{value:>10.3f}" for value in row.values()))
    print("digest of the cases:", digest())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

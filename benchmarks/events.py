"""Invented events with human answers (``fixtures/events/*.toml``): load, check, and export them as gold cases.

The format is described in ``fixtures/events/README.md``. A gold case folder holds ``side-a.<lang>.txt``,
``side-b.<lang>.txt`` and ``gold.json``, the same as ``fixtures/cases``.

    python -m benchmarks.events check [FILE ...]
    python -m benchmarks.events export DIR
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "fixtures" / "events"
PAIRS = Path(__file__).parent.parent / "fixtures" / "pairs"
TOPICS = (
    *("procedure", "relations", "contacts", "economy", "sanctions", "ukraine", "middle-east", "korea", "taiwan"),
    *("sovereignty", "maritime", "border", "nuclear", "security", "human-rights", "people", "humanitarian"),
    *("climate", "order"),
)
RELATIONS = {
    "shared": "shared",
    "weaker-left": "shared-but-weaker-in-a",
    "weaker-right": "shared-but-weaker-in-b",
    "conflict": "conflict",
    "only-left": "only-a",
    "only-right": "only-b",
}
SPEAKERS = {"left": "a", "right": "b", "both": "both", "narrator": "narrator", "other": "other"}
LABELS = ("same", "weaker-left", "weaker-right", "conflict", "different")
KINDS = ("two-governments", "one-body-two-languages", "revision-over-time", "news-and-source")
_MARK = re.compile(r"⟦([a-z]?\d+):|⟧")


@dataclass(frozen=True)
class PairLine:
    """A labelled pair of points: languages, texts, label, and why the label holds."""

    event: str
    label: str
    left_language: str
    left: str
    right_language: str
    right: str
    why: str


def marked(text: str) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    """Split a marked text into the plain text and the spans of each point id; raises ValueError on bad marks."""
    plain: list[str] = []
    spans: dict[str, list[tuple[int, int]]] = {}
    stack: list[tuple[str, int]] = []
    length = at = 0
    for match in _MARK.finditer(text):
        plain.append(text[at : match.start()])
        length += match.start() - at
        at = match.end()
        if match.group(1):
            stack.append((match.group(1), length))
        elif stack:
            name, start = stack.pop()
            spans.setdefault(name, []).append((start, length))
        else:
            raise ValueError(f"a closing mark without an opening one at character {match.start()}")
    if stack:
        raise ValueError(f"mark {stack[-1][0]} is not closed")
    plain.append(text[at:])
    return "".join(plain), spans


def case(event: dict[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    """Turn a loaded event into (file name -> text, gold object); raises ValueError naming what is wrong."""
    texts, quotes, paragraphs = {}, {}, {}
    sides = []
    for name, key in (("left", "a"), ("right", "b")):
        side = event[name]
        plain, spans = marked(side["text"].strip("\n"))
        blocks = [b for b in re.split(r"\n\s*\n", plain) if b.strip()]
        if re.search(r"\S\n\S", plain):
            raise ValueError(
                f"{name}: a single line break inside a paragraph (paragraphs are separated by blank lines)"
            )
        file = f"side-{key}.{side['lang']}.txt"
        texts[file] = plain + "\n"
        sides.append({"file": file, "lang": side["lang"], "publisher": side["publisher"], "date": side["date"]})
        quotes[key] = {p: [plain[s:e] for s, e in found] for p, found in spans.items()}
        paragraphs[key] = len(blocks)
    points, seen = [], set()
    for point in event["points"]:
        ident, relation, topic = point["id"], point["relation"], point["topic"]
        seen.add(ident)
        if relation not in RELATIONS or topic not in TOPICS:
            raise ValueError(f"{ident}: relation or topic is not one of the known ones")
        gold: dict[str, Any] = {"id": ident, "text_en": point.get("en", ""), "topic": topic}
        gold["relation"] = RELATIONS[relation]
        for name, key in (("left", "a"), ("right", "b")):
            wanted = relation != f"only-{'right' if name == 'left' else 'left'}"
            found = quotes[key].get(ident, [])
            if bool(found) != wanted:
                raise ValueError(f"{ident}: relation {relation} but {len(found)} marks on the {name} side")
            if wanted and point.get(name) not in SPEAKERS:
                raise ValueError(f"{ident}: the {name} speaker must be one of {', '.join(SPEAKERS)}")
            gold[f"{key}_quotes"] = found
        gold["speaker"] = {
            k: SPEAKERS.get(point.get(n)) if gold[f"{k}_quotes"] else None for n, k in (("left", "a"), ("right", "b"))
        }
        gold["near"] = list(point.get("near", ()))
        points.append(gold)
    for key in "ab":
        if extra := set(quotes[key]) - seen:
            raise ValueError(f"marks without an entry under points: {sorted(extra)}")
    if unknown := {n for p in points for n in p["near"]} - seen:
        raise ValueError(f"near names unknown points: {sorted(unknown)}")
    for index, key in ((0, "a"), (1, "b")):
        numbers = sorted(n for bead in event["beads"] for n in bead[index])
        if numbers != list(range(paragraphs[key])):
            raise ValueError(f"beads name {numbers} of side {key}, the text has {paragraphs[key]} paragraphs")
    gold_case = {
        "event": event["id"],
        "kind": event["kind"],
        "text_status": "invented event, own writing; not for quotation",
        "sides": sides,
        "points": points,
        "paragraph_alignment": event["beads"],
        "non_content": {"a": [], "b": []},
    }
    return texts, gold_case


def pairs(event: dict[str, Any]) -> list[PairLine]:
    """Return the labelled pairs of an event; raises ValueError on an unknown label."""
    lines = []
    for row in event.get("pairs", ()):
        label, left_language, left, right_language, right, *why = row
        if label not in LABELS:
            raise ValueError(f"label {label!r} of a pair is not one of {', '.join(LABELS)}")
        lines.append(PairLine(event["id"], label, left_language, left, right_language, right, why[0] if why else ""))
    return lines


def load(path: Path) -> dict[str, Any]:
    """Read one event file and check it; raises ValueError with the file's name."""
    try:
        event = tomllib.loads(path.read_text(encoding="utf-8"))
        if event["id"] != path.stem or event["kind"] not in KINDS:
            raise ValueError("id must be the file's name and kind one of " + ", ".join(KINDS))
        case(event)
        pairs(event)
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path.name}: {type(error).__name__}: {error}") from error
    return event


def events(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Return all events of a folder, sorted by id."""
    return [load(path) for path in sorted(folder.glob("*.toml"))]


def pair_sets(folder: Path = PAIRS) -> list[dict[str, Any]]:
    """Return the sets of lone labelled pairs (``fixtures/pairs/*.toml``), sorted by id; raises ValueError on a bad
    row."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        one = tomllib.loads(path.read_text(encoding="utf-8"))
        one["left"] = one["right"] = {"publisher": "", "date": None}
        try:
            pairs(one)
        except (ValueError, TypeError) as error:
            raise ValueError(f"{path.name}: {error}") from error
        found.append(one)
    return found


def export(target: Path) -> int:
    """Write every event as a gold case folder below ``target``; return how many."""
    found = events()
    for event in found:
        texts, gold = case(event)
        folder = target / event["id"]
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
        (folder / "gold.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1), encoding="utf-8")
    return len(found)


def main(arguments: list[str]) -> int:
    """Check files or export them; return the exit code."""
    if arguments[:1] == ["export"] and len(arguments) == 2:
        print(export(Path(arguments[1])), "cases written")
        return 0
    failed = 0
    for path in [Path(a) for a in arguments[1:]] or sorted(FOLDER.glob("*.toml")):
        try:
            event = load(path)
        except ValueError as error:
            failed += 1
            print(error)
        else:
            print(f"{path.name}: {len(event['points'])} points, {len(pairs(event))} pairs")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

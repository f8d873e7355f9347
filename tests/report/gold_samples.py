"""Comparisons built from the gold cases: what an engine without a mistake would say, to try reports on.

``python tests/report/gold_samples.py`` writes them to fixtures/results, where the tests read them.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from compare.model import (
    AnnotatedReadout,
    Annotation,
    Bead,
    Block,
    BlockKind,
    Comparison,
    Difference,
    Emphasis,
    Evidence,
    Finding,
    FindingKind,
    Holder,
    Link,
    Note,
    Pair,
    Point,
    PointRef,
    Provenance,
    Readout,
    Relation,
    Sentence,
    Side,
    Span,
    Speaker,
    Stance,
    Status,
    Weight,
)

ROOT = Path(__file__).parents[2]
CASES = ROOT / "fixtures/cases"
RESULTS = ROOT / "fixtures/results"
# Short labels, two-letter countries and, where a text writes a name in another script, nothing: as a user would type.
EVENTS = {
    "by-cn-2023-02-24-zh-ru": ("CN", "BY"),
    "gb-cn-2024-10-18": ("GB", "CN"),
    "fomc-2024-09-11": ("US", "US"),
    "us-il-2024-01-19": ("US", "IL"),
    "by-2020-06-19-be-ru": ("BY", "RU"),
}
RELATION = {
    "shared": Relation.SAME,
    "shared-but-weaker-in-a": Relation.WEAKER_LEFT,
    "shared-but-weaker-in-b": Relation.WEAKER_RIGHT,
    "conflict": Relation.CONFLICT,
}
PARTY = {"a": Holder.LEFT, "b": Holder.RIGHT, "both": Holder.BOTH, "narrator": Holder.NARRATOR, "other": Holder.OTHER}
KEYS = {Side.LEFT: "a", Side.RIGHT: "b"}


def gold_comparison(event: str) -> Comparison:
    """The comparison that the gold labels of a case describe."""
    folder = CASES / event
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    topics = {
        t: group
        for group, members in json.loads((CASES / "topics.json").read_text(encoding="utf-8")).items()
        for t in members
    }
    readouts = Pair(*(_readout(folder, gold, side, EVENTS[event][i]) for i, side in enumerate(Side)))
    found = {side: _points(readouts[side], gold, KEYS[side]) for side in Side}
    sides = Pair(*(_annotated(readouts[side], found[side], topics, KEYS[side]) for side in Side))
    index: dict[Side, dict[str, list[int]]] = {side: defaultdict(list) for side in Side}
    for side in Side:
        for i, (entry, _) in enumerate(found[side]):
            index[side][entry["id"]].append(i)
    links, findings = [], []
    statuses = {side: [Status.OMITTED] * len(sides[side].points) for side in Side}
    for entry in gold["points"]:
        left, right = (index[side][entry["id"]] for side in Side)
        relation = RELATION.get(entry["relation"])
        if relation is not None and left and right:
            mine = [
                Link(i, j, 0.8, (("semantic", 0.75), ("names", 1.0)), relation, _differences(entry, relation))
                for i in left
                for j in right
            ]
            links += mine
            for side, points in ((Side.LEFT, left), (Side.RIGHT, right)):
                for point in points:
                    statuses[side][point] = _status(relation, side)
            findings += _linked(entry, relation, left[0], right[0])
        else:
            for side, points in ((Side.LEFT, left), (Side.RIGHT, right)):
                for point in points:
                    findings += _alone(entry, side, point, index[side.other])
    order = list(FindingKind)
    return Comparison(
        signature="gold labels",
        sides=sides,
        statuses=Pair(tuple(statuses[Side.LEFT]), tuple(statuses[Side.RIGHT])),
        links=tuple(links),
        beads=tuple(Bead(tuple(a), tuple(b), 0.9 if a and b else 0.0) for a, b in gold["paragraph_alignment"]),
        findings=tuple(sorted(findings, key=lambda f: (order.index(f.kind), f.side is Side.LEFT, f.points))),
        emphasis=_emphasis(sides),
        notes=(Note("sample-of-gold"),),
    )


def _readout(folder: Path, gold: dict[str, Any], side: Side, country: str) -> Readout:
    entry = gold["sides"][0 if side is Side.LEFT else 1]
    data = (folder / entry["file"]).read_bytes()
    text = data.decode("utf-8")
    blocks, start = [], 0
    for piece in text.split("\n\n"):
        blocks.append(Block(BlockKind.PARAGRAPH, Span(start, start + len(piece.rstrip()))))
        start += len(piece) + 2
    label = entry["publisher"]
    return Readout(
        label,
        label,
        country,
        entry["lang"],
        None,
        entry["date"],
        text,
        tuple(blocks),
        Provenance(
            f"{folder.name}/{entry['file']}", "text/plain", "utf-8", "utf-8", hashlib.sha256(data).hexdigest(), None
        ),
    )


def _points(readout: Readout, gold: dict[str, Any], key: str) -> list[tuple[dict[str, Any], Span]]:
    found = []
    for entry in gold["points"]:
        for quote in entry[f"{key}_quotes"]:
            at = readout.text.find(quote)
            if at >= 0:
                found.append((entry, Span(at, at + len(quote))))
    return sorted(found, key=lambda pair: (pair[1].start, pair[1].end))


def _annotated(readout: Readout, found: list[tuple[dict[str, Any], Span]], topics: dict[str, str], key: str) -> Any:
    total = sum(len(span) for _, span in found) or 1
    sentences = tuple(Sentence(block.span, i) for i, block in enumerate(readout.blocks))

    def block(span: Span) -> int:
        return next(i for i, b in enumerate(readout.blocks) if b.span.start <= span.start < b.span.end)

    def speaker(entry: dict[str, Any]) -> Speaker:
        party = PARTY[entry["speaker"][key]]
        name = entry["attribution"][key] if party in (Holder.LEFT, Holder.RIGHT) else None
        name = name.removesuffix(" presents it") if name else None
        return Speaker(party, name)

    return AnnotatedReadout(
        readout,
        sentences,
        tuple(Point((span,), block(span), block(span), span.of(readout.text)) for _, span in found),
        tuple(
            Annotation(
                speaker(entry),
                Stance("say", 3),
                (topics.get(entry["topic"], entry["topic"]),),
                (),
                round(len(span) / total, 4),
            )
            for entry, span in found
        ),
    )


def _differences(entry: dict[str, Any], relation: Relation) -> tuple[Difference, ...]:
    if relation is Relation.SAME:
        return ()
    return (Difference("phrase", entry["a_quotes"][0][:30], entry["b_quotes"][0][:30]),)


def _status(relation: Relation, side: Side) -> Status:
    if relation is Relation.CONFLICT:
        return Status.CONFLICTING
    firm = {Relation.WEAKER_RIGHT: Side.LEFT, Relation.WEAKER_LEFT: Side.RIGHT}.get(relation)
    return Status.WEAKENED if firm is side else Status.SHARED


def _linked(entry: dict[str, Any], relation: Relation, left: int, right: int) -> list[Finding]:
    refs = (PointRef(Side.LEFT, left), PointRef(Side.RIGHT, right))
    if relation is Relation.CONFLICT:
        return [Finding(FindingKind.CONFLICTING, Side.RIGHT, refs, "account", (), 0.8)]
    if relation is not Relation.SAME:
        soft = Side.RIGHT if relation is Relation.WEAKER_RIGHT else Side.LEFT
        pair = refs if soft is Side.RIGHT else refs[::-1]
        evidence = (Evidence("counterpart", soft, pair[1].point, None, 0.8),)
        return [Finding(FindingKind.WEAKENED, soft, pair, "phrase", evidence, 0.8)]
    holders = {PARTY[entry["speaker"][key]] for key in "ab"}
    if len(holders) > 1 and not holders & {Holder.NARRATOR, Holder.OTHER}:
        return [Finding(FindingKind.ATTRIBUTION, Side.RIGHT, refs, "joint-or-single", (), 0.8)]
    return []


def _alone(entry: dict[str, Any], side: Side, point: int, others: dict[str, list[int]]) -> list[Finding]:
    near = [j for name in entry.get("near", ()) for j in others.get(name, ())]
    evidence = tuple(Evidence("nearest", side.other, j, None, 0.35) for j in near[:1])
    reason = "topic-present" if near else "topic-absent"
    ref = (PointRef(side, point),)
    found = [Finding(FindingKind.OMITTED, side.other, ref, reason, evidence, 0.65 if near else 0.95)]
    if PARTY[entry["speaker"][KEYS[side]]].value == side.other.value:
        found.append(Finding(FindingKind.UNCONFIRMED, side.other, ref, "reported-by-one-side", evidence, 0.65))
    return found


def _emphasis(sides: Pair[AnnotatedReadout]) -> tuple[Emphasis, ...]:
    weights = sides.map(_weights)
    rows = []
    for topic in sorted(set(weights.left) | set(weights.right)):
        left, right = weights.left.get(topic, Weight()), weights.right.get(topic, Weight())
        rows.append(Emphasis(topic, left, right, round(right.share - left.share, 4)))
    return tuple(sorted(rows, key=lambda row: (-(row.left.share + row.right.share), row.topic)))


def _weights(side: AnnotatedReadout) -> dict[str, Weight]:
    members: dict[str, list[float]] = defaultdict(list)
    for note in side.annotations:
        members[note.topics[0]].append(note.salience)
    base = sum(sum(room) for topic, room in members.items() if topic != "procedure") or 1
    out = {}
    for rank, (topic, room) in enumerate(members.items(), 1):
        share = 0.0 if topic == "procedure" else sum(room) / base
        out[topic] = Weight(
            round(share, 4), rank, len(room), 3.0, round(share * 0.7, 4), round(min(1, share * 1.3 + 0.05), 4)
        )
    return out


if __name__ == "__main__":
    from compare.record import dumps

    RESULTS.mkdir(exist_ok=True)
    for name in EVENTS:
        (RESULTS / f"{name}.json").write_bytes(dumps(gold_comparison(name)))

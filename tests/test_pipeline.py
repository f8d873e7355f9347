"""What must hold of every comparison, on the gold cases."""

from __future__ import annotations

import json
from typing import Any

import pytest

from benchmarks import cases, scoring
from compare.errors import CompareError
from compare.model import Source
from compare.pipeline import compare
from compare.record import dumps

ALL = list(cases.cases())
NAMES = [name for name, _, _ in ALL]
FEW = [case for case in ALL if case[0] in ("by-cn-2023-02-24-zh-ru", "us-il-2024-01-19", "de-ru-2024-11-15")]


def turned(value: Any) -> Any:
    """A result with its sides exchanged, as JSON."""
    if isinstance(value, dict):
        out = {}
        for key, item in value.items():
            if key.endswith("_gap") and isinstance(item, float):
                item = -item or 0.0
            new = key.replace("left", "right") if "left" in key else key.replace("right", "left")
            out[new] = turned(item) if key not in ("text", "notes", "provenance") else item
        return out
    if isinstance(value, list):
        return [turned(item) for item in value]
    if isinstance(value, str):
        swaps = {"left": "right", "right": "left", "weaker-left": "weaker-right", "weaker-right": "weaker-left"}
        if value[:1] in "LR" and value[1:].isdigit():
            return ("R" if value[0] == "L" else "L") + value[1:]
        return swaps.get(value, value)
    return value


@pytest.mark.parametrize(("name", "gold", "folder"), ALL, ids=NAMES)
def test_every_paragraph_is_in_exactly_one_bead_and_spans_are_inside(name: str, gold: dict, folder: Any) -> None:
    found = cases.result(gold, folder)
    for side in ("left", "right"):
        numbers = sorted(n for bead in found["paragraph_alignment"] for n in bead[side])
        assert numbers == [block["index"] for block in found[side]["paragraphs"]]
        size = len(found[side]["text"])
        for point in found[side]["points"]:
            assert all(0 <= start < end <= size for start, end in point["spans"])
        ids = {point["id"] for point in found[side]["points"]}
        assert {link[side] for link in found["links"]} <= ids
        linked = {link[side] for link in found["links"]}
        assert {p["id"] for p in found[side]["points"] if p["status"] == "omitted"} == ids - linked


@pytest.mark.parametrize(("name", "gold", "folder"), FEW, ids=[name for name, _, _ in FEW])
def test_swapping_the_sides_swaps_the_result_and_nothing_else(name: str, gold: dict, folder: Any) -> None:
    there, back = cases.result(gold, folder), turned(cases.result(gold, folder, swap=True))
    assert there["left"] == back["left"]
    assert there["right"] == back["right"]
    assert there["links"] == sorted(back["links"], key=lambda link: (int(link["left"][1:]), int(link["right"][1:])))

    def key(item: dict) -> str:
        return json.dumps(item, sort_keys=True)

    assert sorted(map(key, there["paragraph_alignment"])) == sorted(map(key, back["paragraph_alignment"]))
    assert {(f["kind"], f["reason"], *sorted(f["points"])) for f in there["findings"]} == {
        (f["kind"], f["reason"], *sorted(f["points"])) for f in back["findings"]
    }
    assert {e["topic"]: (e["left"], e["right"]) for e in there["emphasis"]} == {
        e["topic"]: (e["left"], e["right"]) for e in back["emphasis"]
    }


def test_same_input_same_bytes_with_and_without_the_cache(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _, gold, folder = FEW[0]
    first = cases.result(gold, folder, cache=False)
    assert cases.result(gold, folder) == first
    assert cases.result(gold, folder) == first


@pytest.mark.parametrize(("name", "gold", "folder"), ALL[::3], ids=NAMES[::3])
def test_a_text_against_itself_is_all_shared(name: str, gold: dict, folder: Any) -> None:
    side = gold["sides"][0]
    content = (folder / side["file"]).read_bytes()
    sources = [Source(n, content, side["publisher"], side["date"]) for n in ("one.txt", "other.txt")]
    found = compare(*sources)
    assert found.findings == ()
    assert {status.value for side_ in found.statuses for status in side_} == {"shared"}


ONLY_BEIJING = (
    "opposes illegal unilateral sanctions",
    "opposes external interference",
    "one-China principle",
    "security architecture",
)
ONLY_MINSK = ("coming visit", "ready to support each other")
SHARED = ("telephone conversation", "Ukraine crisis was discussed", "partnership further")


@pytest.mark.parametrize("name", ["by-cn-2023-02-24-zh-ru", "by-cn-2023-02-24-en-ru"])
def test_the_seed_event(name: str) -> None:
    ((_, gold, folder),) = cases.cases((name,))
    found = cases.result(gold, folder)
    sides = {side: scoring.Side(found[side]) for side in ("left", "right")}
    status = {side: {p["id"]: p["status"] for p in found[side]["points"]} for side in ("left", "right")}

    def holding(words: str, side: str) -> set[str]:
        (entry,) = [p for p in gold["points"] if words in p["text_en"]]
        points = sides[side].holders(entry["a_quotes" if side == "left" else "b_quotes"])
        assert points, f"no point holds: {words}"
        return points

    unconfirmed = {
        p for f in found["findings"] if (f["kind"], f["side"]) == ("unconfirmed", "right") for p in f["points"]
    }
    assert holding("fully agrees", "left") & unconfirmed
    for words in ONLY_BEIJING:
        assert {status["left"][p] for p in holding(words, "left")} == {"omitted"}, words
    for words in ONLY_MINSK:
        assert {status["right"][p] for p in holding(words, "right")} == {"omitted"}, words
    pairs = {(link["left"], link["right"]) for link in found["links"]}
    for words in SHARED:
        assert any((a, b) in pairs for a in holding(words, "left") for b in holding(words, "right")), words


def test_one_file_on_both_sides_is_refused(tmp_path: Any) -> None:
    path = tmp_path / "one.txt"
    path.write_text("The ministers met.")
    with pytest.raises(CompareError, match="same-file"):
        compare(path, path)


def test_the_signature_names_what_made_the_result() -> None:
    _, gold, folder = FEW[1]
    signature = cases.result(gold, folder)["signature"]
    assert signature.startswith("readouts ")
    assert " enc=" in signature
    assert " data=" in signature


def test_results_survive_saving_and_loading() -> None:
    from compare.record import loads

    _, gold, folder = FEW[0]
    sources = [Source(str(folder / s["file"]), label=s["publisher"], published=s["date"]) for s in gold["sides"]]
    found = compare(*sources)
    assert loads(dumps(found)) == found

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from compare.errors import RecordError
from compare.record import dumps, dumps_readout, loads, schema

RESULTS = sorted((Path(__file__).parents[1] / "fixtures/results").glob("*.json"))
SEED = next(path for path in RESULTS if path.stem == "by-cn-2023-02-24-zh-ru")


@pytest.fixture(params=RESULTS, ids=lambda path: path.stem)
def saved(request: pytest.FixtureRequest) -> bytes:
    return request.param.read_bytes()


def test_a_saved_result_reloads_and_gives_the_same_bytes(saved: bytes) -> None:
    comparison = loads(saved)
    assert dumps(comparison) == saved
    assert loads(dumps(comparison)) == comparison


def test_keys_come_in_the_order_of_the_contract(saved: bytes) -> None:
    record = json.loads(saved)
    assert list(record)[:5] == ["format", "version", "signature", "left", "right"]
    assert record["left"]["points"][0]["id"] == "L1"
    start, end = record["left"]["points"][0]["spans"][0]
    assert record["left"]["text"][start:end] == record["left"]["points"][0]["text"]


def test_schema_describes_what_is_written(saved: bytes) -> None:
    form = json.loads(schema())
    sides = form["$defs"]["SideRecord"]
    assert set(json.loads(saved)["left"]) == set(sides["properties"]) == set(sides["required"])
    assert form["$defs"]["Record"]["properties"]["version"]["enum"] == [1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: r.update(format="x"), "not a saved comparison"),
        (lambda r: r.update(version=2), "version 2"),
        (lambda r: r.pop("links"), "links"),
        (lambda r: r["links"][0].update(left="L99"), "no such point"),
        (lambda r: r["links"][0].update(left="R1"), "no such point"),
        (lambda r: r["left"]["points"][0].update(spans=[[0, 10**6]]), "outside"),
        (lambda r: r["left"]["points"][0].update(id="L7"), "should be L1"),
        (lambda r: r["left"]["points"][0].update(paragraph=99), "99 is not one of"),
        (lambda r: r["paragraph_alignment"][0].update(left=[99]), "99 is not one of"),
        (lambda r: r["left"]["points"][0].update(status="gone"), "gone"),
        (lambda r: r["findings"][0].update(confidence="high"), "confidence"),
    ],
)
def test_what_does_not_fit_is_refused(change: object, said: str) -> None:
    record = json.loads(SEED.read_bytes())
    change(record)  # type: ignore[operator]
    with pytest.raises(RecordError, match=said):
        loads(json.dumps(record).encode())


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"format": 1}', b"[" * 100_000, b"<html>"])
def test_what_is_no_result_is_refused(data: bytes) -> None:
    with pytest.raises(RecordError):
        loads(data)


def test_a_file_name_that_is_no_unicode_can_be_saved() -> None:
    comparison = loads(SEED.read_bytes())
    left = comparison.sides.left
    readout = replace(left.readout, provenance=replace(left.readout.provenance, location="caf\udce9.txt"))
    odd = replace(comparison, sides=replace(comparison.sides, left=replace(left, readout=readout)))
    again = loads(dumps(odd))
    assert again.sides.left.readout.provenance.location == "caf\\udce9.txt"
    assert dumps(again) == dumps(odd)


def test_one_text_alone_has_no_statuses() -> None:
    side = json.loads(dumps_readout(loads(SEED.read_bytes()).sides.left))
    assert side["points"]
    assert all("status" not in point for point in side["points"])

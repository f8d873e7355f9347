from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from compare.contrast import RULES
from compare.contrast.situation import Situation, statuses
from compare.mirror import ranked
from compare.model import Link, Pair, Relation
from tests.building import annotated

TABLE = Path(__file__).parents[2] / "fixtures" / "contrast" / "rules.toml"
CASES = tomllib.loads(TABLE.read_text(encoding="utf-8"))["case"]


def findings(case: dict[str, Any]) -> list[list[Any]]:
    pair = Pair(annotated(case["left"]), annotated(case["right"]))
    links = tuple(Link(row["left"], row["right"], 0.9, relation=Relation(row["relation"])) for row in case["links"])
    situation = Situation(pair, links, pair.map(lambda readout: (None,) * len(readout.points)), statuses(pair, links))
    found = ranked(tuple(finding for rule in RULES for finding in rule(situation)))
    return [[f.kind.value, f.side.value, [str(ref) for ref in f.points], f.reason] for f in found]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_rules(case: dict[str, Any]) -> None:
    assert sorted(findings(case)) == sorted(case["findings"])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_rules_do_not_care_which_side_is_left(case: dict[str, Any]) -> None:
    turned = {
        "left": case["right"],
        "right": case["left"],
        "links": [
            {"left": row["right"], "right": row["left"], "relation": Relation(row["relation"]).swapped.value}
            for row in case["links"]
        ],
    }
    for side in ("left", "right"):
        turned[side] = [dict(row, speaker=_other(row.get("speaker", "narrator"))) for row in turned[side]]
    kinds = sorted(kind for kind, *_ in findings(turned))
    assert kinds == sorted(kind for kind, *_ in case["findings"])


def _other(holder: str) -> str:
    return {"left": "right", "right": "left"}.get(holder, holder)

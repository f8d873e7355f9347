"""The invented events are what the format says, and there are enough of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks import events

FILES = sorted(events.FOLDER.glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_an_event_is_well_formed(path: Path) -> None:
    event = events.load(path)
    texts, gold = events.case(event)
    assert len(texts) == 2
    for key, side in zip("ab", gold["sides"], strict=True):
        for point in gold["points"]:
            assert all(quote in texts[side["file"]] for quote in point[f"{key}_quotes"])


def test_labels_are_many_and_of_every_kind() -> None:
    labels = Counter(line.label for event in events.events() for line in events.pairs(event))
    assert set(labels) == set(events.LABELS)
    assert sum(labels.values()) > 2000


def test_events_do_not_repeat_the_gold_cases() -> None:
    cases = Path(events.FOLDER).parent / "cases"
    gold = {p for f in cases.rglob("side-*.txt") for p in f.read_text(encoding="utf-8").splitlines() if len(p) > 60}
    for event in events.events():
        texts, _ = events.case(event)
        assert not gold & {line for text in texts.values() for line in text.splitlines()}


@pytest.mark.parametrize(("text", "message"), [("⟦p01:open", "not closed"), ("close⟧", "without an opening")])
def test_bad_marks_are_named(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        events.marked(text)

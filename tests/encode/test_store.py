from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from compare.encode.store import FILE, Store


def key(number: int) -> bytes:
    return number.to_bytes(16, "big")


def test_what_was_put_is_there_for_the_next(tmp_path: Path) -> None:
    Store(tmp_path, 1_000_000).put({key(i): bytes([i]) * 100 for i in range(200)})
    found = Store(tmp_path, 1_000_000).get([key(i) for i in range(1200)])
    assert found == {key(i): bytes([i]) * 100 for i in range(200)}


def test_size_is_bounded_and_the_longest_unused_go(tmp_path: Path) -> None:
    store = Store(tmp_path, 10_000)
    store.put({key(i): b"x" * 1000 for i in range(5)})
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("UPDATE vectors SET used = used - 500000")
    assert store.get([key(3)])  # used today: stays
    store.put({key(i): b"y" * 1000 for i in range(10, 16)})
    kept = set(store.get([key(i) for i in range(20)]))
    assert key(3) in kept
    assert {key(i) for i in range(10, 16)} <= kept
    assert len(kept) <= 9
    with sqlite3.connect(tmp_path / FILE) as db:
        assert db.execute("SELECT sum(size) FROM vectors").fetchone()[0] <= 10_000


@pytest.mark.parametrize("damage", ["not a database at all", "cut", "zeros in the middle"])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, damage: str) -> None:
    store = Store(tmp_path, 10_000_000)
    store.put({key(i): os.urandom(4000) for i in range(300)})
    store.close()
    path = tmp_path / FILE
    data = path.read_bytes()
    path.write_bytes(
        {
            "not a database at all": b"hello " * 1000,
            "cut": data[: len(data) // 2],
            "zeros in the middle": data[:2000] + bytes(len(data) - 4000) + data[-2000:],
        }[damage]
    )
    store = Store(tmp_path, 10_000_000)
    store.get([key(i) for i in range(300)])  # finds out at the latest here
    store.put({key(999): b"new"})
    assert store.get([key(999)]) == {key(999): b"new"}
    assert store.rebuilt
    assert not store.broken


def test_a_damaged_value_is_a_miss(tmp_path: Path) -> None:
    store = Store(tmp_path, 10_000)
    store.put({key(1): b"right", key(2): b"whole"})
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("UPDATE vectors SET value = ? WHERE key = ?", (b"wrong", key(1)))
    assert store.get([key(1), key(2)]) == {key(2): b"whole"}


def test_a_file_in_place_of_the_folder_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    store = Store(tmp_path / "cache", 10_000)
    store.put({key(1): b"x"})
    assert store.get([key(1)]) == {}
    assert store.broken


def test_a_file_of_another_process_that_writes_is_waited_for_and_kept(tmp_path: Path) -> None:
    store = Store(tmp_path, 10_000)
    store.put({key(1): b"x"})
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    second = Store(tmp_path, 10_000, wait=0.2)
    second.put({key(2): b"y"})  # gives up after a while
    other.execute("ROLLBACK")
    other.close()
    assert second.get([key(1), key(2)]) == {key(1): b"x"}
    assert not second.rebuilt


WRITER = """
import sys
from pathlib import Path
from compare.encode.store import Store
store = Store(Path(sys.argv[1]), 100_000_000)
for round in range(40):
    store.put({(int(sys.argv[2]) * 1000 + round * 10 + i).to_bytes(16, "big"): b"v" * 5000 for i in range(10)})
"""


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    runs = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), str(i)]) for i in range(2)]
    assert [run.wait(60) for run in runs] == [0, 0]
    store = Store(tmp_path, 100_000_000)
    found = store.get([(i * 1000 + n).to_bytes(16, "big") for i in range(2) for n in range(400)])
    assert len(found) == 800
    assert not store.rebuilt

"""Vectors that were computed before, in one SQLite file of the user's cache folder.

Nothing here is ever fatal: a damaged file is deleted and begun anew, a locked one is waited for and then done without.
"""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock

FILE = "vectors-1.sqlite"
_WAIT = 2.0  # seconds for another process to finish writing; a batch of rows takes milliseconds
_DAY = 86_400
_MANY = 500  # keys of one query; SQLite's own bound on parameters is 999 in old builds
_SCHEMA = """
CREATE TABLE IF NOT EXISTS vectors (
    key BLOB PRIMARY KEY, used INTEGER NOT NULL, size INTEGER NOT NULL, checksum INTEGER NOT NULL, value BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS by_use ON vectors (used, size);
"""


class Store:
    """Bytes by key, at most ``limit`` bytes of them, those unused for longest dropped first.

    ``wait``: seconds to wait for another process that writes; ``rebuilt``: a damaged file was replaced; ``broken``:
    there is no usable file, everything is a miss.
    """

    def __init__(self, folder: Path, limit: int, *, wait: float = _WAIT) -> None:
        self._db: sqlite3.Connection | None = None
        self._path, self._limit, self._wait = folder / FILE, limit, wait
        self._lock = Lock()
        self.rebuilt = self.broken = False
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db = self._connect_patiently()
        except (OSError, sqlite3.OperationalError):
            self.broken = True  # read-only, locked for long, no space: not damaged, so not deleted
        except sqlite3.DatabaseError:
            self._replace()

    def _connect_patiently(self) -> sqlite3.Connection:
        """Two processes that begin the file at once: the change to WAL does not wait for the other but fails."""
        until = time.monotonic() + self._wait
        while True:
            try:
                return self._connect()
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(0.02)

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=self._wait, isolation_level=None, check_same_thread=False)
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            db.executescript(_SCHEMA)
        except sqlite3.Error:
            db.close()
            raise
        return db

    def _replace(self) -> None:
        """Delete the file and begin anew; without success everything is a miss from now on."""
        self.close()
        try:
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self._path}{suffix}").unlink(missing_ok=True)
            self._db = self._connect()
            self.rebuilt = True
        except (OSError, sqlite3.Error):
            self._db, self.broken = None, True

    def close(self) -> None:
        """Close the file."""
        if self._db is not None:
            with suppress(sqlite3.Error):
                self._db.close()
        self._db = None

    def __del__(self) -> None:
        self.close()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The values that are there and whole."""
        with self._lock:
            try:
                return self._get(keys)
            except sqlite3.OperationalError:
                return {}  # locked or a full disk: a miss
            except sqlite3.DatabaseError:
                self._replace()
                return {}

    def _get(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        found: dict[bytes, bytes] = {}
        stale: list[bytes] = []
        now = int(time.time())
        for part in _parts(keys) if self._db is not None else ():
            marks = ",".join("?" * len(part))
            query = f"SELECT key, used, checksum, value FROM vectors WHERE key IN ({marks})"  # noqa: S608
            for key, used, checksum, value in self._execute(query, part):
                if isinstance(value, bytes) and zlib.crc32(value) == checksum:
                    found[key] = value
                    # Writing the time of use once a day is enough for "unused for longest", and keeps reads reads.
                    if now - used > _DAY:
                        stale.append(key)
        if stale:
            with suppress(sqlite3.OperationalError):
                for part in _parts(stale):
                    marks = ",".join("?" * len(part))
                    self._execute(f"UPDATE vectors SET used = {now} WHERE key IN ({marks})", part)  # noqa: S608
        return found

    def _execute(self, query: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        if self._db is None:
            raise sqlite3.OperationalError("closed")
        return self._db.execute(query, tuple(values))

    def put(self, values: Mapping[bytes, bytes]) -> None:
        """Keep values; what is already there is replaced."""
        with self._lock:
            try:
                self._put(values)
            except sqlite3.OperationalError:
                self._rollback()
            except sqlite3.DatabaseError:
                self._replace()

    def _put(self, values: Mapping[bytes, bytes]) -> None:
        if self._db is None or not values:
            return
        now = int(time.time())
        rows = [(key, now, len(value), zlib.crc32(value), value) for key, value in values.items()]
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?, ?)", rows)
        self._trim()
        self._db.execute("COMMIT")

    def _trim(self) -> None:
        (total,) = self._execute("SELECT coalesce(sum(size), 0) FROM vectors").fetchone()
        if total <= self._limit:
            return
        # Down to nine tenths, so that a full cache does not delete at every write.
        excess = total - self._limit * 9 // 10
        doomed: list[bytes] = []
        for key, size in self._execute("SELECT key, size FROM vectors ORDER BY used, key"):
            if excess <= 0:
                break
            doomed.append(key)
            excess -= size
        for part in _parts(doomed):
            self._execute(f"DELETE FROM vectors WHERE key IN ({','.join('?' * len(part))})", part)  # noqa: S608

    def _rollback(self) -> None:
        with suppress(sqlite3.Error):
            self._execute("ROLLBACK")


def _parts(keys: Sequence[bytes]) -> Iterable[Sequence[bytes]]:
    return (keys[i : i + _MANY] for i in range(0, len(keys), _MANY))

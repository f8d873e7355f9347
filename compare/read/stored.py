"""Pages that were fetched before, in the user's cache folder, as long as their servers call them unchanged (RFC
9111)."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import time
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from pathlib import Path

from compare.errors import CompareError
from compare.resources import cache_dir, write_atomic

MOST = 200
"""Pages that are kept; the oldest go first. A day of batch work over one ministry is about a hundred."""

_LONGEST = 86_400 * 7


@dataclass(frozen=True, slots=True)
class Stored:
    """A page as it was received."""

    address: str
    headers: tuple[tuple[str, str], ...]
    raw: bytes
    body: bytes
    retrieved: str
    until: float = 0.0

    @property
    def fresh(self) -> bool:
        """Whether the server said that it need not be asked yet."""
        return time.time() < self.until

    @property
    def validators(self) -> tuple[tuple[str, str], ...]:
        """Request headers by which the server says whether the page has changed."""
        told = dict(self.headers)
        pairs = (("If-None-Match", told.get("etag")), ("If-Modified-Since", told.get("last-modified")))
        return tuple((name, value) for name, value in pairs if value)

    def renewed(self, headers: tuple[tuple[str, str], ...], _retrieved: str) -> Stored:
        """The page with the life that a "not modified" answer gives it."""
        return replace(self, until=time.time() + (freshness(headers) or 0.0))


def freshness(headers: tuple[tuple[str, str], ...]) -> float | None:
    """Return for how many seconds a page is fresh (0: ask each time), or None when it may not be kept."""
    told = dict(headers)
    control = told.get("cache-control", "").lower()
    if "no-store" in control or told.get("vary", "").strip() == "*":
        return None
    age = re.search(r"max-age=(\d{1,9})", control)
    if "no-cache" in control:
        return 0.0
    if age:
        return min(float(age.group(1)), _LONGEST)
    with contextlib.suppress(ValueError, TypeError, KeyError, IndexError):
        return min(max(0.0, parsedate_to_datetime(told["expires"]).timestamp() - time.time()), _LONGEST)
    return 0.0


def kept(address: str) -> Stored | None:
    """Return the page kept for an address, or None; a damaged entry counts as none."""
    head, raw, body = _files(address)
    try:
        said = json.loads(head.read_text(encoding="utf-8"))
        found = Stored(
            said["address"], tuple((str(k), str(v)) for k, v in said["headers"]), raw.read_bytes(), body.read_bytes(),
            said["retrieved"], float(said["until"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if said.get("sha256") == hashlib.sha256(found.body).hexdigest() else None


def keep(address: str, page: Stored) -> None:
    """Keep a page; a cache folder that cannot be written to is no error."""
    head, raw, body = _files(address)
    until = page.until or time.time() + (freshness(page.headers) or 0.0)
    said = {
        "address": page.address, "headers": page.headers, "retrieved": page.retrieved, "until": until,
        "sha256": hashlib.sha256(page.body).hexdigest(),
    }  # fmt: skip
    with contextlib.suppress(OSError, CompareError):
        head.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(raw, page.raw)
        write_atomic(body, page.body)
        write_atomic(head, json.dumps(said).encode())
        _prune(head.parent)


def _prune(folder: Path) -> None:
    heads = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime)
    for head in heads[:-MOST]:
        for suffix in (".json", ".raw", ".body"):
            head.with_suffix(suffix).unlink(missing_ok=True)


def _files(address: str) -> tuple[Path, Path, Path]:
    stem = cache_dir() / "pages" / hashlib.sha256(address.encode()).hexdigest()[:32]
    return stem.with_suffix(".json"), stem.with_suffix(".raw"), stem.with_suffix(".body")

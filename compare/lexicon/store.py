"""Compiled tables kept in the user's cache folder, so that a start costs milliseconds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from compare.errors import DataError, OutputError
from compare.resources import cache_dir, write_atomic

# Raise it whenever the form of compiled tables changes or the code that compiles them: tables kept under another
# number are not read.
FORMAT = 6

# Libraries whose results are kept: stems, and characters that are one.
COMPILERS = ("snowballstemmer", "opencc")


def digest(files: Iterable[Path]) -> str:
    """Return 16 hexadecimal digits that change when a file, its name, ``FORMAT`` or a library that compiles does.

    Raises DataError for a file that cannot be read.
    """
    sum_ = hashlib.sha256(f"lexicon {FORMAT} {[_fingerprint(library) for library in COMPILERS]}".encode())
    for path in files:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise DataError(error.strerror or str(error), where=str(path), todo="check the name") from error
        sum_.update(f"\0{path.name}\0{len(content)}\0".encode())
        sum_.update(content)
    return sum_.hexdigest()[:16]


def kept(name: str, language: str, key: str, build: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what ``build`` returns, from the cache where it was kept under this name, language and key.

    JSON, not pickle: a cache folder is no place to run code from. A damaged file is built anew; where nothing can be
    written, nothing is kept.
    """
    path = cache_dir() / "lexicon" / f"{name}-{language}.json"
    try:
        head, _, payload = path.read_bytes().partition(b"\n")
        if head.decode("ascii") == f"{key} {_sum(payload)}":
            return dict(json.loads(payload))
    except (OSError, ValueError, TypeError):
        pass
    value = build()
    payload = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, f"{key} {_sum(payload)}\n".encode("ascii") + payload)
    except (OSError, OutputError):
        pass
    return value


@cache
def _fingerprint(library: str) -> int:
    """The bytes of a library's files: another release has another number. Its version would take importlib.metadata,
    whose import costs more than all the rest of a start."""
    spec = find_spec(library)
    folder = Path(spec.origin).parent if spec is not None and spec.origin else None
    return sum(file.stat().st_size for file in folder.glob("*.py")) if folder is not None else 0


def _sum(payload: bytes) -> str:
    return hashlib.sha256(payload).hexdigest()[:16]

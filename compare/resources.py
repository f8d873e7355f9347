"""Find and load the data files that ship with the package, and the user's own folders."""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from compare.errors import DataError, OutputError

SUPPORTED = ("en", "zh-Hans", "zh-Hant", "ru", "be", "uk", "vi", "ja", "ko", "de", "fr", "es", "tr", "ar")
"""Languages with data of their own, as BCP 47 tags."""


def data_path(*parts: str) -> Path:
    """Path of a file or folder below ``compare/data``."""
    return Path(str(files("compare"))).joinpath("data", *parts)


@cache
def load_toml(*parts: str) -> dict[str, Any]:
    """Parse a shipped TOML file (once a process); raises DataError naming the file when it is missing or malformed."""
    path = data_path(*parts)
    try:
        return parse_toml(path.read_bytes())
    except (OSError, ValueError) as error:
        raise DataError(str(error), where=str(path), todo="reinstall readouts or mend the file") from error


def parse_toml(content: bytes) -> dict[str, Any]:
    """Parse TOML, remembering the outcome as JSON in the cache folder under the content's digest.

    The standard library's TOML parser is written in Python and would take half of a warm run for the tables of two
    languages (0.4 of 0.9 s). Raises ValueError when it is malformed; a cache that cannot be used is done without.
    """
    place = cache_dir() / "toml" / f"{hashlib.blake2b(content, digest_size=16).hexdigest()}.json"
    try:
        known: dict[str, Any] = json.loads(place.read_bytes())
    except (OSError, ValueError):
        known = tomllib.loads(content.decode("utf-8"))
        try:
            data = json.dumps(known, ensure_ascii=False, separators=(",", ":")).encode()
            place.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(place, data)
        except (OSError, TypeError, OutputError):  # a read-only folder, or a date, which JSON does not have
            pass
    return known


def cache_dir() -> Path:
    """The user's cache folder (``READOUTS_CACHE_DIR`` overrides it); not created here."""
    override = os.environ.get("READOUTS_CACHE_DIR")
    if override:
        return Path(override)
    from platformdirs import user_cache_path

    return user_cache_path("readouts", appauthor=False)


def config_dir() -> Path:
    """The user's configuration folder (``READOUTS_CONFIG_DIR`` overrides it); not created here."""
    override = os.environ.get("READOUTS_CONFIG_DIR")
    if override:
        return Path(override)
    from platformdirs import user_config_path

    return user_config_path("readouts", appauthor=False)


def write_atomic(path: Path, data: bytes) -> None:
    """Write beside the target and rename, so that nobody ever sees half a file.

    Raises OutputError when the folder does not exist or cannot be written to.
    """
    import tempfile

    if not path.parent.is_dir():
        raise OutputError("the folder does not exist", where=str(path.parent), todo="make it first", slug="no-folder")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise OutputError(error.strerror or str(error), where=str(path), todo="choose another place") from error
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # mkstemp makes private files; a report is for everybody whom the user's umask admits.
        mask = os.umask(0)
        os.umask(mask)
        beside.chmod(0o666 & ~mask)
        beside.replace(path)
    except OSError as error:
        raise OutputError(error.strerror or str(error), where=str(path), todo="choose another place") from error
    finally:
        beside.unlink(missing_ok=True)

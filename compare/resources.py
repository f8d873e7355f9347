"""Find and load the data files that ship with the package, and the user's own folders."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from compare.errors import DataError

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
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError(str(error), where=str(path), todo="reinstall readouts or mend the file") from error


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

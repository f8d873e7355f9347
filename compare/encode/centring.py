"""The mean vector of each language, to be taken off every vector of it.

Encoders put a large share of "this is Vietnamese" and "this is an official sentence" into a vector: raw cosines of
paraphrases and of unrelated pairs overlap. Without the mean of some neutral sentences of its language a vector says
what is particular about its text (best F1 of telling paraphrases from random pairs: .69 raw, .90 centred).

``data/means/<language>.txt`` holds the sentences; ``<encoder>.npz`` the means computed from them, valid for one digest
of encoder and sentences. ``python -m compare.encode.centring`` writes them anew.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from compare.encode.values import Encoder, TokenEncoder, Tokens
from compare.errors import DataError
from compare.resources import SUPPORTED, data_path

GRID = 2048.0
"""Rows are rounded to multiples of 1/2048: the products of two are multiples of 2**-22, their sums stay below 4 and so
fit the 24 bits of a float32 exactly. The cost: cosines move by about 2e-4. The values also fit float16 exactly."""


_TRADITIONAL = frozenset(("Hant", "TW", "HK", "MO"))  # subtags of Chinese in traditional characters (CLDR)


@dataclass(frozen=True, slots=True, eq=False)
class Mean:
    """Mean unit row of a language: of texts and (encoders with tokens) of their tokens, each of width d."""

    text: NDArray[np.float32]
    token: NDArray[np.float32] | None


def centred(rows: NDArray[np.float32], mean: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows without the mean, as unit rows on the grid; a row equal to the mean gives zeros."""
    rest = rows.astype(np.float32) - mean
    length = np.sqrt((rest * rest).sum(axis=1, keepdims=True))
    unit = np.divide(rest, length, out=np.zeros_like(rest), where=length > 1e-6)
    return np.asarray(np.rint(unit * GRID) / GRID, dtype=np.float32)


# Tokens are moved by half of their mean. Links of the 15 gold cases by late interaction, F1 with 0, 1/4, 1/2, 3/4, all:
# .784 .788 .772 .757 .754; telling translations from others among own sentences: .814 .841 .862 .869 .870.
_TOKEN_SHARE = np.float32(0.5)


def centred_tokens(tokens: Tokens, mean: NDArray[np.float32]) -> Tokens:
    """The same tokens with rows from which half the mean is taken, as unit rows on the grid."""
    rows = centred(tokens.vectors.astype(np.float32), mean * _TOKEN_SHARE).astype(np.float16)
    return Tokens(rows, tokens.weights, tokens.spans)


@cache
def sentences(language: str) -> tuple[str, ...]:
    """The neutral sentences of a supported language; raises DataError when the file is missing or empty."""
    path = data_path("means", f"{language}.txt")
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        raise DataError(str(error), where=str(path), todo="reinstall readouts or mend the file") from error
    found = tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))
    if not found:
        raise DataError("no sentences", where=str(path), todo="reinstall readouts or mend the file")
    return found


def digest(encoder: Encoder) -> str:
    """Of the encoder and all sentences: a table of means is valid for one of these."""
    parts = [encoder.digest, *(line for language in SUPPORTED for line in sentences(language))]
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def compute(encoder: Encoder, language: str) -> Mean:
    """Encode the sentences of a language and take the means. Raises EncoderError."""
    lines = sentences(language)
    if isinstance(encoder, TokenEncoder):
        encoded = encoder.encode_tokens(lines)
        rows = np.concatenate([tokens.vectors for tokens in encoded.tokens or ()]).astype(np.float32)
        return Mean(_rounded(encoded.vectors), _rounded(rows))
    return Mean(_rounded(encoder.encode(lines)), None)


def _rounded(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean of rows in float16: a table read from a file is then the same as one just computed."""
    return np.asarray(rows.mean(axis=0, dtype=np.float64).astype(np.float16), dtype=np.float32)


class Means:
    """The means of one encoder, from the shipped table, else from the cache folder, else computed and kept there.

    A language that has no sentences gets the mean over all languages.
    """

    def __init__(self, encoder: Encoder, folder: Path | None) -> None:
        self._encoder, self._folder = encoder, folder
        self._digest = digest(encoder)
        self._known = load(data_path("means", f"{_stem(encoder)}.npz"), self._digest)
        if not self._known and folder is not None:
            self._known = load(folder / self._file, self._digest)

    @property
    def _file(self) -> str:
        return f"means-{self._digest[:16]}.npz"

    def of(self, language: str) -> Mean:
        """The mean of a language. Raises EncoderError when it must be computed and cannot."""
        base, *rest = language.split("-")
        if base == "zh":
            return self._get("zh-Hans" if _TRADITIONAL.isdisjoint(rest) else "zh-Hant")
        if base in SUPPORTED:
            return self._get(base)
        every = [self._get(name) for name in SUPPORTED]
        tokens = [mean.token for mean in every if mean.token is not None]
        return Mean(np.mean([mean.text for mean in every], axis=0), np.mean(tokens, axis=0) if tokens else None)

    def _get(self, language: str) -> Mean:
        if language not in self._known:
            self._known[language] = compute(self._encoder, language)
            if self._folder is not None:
                from compare.encode.artifacts import write

                write(self._folder / self._file, dump(self._known, self._digest))
        return self._known[language]


def _stem(encoder: Encoder) -> str:
    return "".join(char if char.isalnum() else "-" for char in encoder.name)


def dump(means: dict[str, Mean], valid: str) -> bytes:
    """A table of means as the bytes of a .npz file."""
    arrays: dict[str, NDArray[np.float16]] = {}
    for language, mean in sorted(means.items()):
        arrays[f"{language}.text"] = mean.text.astype(np.float16)
        if mean.token is not None:
            arrays[f"{language}.token"] = mean.token.astype(np.float16)
    buffer = io.BytesIO()
    np.savez(buffer, digest=np.frombuffer(bytes.fromhex(valid), np.uint8), **arrays)  # type: ignore[arg-type]
    return buffer.getvalue()


def load(path: Path, valid: str) -> dict[str, Mean]:
    """Read a table; empty when there is none, when it is damaged, or when it is for another digest."""
    try:
        with np.load(path, allow_pickle=False) as table:
            if table["digest"].tobytes().hex() != valid:
                return {}
            arrays = {key: table[key].astype(np.float32) for key in table.files if key != "digest"}
    except Exception:  # numpy, zipfile and zlib each have their own errors for a damaged file
        return {}
    languages = {key.rpartition(".")[0] for key in arrays}
    return {
        language: Mean(arrays[f"{language}.text"], arrays.get(f"{language}.token"))
        for language in languages
        if f"{language}.text" in arrays
    }


def rebuild(encoders: list[Encoder], report: Callable[[str], None]) -> None:
    """Compute all means of the encoders and write the shipped tables; ``report`` gets one line a file."""
    for encoder in encoders:
        path = data_path("means", f"{_stem(encoder)}.npz")
        means = {language: compute(encoder, language) for language in SUPPORTED}
        path.write_bytes(dump(means, digest(encoder)))
        report(f"{path}: {len(means)} languages")


def main() -> None:
    """Write the shipped tables of the embedded encoders anew."""
    import sys

    from compare.encode.e5 import E5
    from compare.encode.use import Use

    rebuild([E5(None), Use(None)], lambda line: print(line, file=sys.stderr))  # noqa: T201


if __name__ == "__main__":
    main()

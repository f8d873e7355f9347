"""Build the ONNX graph of the Universal Sentence Encoder multilingual v3 (convolutions of 2, 3 and 5 tokens, then a
deep averaging network) from its weights, for one text at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from compare.encode.onnx_writer import OnnxWriter

VERSION = "1"
"""Part of the encoder's digest: raise it with every change that changes vectors."""

_WINDOWS = ((2, 0), (3, 1), (5, 2))  # tokens of a window, how many of them stand before its own
_EMBEDDING, _BRANCH = 512, 256


def build(arrays: dict[str, NDArray[np.float32]]) -> bytes:
    """Serialised model: input ``embedded`` (time x 512), output ``vector`` (1 x 512, not of unit length)."""
    return _UseWriter(arrays).write()


class _UseWriter(OnnxWriter):
    def __init__(self, arrays: dict[str, NDArray[np.float32]]) -> None:
        super().__init__()
        self._arrays = arrays
        self._epsilon = float(arrays["eps"])

    def _joined(self, stem: str, axis: int) -> NDArray[np.float32]:
        return np.concatenate([self._arrays[f"{stem}{size}"] for size, _ in _WINDOWS], axis=axis)

    def _dense(self, rows: str, matrix: str, output: str, bias: str | None = None) -> str:
        product = self.node("MatMul", [rows, self._named(matrix)], output + ".product")
        return self.node("Add", [product, self._named(bias)], output) if bias else product

    def _named(self, name: str) -> str:
        return self.constant(name, self._arrays[name])

    def _normalise(self, rows: str, output: str, scale: NDArray[np.float32], shift: NDArray[np.float32]) -> str:
        inputs = [rows, self.constant(output + ".w", scale), self.constant(output + ".b", shift)]
        return self.node("LayerNormalization", inputs, output, axis=-1, epsilon=self._epsilon)

    def _windows(self, rows: str, size: int) -> str:
        """Each row with its neighbours beside it, zeros beyond the ends: time x (size * 256)."""
        node = self.node
        padded = node("Pad", [rows, f"padding{size}"], rows + ".padded")
        # Window slot k of row r is row r + k of the padded rows: a slice without its first k and last size - 1 - k.
        slots = [
            node("Slice", [padded, f"from{k}", f"to{size - 1 - k}", "axis0"], f"{rows}.slot{k}") for k in range(size)
        ]
        return node("Concat", slots, rows + ".windows", axis=1)

    def _branch(self, rows: str, size: int, before: int) -> str:
        name, node = f"n{size}", self.node
        self.constant(f"padding{size}", np.array([before, 0, size - 1 - before, 0], np.int64))
        first = self._dense(self._windows(rows, size), f"w1_{size}", name + ".first", f"b1_{size}")
        middle = node("Add", [node("Relu", [first], name + ".relu1"), rows], name + ".middle")
        second = self._dense(self._windows(middle, size), f"w2_{size}", name + ".second", f"b2_{size}")
        return node("Add", [node("Relu", [second], name + ".relu2"), middle], name)

    def write(self) -> bytes:
        """The serialised model."""
        node, constant, arrays = self.node, self.constant, self._arrays
        constant("axis0", np.array([0], np.int64))
        for k in range(5):
            constant(f"from{k}", np.array([k], np.int64))
            # An end beyond the last row stands for "no row cut off".
            constant(f"to{k}", np.array([-k if k else np.iinfo(np.int64).max], np.int64))
        constant("proj", self._joined("proj", 1))
        constant("proj_b", self._joined("proj_b", 0))
        projected = node("Add", [node("MatMul", ["embedded", "proj"], "projected0"), "proj_b"], "projected")
        rows = self._normalise(projected, "norm1", self._joined("ln_g", 0), self._joined("ln_b", 0))
        constant("axis1", np.array([1], np.int64))
        branches: list[str] = []
        for i, (size, before) in enumerate(_WINDOWS):
            start = constant(f"start{i}", np.array([i * _BRANCH], np.int64))
            stop = constant(f"stop{i}", np.array([(i + 1) * _BRANCH], np.int64))
            branches.append(self._branch(node("Slice", [rows, start, stop, "axis1"], f"slice{i}"), size, before))
        features = node("Concat", ["embedded", *branches], "features", axis=1)
        features = self._normalise(features, "norm2", arrays["ln_g"], arrays["ln_b"])
        # Sum of the projected rows over the root of their number; the mean times that root is the same.
        mean = self._dense(node("ReduceMean", [features, "axis0"], "mean", keepdims=1), "cnn_W", "text", "cnn_b")
        count = node("Cast", [node("Slice", [node("Shape", ["embedded"], "shape"), "from0", "from1"], "n")], "f", to=1)
        text = node("Mul", [mean, node("Sqrt", [count], "root")], "scaled")
        y0 = node("Relu", [self._dense(text, "d0", "y0")], "y0.relu")
        y1 = node("Add", [self._dense(text, "p1", "y1"), self._dense(y0, "d1", "y1b")], "y1.sum")
        y1 = node("Relu", [y1], "y1.relu")
        y2 = node("Relu", [self._dense(y1, "d2", "y2")], "y2.relu")
        z = node("Add", [self._dense(y1, "p3", "z"), self._dense(y2, "d3", "zb")], "z.sum")
        node("Tanh", [z], "vector")
        return self.model({"embedded": ("time", _EMBEDDING)}, {"vector": (1, 512)})

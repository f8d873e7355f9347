"""Build the ONNX graph of multilingual-e5-small from its weights.

Two precisions:

* ``fp32``: the plain graph.
* ``int8``: every matrix product in integers. Activations are quantised row by row (each token has its own scale), so
  a text's vector does not depend on the batch it stands in; the usual dynamic quantisation takes one scale for the
  whole batch (measured: 0 of 300 sentences keep their bytes, cosine to fp32 .997 against .9988 here). Weights are
  kept within +-64: processors without VNNI add two products in 16 bits, 2 * 255 * 64 fits, 2 * 255 * 127 saturates.

The graph is written with the operators that are fast in onnxruntime and run at its ``basic`` optimisation level: the
``extended`` level fuses residual and normalisation into a kernel that is five times slower than the two it replaces.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from compare.encode.e5_weights import Layer, Weights
from compare.encode.onnx_writer import OnnxWriter

VERSION = "3"
"""Part of the encoder's digest: raise it with every change that changes vectors."""

_MIDDLE = 5
_ACTIVATION = 127.0
_WEIGHT = 64.0


def build(weights: Weights, precision: str) -> bytes:
    """Serialised model: inputs ``embedded`` (batch x time x width) and ``mask`` (batch x 1 x 1 x time, 0 or a large
    negative number); outputs ``hidden`` and ``middle``, the rows after the last and after the sixth layer (both batch x
    time x width). ``precision``: ``int8`` or ``fp32``."""
    return _E5Writer(weights, precision == "int8").write()


class _E5Writer(OnnxWriter):
    def __init__(self, weights: Weights, quantised: bool) -> None:
        super().__init__()
        self._weights, self._quantised = weights, quantised

    def _quantise(self, rows: str) -> tuple[str, str]:
        """uint8 rows around 128 and their scales (r x 1)."""
        node = self.node
        peak = node("ReduceMax", [node("Abs", [rows], rows + ".abs"), "last_axis"], rows + ".peak", keepdims=1)
        scale = node("Mul", [node("Max", [peak, "tiny"], rows + ".peak1"), "per_step"], rows + ".scale")
        flat = node("Squeeze", [scale, "last_axis"], rows + ".scale1")
        zeros = self.filled(node("Shape", [flat], rows + ".size"), rows + ".zero", 128)
        return node("QuantizeLinear", [rows, flat, zeros], rows + ".q", axis=0), scale

    def _linear(self, rows: str, name: str, matrix: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
        node, constant = self.node, self.constant
        if not self._quantised:
            product = node("MatMul", [rows, constant(name + ".w", matrix)], name + ".product")
            return node("Add", [product, constant(name + ".b", bias)], name)
        steps = (np.abs(matrix).max(axis=0) / _WEIGHT).astype(np.float32)
        steps[steps == 0] = 1
        integers = np.rint(matrix / steps).astype(np.int8)
        quantised, scale = self._quantise(rows)
        inputs = [quantised, constant(name + ".w", integers), "one", constant(name + ".steps", steps), "zero_point"]
        product = node("MatMulIntegerToFloat", inputs, name + ".product", "com.microsoft")
        return node("Add", [node("Mul", [product, scale], name + ".scaled"), constant(name + ".b", bias)], name)

    def _normalise(self, rows: str, name: str, weights: tuple[NDArray[np.float32], NDArray[np.float32]]) -> str:
        inputs = [rows, self.constant(name + ".w", weights[0]), self.constant(name + ".b", weights[1])]
        return self.node("LayerNormalization", inputs, name, axis=-1, epsilon=self._weights.epsilon)

    def _layer(self, rows: str, name: str, layer: Layer) -> str:
        node, width, heads = self.node, self._weights.width, self._weights.heads
        matrix, bias = layer.qkv.copy(), layer.qkv_bias.copy()
        # The 1 / sqrt(head width) of attention goes into the queries.
        matrix[:, :width] /= np.sqrt(width / heads)
        bias[:width] /= np.sqrt(width / heads)
        joint = self._linear(rows, name + "qkv", matrix, bias)
        split = node(
            "Transpose",
            [node("Reshape", [joint, "split_shape"], name + "split")],
            name + "heads",
            perm=[2, 0, 3, 1, 4],
        )
        query, key, value = (
            node("Gather", [split, f"index{i}"], name + part, axis=0)
            for i, part in enumerate(("query", "key", "value"))
        )
        scores = node("FusedMatMul", [query, key], name + "scores", "com.microsoft", transB=1)
        attention = node("Softmax", [node("Add", [scores, "mask"], name + "masked")], name + "attention", axis=-1)
        mixed = node(
            "Transpose", [node("MatMul", [attention, value], name + "mixed")], name + "back", perm=[0, 2, 1, 3]
        )
        joined = self._linear(
            node("Reshape", [mixed, "row_shape"], name + "joined"), name + "out", layer.out, layer.out_bias
        )
        rows = self._normalise(node("Add", [rows, joined], name + "sum1"), name + "norm1", layer.out_norm)
        up = node("Gelu", [self._linear(rows, name + "up", layer.up, layer.up_bias)], name + "gelu")
        down = self._linear(up, name + "down", layer.down, layer.down_bias)
        return self._normalise(node("Add", [rows, down], name + "sum2"), name + "norm2", layer.down_norm)

    def write(self) -> bytes:
        """The serialised model."""
        constant, node, weights = self.constant, self.node, self._weights
        width = weights.width
        constant("row_shape", np.array([-1, width], np.int64))
        constant("heads_shape", np.array([3, weights.heads, width // weights.heads], np.int64))
        for i in range(3):
            constant(f"index{i}", np.array(i, np.int64))
        constant("zero", np.array([0], np.int64))
        constant("two", np.array([2], np.int64))
        if self._quantised:
            constant("per_step", np.array(1 / _ACTIVATION, np.float32))
            constant("tiny", np.array(1e-9, np.float32))
            constant("last_axis", np.array([-1], np.int64))
            constant("one", np.array(1, np.float32))
            constant("zero_point", np.array(128, np.uint8))
        node("Shape", ["embedded"], "shape")
        node("Concat", [node("Slice", ["shape", "zero", "two"], "outer"), "heads_shape"], "split_shape", axis=0)
        rows = self._normalise(node("Reshape", ["embedded", "row_shape"], "flat"), "norm0", weights.embedding_norm())
        for index in range(weights.layers):
            rows = self._layer(rows, f"l{index}.", weights.layer(index))
            if index == _MIDDLE:
                node("Reshape", [rows, "shape"], "middle")
        node("Reshape", [rows, "shape"], "hidden")
        cube = ("batch", "time", width)
        return self.model({"embedded": cube, "mask": ("batch", 1, 1, "time")}, {"hidden": cube, "middle": cube})

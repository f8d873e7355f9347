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

from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.encode.weights import Layer, Weights

VERSION = "3"
"""Part of the encoder's digest: raise it with every change that changes vectors."""

_MIDDLE = 5
_ACTIVATION = 127.0
_WEIGHT = 64.0


def build(weights: Weights, precision: str) -> bytes:
    """Serialised model: inputs ``embedded`` (batch x time x width) and ``mask`` (batch x 1 x 1 x time, 0 or a large
    negative number); outputs ``hidden`` and ``middle``, the rows after the last and after the sixth layer (both batch x
    time x width). ``precision``: ``int8`` or ``fp32``."""
    return bytes(_Builder(weights, precision == "int8").model())


class _Builder:
    def __init__(self, weights: Weights, quantised: bool) -> None:
        import onnx

        self._onnx = onnx
        self._weights, self._quantised = weights, quantised
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def _constant(self, name: str, value: NDArray[Any]) -> str:
        self._constants.append(self._onnx.numpy_helper.from_array(np.require(value, requirements="C"), name))
        return name

    def _node(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> str:
        self._nodes.append(self._onnx.helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def _quantise(self, rows: str) -> tuple[str, str]:
        """uint8 rows around 128 and their scales (r x 1)."""
        node = self._node
        peak = node("ReduceMax", [node("Abs", [rows], rows + ".abs"), "last_axis"], rows + ".peak", keepdims=1)
        scale = node("Mul", [node("Max", [peak, "tiny"], rows + ".peak1"), "per_step"], rows + ".scale")
        flat = node("Squeeze", [scale, "last_axis"], rows + ".scale1")
        zeros = node(
            "ConstantOfShape",
            [node("Shape", [flat], rows + ".size")],
            rows + ".zero",
            value=self._onnx.helper.make_tensor("value", self._onnx.TensorProto.UINT8, [1], [128]),
        )
        return node("QuantizeLinear", [rows, flat, zeros], rows + ".q", axis=0), scale

    def _linear(self, rows: str, name: str, matrix: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
        node, constant = self._node, self._constant
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
        inputs = [rows, self._constant(name + ".w", weights[0]), self._constant(name + ".b", weights[1])]
        return self._node("LayerNormalization", inputs, name, axis=-1, epsilon=self._weights.epsilon)

    def _layer(self, rows: str, name: str, layer: Layer) -> str:
        node, width, heads = self._node, self._weights.width, self._weights.heads
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

    def model(self) -> Any:
        helper, number, weights = self._onnx.helper, self._onnx.TensorProto.FLOAT, self._weights
        constant, node, width = self._constant, self._node, weights.width
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
        value = helper.make_tensor_value_info
        graph = helper.make_graph(
            self._nodes,
            "e5",
            [value("embedded", number, ["batch", "time", width]), value("mask", number, ["batch", 1, 1, "time"])],
            [value(name, number, ["batch", "time", width]) for name in ("hidden", "middle")],
            self._constants,
        )
        sets = [helper.make_opsetid("", 20), helper.make_opsetid("com.microsoft", 1)]
        # IR version 9 is what onnxruntime 1.20 and later read.
        return helper.make_model(graph, opset_imports=sets, ir_version=9).SerializeToString()

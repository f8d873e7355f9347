"""Write an ONNX model node by node; the only module that knows the `onnx` package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


class OnnxWriter:
    """Collects constants and nodes. Values are named by the caller; every name may be used once."""

    def __init__(self) -> None:
        import onnx

        self._onnx = onnx
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def constant(self, name: str, value: NDArray[Any]) -> str:
        """Add a constant; returns its name."""
        self._constants.append(self._onnx.numpy_helper.from_array(np.require(value, requirements="C"), name))
        return name

    def node(self, kind: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: Any) -> str:
        """Add an operator with one output; returns the output's name."""
        self._nodes.append(self._onnx.helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def filled(self, shape: str, output: str, value: int) -> str:
        """A uint8 tensor of a shape that is known at run time, all of one value."""
        tensor = self._onnx.helper.make_tensor("value", self._onnx.TensorProto.UINT8, [1], [value])
        return self.node("ConstantOfShape", [shape], output, value=tensor)

    def model(self, inputs: Mapping[str, Sequence[str | int]], outputs: Mapping[str, Sequence[str | int]]) -> bytes:
        """The serialised model; inputs and outputs are float32 with the shapes given (a string: known at run time)."""
        helper, kind = self._onnx.helper, self._onnx.TensorProto.FLOAT
        graph = helper.make_graph(
            self._nodes,
            "readouts",
            [helper.make_tensor_value_info(name, kind, list(shape)) for name, shape in inputs.items()],
            [helper.make_tensor_value_info(name, kind, list(shape)) for name, shape in outputs.items()],
            self._constants,
        )
        sets = [helper.make_opsetid("", 20), helper.make_opsetid("com.microsoft", 1)]
        # IR version 9 is what onnxruntime 1.20 and later read.
        return bytes(helper.make_model(graph, opset_imports=sets, ir_version=9).SerializeToString())

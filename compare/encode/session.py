"""Run an ONNX model; the only module that knows the `onnxruntime` package."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from compare.encode import artifacts
from compare.encode.packages import find
from compare.errors import EncoderError

_SUFFIX = ".onnx"


def require() -> None:
    """Raises WeightsError when `onnxruntime` is not installed; it is not imported."""
    find("onnxruntime", "__init__.py")


def open_session(folder: Path | None, stem: str, build: Callable[[], bytes]) -> Any:
    """A session for the model kept in ``folder`` under ``stem``; else for the one that ``build`` makes, which is kept.
    A kept model that does not run (made by another version, damaged) is built anew. Raises EncoderError."""
    kept = artifacts.find_digested(folder, stem, _SUFFIX) if folder is not None else None
    if kept is not None:
        with suppress(Exception):
            return _session(str(kept))
    try:
        model = build()
        session = _session(model)
    except Exception as error:
        raise EncoderError(
            f"the graph {stem} does not run ({error})".replace("\n", " "), todo="reinstall readouts, onnx, onnxruntime"
        ) from error
    if folder is not None:
        artifacts.save_digested(folder, stem, _SUFFIX, model)
    return session


def _session(model: bytes | str) -> Any:
    """A session of a model (or of the file with it) whose runs use the calling thread alone: runs side by side are
    faster than threads inside one."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

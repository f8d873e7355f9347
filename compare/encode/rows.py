"""Rows of a table in a file, read as they are needed."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray


class Rows:
    """Rows of one length in a file, read one by one: mapped into memory, the pages around each would count as ours
    (measured: 60 MB for the words of forty sentences). Safe to use from several threads."""

    def __init__(self, path: Path, offset: int, length: int) -> None:
        self._file, self._offset, self._length = path.open("rb", buffering=0), offset, length
        self._lock = Lock()

    def read(self, indices: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Rows of the indices: shape of the indices x length. Raises OSError when the file is too short."""
        distinct, inverse = np.unique(indices, return_inverse=True)
        with self._lock:
            parts = [self._row(int(index)) for index in distinct]
        rows = np.frombuffer(b"".join(parts), np.uint8).reshape(len(distinct), self._length)
        return rows[inverse].reshape(*indices.shape, self._length)

    def _row(self, index: int) -> bytes:
        self._file.seek(self._offset + index * self._length)
        row = self._file.read(self._length)
        if len(row) != self._length:
            raise OSError(f"{self._file.name} is cut short")
        return row

    def __del__(self) -> None:
        file = getattr(self, "_file", None)
        if file is not None:
            file.close()

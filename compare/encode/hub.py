"""Any model of the `sentence-transformers` package, for people who have it (an extra; may download the model)."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.encode.cleaning import clean
from compare.errors import EncoderError


class SentenceTransformers:
    """The model of a name or folder, loaded here: its digest is that of its parameters.

    Raises EncoderError when the package is missing or the model does not load.
    """

    name = "sentence-transformers"
    languages: frozenset[str] | None = None

    def __init__(self, model: str) -> None:
        where = f"--encoder sentence-transformers:{model}"
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EncoderError(
                "package sentence-transformers is not installed",
                where=where,
                todo="pip install 'readouts[sentence-transformers]'",
            ) from error
        try:
            self._model: Any = SentenceTransformer(model, device="cpu")
            self.digest = _digest(self._model)
        except Exception as error:
            raise EncoderError(
                f"the model does not load ({error})".replace("\n", " "),
                where=where,
                todo="give the name of a model of the hub or a folder with one",
            ) from error
        self._where = where

    @property
    def signature(self) -> str:
        """Name and the head of the digest."""
        return f"{self.name}:{self.digest[:8]}"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The texts as n x d unit rows, one text a run (in a batch, padding changes last bits). Raises EncoderError."""
        try:
            rows = [self._model.encode([clean(text)], normalize_embeddings=True)[0] for text in texts]
        except Exception as error:
            raise EncoderError(f"the model failed ({error})".replace("\n", " "), where=self._where) from error
        return np.array(rows, np.float32).reshape(len(texts), -1)


def _digest(model: Any) -> str:
    """Of the model's parameters: a folder's content can change under its name."""
    digest = blake2b(digest_size=16)
    for name, value in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(value.float().contiguous().numpy().tobytes())
    return digest.hexdigest()

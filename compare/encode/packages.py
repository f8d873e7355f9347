"""Files of installed packages that are taken for their weights alone: found, and checked against what was published."""

from __future__ import annotations

import hashlib
from pathlib import Path


class WeightsError(Exception):
    """The weights are not there, or not what they must be; ``str()`` says which in a few words."""


def find(package: str, *names: str) -> Path:
    """Path of a file of an installed package, which is not imported; raises WeightsError when either is missing."""
    from importlib.util import find_spec

    spec = find_spec(package)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder).joinpath(*names)
        if path.is_file():
            return path
    raise WeightsError(f"package {package} is not installed" if spec is None else f"{package} lacks {'/'.join(names)}")


def published_sha256(package: str, path: Path) -> str | None:
    """SHA-256 (hex) that the installed wheel's RECORD states for a file of it; None when it states none."""
    from base64 import urlsafe_b64decode
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        files = distribution(package).files or []
    except PackageNotFoundError:
        return None
    for file in files:
        if file.name == path.name and file.hash is not None and file.hash.mode == "sha256":
            return urlsafe_b64decode(file.hash.value + "==").hex()
    return None


def sha256(path: Path) -> str:
    """SHA-256 of a file, hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""Compare two governments' readouts of one event.

    from compare import Source, compare, read

    result = compare(Source("china.txt", label="China MFA"), Source("belarus.html"))
    result.findings, result.links, result.emphasis

`compare` returns a `Comparison` (a frozen value, see `compare.model`), which shows itself as the HTML report in a
notebook.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

from compare.version import __version__ as __version__

if TYPE_CHECKING:
    from compare.api import Comparison, compare, load, read, render
    from compare.errors import CompareError
    from compare.model import Finding, Link, Readout, Side, Source
    from compare.options import Options

_HOMES = {
    "Comparison": "compare.api",
    "compare": "compare.api",
    "load": "compare.api",
    "read": "compare.api",
    "render": "compare.api",
    "CompareError": "compare.errors",
    "Finding": "compare.model",
    "Link": "compare.model",
    "Readout": "compare.model",
    "Side": "compare.model",
    "Source": "compare.model",
    "Options": "compare.options",
}

__all__ = [
    "CompareError",
    "Comparison",
    "Finding",
    "Link",
    "Options",
    "Readout",
    "Side",
    "Source",
    "compare",
    "load",
    "read",
    "render",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that ``import compare`` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'compare' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


class _Package(ModuleType):
    """``read`` is a function for users and the name of a stage. Importing the stage puts it on the package in place of
    the function; a property cannot be replaced so. ``from compare.read import …`` finds the stage all the same."""

    @property
    def read(self) -> Any:
        """Return the function."""
        return __getattr__("read")

    @read.setter
    def read(self, stage: Any) -> None:
        """Take no notice of the stage."""


sys.modules[__name__].__class__ = _Package

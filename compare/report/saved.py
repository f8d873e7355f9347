"""The result itself, as the JSON contract."""

from __future__ import annotations

from compare.model import Comparison
from compare.options import ReportOptions
from compare.record import dumps


def render(comparison: Comparison, _options: ReportOptions) -> bytes:
    """The JSON object of ``compare.record``; the same whatever the options."""
    return dumps(comparison)

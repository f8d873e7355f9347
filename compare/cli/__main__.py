"""``python -m compare.cli`` is the command ``readouts``."""

from __future__ import annotations

from compare.cli import main

main()

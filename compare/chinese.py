"""Simplified and traditional Chinese characters, by OpenCC. The only module that imports it."""

from __future__ import annotations

from functools import cache
from typing import Any

# The two blocks that hold every character OpenCC converts one to one: CJK Unified Ideographs and Extension A.
_RANGES = ((0x4E00, 0xA000), (0x3400, 0x4DC0))


@cache
def _converter(direction: str) -> Any:
    from opencc import OpenCC

    return OpenCC(direction)


def to_simplified(text: str) -> str:
    """Return the text in simplified characters."""
    return str(_converter("t2s").convert(text))


def to_traditional(text: str) -> str:
    """Return the text in traditional characters (OpenCC's own standard, neither Taiwan's nor Hong Kong's)."""
    return str(_converter("s2t").convert(text))


@cache
def simplifying() -> tuple[str, str]:
    """Return two strings of equal length: traditional characters, and the simplified one of each.

    A table for ``str.translate``: one character for one, so positions in a text stay what they are, and every regional
    variant (台 臺, 里 裏 裡, 为 爲 為) comes to the same character.
    """
    characters = [chr(code) for low, high in _RANGES for code in range(low, high)]
    converted = to_simplified("\n".join(characters)).split("\n")
    changed = [(old, new) for old, new in zip(characters, converted, strict=True) if old != new and len(new) == 1]
    return "".join(old for old, _ in changed), "".join(new for _, new in changed)

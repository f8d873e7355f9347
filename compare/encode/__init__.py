"""Texts to vectors: encoders, centring, the cache of vectors, and what may be asked of the vectors.

``engine(options, languages)`` makes the engine, ``Engine.embed`` the vectors. Nothing heavy is imported before use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compare.encode.embedding import Engine, engine
    from compare.encode.interaction import Coverage, WordMark, late_interaction, late_pairs, similarity, word_marks
    from compare.encode.values import Embedded, Encoder, Tokens

__all__ = [
    "Coverage",
    "Embedded",
    "Encoder",
    "Engine",
    "Tokens",
    "WordMark",
    "engine",
    "late_interaction",
    "late_pairs",
    "similarity",
    "word_marks",
]

# No module may have the name of one of these: once imported, it would stand in its place.
_HOMES = {
    "values": ("Embedded", "Encoder", "Tokens"),
    "embedding": ("Engine", "engine"),
    "interaction": ("Coverage", "WordMark", "late_interaction", "late_pairs", "similarity", "word_marks"),
}


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(f"compare.encode.{module}"), name)
    raise AttributeError(name)

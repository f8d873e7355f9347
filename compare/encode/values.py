"""What the encode layer takes and gives: the encoder protocol, token rows of a text, embedded texts.

Rows that leave this layer lie on a grid of 1/2048 (see ``grid``), so float32 dot products of them are exact: the same
bytes whatever the BLAS, its threads, the shape of the matrices or the order of the sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """The tokens of one text that carry meaning (no punctuation, no markers of the model).

    ``vectors``: t x d unit rows; ``weights``: t values that sum to 1, proportional to the minus log-probability of the
    token in the model's vocabulary (rare words weigh more); ``spans``: t x 2 half-open character offsets into the
    text that was given. A text without words has t = 0.
    """

    vectors: NDArray[np.float16]
    weights: NDArray[np.float32]
    spans: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.weights)


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """What an encoder makes of n texts before centring: n x d unit rows and, where it can and was asked, tokens."""

    vectors: NDArray[np.float32]
    tokens: tuple[Tokens, ...] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """Texts as centred unit rows: ``vectors`` maps the encoder's name to n x d float32 (the same names for every
    call on one engine); ``tokens``: one value a text, also centred, if they were asked for and an encoder has them."""

    vectors: dict[str, NDArray[np.float32]]
    tokens: tuple[Tokens, ...] | None = None


@runtime_checkable
class Encoder(Protocol):
    """Turns texts into vectors."""

    @property
    def name(self) -> str:
        """Key of its vectors."""

    @property
    def digest(self) -> str:
        """Hex; another one whenever the same text would give other vectors."""

    @property
    def languages(self) -> frozenset[str] | None:
        """ISO 639 codes it knows; None: any."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The texts as n x d unit rows; a text gives the same bytes alone and in any batch. Raises EncoderError."""
        ...


@runtime_checkable
class TokenEncoder(Encoder, Protocol):
    """An encoder that also gives token vectors."""

    def encode_tokens(self, texts: Sequence[str]) -> Encoded:
        """Vectors as ``encode`` gives them, and tokens. Raises EncoderError."""
        ...

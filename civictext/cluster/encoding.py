"""The contract of an encoder: recommendations → unit vectors. No encoder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol, runtime_checkable

import numpy as np

Reads = Literal["lemmas", "text"]


@runtime_checkable
class Encoder(Protocol):
    """What turns sentences into vectors. `name` and `version` are recorded in the run.

    Methods
    -------
    encode(sentences)
        ndarray of shape (n_sentences, n_dimensions), float, rows of unit length (zero where nothing is known).
    """

    name: str
    version: str
    reads: Reads

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Return one unit vector a sentence."""
        ...

"""Word types: the pairs (word id, shape id) that slovnet distinguishes, numbered in the order in which they come."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np

from civictext.annotate.models import Vectors

MAX_TYPES = 16_384  # tables hold 9 KB for each type: 150 MB


class WordTypes:
    """Numbers word forms by what slovnet sees of them; type 0 is the separator between sequences.

    Parameters
    ----------
    vectors : Vectors
        Word vectors, for the word ids.
    shapes : sequence of str
        The shapes of words that the models know.
    max_types : int
        When more types have come than this, all are forgotten before the next texts.

    Attributes
    ----------
    generation : int
        Goes up when the types are forgotten; what is kept for a type holds for its generation only.
    """

    def __init__(self, vectors: Vectors, shapes: Sequence[str], *, max_types: int = MAX_TYPES) -> None:
        self.vectors = vectors
        self.shapes = {shape: n for n, shape in enumerate(shapes)}
        self.max_types = max_types
        self.generation = 0
        self._forget()

    def _forget(self) -> None:
        self.generation += 1
        self._numbers: dict[Hashable, int] = {}
        self._types: dict[tuple[int, int], int] = {}
        self._pairs: list[tuple[int, int]] = [(0, 0)]

    def __len__(self) -> int:
        return len(self._pairs)

    def numbers(self, keys: Sequence[Hashable], spell: Callable[[Any], str]) -> np.ndarray:
        """Return the types of words, ndarray of shape (len(keys),).

        Parameters
        ----------
        keys : sequence
            Something that stands for each word: the word itself, a hash of it.
        spell : callable
            Gives the word of a key that was not seen before.
        """
        known = self._numbers
        try:
            return np.array([known[key] for key in keys], dtype=np.intp)
        except KeyError:
            from slovnet.shape import word_shape

            if len(self) > self.max_types:
                self._forget()
            for key in keys:
                if key not in self._numbers:
                    self._numbers[key] = self._number(spell(key), word_shape)
            return np.array([self._numbers[key] for key in keys], dtype=np.intp)

    def _number(self, word: str, word_shape: Callable[[str], str]) -> int:
        pair = (self.vectors.ids.get(word.lower(), self.vectors.unknown), self.shapes[word_shape(word)])
        number = self._types.get(pair)
        if number is None:
            number = self._types[pair] = len(self._pairs)
            self._pairs.append(pair)
        return number

    def ids(self, start: int, stop: int) -> tuple[np.ndarray, np.ndarray]:
        """Return word ids and shape ids of the types `start` to `stop`."""
        pairs = np.array(self._pairs[start:stop], dtype=np.intp).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

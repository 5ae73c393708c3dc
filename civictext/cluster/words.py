"""Word vectors of navec for words at hand. No sentences."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np


@cache
def _navec() -> object:
    from navec import Navec

    spec = find_spec("natasha")
    if spec is None or spec.origin is None:
        raise ImportError("navec's vectors come with natasha: pip install 'natasha>=1.6'")
    return Navec.load(Path(spec.origin).parent / "data/emb/navec_news_v1_1B_250K_300d_100q.tar")


def word_vectors(words: Sequence[str]) -> np.ndarray:
    """Return vectors of unit length, ndarray of shape (n_words, 300); zero for a word that navec does not know."""
    navec = _navec()
    out = np.zeros((len(words), 300), np.float32)
    for i, word in enumerate(words):
        if word in navec:  # type: ignore[operator]
            vector = navec[word]  # type: ignore[index]
            out[i] = vector / np.linalg.norm(vector)
    return out

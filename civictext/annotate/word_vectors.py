"""Vectors of lemmas: navec's beside those that multilingual-e5-small gave for the bare words (models/lemmas-1). No sentences."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

import numpy as np

from civictext.annotate.models import load_vectors
from civictext.resources import models_path

NAVEC = 300


@cache
def distilled() -> tuple[dict[str, int], np.ndarray]:
    """Return the lemmas (folded) of models/lemmas-1 with their rows, and the rows, float32 of unit length."""
    folder = models_path("lemmas-1")
    scale = json.loads((folder / "meta.json").read_text(encoding="utf-8"))["scale"]
    lemmas = (folder / "lemmas.txt").read_text(encoding="utf-8").split()
    with np.load(folder / "arrays.npz", allow_pickle=False) as file:
        rows = file["vectors"].astype(np.float32) * np.float32(scale)
    return {lemma: i for i, lemma in enumerate(lemmas)}, unit(rows)


def unit(rows: np.ndarray) -> np.ndarray:
    """Return rows of length 1; a row of zeros stays one.

    Examples
    --------
    >>> unit(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: np.ndarray = rows / np.where(lengths, lengths, 1)
    return found


def lemma_vectors(lemmas: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return navec's and the distilled vectors of folded lemmas, each of unit length; zeros for a lemma that one does not know.

    Returns
    -------
    tuple of ndarray of shape (n_lemmas, 300) and (n_lemmas, n_dimensions)
    """
    vectors, (ids, rows) = load_vectors(), distilled()
    left = np.zeros((len(lemmas), NAVEC), np.float32)
    right = np.zeros((len(lemmas), rows.shape[1]), np.float32)
    known = [(i, vectors.ids[w]) for i, w in enumerate(lemmas) if w in vectors.ids]
    if known:
        left[[i for i, _ in known]] = unit(vectors.rows(np.array([k for _, k in known])))
    for i, lemma in enumerate(lemmas):
        if lemma in ids:
            right[i] = rows[ids[lemma]]
    return left, right

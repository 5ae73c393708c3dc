"""Nearest rows of vectors: which pairs are worth scoring where all pairs are too many. No pair model, no groups.

Up to `EXACT` rows the neighbours are exact. Above, a graph of near rows is walked from one to the next (hierarchical navigable small
world, Malkov & Yashunin 2016, of usearch): the cost of a row grows with the logarithm of the table. The graph is built by one thread in
the order of the rows: the same rows in the same order have the same neighbours.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import cast

import numpy as np
from sklearn.decomposition import PCA
from sklearn.neighbors import NearestNeighbors

#: rows up to which all are compared with all
EXACT = 20_000
#: links of a row in the graph; rows that are looked at while it is linked, and for each neighbour that is wanted
LINKS, LINKING, LOOKING = 16, 48, 2
#: principal directions that the graph sees: half the time of all, and as many true pairs among the neighbours
DIRECTIONS = 128
Pairs = tuple[np.ndarray, np.ndarray]


def nearest(vectors: np.ndarray, n_neighbours: int) -> np.ndarray:
    """Return the positions of the nearest other rows by Euclidean distance.

    Parameters
    ----------
    vectors : ndarray of shape (n, n_dimensions)
        Unit rows, so that the nearest has the highest cosine.
    n_neighbours : int

    Returns
    -------
    ndarray of shape (n, min(n_neighbours, n - 1))
    """
    n = len(vectors)
    k = min(n_neighbours, n - 1)
    if k < 1:
        return np.zeros((n, 0), int)
    vectors = np.ascontiguousarray(vectors, np.float32)
    found = _compared(vectors, k + 1) if n <= EXACT else _walked(vectors, k + 1)
    itself = found == np.arange(n)[:, None]
    dropped = np.where(itself.any(1), itself.argmax(1), k)  # among equals a row may miss itself
    return found[np.arange(k + 1) != dropped[:, None]].reshape(n, k)


def candidate_pairs(spaces: Sequence[np.ndarray], n_neighbours: int) -> Pairs:
    """Return the pairs of rows that are neighbours in one of the spaces, each once, the lower position first, sorted."""
    n = len(spaces[0])
    codes = []
    for vectors in spaces:
        found = nearest(vectors, n_neighbours)
        own = np.repeat(np.arange(n), found.shape[1])
        other = found.ravel()
        codes.append(np.minimum(own, other) * n + np.maximum(own, other))
    return np.divmod(np.unique(np.concatenate(codes)), n) if n else (np.zeros(0, int), np.zeros(0, int))


def _compared(vectors: np.ndarray, k: int) -> np.ndarray:
    return NearestNeighbors(n_neighbors=k, algorithm="brute").fit(vectors).kneighbors(vectors, return_distance=False)


def _walked(vectors: np.ndarray, k: int) -> np.ndarray:
    from usearch.index import BatchMatches, Index  # large, and most tables need none

    if vectors.shape[1] > DIRECTIONS:
        vectors = PCA(DIRECTIONS, svd_solver="covariance_eigh").fit_transform(vectors)
    graph = Index(ndim=vectors.shape[1], metric="l2sq", dtype="f16", connectivity=LINKS, expansion_add=LINKING, expansion_search=LOOKING * k)  # fmt: skip
    graph.add(np.arange(len(vectors)), vectors, threads=1)
    found = cast("BatchMatches", graph.search(vectors, k, threads=os.cpu_count() or 1))
    keys = np.asarray(found.keys).astype(int)
    # a row that few links lead to may get fewer: its nearest is repeated
    return np.where(np.arange(k) < np.asarray(found.counts)[:, None], keys, keys[:, :1])

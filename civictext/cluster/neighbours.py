"""Nearest rows of vectors: which pairs are worth scoring where all pairs are too many. No pair model, no groups.

Up to `EXACT` rows the neighbours are exact. Above, rows are sorted into cells of about `CELL` rows (k-means of a sample) and a
row looks for its neighbours in the `N_CELLS` cells nearest to its own: the cost of a row does not grow with the table. All of
it is scikit-learn with fixed seeds: the same rows in the same order have the same neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.cluster import KMeans
from sklearn.neighbors import NearestNeighbors

#: rows up to which all are compared with all
EXACT = 20_000
#: rows of a cell, cells that are searched, rows of the sample that the cells' centres are made from
CELL, N_CELLS, SAMPLE = 250, 16, 20_000
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
    if n <= EXACT:
        return _others(vectors, np.arange(n), np.arange(n), k)
    cells, near = _cells(vectors)
    members = np.split(np.argsort(cells, kind="stable"), np.cumsum(np.bincount(cells, minlength=len(near)))[:-1])
    out = np.empty((n, k), int)
    for cell, around in enumerate(near):
        if len(members[cell]):
            pool = np.sort(np.concatenate([members[c] for c in _enough(around, members, k)]))
            out[members[cell]] = _others(vectors, members[cell], pool, k)
    return out


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


def _others(vectors: np.ndarray, rows: np.ndarray, pool: np.ndarray, k: int) -> np.ndarray:
    """Return the k nearest of the pool for each row, without the row itself."""
    model = NearestNeighbors(n_neighbors=k + 1, algorithm="brute").fit(vectors[pool])
    found = pool[model.kneighbors(vectors[rows], return_distance=False)]
    itself = found == rows[:, None]
    itself[~itself.any(1), -1] = True  # among equals a row may miss itself
    return found[~itself].reshape(len(rows), k)


def _cells(vectors: np.ndarray) -> Pairs:
    """Return the cell of each row, and for each cell all cells from near to far, itself first."""
    sample = np.random.default_rng(0).permutation(len(vectors))[:SAMPLE]
    n_cells = len(vectors) // CELL
    model = KMeans(min(n_cells, len(sample) // 10), init="random", n_init=1, max_iter=10, random_state=0).fit(vectors[sample])  # fmt: skip
    centers = model.cluster_centers_
    k = min(4 * N_CELLS, len(centers))
    near = NearestNeighbors(n_neighbors=k, algorithm="brute").fit(centers).kneighbors(centers, return_distance=False)
    return model.predict(vectors), near


def _enough(around: np.ndarray, members: Sequence[np.ndarray], k: int) -> np.ndarray:
    """Return the nearest cells, more than `N_CELLS` where they hold few rows."""
    held = np.cumsum([len(members[c]) for c in around])
    return around[: max(N_CELLS, int(np.searchsorted(held, k + 1)) + 1)]

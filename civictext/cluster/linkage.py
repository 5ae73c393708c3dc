"""Average linkage: of a matrix of similarities, or of the pairs that are known where a matrix would be too large. No features."""

from __future__ import annotations

import heapq

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform


def average_linkage(similarities: np.ndarray, threshold: float) -> np.ndarray:
    """Return group numbers of average linkage cut where the mean similarity falls below `threshold`."""
    if len(similarities) < 2:
        return np.zeros(len(similarities), int)
    distances = (1 - similarities).astype(float)
    np.fill_diagonal(distances, 0)
    return fcluster(linkage(squareform(distances, checks=False), "average"), 1 - threshold, "distance")


def average_linkage_of_pairs(
    n: int,
    first: np.ndarray,
    second: np.ndarray,
    similarities: np.ndarray,
    threshold: float,
    *,
    weights: np.ndarray | None = None,
) -> np.ndarray:
    """Return group numbers of average linkage where a pair that is not listed has similarity 0.

    Parameters
    ----------
    n : int
        Rows that are grouped.
    first, second, similarities : ndarray of shape (n_pairs,)
        Positions and similarity (0 to 1) of the listed pairs, each once.
    threshold : float
        Mean similarity that two groups need to be joined, above 0.
    weights : ndarray of shape (n,), optional
        How many recommendations a row stands for.

    Returns
    -------
    ndarray of shape (n,)

    Notes
    -----
    Exact, without a matrix: two groups are joined only if some pair of theirs reaches the threshold, so each connected component
    of such pairs is grouped for itself; within it a heap holds the pairs of groups that may still be joined. A mean over a joined
    group is never above the larger of the two means before it, hence what falls below the threshold is never looked at again.
    Equal similarities are joined in the order of rows.
    """
    size = [1.0] * n if weights is None else weights.astype(float).tolist()
    strong = similarities >= threshold
    graph = coo_matrix((np.ones(int(strong.sum()), np.int8), (first[strong], second[strong])), shape=(n, n))
    component = connected_components(graph, directed=False)[1] if n else np.zeros(0, int)
    inside = (component[first] == component[second]) & (similarities > 0)
    sums: dict[int, dict[int, float]] = {}
    heap: list[tuple[float, int, int]] = []
    for i, j, p in zip(first[inside].tolist(), second[inside].tolist(), similarities[inside].tolist(), strict=True):
        sums.setdefault(i, {})[j] = sums.setdefault(j, {})[i] = p * size[i] * size[j]
        if p >= threshold:
            heap.append((-p, i, j))
    heapq.heapify(heap)
    parent = list(range(n))
    while heap:
        _, i, j = heapq.heappop(heap)
        if i not in sums or j not in sums:  # one of the two was joined with another group meanwhile
            continue
        parent.append(len(parent))
        parent[i] = parent[j] = new = len(parent) - 1
        size.append(size[i] + size[j])
        _join(sums, i, j, new)
        for other, total in sums[new].items():
            mean = total / (size[new] * size[other])
            if mean >= threshold:
                heapq.heappush(heap, (-mean, other, new))
    return _roots(parent)[:n]


def _join(sums: dict[int, dict[int, float]], i: int, j: int, new: int) -> None:
    """Replace two groups by a new one; the longer of their lists is kept and the shorter added to it."""
    small, large = sorted((sums.pop(i), sums.pop(j)), key=len)
    large.pop(i, None)
    large.pop(j, None)
    for other, total in small.items():
        if other not in (i, j):
            large[other] = large.get(other, 0.0) + total
    for other, total in large.items():
        links = sums[other]
        links.pop(i, None)
        links.pop(j, None)
        links[new] = total
    sums[new] = large


def _roots(parent: list[int]) -> np.ndarray:
    """Return the last group of each row; a group is always younger than what it was made of."""
    out = parent.copy()
    for k in range(len(out) - 1, -1, -1):
        out[k] = k if parent[k] == k else out[parent[k]]
    return np.array(out, int)

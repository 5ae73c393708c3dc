"""How well clusters hold without gold: nearest other cluster, stability under resampling of documents. Reads similarities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from civictext.cluster.granularity import moved_threshold
from civictext.cluster.linkage import average_linkage

N_SAMPLES = 10
SEED = 0
#: log-odds by which the weakest link of a cluster should be above the threshold
MARGIN = 0.2
#: mean similarity below which two members rather do not belong together
LOOSE = 0.5
#: stability from which a cluster counts as valid (Hennig 2007)
STABLE = 0.75


def is_weak(similarities: np.ndarray, threshold: float, stable: float | None = None, *, loose: float = 0.0) -> bool:
    """Return whether a cluster should be looked at: it may hold two commitments.

    Parameters
    ----------
    similarities : ndarray of shape (n_members, n_members)
    threshold : float
        Mean similarity at which groups were joined. Average linkage holds two members together that fall below it; here they, and
        those hardly above it, make a cluster weak.
    stable : float, optional
        See `stability`.
    loose : float, default=0
        Mean similarity below which a cluster is weak whatever the threshold: `LOOSE` where similarities are probabilities.

    Notes
    -----
    Of the ways measured (weakest pair, least tied member, mean, link and gap between the two halves, stability) the weakest pair tells
    clusters of several commitments best, see ``benchmarks/weak_clusters.py``.
    """
    if stable is not None and stable < STABLE:
        return True
    links = similarities[np.triu_indices(len(similarities), 1)]
    return bool(links.min() < moved_threshold(threshold, MARGIN) or links.mean() < loose)


def separation(similarities: np.ndarray, members: Mapping[int, list[int]]) -> dict[int, tuple[int | None, float]]:
    """Return the nearest other cluster of each, and the mean similarity of a member here to one there (0 to 1).

    Parameters
    ----------
    similarities : ndarray of shape (n, n)
    members : mapping of cluster to positions
    """
    numbers = sorted(members)
    inside = np.zeros((len(numbers), len(similarities)), np.float64)
    for row, g in enumerate(numbers):
        inside[row, members[g]] = 1 / len(members[g])
    means = (inside @ similarities @ inside.T).round(6)
    np.fill_diagonal(means, -1)
    best = means.argmax(1) if len(numbers) > 1 else []
    found = {g: (numbers[k], float(means[row, k])) for row, (g, k) in enumerate(zip(numbers, best, strict=False))}
    return {g: found.get(g, (None, 0.0)) for g in numbers}


def stability(
    similarities: np.ndarray,
    members: Mapping[int, list[int]],
    documents: Sequence[str],
    threshold: float,
    order: Sequence[int],
) -> dict[int, float | None]:
    """Return the mean Jaccard similarity of each cluster with its best match when half of the documents are grouped alone.

    Parameters
    ----------
    similarities : ndarray of shape (n, n)
    members : mapping of cluster to positions
    documents : sequence of str
        Document of each position.
    threshold : float
        Mean similarity that two groups need to be joined.
    order : sequence of int
        Positions sorted by content: ties do not depend on the order of the rows.

    Returns
    -------
    dict of int to float or None
        None where no sample has two members of the cluster.

    Notes
    -----
    Clusterwise assessment of Hennig (2007), Computational Statistics & Data Analysis 52; below .5 a cluster is dissolved rather
    than found again. `N_SAMPLES` seeded samples.
    """
    names, rng = np.array(sorted(set(documents)), object), np.random.default_rng(SEED)
    found: dict[int, list[float]] = {g: [] for g in members}
    for _ in range(N_SAMPLES):
        half = set(names[rng.permutation(len(names))[: max(len(names) // 2, 1)]].tolist())
        chosen = [i for i in order if documents[i] in half]
        if len(chosen) < 2:
            continue
        groups = dict(
            zip(chosen, average_linkage(similarities[np.ix_(chosen, chosen)], threshold).tolist(), strict=True)
        )
        sharing: dict[int, set[int]] = {}
        for i, g in groups.items():
            sharing.setdefault(g, set()).add(i)
        for cluster, its in members.items():
            there = {i for i in its if i in groups}
            if len(there) > 1:
                matches = [sharing[g] for g in {groups[i] for i in there}]
                found[cluster].append(max(len(there & m) / len(there | m) for m in matches))
    return {g: round(float(np.mean(v)), 4) if v else None for g, v in found.items()}

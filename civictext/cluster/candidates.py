"""Groups where all pairs are too many: neighbours are scored, groups are made of them, and pairs that were missed are scored after.

Recommendations of the same words are one row here, with their number as weight.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from civictext.cluster.encoders import LsaEncoder
from civictext.cluster.lexicon import load_learnt
from civictext.cluster.linkage import average_linkage_of_pairs
from civictext.cluster.neighbours import Pairs, candidate_pairs
from civictext.cluster.pair_features import PairFeatures
from civictext.tables import rows

Score = Callable[[np.ndarray, np.ndarray], np.ndarray]
#: a pair below this share of the threshold counts as 0
NEGLIGIBLE = 0.02
#: share of the threshold at which loose groups are made, whose missing pairs are then scored
LOOSE = 0.5
#: weight of the words beside the places among measures: finds near copies, larger loses paraphrases
WORDS = 0.5
#: rows of a loose group above which its missing pairs are left out
LARGEST = 300
#: recommendations whose vectors are made at once
BATCH = 5000


def group_candidates(n: int, pairs: Pairs, score: Score, threshold: float, weights: np.ndarray) -> tuple[np.ndarray, csr_matrix]:  # fmt: skip
    """Return group numbers of n rows, and the similarities that were computed.

    Parameters
    ----------
    n : int
    pairs : tuple of two ndarrays of shape (n_pairs,)
        Pairs that an encoder proposes, the lower position first.
    score : callable
        Positions of the first and the second of the pairs → similarities, ndarray of shape (n_pairs,).
    threshold : float
        Mean similarity that two groups need to be joined.
    weights : ndarray of shape (n,)
        Recommendations that a row stands for.

    Returns
    -------
    labels : ndarray of shape (n,)
    similarities : csr_matrix of shape (n, n)
        Upper triangle; holds all pairs of a group (up to `LARGEST` rows).

    Notes
    -----
    A neighbour list misses some pairs of a group, and a missing pair counts as 0, which would keep the group apart. So groups are
    made loosely first, the missing pairs of the loose groups are scored, then at the threshold, and again if pairs were missing there.
    """
    known = (*pairs, score(*pairs))
    for share in (LOOSE, 1.0, 1.0):
        labels = _linked(known, threshold * share, NEGLIGIBLE * threshold, weights)
        missing = _missing(n, known, labels)
        if share == 1.0 and not len(missing[0]):
            break
        known = tuple(np.concatenate(both) for both in zip(known, (*missing, score(*missing)), strict=True))  # type: ignore[assignment]
    first, second, similarities = known
    inside = labels[first] == labels[second]
    return labels, csr_matrix((similarities[inside], (first[inside], second[inside])), shape=(n, n))


def _linked(known: tuple[np.ndarray, ...], threshold: float, least: float, weights: np.ndarray) -> np.ndarray:
    """Return group numbers from the pairs that are not negligible."""
    first, second, similarities = (part[known[2] >= least] for part in known)
    return average_linkage_of_pairs(len(weights), first, second, similarities, threshold, weights=weights)


def _missing(n: int, known: tuple[np.ndarray, ...], labels: np.ndarray) -> Pairs:
    """Return the pairs inside groups that are not known yet."""
    order = np.argsort(labels, kind="stable")
    bounds = np.flatnonzero(np.diff(labels[order], prepend=-1, append=-1))
    codes = [np.zeros(0, int)]
    for start, stop in pairwise(bounds.tolist()):
        if 2 < stop - start <= LARGEST:  # two rows are in one group only because their pair is known
            members = order[start:stop]  # in the order of rows: the sort is stable
            upper = np.triu_indices(len(members), 1)
            codes.append(members[upper[0]] * n + members[upper[1]])
    wanted = np.concatenate(codes)
    i, j = np.divmod(wanted[~np.isin(wanted, known[0] * n + known[1])], max(n, 1))
    return i, j


def measure_pairs(table: pd.DataFrame, n_neighbours: int) -> Pairs:
    """Return the pairs of neighbouring measures: near by the pair model's place among measures, beside the words themselves."""
    records = rows(table[["text", "lemmas"]])
    learnt = load_learnt()
    places = [PairFeatures(records[i : i + BATCH], learnt).measure_vectors() for i in range(0, len(records), BATCH)]
    return candidate_pairs([np.hstack([np.vstack(places), WORDS * LsaEncoder().encode(table["lemmas"].tolist())])], n_neighbours)  # fmt: skip

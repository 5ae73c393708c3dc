"""Do two recommendations ask for the same measure? A logistic regression over the features of a pair. No groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from civictext.cluster.lexicon import Learnt, load_learnt
from civictext.cluster.pair_blocks import Block
from civictext.cluster.pair_features import BLOCK, PairFeatures
from civictext.cluster.words import content_words

Row = Mapping[str, Any]
Weight = tuple[float, float, float]
#: parts of a long list of pairs that are worked on at once, and pairs above which a list is long
THREADS, MANY = 2, 100_000


def same_measure(rows: Sequence[Row], learnt: Learnt | None = None) -> np.ndarray:
    """Return how probably two recommendations ask for the same measure.

    Parameters
    ----------
    rows : sequence of mapping
        Rows of the recommendation table; tags may be missing.
    learnt : Learnt, optional
        Default: the model that comes with civictext.

    Returns
    -------
    ndarray of shape (n, n)
        Symmetric, 0 to 1, 1 on the diagonal. A pair's value depends on the two rows alone.
    """
    if len(rows) < 2:
        return np.ones((len(rows), len(rows)))
    learnt = learnt or load_learnt()
    out = combine(PairFeatures(rows, learnt), learnt)
    out += out.T.copy()
    out *= np.float32(0.5)
    logistic(out)
    np.fill_diagonal(out, 1)
    return out


def same_measure_pairs(
    rows: Sequence[Row], first: np.ndarray, second: np.ndarray, learnt: Learnt | None = None
) -> np.ndarray:
    """Return how probably the pairs of a list ask for the same measure, ndarray of shape (n_pairs,).

    Parameters
    ----------
    rows : sequence of mapping
        Rows of the recommendation table; tags may be missing.
    first, second : ndarray of int, shape (n_pairs,)
        Positions of the pairs' members in `rows`.
    learnt : Learnt, optional
        Default: the model that comes with civictext.

    Notes
    -----
    Values are those of `same_measure` up to rounding; memory holds one feature of the list at a time.
    """
    learnt = learnt or load_learnt()
    out = np.full(len(first), learnt.bias, np.float32)
    bounds = np.linspace(0, len(first), THREADS + 1).astype(int).tolist()
    parts = [slice(a, b) for a, b in pairwise(bounds)] if len(first) > MANY else [slice(None)]
    lists = [(first[part], second[part]) for part in parts]

    def add(k: int, block: Block, weight: Weight) -> None:
        out[parts[k]] += _share(block(lists[k]), *weight)

    if len(first):
        with ThreadPoolExecutor(len(parts)) as pool:
            for name, block in PairFeatures(rows, learnt).blocks():
                if name in learnt.weights:
                    list(pool.map(partial(add, block=block, weight=learnt.weights[name]), range(len(parts))))
    logistic(out)
    return out


def logistic(log_odds: np.ndarray) -> None:
    """Turn log-odds into probabilities, in place."""
    np.clip(log_odds, -30, 30, out=log_odds)
    np.negative(log_odds, out=log_odds)
    np.exp(log_odds, out=log_odds)
    log_odds += 1
    np.divide(1, log_odds, out=log_odds)


def combine(features: PairFeatures, learnt: Learnt) -> np.ndarray:
    """Return the log-odds of all pairs, float32 ndarray of shape (n, n), made block by block of rows."""
    out = np.full((features.n, features.n), learnt.bias, np.float32)
    for name, block in features.blocks():
        for start in range(0, features.n if name in learnt.weights else 0, BLOCK):
            at = slice(start, min(start + BLOCK, features.n))
            out[at] += _share(block(at), *learnt.weights[name])
    return out


def explain(first: Row, second: Row, learnt: Learnt | None = None) -> list[tuple[str, float, float]]:
    """Return why a pair scores as it does: (feature, its value, its share in the log-odds), most telling first.

    A feature that the pair does not have (no object, no quoted name) is left out.
    """
    learnt = learnt or load_learnt()
    found = []
    for name, values in PairFeatures([first, second], learnt):
        if name in learnt.weights and not np.isnan(values[0, 1]):
            found.append((name, float(values[0, 1]), float(_share(values, *learnt.weights[name])[0, 1])))
    return sorted(found, key=lambda x: (-abs(x[2]), x[0]))


def shared_words(first: Row, second: Row, learnt: Learnt | None = None) -> list[str]:
    """Return the content lemmas that two recommendations have in common, rarest first."""
    learnt = learnt or load_learnt()
    both = set(_lemmas(first)) & set(_lemmas(second))
    return sorted(both, key=lambda w: (-learnt.idf.get(w, learnt.rare), w))


def _lemmas(row: Row) -> list[str]:
    return content_words(str(row.get("lemmas") or ""))


def _share(values: np.ndarray, weight: float, mean: float, deviation: float) -> np.ndarray:
    """Return a feature's part in the log-odds; one that is missing counts as average."""
    out = (values - np.float32(mean)) * np.float32(weight / deviation)
    out[np.isnan(out)] = 0
    return out

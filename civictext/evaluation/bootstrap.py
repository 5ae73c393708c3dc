"""Intervals of F1 by drawing documents with replacement: recommendations of one document are not independent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from civictext.evaluate import Counts

DRAWS, SEED, LEVEL = 1000, 0, 0.95


def intervals(
    by_document: Sequence[Mapping[str, Counts]], *, draws: int = DRAWS, level: float = LEVEL, seed: int = SEED
) -> dict[str, tuple[float, float]]:
    """Return the percentile interval of F1 of each figure.

    Parameters
    ----------
    by_document : sequence of mappings
        Counts of each document: figure → Counts.
    draws : int
        Number of bootstrap samples.
    level : float
        Share of the samples inside the interval.
    seed : int

    Returns
    -------
    dict
        figure → (low, high). Empty with fewer than two documents: nothing can be said then.

    Notes
    -----
    F1 of a sample is ``2·hit / (2·hit + spurious + missed)`` of the summed counts; samples in which a figure has neither labels
    nor finds are left out of it. Identical for every machine: the draws come from `numpy.random.default_rng` (PCG64).

    References
    ----------
    Efron, B. & Tibshirani, R. (1993). An introduction to the bootstrap, section 13.3 (percentile intervals).
    """
    names = sorted({name for counts in by_document for name in counts})
    if len(by_document) < 2 or not names:
        return {}
    empty = Counts()
    table = np.array([[_row(c.get(n, empty)) for n in names] for c in by_document])  # documents × figures × 3
    n = len(by_document)
    weights = np.random.default_rng(seed).multinomial(n, [1 / n] * n, size=draws)
    hit, spurious, missed = np.moveaxis(np.einsum("dn,nfk->dfk", weights, table), 2, 0)
    total = 2 * hit + spurious + missed
    f1 = np.divide(2 * hit, total, out=np.full_like(hit, np.nan), where=total > 0)
    tail = (1 - level) / 2
    return {
        name: (round(float(low), 4), round(float(high), 4))
        for i, name in enumerate(names)
        if len(kept := f1[~np.isnan(f1[:, i]), i])
        for low, high in [np.quantile(kept, [tail, 1 - tail])]
    }


def _row(counts: Counts) -> list[float]:
    return [float(counts.hit), float(counts.spurious), float(counts.missed)]

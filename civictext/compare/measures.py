"""Measures over counts of resolutions: intervals, tests, log-odds. Pure functions with their formulas; no tables of a run.

Recommendations of one resolution are not independent, so resolutions are what is drawn and shuffled, never recommendations.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import false_discovery_control, norm


def bootstrap_share(hits: np.ndarray, sizes: np.ndarray, *, draws: int = 1000, level: float = 0.95, random_state: int = 0) -> np.ndarray:  # fmt: skip
    """Return percentile intervals of shares by drawing resolutions with replacement.

    Parameters
    ----------
    hits : ndarray of shape (n_resolutions, n_labels)
        Recommendations of each resolution with each label.
    sizes : ndarray of shape (n_resolutions,)
        Recommendations of each resolution.
    draws, level, random_state
        Number of draws, coverage, seed.

    Returns
    -------
    ndarray of shape (2, n_labels)
        Lower and upper end; the share is ``hits.sum(0) / sizes.sum()``.

    References
    ----------
    Davison & Hinkley (1997), Bootstrap methods and their application, 3.8: cluster sampling.
    """
    n = len(sizes)
    weights = np.random.default_rng(random_state).multinomial(n, np.full(n, 1 / n), size=draws)
    shares = (weights @ hits) / np.maximum(weights @ sizes, 1)[:, None]
    return np.quantile(shares, [(1 - level) / 2, (1 + level) / 2], axis=0)


def shuffle_p(hits: np.ndarray, sizes: np.ndarray, inside: np.ndarray, *, draws: int = 1999, random_state: int = 0) -> np.ndarray:  # fmt: skip
    """Return two-sided p-values that a group of resolutions has the shares of the rest, by shuffling resolutions.

    Parameters
    ----------
    hits, sizes
        As in `bootstrap_share`, for all resolutions.
    inside : ndarray of bool, shape (n_resolutions,)
        The group.

    Returns
    -------
    ndarray of shape (n_labels,)
        ``(1 + number of shuffles with at least this difference) / (1 + draws)``; 1 where all differences are equal.

    References
    ----------
    Phipson & Smyth (2010), Permutation p-values should never be zero.
    """
    n, k = len(sizes), int(inside.sum())
    if k in (0, n):
        return np.ones(hits.shape[1])
    order = np.random.default_rng(random_state).random((draws, n)).argsort(1)
    masks = np.zeros((draws + 1, n))
    masks[0] = inside
    np.put_along_axis(masks[1:], order[:, :k], 1, axis=1)
    group = (masks @ hits) / np.maximum(masks @ sizes, 1)[:, None]
    rest = ((1 - masks) @ hits) / np.maximum((1 - masks) @ sizes, 1)[:, None]
    distance = np.abs(group - rest)
    return (1 + (distance[1:] >= distance[0] - 1e-12).sum(0)) / (1 + draws)


def adjusted(p: np.ndarray) -> np.ndarray:
    """Return Benjamini–Hochberg q-values; NaN stays NaN and does not count.

    References
    ----------
    Benjamini & Hochberg (1995), Controlling the false discovery rate.
    """
    out = np.full(len(p), np.nan)
    known = ~np.isnan(p)
    if known.any():
        out[known] = false_discovery_control(p[known])
    return out


def cohen_h(share: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return Cohen's effect size h = 2 asin √p₁ − 2 asin √p₂ (about .2 small, .5 middle, .8 large).

    References
    ----------
    Cohen (1988), Statistical power analysis for the behavioral sciences, chapter 6.
    """
    return 2 * np.arcsin(np.sqrt(share)) - 2 * np.arcsin(np.sqrt(other))


def log_odds(counts: np.ndarray, *, prior: float = 0.01) -> tuple[np.ndarray, np.ndarray]:
    """Return weighted log-odds of each label in each group against the rest, with an informative Dirichlet prior.

    Parameters
    ----------
    counts : ndarray of shape (n_groups, n_labels)
        How often a label occurs in a group.
    prior : float, default=0.01
        Weight of the prior: α of a label is its count in all groups times this.

    Returns
    -------
    delta : ndarray of shape (n_groups, n_labels)
        Difference of log-odds, larger: more typical of the group.
    z : ndarray of shape (n_groups, n_labels)
        `delta` over its standard deviation; beyond 1.96 it is unlikely to be chance if uses are independent.

    Notes
    -----
    With y the counts of the group, n its total, α₀ = Σα, the same with ' for the rest:
    δ = log (y + α) / (n + α₀ − y − α) − log (y' + α) / (n' + α₀ − y' − α), variance ≈ 1 / (y + α) + 1 / (y' + α).
    A label that occurs nowhere has 0.

    References
    ----------
    Monroe, Colaresi & Quinn (2008), Fightin' words, equations 15, 16, 20, 22.
    """
    counts = np.asarray(counts, float)
    everywhere = counts.sum(0)
    alpha = np.maximum(everywhere * prior, 1e-9)
    rest = everywhere - counts

    def odds(y: np.ndarray) -> np.ndarray:
        total = y.sum(1, keepdims=True) + alpha.sum()
        return np.log((y + alpha) / np.maximum(total - y - alpha, 1e-9))

    delta = np.where(everywhere > 0, odds(counts) - odds(rest), 0)
    z = delta / np.sqrt(1 / (counts + alpha) + 1 / (rest + alpha))
    return delta, z


def normal_p(difference: np.ndarray, deviation: np.ndarray) -> np.ndarray:
    """Return two-sided p-values of a difference over its standard deviation; NaN where that is 0."""
    return np.where(deviation > 0, 2 * norm.sf(np.abs(difference) / np.where(deviation > 0, deviation, 1)), np.nan)

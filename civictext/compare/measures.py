"""Measures on counts: intervals, effect sizes, false-discovery control. Pure functions with their formulas; no tables."""

from __future__ import annotations

import numpy as np
from scipy import stats
from scipy.sparse import csr_array

#: groups of fewer resolutions show counts and no interval: two draws say nothing about spread
MIN_UNITS = 3
CONFIDENCE = 0.95
#: what a bootstrap draws and what a permutation test draws; more draws change the third digit only
DRAWS, PERMUTATIONS = 1000, 4999


def cohens_h(share: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Return the effect size of a difference of two shares, −π to π; 0.2 is called small, 0.5 medium, 0.8 large.

    Notes
    -----
    h = 2 arcsin √p₁ − 2 arcsin √p₂.

    References
    ----------
    Cohen (1988), Statistical power analysis for the behavioral sciences, 2nd ed., section 6.2.

    Examples
    --------
    >>> float(cohens_h(np.array(0.5), np.array(0.25)).round(4))
    0.5236
    """
    return 2 * np.arcsin(np.sqrt(share)) - 2 * np.arcsin(np.sqrt(rest))


def adjusted(p_values: np.ndarray) -> np.ndarray:
    """Return the q-values of a table of tests: the false-discovery rate at which each would be reported; NaN stays NaN.

    References
    ----------
    Benjamini & Hochberg (1995), Controlling the false discovery rate, JRSS B 57.

    Examples
    --------
    >>> adjusted(np.array([0.01, np.nan, 0.04, 0.03])).tolist()
    [0.03, nan, 0.04, 0.04]
    """
    p_values = np.asarray(p_values, float)
    out, known = np.full(p_values.shape, np.nan), ~np.isnan(p_values)
    if known.any():
        out[known] = stats.false_discovery_control(p_values[known], method="bh")
    return out


def tail(n_units: int, confidence: float = CONFIDENCE) -> float:
    """Return the share of bootstrap draws to leave out at each end.

    Notes
    -----
    Φ(−√(n/(n−1)) t) with t the quantile of Student's distribution with n − 1 degrees of freedom: percentile intervals are too
    narrow for few units, and this widens them as t widens the normal interval.

    References
    ----------
    Hesterberg (2015), What teachers should know about the bootstrap, The American Statistician 69(4), section 5.3
    (expanded percentile interval).

    Examples
    --------
    >>> round(tail(1000), 3), tail(3) < 0.0001
    (0.025, True)
    """
    t = stats.t.ppf((1 + confidence) / 2, n_units - 1)
    return float(stats.norm.cdf(-np.sqrt(n_units / (n_units - 1)) * t))


def bootstrap_shares(
    counts: csr_array, sizes: np.ndarray, rng: np.random.Generator, draws: int = DRAWS
) -> tuple[np.ndarray, np.ndarray]:
    """Return sums of counts and of sizes over units drawn anew with replacement.

    Parameters
    ----------
    counts : csr_array of shape (n_units, n_labels)
        Recommendations with each label in each unit.
    sizes : ndarray of shape (n_units,) or (n_units, k)
        Recommendations of each unit.
    rng : numpy Generator
    draws : int

    Returns
    -------
    ndarray of shape (draws, n_labels), ndarray of shape (draws,) or (draws, k)
    """
    n = counts.shape[0]
    if n == 0:
        return np.zeros((draws, counts.shape[1])), np.zeros((draws, *sizes.shape[1:]))
    weights = rng.multinomial(n, np.full(n, 1 / n), size=draws).astype(float)
    return (counts.T @ weights.T).T, weights @ sizes


def interval(values: np.ndarray, n_units: int, confidence: float = CONFIDENCE) -> tuple[np.ndarray, np.ndarray]:
    """Return the lower and upper bound of bootstrapped values, shape (draws, n_labels), label by label."""
    cut = tail(n_units, confidence)
    low, high = np.nanquantile(values, [cut, 1 - cut], axis=0)
    return low, high


def widened(low: np.ndarray, high: np.ndarray, share: np.ndarray, n_units: int) -> tuple[np.ndarray, np.ndarray]:
    """Return bounds of shares in which an interval without width at 0 or 1 is replaced by Wilson's for one answer a unit.

    Notes
    -----
    Where no recommendation (or every one) has the label, every draw is 0 (or 1). That a group of four resolutions was silent
    does not prove that a fifth would be; counting each resolution once is the cautious bound.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22.
    """
    low, high = low.copy(), high.copy()
    never = stats.binomtest(0, n_units).proportion_ci(CONFIDENCE, method="wilson").high
    high[share == 0] = never
    low[share == 1] = 1 - never
    return low, high


def two_sided(observed: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Return the p-value of a permutation test: twice the smaller tail, the observed value counted among the draws.

    Parameters
    ----------
    observed : ndarray of shape (n_labels,)
    drawn : ndarray of shape (draws, n_labels)

    Notes
    -----
    p = min(1, 2 min(#{d ≥ o} + 1, #{d ≤ o} + 1) / (draws + 1)).

    References
    ----------
    Phipson & Smyth (2010), Permutation p-values should never be zero, SAGMB 9(1).
    """
    above = (drawn >= observed - 1e-12).sum(0) + 1
    below = (drawn <= observed + 1e-12).sum(0) + 1
    return np.minimum(1, 2 * np.minimum(above, below) / (len(drawn) + 1))


def mantel_haenszel(inside: np.ndarray, has: np.ndarray, both: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return p-values of Cochran–Mantel–Haenszel tests: does a group carry a label more often inside the same resolutions?

    Parameters
    ----------
    inside : ndarray of shape (n_units,)
        Recommendations of the group in each resolution.
    has, both : ndarray of shape (n_units, n_labels)
        Recommendations with the label; those that are also of the group.
    sizes : ndarray of shape (n_units,)
        All recommendations of each resolution.

    Returns
    -------
    ndarray of shape (n_labels,)
        NaN where no resolution can tell (variance 0).

    Notes
    -----
    χ² = (Σ a − Σ m k / n)² / Σ [m k (n − m)(n − k) / (n² (n − 1))] with one degree of freedom, no continuity correction; a is
    both, m inside, k has, n sizes.

    References
    ----------
    Mantel & Haenszel (1959), J. Natl. Cancer Inst. 22; Agresti (2013), Categorical data analysis, 3rd ed., section 6.4.
    """
    several = sizes > 1
    m, k, a, n = inside[several, None], has[several], both[several], sizes[several, None]
    distance = (a - m * k / n).sum(0)
    variance = (m * k * (n - m) * (n - k) / (n**2 * (n - 1))).sum(0)
    statistic = distance**2 / np.where(variance > 0, variance, np.nan)
    return stats.chi2.sf(statistic, 1)

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


def reach(n_units: int, confidence: float = CONFIDENCE) -> float:
    """Return how many bootstrap standard errors an interval reaches to each side.

    Notes
    -----
    t √(n/(n−1)) with t the quantile of Student's distribution with n − 1 degrees of freedom: a bootstrap of n units understates the
    variance by (n − 1)/n, and a variance estimated from few units is itself uncertain.

    References
    ----------
    Hesterberg (2015), What teachers should know about the bootstrap, The American Statistician 69(4), sections 3.2 and 4.1.

    Examples
    --------
    >>> round(reach(1000), 2), round(reach(3), 2)
    (1.96, 5.27)
    """
    return float(stats.t.ppf((1 + confidence) / 2, n_units - 1) * np.sqrt(n_units / (n_units - 1)))


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


def share_interval(drawn: np.ndarray, share: np.ndarray, n_units: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the bounds of shares from bootstrapped shares.

    Parameters
    ----------
    drawn : ndarray of shape (draws, n_labels)
    share : ndarray of shape (n_labels,)
        What was observed.
    n_units : int
        Units that were drawn.

    Notes
    -----
    φ = arcsin √p, φ ± `reach` · (standard deviation of the drawn φ), back by sin²: on this scale the spread hardly depends on the
    share, and bounds stay inside 0 and 1. For 0 and 1 see `widened`.

    References
    ----------
    Davison & Hinkley (1997), Bootstrap methods and their application, section 5.2 (normal intervals on a variance-stabilized scale).
    """
    centre = np.arcsin(np.sqrt(np.clip(share, 0, 1)))
    half = reach(n_units) * np.arcsin(np.sqrt(np.clip(drawn, 0, 1))).std(0)
    low, high = (np.sin(np.clip(centre + side * half, 0, np.pi / 2)) ** 2 for side in (-1, 1))
    low, high = np.minimum(low, share), np.maximum(high, share)  # rounding must not push a bound past the share
    return widened(low, high, share, n_units)


def difference_interval(drawn: np.ndarray, difference: np.ndarray, n_units: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the bounds of differences of shares, −1 to 1: difference ± `reach` · (standard deviation of the drawn ones)."""
    half = reach(n_units) * np.nanstd(drawn, axis=0)
    return np.clip(difference - half, -1, 1), np.clip(difference + half, -1, 1)


def widened(low: np.ndarray, high: np.ndarray, share: np.ndarray, n_units: int) -> tuple[np.ndarray, np.ndarray]:
    """Return bounds of shares in which an interval without width at 0 or 1 is replaced by Wilson's for one answer a unit.

    Notes
    -----
    Where no recommendation (or every one) has the label, every draw is 0 (or 1) and the bootstrap has no spread. That a group of four resolutions was silent
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

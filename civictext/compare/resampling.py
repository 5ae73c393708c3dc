"""Groups against the rest with uncertainty: bootstrap and tests over resolutions. Numbers in, numbers out."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.sparse import csr_array, hstack

from civictext.compare.design import Design
from civictext.compare.measures import (
    DRAWS,
    MIN_UNITS,
    PERMUTATIONS,
    adjusted,
    bootstrap_shares,
    difference_interval,
    mantel_haenszel,
    share_interval,
    two_sided,
)

COLUMNS = ("low", "high", "difference_low", "difference_high", "p_value")


def group_statistics(
    design: Design, *, draws: int = DRAWS, permutations: int = PERMUTATIONS, seed: int = 0
) -> Mapping[str, np.ndarray]:
    """Return intervals and p-values of every label in every group.

    Parameters
    ----------
    design : Design
    draws, permutations, seed : int

    Returns
    -------
    dict of str → ndarray of shape (n_groups, n_labels)
        ``low``, ``high`` of the share, ``difference_low``, ``difference_high`` of the difference to the rest, ``p_value``, ``q_value``;
        NaN for groups of fewer than `MIN_UNITS` units, and against a rest of fewer.

    Notes
    -----
    Intervals: units (resolutions) are drawn with replacement, those with recommendations of the group apart from the others, and the
    ratio of sums is taken in each draw; bounds by `share_interval` and `difference_interval`. Tests: where every unit lies in one group (regions, years), the difference is set against
    that of as many units drawn without replacement from all, which is exact when units are exchangeable; otherwise (addressees)
    Cochran–Mantel–Haenszel within the units.

    References
    ----------
    Davison & Hinkley (1997), Bootstrap methods and their application, sections 3.8 (hierarchical data) and 4.3 (permutation tests).
    """
    shape = (len(design.groups), len(design.labels))
    out = {name: np.full(shape, np.nan) for name in COLUMNS}
    rng = np.random.default_rng(seed)
    nulls: dict[int, np.ndarray] = {}
    for g in range(shape[0]):
        _intervals(design, g, out, rng, draws)
        if n_units_of(design, g)[0] >= MIN_UNITS:
            out["p_value"][g] = _p_values(design, g, nulls, permutations, seed)
    return {**out, "q_value": adjusted(out["p_value"])}


def n_units_of(design: Design, group: int) -> tuple[int, int]:
    """Return how many units have recommendations of a group, and how many of the rest."""
    inside, everything = design.sizes(group), design.sizes()
    return int((inside > 0).sum()), int((everything > inside).sum())


def _intervals(design: Design, g: int, out: Mapping[str, np.ndarray], rng: np.random.Generator, draws: int) -> None:
    n_units, n_rest = n_units_of(design, g)
    if n_units < MIN_UNITS:
        return
    counts, sizes = design.of_group(g), design.sizes(g)
    other, other_sizes = (design.units @ design.has).tocsr() - counts, design.sizes() - sizes
    mine = sizes > 0
    # what stands beside the group in the same resolutions is drawn together with it
    joined = hstack([counts[mine], other[mine]], format="csr")
    sums, of = bootstrap_shares(joined, np.column_stack([sizes[mine], other_sizes[mine]]), rng, draws)
    n_labels = counts.shape[1]
    shares = sums[:, :n_labels] / of[:, :1]
    share = np.asarray(counts.sum(0)).ravel() / sizes.sum()
    out["low"][g], out["high"][g] = share_interval(shares, share, n_units)
    if n_rest < MIN_UNITS:
        return
    rest_sums, rest_of = bootstrap_shares(other[~mine], other_sizes[~mine], rng, draws)
    total = of[:, 1] + rest_of
    rest = (sums[:, n_labels:] + rest_sums) / np.where(total > 0, total, np.nan)[:, None]
    observed = share - np.asarray(other.sum(0)).ravel() / other_sizes.sum()
    bounds = difference_interval(shares - rest, observed, min(n_units, n_rest))
    out["difference_low"][g], out["difference_high"][g] = bounds


def _p_values(design: Design, g: int, nulls: dict[int, np.ndarray], permutations: int, seed: int) -> np.ndarray:
    counts = (design.units @ design.has).tocsr()
    sizes, inside = design.sizes(), design.sizes(g)
    if not design.is_nested:
        both = np.asarray(design.of_group(g).todense())
        return mantel_haenszel(inside, np.asarray(counts.todense()), both, sizes)
    n_units = int((inside > 0).sum())
    if len(sizes) - n_units < MIN_UNITS:
        return np.full(counts.shape[1], np.nan)
    if n_units not in nulls:  # groups of as many units share one null distribution
        nulls[n_units] = _null(counts, sizes, n_units, permutations, np.random.default_rng([seed, n_units]))
    observed = _differences(
        np.asarray(counts[inside > 0].sum(0)).reshape(1, -1), np.array([inside.sum()]), counts, sizes
    )
    return two_sided(observed[0], nulls[n_units])


def _null(
    counts: csr_array, sizes: np.ndarray, n_units: int, permutations: int, rng: np.random.Generator
) -> np.ndarray:
    chosen = drawn_units(len(sizes), n_units, permutations, rng)
    return _differences((counts.T @ chosen.T).T, chosen @ sizes, counts, sizes)


def drawn_units(n: int, n_drawn: int, permutations: int, rng: np.random.Generator) -> np.ndarray:
    """Return sets of `n_drawn` of `n` units drawn without replacement, as 0 and 1, shape (permutations, n)."""
    chosen = np.zeros((permutations, n))
    order = rng.permuted(np.tile(np.arange(n), (permutations, 1)), axis=1)[:, :n_drawn]
    np.put_along_axis(chosen, order, 1.0, axis=1)
    return chosen


def _differences(sums: np.ndarray, of: np.ndarray, counts: csr_array, sizes: np.ndarray) -> np.ndarray:
    everything = np.asarray(counts.sum(0)).reshape(1, -1)
    return sums / of[:, None] - (everything - sums) / (sizes.sum() - of)[:, None]

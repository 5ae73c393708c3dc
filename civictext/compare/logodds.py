"""What sets a group apart: weighted log-odds with an informative Dirichlet prior."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from civictext.compare.design import Design, as_frame, design
from civictext.compare.facets import UNASSIGNED, UNKNOWN
from civictext.compare.measures import MIN_UNITS, PERMUTATIONS, adjusted, mantel_haenszel, two_sided
from civictext.compare.resampling import drawn_units, n_units_of
from civictext.tables import Tables

#: labels tested at a time: a permutation test of all lemmas at once would need gigabytes
CHUNK = 200


def weighted_log_odds(
    counts: np.ndarray, rest: np.ndarray, prior: np.ndarray, n: np.ndarray, n_rest: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the log-odds ratio of each label and its z-score.

    Parameters
    ----------
    counts, rest : ndarray of shape (..., n_labels)
        How often each label stands in the group and outside it.
    prior : ndarray of shape (n_labels,)
        Pseudo-counts α of each label.
    n, n_rest : ndarray broadcastable to `counts`
        Sums of all labels.

    Returns
    -------
    ndarray, ndarray
        δ (0: as often as in the rest; larger: more typical of the group) and ζ = δ / √σ².

    Notes
    -----
    δ = log[(y + α) / (n + α₀ − y − α)] − log[(y' + α) / (n' + α₀ − y' − α)], σ² ≈ 1/(y + α) + 1/(y' + α), α₀ = Σ α. NaN for the only label there is: it has no odds.

    References
    ----------
    Monroe, Colaresi & Quinn (2008), Fightin' words, Political Analysis 16(4), equations 16, 18 to 22.

    Examples
    --------
    >>> delta, z = weighted_log_odds(np.array([3.0, 1.0]), np.array([1.0, 3.0]), np.array([1.0, 1.0]), 4.0, 4.0)
    >>> delta.round(4).tolist(), z.round(4).tolist()
    ([1.3863, -1.3863], [1.6008, -1.6008])
    """
    total = prior.sum()
    ours, others = counts + prior, rest + prior
    delta = _log_odds(ours, n + total) - _log_odds(others, n_rest + total)
    return delta, delta / np.sqrt(1 / ours + 1 / others)


def _log_odds(counts: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Return log(counts / (n − counts)); NaN where there is no other label, or nothing at all."""
    rest = n - counts
    there = (rest > 0) & (counts > 0)
    return np.log(np.where(there, counts, np.nan) / np.where(there, rest, np.nan))


def log_odds(
    tables: Tables,
    by: str = "region",
    what: str = "lemma",
    *,
    prior: float | None = None,
    min_recommendations: int = 3,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> pd.DataFrame:
    """Return what sets each group apart from the rest, for all groups at once.

    Parameters
    ----------
    tables, by
        As in `counts`.
    what : str, default="lemma"
        ``lemma``, ``theme``, ``action``, ``cluster`` or another facet.
    prior : float, optional
        Sum of the pseudo-counts, shared among labels as they are shared in the whole set; larger: rare labels matter less. Default:
        the labels of an average group.
    min_recommendations : int, default=3
        Labels of fewer recommendations in the whole set are left out.
    permutations, seed : int
        Of the test; 0: no p-values.

    Returns
    -------
    DataFrame
        ``group``, ``label``, ``n_recommendations`` (with the label, in the group), ``rest_recommendations``, ``log_odds``, ``z``,
        ``p_value``, ``q_value``, ``few``; the most typical of each group first. Recommendations without a label and groups of documents
        that do not tell are left out of the rows, not of the rest.

    Notes
    -----
    `z` takes every recommendation for independent, so it ranks; it does not test. The p-value respects that recommendations of one
    resolution are alike: `z` is set against that of as many resolutions drawn at random, or, where groups divide
    resolutions (addressees), it is Cochran–Mantel–Haenszel's. Groups of fewer than three resolutions have no p-value. With
    thousands of lemmas a p-value of 2/(permutations + 1) may be too coarse for any q-value below 0.05: raise `permutations`.

    References
    ----------
    Monroe, Colaresi & Quinn (2008), see `weighted_log_odds`. Benjamini & Hochberg (1995), see `civictext.compare.measures.adjusted`.
    """
    of = _frequent(design(tables, by, what), min_recommendations)
    out = as_frame(of, dict(group_log_odds(of, prior=prior, permutations=permutations, seed=seed)))
    few = {name: n_units_of(of, g)[0] < MIN_UNITS for g, name in enumerate(of.groups)}
    out = out[~out["group"].isin([UNKNOWN, UNASSIGNED])]
    out = out.assign(q_value=adjusted(out["p_value"].to_numpy(float)), few=out["group"].map(few).astype(bool))
    return out.sort_values(["group", "z", "label"], ascending=[True, False, True], ignore_index=True)


def group_log_odds(
    of: Design, *, prior: float | None = None, permutations: int = PERMUTATIONS, seed: int = 0
) -> Mapping[str, np.ndarray]:
    """Return the statistics of `log_odds` for a design.

    Returns
    -------
    dict of str → ndarray of shape (n_groups, n_labels)
        ``n_recommendations``, ``rest_recommendations``, ``log_odds``, ``z``, ``p_value``.
    """
    counts = np.asarray((of.inside.T @ of.has).todense(), float).reshape(len(of.groups), len(of.labels))
    sums = np.asarray(of.has.sum(0)).ravel().astype(float)
    strength = prior if prior is not None else sums.sum() / max(len(of.groups), 1)
    pseudo = strength * sums / max(sums.sum(), 1.0)
    n = counts.sum(1, keepdims=True)
    delta, z = weighted_log_odds(counts, sums - counts, pseudo, n, sums.sum() - n)
    p_values = [_p_values(of, g, z[g], pseudo, permutations, seed) for g in range(len(of.groups))]
    return {
        "n_recommendations": counts.astype(int), "rest_recommendations": (sums - counts).astype(int), "log_odds": delta,
        "z": z, "p_value": np.array(p_values).reshape(z.shape),
    }  # fmt: skip


def _frequent(of: Design, least: int) -> Design:
    """Return the design with the labels that stand in at least so many recommendations."""
    sums = np.asarray(of.has.sum(0)).ravel()
    keep = [n for n, name in enumerate(of.labels) if sums[n] >= least and name not in (UNASSIGNED, UNKNOWN)]
    return Design(of.groups, tuple(of.labels[n] for n in keep), of.inside, of.has[:, keep], of.units)


def _p_values(of: Design, g: int, z: np.ndarray, prior: np.ndarray, permutations: int, seed: int) -> np.ndarray:
    n_units, _ = n_units_of(of, g)
    n_all = of.units.shape[0]
    if not permutations or n_units < MIN_UNITS or (of.is_nested and n_all - n_units < MIN_UNITS) or len(of.labels) < 2:
        return np.full(len(z), np.nan)
    counts = np.asarray((of.units @ of.has).todense(), float)
    if not of.is_nested:
        both = np.asarray(of.of_group(g).todense())
        return mantel_haenszel(of.sizes(g), counts, both, of.sizes())
    chosen = drawn_units(n_all, n_units, permutations, np.random.default_rng([seed, n_units]))
    totals = (chosen @ counts.sum(1))[:, None]
    out = np.empty(len(z))
    for start in range(0, len(z), CHUNK):
        part = slice(start, start + CHUNK)
        out[part] = two_sided(z[part], _drawn_z(chosen @ counts[:, part], counts, prior, part, totals))
    return out


def _drawn_z(sums: np.ndarray, counts: np.ndarray, prior: np.ndarray, part: slice, totals: np.ndarray) -> np.ndarray:
    """Return z-scores of drawn sets of units for some of the labels, shape (permutations, labels of the part)."""
    ours, others = sums + prior[part], counts[:, part].sum(0) - sums + prior[part]
    n, rest = totals + prior.sum(), counts.sum() - totals + prior.sum()
    delta = _log_odds(ours, n) - _log_odds(others, rest)
    return delta / np.sqrt(1 / ours + 1 / others)

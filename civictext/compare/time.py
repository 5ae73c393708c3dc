"""Time: shares by year, what emerges and declines, where a commitment appeared first and how it spread."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from civictext.compare.design import Design, design
from civictext.compare.facets import UNASSIGNED, UNKNOWN, facet
from civictext.compare.groups import compare
from civictext.compare.measures import DRAWS, MIN_UNITS, PERMUTATIONS, adjusted, difference_interval, two_sided
from civictext.tables import Tables

#: false-discovery rate at which a trend is named
ALPHA = 0.05


def by_year(tables: Tables, what: str = "theme", *, draws: int = DRAWS, seed: int = 0) -> pd.DataFrame:
    """Return the share of each label in each known year with its interval.

    Returns
    -------
    DataFrame
        ``year`` (int), ``label``, ``n_recommendations``, ``n_resolutions``, ``n_regions``, ``denominator``, ``group_resolutions``, ``share``,
        ``low``, ``high``, ``few``; years in order, labels by name, years in which a label is silent included.
    """
    table = compare(tables, "year", what, draws=draws, permutations=0, seed=seed)
    table = table[(table["group"] != UNKNOWN) & ~table["label"].isin([UNASSIGNED, UNKNOWN])]
    columns = ["label", "n_recommendations", "n_resolutions", "n_regions", "denominator", "group_resolutions", "share", "low", "high", "few"]  # fmt: skip
    out = table[columns].copy()
    out.insert(0, "year", table["group"].astype(int))
    return out.sort_values(["year", "label"], ignore_index=True)


def trends(
    tables: Tables, what: str = "theme", *, draws: int = DRAWS, permutations: int = PERMUTATIONS, seed: int = 0
) -> pd.DataFrame:
    """Return which labels emerge and which decline over the years.

    Parameters
    ----------
    tables : Tables
        Resolutions without a date are left out.
    what : str, default="theme"
        ``theme``, ``cluster``, ``action`` or another facet.
    draws, permutations, seed : int
        Of the bootstrap and of the test.

    Returns
    -------
    DataFrame
        ``label``, ``n_recommendations``, ``n_resolutions``, ``first_year``, ``last_year`` (in which it stands), ``slope`` (change of the share a
        year, −1 to 1), ``low``, ``high`` (95 % interval of the slope), ``p_value``, ``q_value``, ``trend``: ``emerging`` or ``declining`` where the
        q-value is below 0.05, ``steady`` otherwise, None with fewer than three resolutions or two years. The steepest rise first.

    Notes
    -----
    slope = Σ (t − t̄)(x − n s) / Σ n (t − t̄)², over resolutions of year t with x of n recommendations that carry the label, s the
    share overall and t̄ the mean year of recommendations: the least-squares line of shares weighted by n, the statistic of the
    Cochran–Armitage test. Its p-value is that of years exchanged between whole resolutions, since recommendations of one
    resolution are alike; its interval is slope ± `reach` · (standard deviation of slopes of resolutions drawn anew with their years).

    References
    ----------
    Armitage (1955), Tests for linear trends in proportions and frequencies, Biometrics 11.
    """
    dated = Tables(tables.documents[tables.documents["date"].notna()], tables.recommendations, tables.clusters)
    of = design(dated, "year", what)
    found = trend_statistics(of, draws=draws, permutations=permutations, seed=seed)
    counts, years = np.asarray((of.units @ of.has).todense(), float), years_of(of)
    rows = [{"label": label, **_when(counts[:, n], years)} for n, label in enumerate(of.labels)]
    out = pd.DataFrame(rows, columns=["label", "n_recommendations", "n_resolutions", "first_year", "last_year"])
    out = out.assign(**found)
    out = out[~out["label"].isin([UNASSIGNED, UNKNOWN])]
    out = out.assign(q_value=adjusted(out["p_value"].to_numpy(float)))
    rising = np.where(out["slope"] > 0, "emerging", "declining")
    named = np.where(out["q_value"] < ALPHA, rising, "steady")
    out["trend"] = pd.Series(named, out.index, dtype=object).where(out["p_value"].notna(), None)
    return out.sort_values(["slope", "label"], ascending=[False, True], ignore_index=True)


def trend_statistics(
    of: Design, *, draws: int = DRAWS, permutations: int = PERMUTATIONS, seed: int = 0
) -> Mapping[str, np.ndarray]:
    """Return slopes over years with intervals and p-values, see `trends`, of a design whose groups are years.

    Returns
    -------
    dict of str → ndarray of shape (n_labels,)
        ``slope``, ``low``, ``high``, ``p_value``; NaN with fewer than three resolutions or two years.
    """
    counts, sizes, years = np.asarray((of.units @ of.has).todense(), float), of.sizes(), years_of(of)
    out = {key: np.full(len(of.labels), np.nan) for key in ("slope", "low", "high", "p_value")}
    if len(sizes) < MIN_UNITS or len(set(years)) < 2:
        return out
    rng = np.random.default_rng(seed)
    drawn = rng.permuted(np.tile(years, (permutations, 1)), axis=1)
    out["slope"] = _slopes(years[None, :], counts, sizes)[0]
    out["p_value"] = two_sided(out["slope"], _slopes(drawn, counts, sizes))
    weights = rng.multinomial(len(sizes), np.full(len(sizes), 1 / len(sizes)), size=draws).astype(float)
    out["low"], out["high"] = difference_interval(_weighted_slopes(weights, years, counts, sizes), out["slope"], len(sizes))  # fmt: skip
    return out


def years_of(of: Design) -> np.ndarray:
    """Return the year of each resolution of a design whose groups are years."""
    of_units = np.asarray((of.units @ of.inside).todense())
    return np.array([int(of.groups[n]) for n in of_units.argmax(1)], float) if len(of.groups) else np.zeros(0)


def _when(counts: np.ndarray, years: np.ndarray) -> dict[str, int]:
    there = years[counts > 0]
    return {"n_recommendations": int(counts.sum()), "n_resolutions": len(there), "first_year": int(there.min()), "last_year": int(there.max())}  # fmt: skip


def _slopes(years: np.ndarray, counts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return the slope of each label for each row of years, shape (n_rows, n_labels)."""
    centred = years - (years @ sizes / sizes.sum())[:, None]
    excess = counts - sizes[:, None] * counts.sum(0) / sizes.sum()
    spread = centred**2 @ sizes
    return centred @ excess / np.where(spread > 0, spread, np.nan)[:, None]


def _weighted_slopes(weights: np.ndarray, years: np.ndarray, counts: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return the slope of each label where each resolution is counted so often, shape (n_draws, n_labels)."""
    n = weights @ sizes
    mean = weights @ (sizes * years) / n
    spread = weights @ (sizes * years**2) - n * mean**2
    sums = weights @ counts
    rise = weights @ (counts * years[:, None]) - mean[:, None] * sums  # Σ (t − t̄)(x − n s) = Σ t x − t̄ Σ x
    return rise / np.where(spread > 1e-9, spread, np.nan)[:, None]


def diffusion(tables: Tables, what: str = "cluster", *, min_regions: int = 2) -> pd.DataFrame:
    """Return where each commitment appeared first and how it spread: one row a region, in the order of its first appearance there.

    Parameters
    ----------
    tables : Tables
        Documents without a region or a date are left out.
    what : str, default="cluster"
    min_regions : int, default=2
        Labels of fewer regions are left out.

    Returns
    -------
    DataFrame
        ``label``, ``name`` (of a cluster), ``step`` (1 = first region), ``region``, ``date``, ``lag`` (years since the first
        appearance), ``rec_id``, ``text``, ``source``, ``n_recommendations`` (of this region); labels of most regions first.

    Notes
    -----
    First means first in these documents: a commitment may be older than the earliest resolution at hand. Regions of the same day
    stand in the order of their codes.
    """
    table = tables.counted()
    labels = facet(table, what)
    read = table[["region", "date", "year", "rec_id", "text", "doc_source"]]
    rows_ = [{str(k): v for k, v in row.items()} for row in read.to_dict("records")]
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row, of_row in zip(rows_, labels, strict=True):
        if not pd.isna(row["region"]) and not pd.isna(row["date"]):
            for label in of_row:
                found[label].append(row)
    names = dict(zip(tables.clusters["cluster"].astype(str), tables.clusters["label"], strict=True))
    paths = [
        _path(label, names.get(label) if what == "cluster" else None, members)
        for label, members in found.items()
        if label not in (UNASSIGNED, UNKNOWN) and len({m["region"] for m in members}) >= min_regions
    ]
    paths.sort(key=lambda path: (-len(path), path[0]["label"]))
    columns = ["label", "name", "step", "region", "date", "lag", "rec_id", "text", "source", "n_recommendations"]
    return pd.DataFrame([step for path in paths for step in path], columns=columns)


def _path(label: str, name: str | None, members: list[dict[str, Any]]) -> list[dict[str, Any]]:
    firsts: dict[str, dict[str, Any]] = {}
    for row in sorted(members, key=lambda m: (str(m["date"]), str(m["region"]), str(m["rec_id"]))):
        firsts.setdefault(row["region"], row)
    sizes, start = Counter(m["region"] for m in members), int(next(iter(firsts.values()))["year"])
    return [
        {
            "label": label, "name": name, "step": step, "region": row["region"], "date": row["date"],
            "lag": int(row["year"]) - start, "rec_id": row["rec_id"], "text": row["text"], "source": row["doc_source"],
            "n_recommendations": sizes[row["region"]],
        }
        for step, row in enumerate(firsts.values(), 1)
    ]  # fmt: skip

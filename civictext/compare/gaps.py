"""Gaps: which themes a region is silent about, and what is left open in recommendations."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from civictext.compare.facets import UNASSIGNED, UNKNOWN, answers
from civictext.compare.measures import MIN_UNITS
from civictext.compare.tables import counts, cross
from civictext.tables import Tables, rows


def gaps(tables: Tables, by: str = "region", what: str = "theme") -> pd.DataFrame:
    """Return observed and expected recommendations of every label in every group.

    Parameters
    ----------
    tables, by, what
        As in `counts`.

    Returns
    -------
    DataFrame
        ``group``, ``label``, ``observed``, ``expected`` (recommendations), ``ratio`` (observed / expected), ``residual`` (adjusted;
        beyond ±2 is unusual), ``silence`` (probability, 0 to 1, that as many resolutions drawn at random would all be silent; NaN where
        the group is not), ``group_resolutions`` and ``few``. Groups and labels that are not known are left out.

    Notes
    -----
    expected = nᵍ s with s the share of the label among all recommendations; residual = (observed − expected) / √(nᵍ s (1 − s)(1 − nᵍ/N));
    silence = C(D − d, k) / C(D, k) with D resolutions, d of them with the label, k of the group: it draws resolutions, so that one
    resolution with ten recommendations on a theme counts once.

    References
    ----------
    Haberman (1973), The analysis of residuals in cross-classified tables, Biometrics 29.

    Examples
    --------
    >>> from civictext.tables import Tables
    >>> tables = Tables.from_rows(
    ...     [{"doc_id": "a", "region": "RU-TOM"}, {"doc_id": "b", "region": "RU-PER"}],
    ...     [{"doc_id": "a", "themes": [{"id": "youth"}]}, {"doc_id": "b", "themes": [{"id": "ecology"}]}])
    >>> gaps(tables)[["group", "label", "observed", "expected", "silence"]].values.tolist()[:2]
    [['RU-PER', 'ecology', 1, 0.5, nan], ['RU-PER', 'youth', 0, 0.5, 0.5]]
    """
    table = counts(tables, by, what, complete=True)
    table = table[~table["group"].isin([UNKNOWN, UNASSIGNED]) & ~table["label"].isin([UNKNOWN, UNASSIGNED])].copy()
    everywhere = cross(tables, what).set_index(what)
    all_n, all_resolutions = len(tables.counted()), tables.counted()["doc_id"].nunique()
    share = table["label"].map(everywhere["n_recommendations"]).to_numpy(float) / max(all_n, 1)
    size, observed = table["denominator"].to_numpy(float), table["n_recommendations"].to_numpy(float)
    expected = size * share
    spread = np.sqrt(expected * (1 - share) * (1 - size / max(all_n, 1)))
    with_label = table["label"].map(everywhere["n_resolutions"]).to_numpy(float)
    silence = stats.hypergeom.pmf(0, all_resolutions, with_label, table["group_resolutions"].to_numpy(float))
    out = pd.DataFrame(
        {
            "group": table["group"].to_numpy(),
            "label": table["label"].to_numpy(),
            "observed": observed.astype(int),
            "expected": expected,
            "ratio": observed / expected,
            "residual": (observed - expected) / np.where(spread > 0, spread, np.nan),
            "silence": np.where(observed == 0, silence, np.nan),
            "group_resolutions": table["group_resolutions"].to_numpy(int),
        }
    )
    out["few"] = out["group_resolutions"] < MIN_UNITS
    return out.sort_values(["group", "label"], ignore_index=True)


def silent(tables: Tables, by: str = "region", what: str = "theme") -> pd.DataFrame:
    """Return the labels that a group never mentions, those expected most first: the rows of `gaps` with ``observed`` 0."""
    table = gaps(tables, by, what)
    return table[table["observed"] == 0].sort_values(
        ["group", "expected", "label"], ascending=[True, False, True], ignore_index=True
    )


def asked_most(tables: Tables, who: str = "addressee", n: int = 3) -> pd.DataFrame:
    """Return what each addressee is asked most: its most frequent pairs of theme and action type.

    Parameters
    ----------
    tables : Tables
    who : str, default="addressee"
        ``addressee`` (categories) or ``addressee_name`` (canonical names).
    n : int, default=3
        Pairs for an addressee.

    Returns
    -------
    DataFrame
        `who`, ``rank``, ``theme``, ``action``, ``n_recommendations``, ``n_resolutions``, ``n_regions`` and ``asked`` (all
        recommendations to this addressee); those asked most first. ``cross(tables, who, "theme", "action")`` gives all pairs.
    """
    asked = cross(tables, who).set_index(who)["n_recommendations"]
    pairs = cross(tables, who, "theme", "action")
    pairs = pairs[(pairs[who] != UNASSIGNED) & (pairs["theme"] != UNASSIGNED) & (pairs["action"] != UNASSIGNED)]
    pairs = pairs.assign(asked=pairs[who].map(asked), rank=pairs.groupby(who).cumcount() + 1)
    pairs = pairs[pairs["rank"] <= n].sort_values(["asked", who, "rank"], ascending=[False, True, True])
    columns = [who, "rank", "theme", "action", "n_recommendations", "n_resolutions", "n_regions", "asked"]
    return pairs[columns].reset_index(drop=True)


def incomplete(tables: Tables) -> pd.DataFrame:
    """Return the recommendations that leave open who is to act, by when or how much.

    Returns
    -------
    DataFrame
        ``rec_id``, ``text``, ``region``, ``year``, ``has_addressee``, ``has_deadline``, ``has_number``, ``n_missing`` (1 to 3); those
        that leave most open first, in the order of the documents. Rates by group: ``counts(tables, "region", "missing")``.
    """
    table = tables.counted()
    found = [{f"has_{key}": is_there for key, is_there in answers(row).items()} for row in rows(table)]
    flags = pd.DataFrame(found, index=table.index, columns=["has_addressee", "has_deadline", "has_number"], dtype=bool)
    out = table[["rec_id", "text", "region", "year"]].join(flags)
    out["n_missing"] = 3 - flags.sum(axis=1).astype(int)
    out = out[out["n_missing"] > 0]
    return out.sort_values("n_missing", ascending=False, kind="stable", ignore_index=True)

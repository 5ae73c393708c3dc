"""Each group against the rest: shares with intervals, differences with effect sizes, false-discovery control."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from civictext.compare.design import Unit, as_frame, design
from civictext.compare.facets import facet
from civictext.compare.measures import DRAWS, MIN_UNITS, PERMUTATIONS, cohens_h
from civictext.compare.resampling import group_statistics
from civictext.compare.tables import counts, cross
from civictext.tables import Tables


def compare(
    tables: Tables,
    by: str = "region",
    what: str = "theme",
    *,
    unit: Unit = "resolution",
    draws: int = DRAWS,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> pd.DataFrame:
    """Return `counts` with each group set against the rest of the recommendations.

    Parameters
    ----------
    tables, by, what
        As in `counts`.
    unit : {"resolution", "region"}, default="resolution"
        What is drawn anew. ``region`` for groups of regions (federal districts), whose resolutions resemble each other.
    draws, permutations, seed : int
        Of the bootstrap and of the permutation test.

    Returns
    -------
    DataFrame
        The columns of `counts`, then ``low``, ``high`` (95 % interval of the share), ``rest_share`` (share among the
        recommendations outside the group; NaN where there are none), ``difference`` (``share - rest_share``, −1 to 1; larger:
        more typical of the group) with ``difference_low``, ``difference_high``, ``cohens_h`` (effect size), ``p_value``, ``q_value``
        (Benjamini–Hochberg over the table) and ``few``: the group has fewer than three resolutions, so it has counts and no
        interval.

    Notes
    -----
    Recommendations of one resolution are alike, so intervals and tests draw resolutions, not recommendations; the formulas and
    their references stand in `civictext.compare.resampling.group_statistics` and `civictext.compare.measures`.

    Examples
    --------
    >>> from civictext.tables import Tables
    >>> places = {"a": "RU-TOM", "b": "RU-TOM", "c": "RU-TOM", "d": "RU-PER", "e": "RU-PER", "f": "RU-PER"}
    >>> tables = Tables.from_rows(
    ...     [{"doc_id": d, "region": r} for d, r in places.items()],
    ...     [{"doc_id": d, "themes": [{"id": "youth" if r == "RU-TOM" else "ecology"}]} for d, r in places.items()])
    >>> compare(tables)[["group", "label", "share", "difference", "p_value"]].head(1).round(3)
        group    label  share  difference  p_value
    0  RU-PER  ecology    1.0         1.0    0.096
    """
    out = counts(tables, by, what, complete=True)
    table = tables.counted()
    everywhere = Counter(label for labels in facet(table, what) for label in labels)
    rest_n = out["label"].map(lambda label: everywhere[label]) - out["n_recommendations"]
    rest_of = (len(table) - out["denominator"]).astype(float)
    out["rest_share"] = (rest_n / rest_of.where(rest_of > 0)).astype(float)
    out["difference"] = out["share"] - out["rest_share"]
    out["cohens_h"] = cohens_h(out["share"].to_numpy(float), out["rest_share"].to_numpy(float))
    of = design(tables, by, what, unit=unit)
    found = as_frame(of, dict(group_statistics(of, draws=draws, permutations=permutations, seed=seed)))
    out = out.merge(found, on=["group", "label"], how="left")
    out["few"] = out["group_resolutions"] < MIN_UNITS
    order = ["rest_share", "difference", "difference_low", "difference_high", "cohens_h", "p_value", "q_value", "few"]
    return out[[c for c in out.columns if c not in order and c not in ("low", "high")] + ["low", "high", *order]]


def shares(tables: Tables, what: str = "theme", *, draws: int = DRAWS, seed: int = 0) -> pd.DataFrame:
    """Return the share of each label among all recommendations, with its interval.

    Parameters
    ----------
    tables, what
        As in `counts`.
    draws, seed : int
        Of the bootstrap over resolutions.

    Returns
    -------
    DataFrame
        ``label``, ``n_recommendations``, ``n_resolutions``, ``n_regions``, ``denominator``, ``share``, ``low``, ``high`` (95 %; missing with fewer
        than three resolutions); most frequent first.
    """
    of = design(tables, "doc_id", what)
    n = of.inside.shape[0]
    of = replace(of, groups=("all",), inside=csr_array(np.ones((n, 1))))
    found = as_frame(of, dict(group_statistics(of, draws=draws, permutations=0, seed=seed)))
    out = cross(tables, what).rename(columns={what: "label"})
    out["denominator"] = n
    out["share"] = out["n_recommendations"] / max(n, 1)
    return out.merge(found[["label", "low", "high"]], on="label", how="left")

"""The measures against an independent implementation (statsmodels) on random toy data."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from civictext.compare import gaps, trends
from civictext.compare.measures import adjusted, cohens_h, mantel_haenszel, widened
from civictext.concordance import log_likelihood
from civictext.tables import Tables

sm = pytest.importorskip("statsmodels.api", reason="statsmodels is not installed: pip install 'civictext[test]'")


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(3)


def themed(rng: np.random.Generator, n_documents: int = 12) -> tuple[Tables, pd.DataFrame]:
    """Return tables of single themes and the same as a flat frame: document, region, year, theme."""
    rows = [
        {"doc": f"d{d}", "region": f"R{d % 3}", "year": 2015 + d % 5, "theme": str(rng.choice(["a", "b", "c"])), "k": k}
        for d in range(n_documents)
        for k in range(int(rng.integers(3, 9)))
    ]
    flat = pd.DataFrame(rows)
    documents = [{"doc_id": d, "region": r, "date": str(y)} for d, r, y in flat[["doc", "region", "year"]].drop_duplicates().to_numpy()]  # fmt: skip
    tagged = [{"doc_id": r["doc"], "rec_id": f"{r['doc']}#{r['k']}", "themes": [{"id": r["theme"]}]} for r in rows]
    return Tables.from_rows(documents, tagged), flat


def test_effect_sizes_and_q_values(rng: np.random.Generator) -> None:
    p, r, tests = rng.random(20), rng.random(20), rng.random(50) ** 2
    assert cohens_h(p, r) == pytest.approx(sm.stats.proportion_effectsize(p, r))
    assert adjusted(tests) == pytest.approx(sm.stats.multipletests(tests, method="fdr_bh")[1])


@pytest.mark.parametrize("n", [3, 5, 20])
def test_the_bound_of_a_silent_group_is_wilsons(n: int) -> None:
    zero = np.zeros(1)
    high = widened(zero, zero, zero, n)[1][0]
    assert high == pytest.approx(sm.stats.proportion_confint(0, n, method="wilson")[1])


def test_mantel_haenszel_over_strata(rng: np.random.Generator) -> None:
    tables = rng.integers(1, 9, size=(7, 2, 2))
    a, sizes = tables[:, 0, 0], tables.sum((1, 2))
    inside, has = tables[:, 0].sum(1), tables[:, :, 0].sum(1)
    ours = mantel_haenszel(*(x.astype(float) for x in (inside, has[:, None], a[:, None], sizes)))
    theirs = sm.stats.StratifiedTable([t.astype(float) for t in tables]).test_null_odds(correction=False)
    assert ours[0] == pytest.approx(theirs.pvalue)


def test_residuals_of_a_gap_matrix(rng: np.random.Generator) -> None:
    tables, flat = themed(rng)
    cross = pd.crosstab(flat["region"], flat["theme"])
    theirs = sm.stats.Table(cross, shift_zeros=False)
    ours = gaps(tables).set_index(["group", "label"])
    for what, wanted in (("residual", theirs.standardized_resids), ("expected", theirs.fittedvalues)):
        found = ours[what].unstack()
        assert found.to_numpy() == pytest.approx(pd.DataFrame(wanted, cross.index, cross.columns).to_numpy())


def test_slopes_are_those_of_weighted_least_squares(rng: np.random.Generator) -> None:
    tables, flat = themed(rng)
    ours = trends(tables, draws=50, permutations=50).set_index("label")["slope"]
    for name in ("a", "b", "c"):
        per = flat.assign(has=flat["theme"] == name).groupby("doc").agg(share=("has", "mean"), n=("has", "size"), year=("year", "first"))  # fmt: skip
        fit: Any = sm.WLS(
            per["share"].astype(float), sm.add_constant(per["year"].astype(float)), weights=per["n"]
        ).fit()
        assert ours[name] == pytest.approx(fit.params["year"], abs=1e-9)


def test_the_interval_of_a_slope_has_the_spread_of_the_jackknife(rng: np.random.Generator) -> None:
    tables, _ = themed(rng, 60)
    row = trends(tables, draws=4000, permutations=50).set_index("label").loc["a"]
    names = tables.documents["doc_id"].tolist()
    slopes = []
    for left in names:
        kept = Tables(tables.documents[tables.documents["doc_id"] != left], tables.recommendations[tables.recommendations["doc_id"] != left])  # fmt: skip
        slopes.append(trends(kept, draws=5, permutations=5).set_index("label").loc["a", "slope"])
    error = np.sqrt((len(names) - 1) * np.var(slopes))
    assert (row["high"] - row["low"]) / 2 == pytest.approx(stats.t.ppf(0.975, len(names) - 1) * error, rel=0.1)


def test_log_likelihood_is_that_of_a_contingency_table(rng: np.random.Generator) -> None:
    near, n_near, far, n_far = 12, 90, 20, 800
    g = stats.chi2_contingency([[near, n_near - near], [far, n_far - far]], correction=False, lambda_="log-likelihood")
    assert log_likelihood(near, n_near, far, n_far) == pytest.approx(g.statistic)

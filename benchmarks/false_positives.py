"""Simulate corpora in which no region differs, with recommendations correlated inside resolutions, and count false alarms.

Usage: python benchmarks/false_positives.py [RUNS]

Each resolution draws its own probability of every theme from a beta distribution with the theme's mean (intraclass correlation
ρ), so that its recommendations are alike; regions are assigned at random. Printed are the share of p-values under 0.05, the share of
tables with any q-value under 0.05 (both should be at most 0.05), how often the 95 % interval of a share misses the truth, and, for
contrast, what a test that takes recommendations for independent (Pearson's χ²) would have claimed.
"""

from __future__ import annotations

import sys

import numpy as np
from scipy import stats

from civictext.compare import compare, log_odds
from civictext.tables import Tables

MEANS = {"youth": 0.1, "grants": 0.15, "nonprofit_sector": 0.25, "ecology": 0.08, "education": 0.2}


def simulated(rng: np.random.Generator, correlation: float, n_regions: int, n_resolutions: int) -> Tables:
    """Return the tables of a corpus without any difference between regions."""
    documents, rows = [], []
    for d in range(n_regions * n_resolutions):
        documents.append({"doc_id": f"d{d}", "region": f"R{d % n_regions}"})
        scale = 1 / correlation - 1 if correlation else 1e9
        own = {t: rng.beta(m * scale, (1 - m) * scale) for t, m in MEANS.items()}
        for k in range(int(rng.integers(5, 20))):
            themes = [{"id": t} for t, p in own.items() if rng.random() < p]
            rows.append({"doc_id": f"d{d}", "rec_id": f"d{d}#{k}", "themes": themes})
    return Tables.from_rows(documents, rows)


def naive(table: object) -> np.ndarray:
    """Return p-values of a 2 × 2 test that takes recommendations for independent."""
    n, share, rest = (table[c].to_numpy(float) for c in ("denominator", "share", "rest_share"))
    total = n.sum() / table["label"].nunique() * np.ones_like(n)
    pooled = (share * n + rest * (total - n)) / total
    spread = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / (total - n)))
    return 2 * stats.norm.sf(np.abs(share - rest) / np.where(spread > 0, spread, np.nan))


def measure(runs: int, correlation: float, n_regions: int, n_resolutions: int) -> dict[str, float]:
    """Return the rates of false alarms over so many corpora."""
    rng = np.random.default_rng(1)
    found: dict[str, list[float]] = {
        k: [] for k in ("compare p", "compare any q", "log_odds p", "log_odds any q", "miss", "naive p")
    }
    for run in range(runs):
        tables = simulated(rng, correlation, n_regions, n_resolutions)
        table = compare(tables, draws=500, permutations=999, seed=run)
        table = table[table["label"].isin(MEANS)]
        odds = log_odds(tables, "region", "theme", permutations=999, seed=run)
        for name, part in (("compare", table), ("log_odds", odds)):
            found[f"{name} p"] += (part["p_value"].dropna() < 0.05).tolist()
            found[f"{name} any q"].append(bool((part["q_value"] < 0.05).any()))
        truth = table["label"].map(MEANS)
        found["miss"] += ((truth < table["low"]) | (truth > table["high"])).tolist()
        found["naive p"] += (naive(table) < 0.05).tolist()
    return {k: float(np.mean(v)) for k, v in found.items()}


def main(runs: int = 200) -> None:
    for correlation, n_regions, n_resolutions in ((0.0, 8, 5), (0.2, 8, 5), (0.4, 8, 5), (0.2, 8, 3), (0.2, 4, 20)):
        rates = measure(runs, correlation, n_regions, n_resolutions)
        shown = ", ".join(f"{k} {v:.3f}" for k, v in rates.items())
        print(f"ρ={correlation} regions={n_regions} resolutions={n_resolutions}: {shown}", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

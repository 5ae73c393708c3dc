"""Simulate corpora in which no group differs, with recommendations correlated inside resolutions, and count false alarms.

Usage: python benchmarks/false_positives.py [RUNS]

Each resolution draws its own probability of every theme from a beta distribution with the theme's mean (intraclass correlation
ρ), so that its recommendations are alike; groups are assigned at random. Printed, each with its 95 % interval over the runs, are the share
of p-values under 0.05, the share of tables with any q-value under 0.05 (both should be at most 0.05), how often the 95 %
interval of a share misses the truth, and, for contrast, what a test that takes recommendations for independent would have claimed.

Scenarios: regions (whole resolutions); regions whose resolutions differ in length; addressees (recommendations of every resolution fall into
groups); years (trends). Designs are made directly, without tables, so that thousands of corpora take minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import stats
from scipy.sparse import csr_array

from civictext.compare.design import Design
from civictext.compare.logodds import group_log_odds
from civictext.compare.measures import adjusted
from civictext.compare.resampling import group_statistics
from civictext.compare.time import trend_statistics

MEANS = np.array([0.1, 0.15, 0.25, 0.08, 0.2])
PERMUTATIONS, DRAWS, ALPHA = 999, 200, 0.05


@dataclass(frozen=True)
class Scenario:
    """A corpus: regions, resolutions of each, intraclass correlation, shortest and longest resolution of each region."""

    name: str
    n_regions: int = 8
    n_resolutions: int = 5
    correlation: float = 0.2
    lengths: tuple[tuple[int, int], ...] = ((5, 20),)
    by: str = "region"


SCENARIOS = (
    Scenario("8 regions × 5, independent", correlation=0.0),
    Scenario("8 regions × 5, ρ 0.2"),
    Scenario("8 regions × 5, ρ 0.4", correlation=0.4),
    Scenario("8 regions × 3, ρ 0.2", n_resolutions=3),
    Scenario("4 regions × 20, ρ 0.2", n_regions=4, n_resolutions=20),
    Scenario("8 regions × 5, ρ 0.2, one of long resolutions", lengths=((30, 60), *[(5, 12)] * 7)),
    Scenario("8 regions × 5, ρ 0.2, one of short resolutions", lengths=((3, 6), *[(15, 30)] * 7)),
    Scenario("addressees, 40 resolutions, ρ 0.2", by="addressee"),
    Scenario("addressees, 40 resolutions, ρ 0.4", by="addressee", correlation=0.4),
    Scenario("years, 40 resolutions, ρ 0.2", by="year"),
)


def simulated(rng: np.random.Generator, of: Scenario) -> Design:
    """Return the design of a corpus without any difference between groups."""
    n_units = of.n_regions * of.n_resolutions
    region = np.arange(n_units) % of.n_regions
    bounds = np.array([of.lengths[r % len(of.lengths)] for r in region])
    sizes = rng.integers(bounds[:, 0], bounds[:, 1])
    scale = 1 / of.correlation - 1 if of.correlation else 1e9
    own = rng.beta(MEANS * scale, (1 - MEANS) * scale, size=(n_units, len(MEANS)))
    unit = np.repeat(np.arange(n_units), sizes)
    has = (rng.random((len(unit), len(MEANS))) < own[unit]).astype(float)
    group = rng.integers(0, of.n_regions, len(unit)) if of.by == "addressee" else region[unit]
    names = tuple(str(2010 + g) for g in range(of.n_regions))
    return Design(
        names, tuple("abcde"), _one_hot(group, of.n_regions), csr_array(has), _one_hot(unit, n_units).T.tocsr()
    )


def _one_hot(values: np.ndarray, n: int) -> csr_array:
    return csr_array((np.ones(len(values)), (np.arange(len(values)), values)), shape=(len(values), n))


def naive(design: Design) -> np.ndarray:
    """Return p-values of two-sample tests that take recommendations for independent."""
    counts = np.asarray((design.inside.T @ design.has).todense())
    n = np.asarray(design.inside.sum(0)).ravel()[:, None]
    sums, total = counts.sum(0), n.sum()
    pooled = sums / total
    spread = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / (total - n)))
    difference = counts / n - (sums - counts) / (total - n)
    return 2 * stats.norm.sf(np.abs(difference) / np.where(spread > 0, spread, np.nan))


def tests(design: Design, of: Scenario, seed: int) -> Mapping[str, np.ndarray]:
    """Return the p-values (and bounds of shares) of one corpus by what was asked."""
    if of.by == "year":
        return {"trends": trend_statistics(design, permutations=PERMUTATIONS, draws=DRAWS, seed=seed)["p_value"]}
    found = group_statistics(design, draws=DRAWS, permutations=PERMUTATIONS, seed=seed)
    odds = group_log_odds(design, permutations=PERMUTATIONS, seed=seed)
    return {"compare": found["p_value"], "log_odds": odds["p_value"], "naive": naive(design), "low": found["low"], "high": found["high"]}  # fmt: skip


def rates(found: Mapping[str, np.ndarray]) -> dict[str, float]:
    """Return the rates of false alarms of one corpus."""
    out = {}
    for name, values in found.items():
        if name not in ("low", "high"):
            known = values[~np.isnan(values)]
            out[f"{name} p"] = float((known < ALPHA).mean())
            out[f"{name} any q"] = float((adjusted(known) < ALPHA).any())
    if "low" in found:
        out["interval misses"] = float(((found["low"] > MEANS) | (found["high"] < MEANS)).mean())
    out.pop("naive any q", None)
    return out


def measure(runs: int, of: Scenario) -> dict[str, np.ndarray]:
    """Return the rates of false alarms of so many corpora, each of shape (runs,)."""
    rng = np.random.default_rng(1)
    found = [rates(tests(simulated(rng, of), of, seed=run)) for run in range(runs)]
    return {key: np.array([f[key] for f in found]) for key in found[0]}


def shown(values: np.ndarray) -> str:
    """Return a mean with its 95 % interval over the runs, in percent."""
    half = 196 * values.std() / np.sqrt(len(values))
    return f"{100 * values.mean():.1f} ±{half:.1f}"


def main(runs: int = 2000, say: Callable[[str], object] = print) -> None:
    for of in SCENARIOS:
        say(f"{of.name}: " + ", ".join(f"{k} {shown(v)}" for k, v in measure(runs, of).items()) + " %")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

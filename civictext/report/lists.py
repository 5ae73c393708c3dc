"""Lists that the page and the workbook share: who is asked what, what is left open, silences, trends, spread. Computes no statistic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from civictext.compare import asked_most, by_year, diffusion, gaps, incomplete, trends
from civictext.report.figures import DRAWS, FEW, PERMUTATIONS, Figures, Line
from civictext.tables import rows

#: pairs of theme and action named for an addressee on the page
PAIRS = 3
#: recommendations of a silent theme that would be expected; themes expected less are only counted
EXPECTED = 1.0
#: probability under which a silence is unlikely to be chance
UNLIKELY = 0.05
#: what a recommendation can leave open, in the order of the page
OPEN = ("addressee", "deadline", "number")
#: how far above the largest share a drawing reaches: longer bars of intervals are cut
TALL = 2
#: years that a line of shares needs
MIN_YEARS = 2


def asked(figures: Figures, n: int = PAIRS) -> list[dict[str, Any]]:
    """Return what each addressee is asked most: its name, how often and in how many regions it is asked, its pairs of theme and action."""
    lines = {line.key: line for line in figures.lines("addressee")}
    out: dict[str, dict[str, Any]] = {}
    for row in rows(asked_most(figures.tables, n=n)):
        line = lines[row["addressee"]]
        entry = out.setdefault(line.key, {"key": line.key, "name": line.name, "n": line.n, "n_regions": line.n_regions, "pairs": []})  # fmt: skip
        names = {"theme_name": figures.names.facet("theme", row["theme"]), "action_name": figures.names.facet("action", row["action"])}  # fmt: skip
        entry["pairs"].append({**row, **names})
    return list(out.values())


def left_open(figures: Figures) -> tuple[list[Line], int]:
    """Return how many recommendations name no addressee, no deadline, no number, and how many name none of the three."""
    lines = {line.key: line for line in figures.lines("missing")}
    table = incomplete(figures.tables)
    return [lines[key] for key in OPEN if key in lines], int((table["n_missing"] == len(OPEN)).sum())


@dataclass(frozen=True)
class Silence:
    """A region and the themes that it never mentions: (name, expected recommendations, unlikely by chance), and how many more."""

    name: str
    n_resolutions: int
    themes: tuple[tuple[str, float, bool], ...]
    n_more: int


def silences(figures: Figures) -> list[Silence]:
    """Return the silent themes of each region, those expected most first; regions by name."""
    table = gaps(figures.tables)
    out = []
    for key, part in table[table["observed"] == 0].groupby("group"):
        part = part.sort_values(["expected", "label"], ascending=[False, True])
        named = part[part["expected"] >= EXPECTED]
        themes = tuple(
            (figures.names.facet("theme", r["label"]), float(r["expected"]), bool(r["silence"] < UNLIKELY and not r["few"]))
            for r in rows(named)
        )  # fmt: skip
        if themes:
            name, n = figures.names.facet("region", str(key)), int(part["group_resolutions"].iloc[0])
            out.append(Silence(name, n, themes, len(part) - len(named)))
    return sorted(out, key=lambda s: s.name)


def expected(figures: Figures, by: str, what: str) -> dict[tuple[str, str], float]:
    """Return the recommendations that each cell of a cross table would have if groups did not differ."""
    return {(r["group"], r["label"]): float(r["expected"]) for r in rows(gaps(figures.tables, by, what))}


def trend_lines(figures: Figures, what: str = "theme") -> list[dict[str, Any]]:
    """Return trends with the names of labels and of verdicts (`is_flat`: nothing to tell); the steepest rise first, none where there is no trend to test."""
    names = {str(c["cluster"]): str(c["label"]) for c in figures.clusters}
    found = rows(trends(figures.tables, what, draws=DRAWS, permutations=PERMUTATIONS))
    out = []
    for row in found:
        if row["trend"]:
            name = (
                names.get(row["label"], row["label"]) if what == "cluster" else figures.names.facet(what, row["label"])
            )
            out.append({**row, "name": name, "trend_name": figures.names.word(f"trend.{_verdict(row)}"), "is_flat": _verdict(row) == "steady"})  # fmt: skip
    return out


def _verdict(row: dict[str, Any]) -> str:
    """Return the trend, or that there may be one: the interval excludes 0, but the test over all labels is not passed."""
    if row["trend"] == "steady" and row["low"] is not None and (row["low"] > 0 or row["high"] < 0):
        return "maybe_up" if row["slope"] > 0 else "maybe_down"
    return str(row["trend"])


def year_shares(figures: Figures, what: str = "theme") -> list[dict[str, Any]]:
    """Return the share of each label in each year with its interval and the label's name."""
    found = rows(by_year(figures.tables, what, draws=DRAWS))
    return [{**row, "name": figures.names.facet(what, row["label"])} for row in found]


@dataclass(frozen=True)
class Spark:
    """The shares of one label over the years as a small drawing: points of a line, bars of intervals, in SVG units."""

    width: float
    height: float
    line: str
    points: tuple[tuple[float, float, int, float], ...]
    bars: tuple[tuple[float, float, float], ...]


def sparks(shares: Iterable[dict[str, Any]], width: int = 150, height: int = 34) -> dict[str, Spark]:
    """Return a drawing for each label; all share one scale of years, each has its own of shares."""
    by_label: dict[str, list[dict[str, Any]]] = {}
    for row in shares:
        by_label.setdefault(row["label"], []).append(row)
    years = [row["year"] for line in by_label.values() for row in line]
    if len(set(years)) < MIN_YEARS:
        return {}
    first, last = min(years), max(years)
    x = lambda year: round(4 + (width - 8) * (year - first) / (last - first), 1)  # noqa: E731
    return {label: _spark(line, x, width, height) for label, line in by_label.items()}


def _spark(line: list[dict[str, Any]], x: Any, width: int, height: int) -> Spark:
    highest = max(row["share"] for row in line)
    top = max(0.01, min(TALL * highest, max(row["high"] if row["high"] is not None else row["share"] for row in line)))
    y = lambda share: round(height - 3 - (height - 6) * min(share / top, 1), 1)  # noqa: E731
    points = tuple((x(r["year"]), y(r["share"]), r["year"], r["share"]) for r in line)
    bars = tuple((x(r["year"]), y(r["low"]), y(r["high"])) for r in line if r["low"] is not None)
    return Spark(width, height, " ".join(f"{a},{b}" for a, b, *_ in points), points, bars)


def spread(figures: Figures, min_regions: int = FEW) -> list[dict[str, Any]]:
    """Return how commitments spread: name, regions, years from the first to the last of them, steps in order; most regions first."""
    out: dict[str, dict[str, Any]] = {}
    for row in rows(diffusion(figures.tables, min_regions=min_regions)):
        entry = out.setdefault(
            row["label"], {"cluster": row["label"], "name": row["name"] or row["label"], "steps": []}
        )
        entry["steps"].append({**row, "region_name": figures.names.region(row["region"]), "year": str(row["date"])[:4]})
    return [{**e, "n_regions": len(e["steps"]), "lag": e["steps"][-1]["lag"]} for e in out.values()]


def asked_pairs(figures: Figures) -> list[dict[str, Any]]:
    """Return every addressee × theme × action type that occurs, with counts, named for a spreadsheet."""
    return [
        {
            "addressee_category": line["name"], "theme": pair["theme_name"], "action_type": pair["action_name"],
            "n_recommendations": pair["n_recommendations"], "n_documents": pair["n_resolutions"], "n_regions": pair["n_regions"],
        }
        for line in asked(figures, n=len(figures.counted))
        for pair in line["pairs"]
    ]  # fmt: skip

"""The numbers that the page and the workbook show, asked from `civictext.compare` and laid out. Computes no statistic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from civictext.cluster.words import content_words
from civictext.compare import UNASSIGNED, UNKNOWN, compare, counts, log_odds, recurrence, shares
from civictext.report.flat import year_of
from civictext.report.groups import Group, groups_of
from civictext.report.messages import translated
from civictext.report.names import Names
from civictext.report.wording import clip
from civictext.tables import Tables, rows

#: groups of fewer resolutions are marked: their shares say little
FEW = 3
#: shares of a row at which the shade of a heat map deepens
STEPS = (0.05, 0.1, 0.2, 0.35)
#: difference of shares from which a group is said to stand apart
APART = 0.1
#: draws of bootstraps and tests: enough for what a page shows, quick on 20,000 recommendations
DRAWS, PERMUTATIONS = 500, 1999
#: z-score from which a lemma is named as typical
SURE = 1.96
#: lemmas that are named as typical of a group
TYPICAL = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A label with the numbers behind it: recommendations, resolutions, regions; `share` of all recommendations, 0 to 1.

    `low` and `high` bound the share (95 %, by resolutions); None with fewer than three resolutions.
    """

    key: str
    name: str
    n: int
    n_resolutions: int
    n_regions: int
    share: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid: recommendations, and their share of the row's."""

    n: int
    share: float


@dataclass(frozen=True)
class Grid:
    """Labels of one facet in each group of another.

    `rows` are (key, name, recommendations, resolutions), `columns` are (key, name, recommendations), `cells` is keyed by
    (row key, column key) and holds only pairs that occur.
    """

    by: str
    what: str
    rows: tuple[tuple[str, str, int, int], ...]
    columns: tuple[tuple[str, str, int], ...]
    cells: dict[tuple[str, str], Cell]

    def first(self, row: str) -> str:
        """Return the name of the label that stands most often in a row, with its count; empty where there is none."""
        found = [(cell.n, name) for key, name, _ in self.columns if (cell := self.cells.get((row, key)))]
        if not found:
            return ""
        n, name = max(found, key=lambda pair: (pair[0], pair[1]))
        return f"{name} ({n})"

    def shade(self, row: str, column: str) -> int:
        """Return the depth of a cell's shade, 0 (none) to 5, by its share of the row: 5, 10, 20, 35 percent and more."""
        cell = self.cells.get((row, column))
        return 0 if cell is None else 1 + sum(cell.share >= step for step in STEPS)


class Figures:
    """Everything that the report shows of a run, laid out for readers of one language.

    Parameters
    ----------
    tables : Tables
    names : Names
    """

    def __init__(self, tables: Tables, names: Names) -> None:
        self.tables, self.names = tables, names
        self._known: dict[str, list[Line]] = {}

    @cached_property
    def counted(self) -> pd.DataFrame:
        """Recommendations that count: those of documents that repeat an earlier one are left out."""
        return self.tables.counted()

    @cached_property
    def documents(self) -> list[dict[str, Any]]:
        """Rows of the documents."""
        return rows(self.tables.documents)

    @property
    def n_recommendations(self) -> int:
        """Recommendations that count."""
        return len(self.counted)

    @cached_property
    def kept(self) -> list[dict[str, Any]]:
        """Documents that count."""
        return [d for d in self.documents if not d.get("duplicate_of")]

    @cached_property
    def regions(self) -> list[str]:
        """Codes of the known regions, sorted by name."""
        return sorted({d["region"] for d in self.kept if d["region"]}, key=lambda c: (self.names.region(c), c))

    @cached_property
    def years(self) -> list[int]:
        """Known years, sorted."""
        return sorted({y for d in self.kept if (y := year_of(d["date"])) is not None})

    @cached_property
    def n_with_deadline(self) -> int:
        """Recommendations that set a deadline."""
        return int(self.counted["deadline"].notna().sum())

    @cached_property
    def errors(self) -> list[dict[str, Any]]:
        """Rows of the inputs that could not be used, in the language of the readers."""
        say = lambda row, key: translated(row[key] or "", self.names.lang)  # noqa: E731
        return [{**e, "error": say(e, "error"), "hint": say(e, "hint")} for e in rows(self.tables.errors)]

    @cached_property
    def run(self) -> list[tuple[str, str]]:
        """Versions, settings, seeds and counts of the run, as (dotted name, value)."""
        return _dotted({k: v for k, v in self.tables.run.items() if k != "labels"})

    @property
    def lead(self) -> str:
        """One line that says what the report is made of."""
        names, years, when = self.names, self.years, ""
        if years:
            key = "page.year" if len(years) == 1 else "page.years"
            when = names.word(key).format(first=years[0], last=years[-1])
        lead = names.say("page.lead", d=len(self.kept), r=len(self.regions), years=when, n=self.n_recommendations)
        return f"{lead}. {names.word('page.composed')}" if self.tables.run.get("composed") else lead

    def n_with(self, what: str) -> int:
        """Return how many recommendations carry at least one label of a facet."""
        return self.n_recommendations - sum(line.n for line in self._all_lines(what) if line.key == UNASSIGNED)

    def lines(self, what: str) -> list[Line]:
        """Return the labels of a facet, most frequent first, without the unassigned."""
        return [line for line in self._all_lines(what) if line.key not in (UNASSIGNED, UNKNOWN)]

    def _all_lines(self, what: str) -> list[Line]:
        if what not in self._known:
            self._known[what] = self._lines(what)
        return self._known[what]

    def _lines(self, what: str) -> list[Line]:
        return [
            Line(
                key=row["label"],
                name=self.names.facet(what, row["label"]),
                n=row["n_recommendations"],
                n_resolutions=row["n_resolutions"],
                n_regions=row["n_regions"],
                share=row["share"],
                low=row["low"],
                high=row["high"],
            )
            for row in rows(shares(self.tables, what, draws=DRAWS))
        ]

    def grid(self, by: str, what: str) -> Grid:
        """Return the labels of `what` in each group of `by`; unassigned labels are left out, their groups kept."""
        table = rows(counts(self.tables, by, what))
        groups = {r["group"]: (r["denominator"], r["group_resolutions"]) for r in table}
        columns = [(line.key, line.name, line.n) for line in self.lines(what)]
        cells = {
            (r["group"], r["label"]): Cell(r["n_recommendations"], r["share"]) for r in table if r["n_recommendations"]
        }
        ordered = sorted(groups, key=lambda g: (g in (UNKNOWN, UNASSIGNED), self._order(by, g)))
        return Grid(
            by=by,
            what=what,
            rows=tuple((g, self.names.facet(by, g), *groups[g]) for g in ordered),
            columns=tuple(columns),
            cells=cells,
        )

    def _order(self, by: str, key: str) -> tuple[int, str]:
        if by in {"addressee", "theme"}:
            ranks = {line.key: n for n, line in enumerate(self.lines(by))}
            return ranks.get(key, len(ranks)), key
        return 0, self.names.facet(by, key)

    @cached_property
    def clusters(self) -> list[dict[str, Any]]:
        """Clusters that recur, those of most regions first."""
        table = rows(self.tables.clusters)
        return sorted(table, key=lambda c: (-(c["n_regions"] or 0), -(c["size"] or 0), c["cluster"]))

    @cached_property
    def groups(self) -> list[Group]:
        """Groups of clusters, those of one theme together."""
        return groups_of(self.clusters, self.names)

    @cached_property
    def typical(self) -> dict[str, str]:
        """Words that set each region of at least three resolutions apart, by weighted log-odds: region → lemmas."""
        table = log_odds(self.tables, "region", "lemma", permutations=0)
        table = table[(table["n_recommendations"] >= FEW) & (table["z"] > SURE) & ~table["few"]]
        out: dict[str, list[str]] = {}
        for row in table.to_dict("records"):
            words = out.setdefault(row["group"], [])
            if len(words) < TYPICAL and content_words(row["label"]):
                words.append(row["label"])
        return {key: ", ".join(words) for key, words in out.items() if words}

    @cached_property
    def chains(self) -> list[dict[str, Any]]:
        """What became of commitments of regions that met more than once; those that stood more than once first."""
        found = rows(recurrence(self.tables)) if len(self.tables.clusters) else []
        out = [
            {
                **c,
                "region": self.names.region(c["series"]),
                "years": [str(o["date"])[:4] for o in c["occurrences"]],
                "status_name": self.names.word(f"recurrence.{c['status']}"),
                "change": self._change(c["change"] or ""),
            }
            for c in found
        ]
        return sorted(
            out, key=lambda c: (c["region"], -c["n_occasions"], c["status"], c["first_date"], str(c["label"]))
        )

    def _change(self, change: str) -> str:
        """Return what changed in words: strengths by their names, details by theirs."""
        if "→" in change:
            return " → ".join(self.names.label("strengths", s.strip()) for s in change.split("→"))
        return ", ".join(f"{part[0]} {self.names.word(f'recurrence.detail.{part[1:]}')}" for part in change.split())

    @cached_property
    def apart(self) -> list[tuple[str, str, int, list[dict[str, Any]]]]:
        """Themes that are more frequent in a region than in the rest: (key, name, resolutions, rows), rows largest first.

        Only themes with at least three recommendations in the region and ten percentage points of difference are named, three
        of them for a region.
        """
        by, what, n = "region", "theme", 3
        table = compare(self.tables, by, what, draws=DRAWS, permutations=PERMUTATIONS)
        out = []
        for key, part in table.groupby("group", sort=False):
            found = part[
                (part["difference"] >= APART) & (part["n_recommendations"] >= FEW) & (part["label"] != UNASSIGNED)
            ]
            found = found.sort_values(["difference", "label"], ascending=[False, True]).head(n)
            if key not in (UNKNOWN, UNASSIGNED) and len(found):
                lines = [{**r, "name": self.names.facet(what, r["label"])} for r in rows(found)]
                out.append((str(key), self.names.facet(by, str(key)), int(part["group_resolutions"].iloc[0]), lines))
        return sorted(out, key=lambda g: g[1])


def _dotted(tree: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    for key, value in tree.items():
        if isinstance(value, Mapping):
            out += _dotted(value, f"{prefix}{key}.")
        else:
            out.append((f"{prefix}{key}", clip(str(value), 300)))
    return out

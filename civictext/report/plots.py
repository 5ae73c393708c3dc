"""Plots of a run's tables, one function each: altair objects that a researcher can restyle. Counts are `civictext.compare`'s."""

from __future__ import annotations

import altair as alt

from civictext.report import charts
from civictext.report.figures import Figures
from civictext.report.names import Names
from civictext.tables import Tables

#: pixels; `.properties(width=…)` changes it
WIDTH = 640


class Plots:
    """Plots of the tables of a run, in one language.

    Parameters
    ----------
    tables : Tables
    lang : {"ru", "en"}, default="ru"

    Examples
    --------
    >>> from civictext.tables import Tables
    >>> tables = Tables.from_rows(
    ...     [{"doc_id": "d", "region": "RU-TOM", "date": "2020"}],
    ...     [{"doc_id": "d", "rec_id": "d#1", "themes": [{"id": "youth"}]}])
    >>> chart = Plots(tables).themes().properties(title="Томск", width=400)
    >>> chart.to_dict()["title"]
    'Томск'
    """

    def __init__(self, tables: Tables, lang: str = "ru") -> None:
        self.figures = Figures(tables, Names(lang))

    def themes(self, by: str | None = None) -> alt.LayerChart:
        """Return bars of recommendations by theme or, with `by`, a heat map of themes in each group of it."""
        return self.labels("theme", by)

    def addressees(self, by: str | None = None) -> alt.LayerChart:
        """Return bars of recommendations by category of the addressee or, with `by`, a heat map."""
        return self.labels("addressee", by)

    def actions(self, by: str | None = None) -> alt.LayerChart:
        """Return bars of recommendations by type of action or, with `by`, a heat map."""
        return self.labels("action", by)

    def years(self) -> alt.LayerChart:
        """Return columns of recommendations by year."""
        lines = sorted(self.figures.lines("year"), key=lambda line: line.key)
        return charts.years(lines, self.figures.names).properties(width=WIDTH)

    def labels(self, what: str, by: str | None = None) -> alt.LayerChart:
        """Return bars of any facet or, with `by`, a heat map of its labels in each group.

        Parameters
        ----------
        what, by : str
            Facets, see `civictext.compare.facet`: ``theme``, ``region``, ``year``, ``level``, ``addressee``, …
        """
        if by is None:
            return charts.bars(self.figures.lines(what), self.figures.names).properties(width=WIDTH)
        grid = self.figures.grid(by, what)
        return charts.heat(grid, self.figures.names).properties(width=26 * len(grid.columns))

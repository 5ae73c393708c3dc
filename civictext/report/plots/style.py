"""What all plots share: colours, axes, titles. No chart has a config of its own, so that charts can be layered and concatenated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any

import altair as alt

from civictext.report.flat import year_of
from civictext.report.names import Names, words
from civictext.report.wording import clip

INK, BLUE, GREY, ORANGE = "#1d2733", "#2b5c8a", "#5c6773", "#b4561d"
#: shades of a heat map by the steps of its shares, as in the page
SHADES = ("#e3ecf4", "#bfd5e8", "#8db4d6", "#2f6ea5", "#123c63")
#: less than expected, as expected, more than expected; told apart in grey too, since every cell has a sign
DIVERGING = ("#d98c4a", "#f3d3b3", "#f4f5f6", "#bfd5e8", "#5b93c4")
#: pixels of a plot's body; `.properties(width=…)` changes it
WIDTH = 560
ROW, CELL = 22, 27
#: characters that a label or a line of a subtitle takes
LABEL, LINE = 60, 120
#: labels that one plot shows
MANY = 30

Rows = Sequence[Mapping[str, Any]]


def data(rows: Rows) -> alt.InlineData:
    """Return rows as the data of a chart."""
    return alt.InlineData(values=list(rows))


def axis(**options: Any) -> alt.Axis:
    """Return an axis without lines, in the type of the plots."""
    plain = {"labelFontSize": 12, "labelColor": INK, "labelLimit": 420, "ticks": False, "domain": False, "grid": False, "labelPadding": 6}  # fmt: skip
    return alt.Axis(**{**plain, "titleColor": GREY, "titleFontWeight": "normal", **options})


def heading(text: str, *notes: str, line: int = LINE) -> alt.TitleParams:
    """Return a title with what the reader should know below it, in lines of so many characters."""
    lines = [part for note in notes if note for part in wrap(note, line)]
    return alt.TitleParams(
        text=text, subtitle=lines, anchor="start", frame="bounds", fontSize=15, color=INK, subtitleColor=GREY,
        subtitleFontSize=12, subtitlePadding=4, offset=10, dy=-4,
    )  # fmt: skip


def finished(chart: Any, title: alt.TitleParams, **properties: Any) -> Any:
    """Return a chart with its title, told to a screen reader too, and without a frame."""
    view = alt.ViewBackground(stroke=None)
    return chart.properties(title=title, description=str(title.text), view=view, **properties)


def facet_name(what: str, names: Names) -> str:
    """Return the name of a facet, «Тема»; one that the language files lack is its own name."""
    known = words(names.lang)
    return known.get(f"facet.{what}.name") or known.get(f"plot.facet.{what}") or what


def short(text: Any, limit: int = LABEL) -> str:
    """Return a label that fits; line ends become spaces."""
    return clip(" ".join(str(text).split()), limit)


def place_and_year(row: Mapping[str, Any], names: Names) -> str:
    """Return region and year of a recommendation's document, as far as they are known."""
    return ", ".join(part for part in (names.region(row.get("region")), str(year_of(row.get("date")) or "")) if part)


def distinct(labels: Sequence[str]) -> list[str]:
    """Return labels of which no two are equal: equal ones would fall into one row of a chart.

    Examples
    --------
    >>> distinct(["а", "б", "а"])
    ['а', 'б', 'а (2)']
    """
    seen: dict[str, int] = {}
    out = []
    for label in labels:
        seen[label] = seen.get(label, 0) + 1
        out.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return out

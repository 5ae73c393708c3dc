"""Bars of shares with their intervals, heat maps of labels in groups, one label across groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from civictext.compare import UNASSIGNED, UNKNOWN, compare
from civictext.report.figures import FEW, STEPS, Figures, Grid, Line
from civictext.report.plots.style import (  # fmt: skip
    BLUE,
    CELL,
    GREY,
    INK,
    MANY,
    ROW,
    SHADES,
    WIDTH,
    axis,
    data,
    distinct,
    facet_name,
    finished,
    heading,
    short,
)
from civictext.report.wording import percent
from civictext.tables import Tables, rows


def bars(figures: Figures, what: str, n: int = MANY) -> alt.LayerChart:
    """Return bars of the shares of labels, the 95 % interval on each, number and share behind it."""
    names, found = figures.names, figures.lines(what)
    lines = found[:n]
    titles = distinct([short(line.name) for line in lines])
    values = [_bar(line, title, figures) for line, title in zip(lines, titles, strict=True)]
    base = alt.Chart(data(values)).encode(y=alt.Y("name:N", sort=None, title=None, axis=axis()))
    tooltip = [alt.Tooltip(f"{field}:N") for field in ("name", "note")]
    x = alt.X(
        "share:Q", title=None, axis=None, scale=alt.Scale(domain=[0, 1.35 * max((v["end"] for v in values), default=1)])
    )
    chart = alt.layer(
        base.mark_bar(color=BLUE, height={"band": 0.7}, opacity=0.85).encode(x=x, tooltip=tooltip),
        base.mark_rule(color=INK, strokeWidth=1.5).encode(x="low:Q", x2="high:Q"),
        base.mark_tick(color=INK, thickness=1.5, size=8).encode(x="low:Q"),
        base.mark_tick(color=INK, thickness=1.5, size=8).encode(x="high:Q"),
        base.mark_text(align="left", dx=7, color=INK, fontSize=12).encode(x="end:Q", text="text:N"),
    )
    title = heading(
        names.say("plot.bars", name=facet_name(what, names), n=figures.n_recommendations),
        names.word("plot.interval" if any(v["low"] is not None for v in values) else "plot.no_interval"),
        names.say("plot.rest", n=len(found) - n) if len(found) > n else "",
    )
    return finished(chart, title, width=WIDTH, height=max(ROW * len(values), ROW))


def _bar(line: Line, name: str, figures: Figures) -> dict[str, Any]:
    names = figures.names
    return {
        "name": name,
        "n": line.n,
        "share": line.share,
        "low": line.low,
        "high": line.high,
        "end": line.share if line.high is None else max(line.high, line.share),
        "text": names.say("chart.bar", n=line.n, share=line.share),
        "note": names.say("chart.note", name=name, n=line.n, d=line.n_resolutions, r=line.n_regions),
    }


def heat(figures: Figures, what: str, by: str, n: int = MANY) -> alt.LayerChart:
    """Return a heat map: groups in rows, labels in columns; the number is that of recommendations, the shade their share of the row."""
    names, grid = figures.names, figures.grid(by, what)
    columns = grid.columns[:n]
    titles = distinct([short(name, 40) for _, name, _ in columns])
    groups = group_titles(grid)
    values = [
        {
            "group": groups[key],
            "label": title,
            "n": cell.n,
            "share": cell.share,
            "text": percent(cell.share, names.lang),
        }
        for key, *_ in grid.rows
        for (label, *_), title in zip(columns, titles, strict=True)
        if (cell := grid.cells.get((key, label)))
    ]
    base = alt.Chart(data(values)).encode(
        x=alt.X("label:N", title=None, axis=axis(labelAngle=-90, orient="top"), scale=alt.Scale(domain=titles)),
        y=alt.Y("group:N", title=None, axis=axis(), scale=alt.Scale(domain=list(groups.values()))),
        tooltip=[alt.Tooltip(f"{field}:N") for field in ("group", "label", "n", "text")],
    )
    shade = alt.Color(
        "share:Q",
        scale=alt.Scale(type="threshold", domain=list(STEPS), range=list(SHADES)),
        legend=alt.Legend(
            title=names.word("plot.shade"), orient="bottom", format=".0%", titleColor=GREY, titleFontWeight="normal"
        ),
    )
    ink = alt.condition(f"datum.share >= {STEPS[2]}", alt.value("#fff"), alt.value(INK))
    chart = alt.layer(
        base.mark_rect(stroke="#fff").encode(color=shade), base.mark_text(fontSize=12).encode(text="n:Q", color=ink)
    )
    title = heading(
        names.say("plot.grid", what=facet_name(what, names), by=facet_name(by, names)),
        names.word("plot.grid_note"),
        names.say("plot.rest", n=len(grid.columns) - n) if len(grid.columns) > n else "",
    )
    return finished(chart, title, width=max(CELL * len(titles), CELL), height=max(ROW * len(groups), ROW))


def group_titles(grid: Grid) -> dict[str, str]:
    """Return key → name of the rows of a grid, with their resolutions; a star marks those of fewer than three."""
    titles = [f"{short(name, 40)} ({d}){'*' if d < FEW else ''}" for _, name, _, d in grid.rows]
    return dict(zip((key for key, *_ in grid.rows), distinct(titles), strict=True))


def across(figures: Figures, label: str, what: str, by: str, groups: Sequence[str] | None = None) -> alt.LayerChart:
    """Return the share of one label in each group, with its interval; a line stands at the share of all recommendations."""
    names = figures.names
    table = compare(figures.tables, by, what, permutations=0)
    known = sorted(set(table["label"]) - {UNASSIGNED, UNKNOWN})
    if label not in known:
        raise ValueError(f"no {what} {label!r} in these tables; there are: {', '.join(map(str, known))}")
    table = table[(table["label"] == label) & ~table["group"].isin([UNASSIGNED, UNKNOWN])]
    if groups is not None:
        table = table[table["group"].isin(list(groups))]
    table = table.sort_values(["share", "group"], ascending=[False, True])
    found = rows(table)
    titles = distinct([short(names.facet(by, r["group"]), 40) for r in found])
    values = [
        {
            "name": title,
            "share": r["share"],
            "low": r["low"],
            "high": r["high"],
            "few": bool(r["few"]),
            "end": max(r["share"], r["high"] or 0),
            "text": names.say("plot.of", n=r["n_recommendations"], all=r["denominator"], d=r["group_resolutions"]),
        }
        for r, title in zip(found, titles, strict=True)
    ]
    everywhere = _share_of_all(figures.tables, label, what)
    base = alt.Chart(data(values)).encode(y=alt.Y("name:N", sort=None, title=None, axis=axis(labelPadding=14)))
    x = alt.X(
        "share:Q",
        title=None,
        axis=axis(format=".0%", grid=True, gridColor="#e6eaee", labelColor=GREY),
        scale=alt.Scale(domainMin=0),
    )
    fill = alt.condition("datum.few", alt.value("#fff"), alt.value(BLUE))
    line = alt.Chart(data([{"share": everywhere}])).mark_rule(color=GREY, strokeDash=[4, 3])
    chart = alt.layer(
        line.encode(x="share:Q"),
        base.mark_rule(color=BLUE, strokeWidth=2).encode(x="low:Q", x2="high:Q"),
        base.mark_point(size=80, stroke=BLUE, strokeWidth=1.5, opacity=1).encode(
            x=x, fill=fill, tooltip=["name:N", "text:N"]
        ),
        base.mark_text(align="left", dx=10, color=INK, fontSize=12).encode(x="end:Q", text="text:N"),
    )
    title = heading(
        names.say("plot.across", name=short(label_name(figures, what, label)), by=facet_name(by, names)),
        names.word("plot.points"),
        names.say("plot.everywhere", share=everywhere),
    )
    return finished(chart, title, width=WIDTH, height=max(ROW * len(values), ROW))


def _share_of_all(tables: Tables, label: str, what: str) -> float:
    from civictext.compare import cross

    found = cross(tables, what)
    return float(found.loc[found[what] == label, "n_recommendations"].sum() / max(len(tables.counted()), 1))


def label_name(figures: Figures, what: str, label: str) -> str:
    """Return the name of a label: that of a cluster is its own."""
    if what == "cluster":
        named = {str(c["cluster"]): str(c["label"]) for c in figures.clusters}
        return named.get(label, label)
    return figures.names.facet(what, label)

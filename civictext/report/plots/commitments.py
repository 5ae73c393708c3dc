"""Commitments that mean the same: the tree of a group, their spread over regions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np

from civictext.cluster.commitments import CommitmentClusterer
from civictext.compare import counts
from civictext.report.figures import Figures
from civictext.report.groups import Group
from civictext.report.plots.layout import branches
from civictext.report.plots.shares import group_titles
from civictext.report.plots.style import (
    BLUE,
    CELL,
    INK,
    ORANGE,
    ROW,
    axis,
    data,
    distinct,
    facet_name,
    finished,
    heading,
    place_and_year,
    short,
)
from civictext.tables import rows

if TYPE_CHECKING:
    from civictext.cluster import Encoder

#: leaves that a tree shows at most
LEAVES = 60


def tree(figures: Figures, group: int | None = None, encoder: str | Encoder | None = None) -> alt.LayerChart:
    """Return the tree of a group's recommendations: joined further to the left is more alike; clusters have a name and a gap of their own."""
    names = figures.names
    chosen = group_of(figures, group)
    inside = {c["cluster"]: str(c["label"]) for c in chosen.clusters}
    counted = figures.counted
    frame = counted[counted["cluster"].isin(list(inside))]
    sizes = frame["cluster"].map(frame["cluster"].value_counts())
    frame = (
        frame.assign(_size=sizes)
        .sort_values(["_size", "cluster", "rec_id"], ascending=[False, True, True])
        .head(LEAVES)
    )
    shown = rows(frame)
    model = CommitmentClusterer(encoder=encoder).fit(frame)
    order, lines = branches(model.within(list(range(len(shown)))))
    at = _rows_of([shown[i]["cluster"] for i in order])
    slots = np.arange(len(order))
    segments = [{**s, **{k: round(float(np.interp(s[k], slots, at)), 3) for k in ("y", "y2")}} for s in lines]
    leaves = [
        {
            "y": y,
            "text": f"{place_and_year(shown[i], figures.names)}: {short(shown[i]['text'], 80)}",
            "whole": short(shown[i]["text"], 300),
        }
        for i, y in zip(order, at, strict=True)
    ]
    heads = [
        {"y": y - 1, "text": short(inside[shown[i]["cluster"]], 90)}
        for n, (i, y) in enumerate(zip(order, at, strict=True))
        if n == 0 or shown[order[n - 1]]["cluster"] != shown[i]["cluster"]
    ]
    title = heading(
        names.say("plot.tree", name=short(chosen.title, 100)),
        names.word("plot.tree_note"),
        names.say("plot.rest", n=chosen.n - len(shown)) if chosen.n > len(shown) else "",
    )
    return finished(_tree(segments, leaves, heads, 1 - model.threshold_), title, width=300, height=ROW * (max(at) + 1))


def group_of(figures: Figures, group: int | None) -> Group:
    """Return a group of clusters by its number, the one of most recommendations without a number.

    Raises
    ------
    ValueError
        If there is no such group.
    """
    groups = {g.group: g for g in figures.groups}
    if not groups or (group is not None and group not in groups):
        raise ValueError(f"no group {group!r} of clusters; there are: {', '.join(map(str, sorted(groups))) or 'none'}")
    return groups[group] if group is not None else min(groups.values(), key=lambda g: (-g.n, g.group))


def _rows_of(clusters: Sequence[int]) -> list[int]:
    """Return the line of each leaf from the top: one is left free above each cluster for its name, one between clusters."""
    out, line, before = [], -1, None
    for cluster in clusters:
        line += 1 if cluster == before else 3 if before is not None else 2
        out.append(line)
        before = cluster
    return out


def _tree(
    segments: list[dict[str, Any]], leaves: list[dict[str, Any]], heads: list[dict[str, Any]], cut: float
) -> alt.LayerChart:
    lines = max((leaf["y"] for leaf in leaves), default=0)
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[lines + 0.5, -0.5], nice=False))
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[1, 0], nice=False))
    text = alt.Chart(data(leaves)).mark_text(align="left", fontSize=12, color=INK, baseline="middle")
    names = alt.Chart(data(heads)).mark_text(align="left", fontSize=12, color=INK, fontWeight="bold", baseline="middle")
    chart: Any = alt.layer(
        alt.Chart(data([{"x": cut}])).mark_rule(color=ORANGE, strokeDash=[5, 4], strokeWidth=1.5).encode(x=x),
        alt.Chart(data(segments)).mark_rule(color=BLUE, strokeWidth=1.5).encode(x=x, x2="x2:Q", y=y, y2="y2:Q"),
        text.encode(x=alt.datum(0), y=y, text="text:N", tooltip="whole:N"),
        names.encode(x=alt.datum(0), y=y, text="text:N"),
    )
    return chart


def spread(figures: Figures, by: str = "region", n: int = 20) -> alt.LayerChart:
    """Return commitments that recur in each group: commitments in rows, groups in columns, the number is that of recommendations."""
    names, grid = figures.names, figures.grid(by, "cluster")
    found = sorted(figures.clusters, key=lambda c: (-(c["n_regions"] or 0), -c["size"], c["cluster"]))
    shown = found[:n]
    titles = dict(
        zip((str(c["cluster"]) for c in shown), distinct([short(c["label"], 62) for c in shown]), strict=True)
    )
    groups = group_titles(grid)
    table = counts(figures.tables, by, "cluster")
    values = [
        {"name": titles[r["label"]], "group": groups[r["group"]], "n": r["n_recommendations"]}
        for r in rows(table)
        if r["label"] in titles and r["n_recommendations"]
    ]
    base = alt.Chart(data(values)).encode(
        x=alt.X(
            "group:N",
            title=None,
            axis=axis(labelAngle=-90, orient="top"),
            scale=alt.Scale(domain=list(groups.values())),
        ),
        y=alt.Y(
            "name:N",
            title=None,
            axis=axis(grid=True, gridColor="#eef1f4"),
            scale=alt.Scale(domain=list(titles.values())),
        ),
        tooltip=["name:N", "group:N", "n:Q"],
    )
    chart = alt.layer(
        base.mark_circle(color=BLUE, opacity=1).encode(
            size=alt.Size("n:Q", scale=alt.Scale(domain=[1, 6], range=[210, 480], clamp=True), legend=None)
        ),
        base.mark_text(color="#fff", fontSize=11, fontWeight="bold").encode(text="n:Q"),
    )
    title = heading(
        names.say("plot.spread", by=facet_name(by, names)),
        names.word("plot.spread_note"),
        names.say("plot.rest", n=len(found) - n) if len(found) > n else "",
    )
    return finished(chart, title, width=max(CELL * len(groups), CELL), height=max(ROW * len(titles), ROW))

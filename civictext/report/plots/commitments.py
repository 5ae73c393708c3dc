"""Commitments that mean the same: their map, the tree of a group, their spread over regions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np

from civictext.cluster.commitments import CommitmentClusterer
from civictext.cluster.encoders import make_encoder
from civictext.cluster.pair_model import same_measure
from civictext.compare import counts
from civictext.report.figures import Figures
from civictext.report.flat import year_of
from civictext.report.plots.layout import Box, branches, coordinates, distances_of, placed
from civictext.report.plots.shares import group_titles
from civictext.report.plots.style import (  # fmt: skip
    BLUE,
    CELL,
    GREY,
    INK,
    ORANGE,
    ROW,
    axis,
    data,
    distinct,
    facet_name,
    finished,
    heading,
    short,
)
from civictext.tables import rows

if TYPE_CHECKING:
    from civictext.cluster import Encoder

#: points of a map
MOST = 3000
SIZE = (860.0, 620.0)
#: clusters that a map names at most
NAMED = 24
#: leaves that a tree shows at most
LEAVES = 80

Row = Mapping[str, Any]


def plane(figures: Figures, encoder: str | Encoder | None = None, n: int = MOST, seed: int = 0) -> alt.LayerChart:
    """Return recommendations as points of a plane; members of a cluster are filled and tied to its middle, the largest are named."""
    names = figures.names
    table = rows(figures.counted)
    chosen = _largest_first(table, figures, n, seed)
    records = [table[i] for i in chosen]
    places = coordinates(_distances(records, encoder), seed) * np.array(SIZE) if records else np.zeros((0, 2))
    labels = {c["cluster"]: str(c["label"]) for c in figures.clusters}
    points = [
        {
            "x": x,
            "y": y,
            "text": short(r["text"], 220),
            "where": _where(r, figures),
            "cluster": labels.get(r["cluster"], names.word("facet.cluster.none")),
            "alone": r["cluster"] is None,
        }
        for r, (x, y) in zip(records, places.round(1).tolist(), strict=True)
    ]
    boxes, ties = _stars(records, places)
    first = sorted(boxes, key=lambda c: (-sum(r["cluster"] == c for r in records), c))[:NAMED]
    texts = [short(labels[c], 42) for c in first]
    where = placed(texts, [boxes[c] for c in first], SIZE, places)
    titles = [{"text": t, **w} for t, w in zip(texts, where, strict=True) if w is not None]
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, SIZE[0]]))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[SIZE[1], 0]))
    base = alt.Chart(data(points)).encode(x=x, y=y, tooltip=["text:N", "where:N", "cluster:N"])
    written = [
        alt.Chart(data([t for t in titles if t["align"] == align]))
        .mark_text(align=align, fontSize=11, fontWeight="bold", baseline="middle", **look)
        .encode(x=x, y=y, text="text:N")
        for look in ({"stroke": "#fff", "strokeWidth": 3, "opacity": 0.85}, {"color": INK})
        for align in sorted({str(t["align"]) for t in titles})
    ]
    chart = alt.layer(
        alt.Chart(data(ties)).mark_rule(color=BLUE, opacity=0.45).encode(x=x, y=y, x2="x2:Q", y2="y2:Q"),
        base.transform_filter("datum.alone").mark_point(size=26, stroke=GREY, fill="#fff", opacity=0.8),
        base.transform_filter("!datum.alone").mark_point(size=38, filled=True, color=BLUE, opacity=0.9),
        *written,
    )
    title = heading(
        names.say("plot.map", n=len(points), all=len(table)),
        names.word("plot.map_note"),
        names.say("plot.map_names", n=len(titles), all=len(boxes)) if len(titles) < len(boxes) else "",
    )
    return finished(chart, title, width=SIZE[0], height=SIZE[1])


def _largest_first(table: Sequence[Row], figures: Figures, n: int, seed: int) -> list[int]:
    """Return positions of at most `n` recommendations: members of clusters, largest first, then a seeded draw of the others."""
    if len(table) <= n:
        return list(range(len(table)))
    sizes = {c["cluster"]: c["size"] for c in figures.clusters}
    drawn = np.random.default_rng(seed).permutation(len(table))
    order = sorted(
        range(len(table)), key=lambda i: (-sizes.get(table[i]["cluster"], 0), str(table[i]["cluster"]), drawn[i])
    )
    return sorted(order[:n])


def _distances(records: Sequence[Row], encoder: str | Encoder | None) -> np.ndarray:
    if encoder is None:
        return distances_of(same_measure(records))
    part = make_encoder(encoder)
    vectors = np.asarray(part.encode([str(r.get(part.reads) or "") for r in records]), float)
    out = np.clip(1 - vectors @ vectors.T, 0, 1)
    np.fill_diagonal(out, 0)
    return (out + out.T) / 2


def _stars(records: Sequence[Row], places: np.ndarray) -> tuple[dict[int, Box], list[dict[str, float]]]:
    """Return the box around the middle half of each cluster's points (two at least), and the lines from its middle to its members."""
    members: dict[int, list[int]] = {}
    for i, record in enumerate(records):
        if record["cluster"] is not None:
            members.setdefault(record["cluster"], []).append(i)
    boxes, ties = {}, []
    for cluster, inside in sorted(members.items()):
        if len(inside) > 1:
            points = places[inside]
            x, y = np.median(points, axis=0).round(1).tolist()
            near = points[np.argsort(np.abs(points - (x, y)).sum(1), kind="stable")[: (len(points) + 1) // 2 + 1]]
            (left, top), (right, bottom) = near.min(0).tolist(), near.max(0).tolist()
            boxes[cluster] = (left, top, right, bottom)
            ties += [{"x": x, "y": y, "x2": a, "y2": b} for a, b in points.round(1).tolist()]
    return boxes, ties


def _where(row: Row, figures: Figures) -> str:
    return ", ".join(
        part for part in (figures.names.region(row.get("region")), str(year_of(row.get("date")) or "")) if part
    )


def tree(figures: Figures, group: int | None = None, encoder: str | Encoder | None = None) -> alt.LayerChart:
    """Return the tree of a group's recommendations: joined further to the left is more alike; clusters have a name and a gap of their own."""
    names = figures.names
    groups: dict[int, list[dict[str, Any]]] = {}
    for c in figures.clusters:
        groups.setdefault(c["group"] if c["group"] is not None else c["cluster"], []).append(c)
    if not groups or (group is not None and group not in groups):
        raise ValueError(f"no group {group!r} of clusters; there are: {', '.join(map(str, sorted(groups))) or 'none'}")
    if group is None:
        group = max(sorted(groups), key=lambda g: sum(c["size"] for c in groups[g]))
    inside = {c["cluster"]: str(c["label"]) for c in groups[group]}
    counted = figures.counted
    frame = counted[counted["cluster"].isin(list(inside))]
    frame = frame.sort_values(["cluster", "rec_id"]).head(LEAVES)
    shown = rows(frame)
    model = CommitmentClusterer(encoder=encoder).fit(frame)
    order, lines = branches(model.within(list(range(len(shown)))))
    at = _rows_of([shown[i]["cluster"] for i in order])
    slots = np.arange(len(order))
    segments = [{**s, **{k: round(float(np.interp(s[k], slots, at)), 3) for k in ("y", "y2")}} for s in lines]
    leaves = [
        {
            "y": y,
            "text": f"{_where(shown[i], figures)}: {short(shown[i]['text'], 80)}",
            "whole": short(shown[i]["text"], 300),
        }
        for i, y in zip(order, at, strict=True)
    ]
    heads = [
        {"y": y - 1, "text": short(inside[shown[i]["cluster"]], 90)}
        for n, (i, y) in enumerate(zip(order, at, strict=True))
        if n == 0 or shown[order[n - 1]]["cluster"] != shown[i]["cluster"]
    ]
    total = sum(c["size"] for c in groups[group])
    title = heading(
        names.say("plot.tree", name=short(inside.get(group) or next(iter(inside.values())))),
        names.word("plot.tree_note"),
        names.say("plot.rest", n=total - len(shown)) if total > len(shown) else "",
    )
    return finished(
        _tree(segments, leaves, heads, 1 - model._threshold()), title, width=300, height=ROW * (max(at) + 1)
    )


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
    return alt.layer(
        alt.Chart(data([{"x": cut}])).mark_rule(color=ORANGE, strokeDash=[5, 4], strokeWidth=1.5).encode(x=x),
        alt.Chart(data(segments)).mark_rule(color=BLUE, strokeWidth=1.5).encode(x=x, x2="x2:Q", y=y, y2="y2:Q"),
        text.encode(x=alt.datum(0), y=y, text="text:N", tooltip="whole:N"),
        names.encode(x=alt.datum(0), y=y, text="text:N"),
    )


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

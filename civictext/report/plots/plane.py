"""The map of commitments: recommendations as points of a plane, members of a cluster tied together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import altair as alt
import numpy as np

from civictext.cluster.encoders import make_encoder
from civictext.cluster.pair_model import same_measure
from civictext.report.figures import Figures
from civictext.report.plots.commitments import group_of
from civictext.report.plots.layout import Box, coordinates, distances_of, placed
from civictext.report.plots.style import BLUE, GREY, INK, data, finished, heading, place_and_year, short
from civictext.tables import rows

if TYPE_CHECKING:
    from civictext.cluster import Encoder

#: points of a map
MOST = 3000
SIZE = (860.0, 620.0)
#: clusters that a map names at most
NAMED = 24

Row = Mapping[str, Any]


def plane(
    figures: Figures, encoder: str | Encoder | None = None, n: int = MOST, seed: int = 0, group: int | None = None
) -> alt.LayerChart:
    """Return recommendations (those of one group, or all) as points of a plane; members of a cluster are filled and tied to its middle, the largest are named."""
    names = figures.names
    titles_of = {c["cluster"]: g.title for g in figures.groups for c in g.clusters}
    inside = {c["cluster"] for c in group_of(figures, group).clusters} if group is not None else None
    table = [r for r in rows(figures.counted) if inside is None or r["cluster"] in inside]
    chosen = _largest_first(table, figures, n, seed)
    records = [table[i] for i in chosen]
    places = coordinates(_distances(records, encoder), seed) * np.array(SIZE) if records else np.zeros((0, 2))
    labels = {c["cluster"]: str(c["label"]) for c in figures.clusters}
    points = [
        {
            "x": x,
            "y": y,
            "text": short(r["text"], 220),
            "where": place_and_year(r, figures.names),
            "cluster": labels.get(r["cluster"], names.word("facet.cluster.none")),
            "group": titles_of.get(r["cluster"], ""),
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
    base = alt.Chart(data(points)).encode(x=x, y=y, tooltip=["text:N", "where:N", "cluster:N", "group:N"])
    dot = float(np.clip(38 * 500 / max(len(points), 1), 12, 38))
    written = [
        alt.Chart(data([t for t in titles if t["align"] == align]))
        .mark_text(align=cast("Any", align), fontSize=11, fontWeight="bold", baseline="middle", **look)
        .encode(x=x, y=y, text="text:N")
        for look in ({"stroke": "#fff", "strokeWidth": 3, "opacity": 0.85}, {"color": INK})
        for align in sorted({str(t["align"]) for t in titles})
    ]
    chart = alt.layer(
        alt.Chart(data(ties)).mark_rule(color=BLUE, opacity=0.45).encode(x=x, y=y, x2="x2:Q", y2="y2:Q"),
        base.transform_filter("datum.alone").mark_point(size=0.7 * dot, stroke=GREY, fill="#fff", opacity=0.8),
        base.transform_filter("!datum.alone").mark_point(size=dot, filled=True, color=BLUE, opacity=0.9),
        *written,
    )
    title = heading(
        names.say("plot.map", n=len(points), all=len(table))
        if group is None
        else names.say("plot.map_group", name=short(group_of(figures, group).title, 100), n=len(points)),
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

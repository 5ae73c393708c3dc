"""Years: how much was recommended, how the shares of labels moved, what became of commitments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from civictext.compare import by_year, recurrence, trends
from civictext.report.figures import Figures
from civictext.report.plots.shares import label_name
from civictext.report.plots.style import (  # fmt: skip
    BLUE,
    GREY,
    INK,
    ROW,
    WIDTH,
    axis,
    data,
    distinct,
    facet_name,
    finished,
    heading,
    short,
)
from civictext.tables import rows

#: signs of what became of a commitment
SIGNS = {"repeated": "=", "strengthened": "▲", "weakened": "▼", "dropped": "×", "new": "+"}


def years(figures: Figures) -> alt.LayerChart:
    """Return columns of recommendations by year; above each their number and that of resolutions."""
    names = figures.names
    lines = sorted(figures.lines("year"), key=lambda line: line.key)
    values = [
        {"name": line.key, "n": line.n, "text": names.say("chart.year", n=line.n, d=line.n_resolutions)}
        for line in lines
    ]
    base = alt.Chart(data(values)).encode(
        x=alt.X("name:O", title=None, axis=axis(labelAngle=0)), y=alt.Y("n:Q", title=None, axis=None)
    )
    chart = base.mark_bar(color=BLUE, width={"band": 0.7}) + base.mark_text(dy=-8, color=INK, fontSize=12).encode(
        text="text:N"
    )
    title = heading(names.word("plot.years"), names.word("plot.years_note"))
    return finished(chart, title, width=max(WIDTH, 48 * len(values)), height=180)


def trend_panels(
    figures: Figures, what: str = "theme", labels: Sequence[str] | None = None, n: int = 6
) -> alt.FacetChart:
    """Return a small plot for each label: its share year by year with intervals; `n` most frequent ones without `labels`."""
    names = figures.names
    chosen = list(labels) if labels is not None else [line.key for line in figures.lines(what)[:n]]
    table = by_year(figures.tables, what)
    unknown = [label for label in chosen if label not in set(table["label"])]
    if unknown:
        raise ValueError(
            f"no {what} {unknown[0]!r} in these tables; there are: {', '.join(sorted(set(table['label'])))}"
        )
    moves = {r["label"]: r["trend"] for r in rows(trends(figures.tables, what))}
    heads = dict(
        zip(chosen, distinct([_head(figures, what, label, moves.get(label)) for label in chosen]), strict=True)
    )
    values = [
        {
            "head": heads[r["label"]],
            "year": r["year"],
            "share": r["share"],
            "low": r["low"],
            "high": r["high"],
            "few": bool(r["few"]),
            "text": names.say("plot.of", n=r["n_recommendations"], all=r["denominator"], d=r["group_resolutions"]),
        }
        for r in rows(table)
        if r["label"] in heads
    ]
    there = sorted({v["year"] for v in values})
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[there[0] - 0.5, there[-1] + 0.5] if there else [0, 1], nice=False),
        axis=axis(format="d", values=there, labelAngle=-90, labelPadding=3, labelFontSize=11),
    )
    y = alt.Y(
        "share:Q",
        title=None,
        axis=axis(format=".0%", tickCount=4, grid=True, gridColor="#e6eaee", labelColor=GREY, labelFontSize=11),
    )
    base = alt.Chart().encode(x=x)
    fill = alt.condition("datum.few", alt.value("#fff"), alt.value(BLUE))
    layers = alt.layer(
        base.mark_rule(color=BLUE, strokeWidth=2, opacity=0.55).encode(y=alt.Y("low:Q"), y2="high:Q"),
        base.mark_line(color=BLUE, strokeWidth=1.2).encode(y=y),
        base.mark_point(size=45, stroke=BLUE, strokeWidth=1.5, opacity=1).encode(
            y=y, fill=fill, tooltip=["year:Q", "text:N"]
        ),
        data=data(values),
    ).properties(width=220, height=120)
    header = alt.Header(labelFontSize=12, labelFontWeight="bold", labelColor=INK, labelAnchor="start", labelLimit=240)
    chart = layers.facet(facet=alt.Facet("head:N", title=None, sort=list(heads.values()), header=header), columns=3)
    title = heading(
        names.say("plot.trends", what=facet_name(what, names)), names.word("plot.points"), names.word("plot.trend_note")
    )
    return chart.properties(title=title, description=str(title.text))


def _head(figures: Figures, what: str, label: str, move: str | None) -> str:
    name = short(label_name(figures, what, label), 30)
    return f"{name} {figures.names.word(f'plot.trend.{move}')}" if move in ("emerging", "declining") else name


def chains(
    figures: Figures, series: str | Sequence[str] = "region", of: str | None = None, n: int = 20
) -> alt.LayerChart:
    """Return when each commitment of a series of resolutions stood, and what became of it.

    `of` is a value of `series` (a region's code); without it the series of most meetings. Commitments that stood more than once
    come first; `n` of them are shown.
    """
    names = figures.names
    table = rows(recurrence(figures.tables, series))
    if not table:
        raise ValueError(f"no {series} met more than once with commitments in common: nothing recurs to be shown")
    known = sorted({c["series"] for c in table})
    if of is not None and of not in known:
        raise ValueError(f"no series {of!r}; there are: {', '.join(known)}")
    of = of or max(known, key=lambda name: max(c["n_met"] for c in table if c["series"] == name))
    found = [c for c in table if c["series"] == of]
    found.sort(key=lambda c: (-c["n_occasions"], c["first_date"], str(c["label"])))
    shown = found[:n]
    titles = distinct([short(c["label"] or c["occurrences"][0]["text"], 58) for c in shown])
    points = [point for c, title in zip(shown, titles, strict=True) for point in _points(figures, c, title)]
    met = _met(figures, series, of) | {p["year"] for p in points}
    ends = [
        {
            "name": title,
            "text": f"{SIGNS[c['status']]} {names.word('recurrence.' + c['status'])}",
            "note": " → ".join(str(o["date"])[:4] for o in c["occurrences"]),
        }
        for c, title in zip(shown, titles, strict=True)
    ]
    y = alt.Y(
        "name:N", sort=None, title=None, axis=axis(grid=True, gridColor="#eef1f4"), scale=alt.Scale(domain=titles)
    )
    x = alt.X("year:O", title=None, axis=axis(labelAngle=0, orient="top"), scale=alt.Scale(domain=sorted(met)))
    width = max(60 * len(met), 120)
    base = alt.Chart(data(points)).encode(y=y, x=x)
    chart = alt.layer(
        base.mark_line(color=BLUE, strokeWidth=1.5).encode(detail="name:N"),
        base.mark_point(size=90, filled=True, color=BLUE, opacity=1).encode(tooltip=["year:O", "text:N", "strength:N"]),
        alt.Chart(data(ends))
        .mark_text(align="left", fontSize=12, color=INK)
        .encode(y=y, x=alt.value(width + 14), text="text:N", tooltip=["name:N", "note:N"]),
    )
    where = names.facet(series, of) if isinstance(series, str) else of
    title = heading(
        names.say("plot.recurrence", name=where),
        names.word("plot.recurrence_note"),
        names.say("plot.rest", n=len(found) - n) if len(found) > n else "",
    )
    return finished(chart, title, width=width, height=ROW * len(titles))


def _points(figures: Figures, chain: dict[str, Any], title: str) -> list[dict[str, Any]]:
    names = figures.names
    return [
        {
            "name": title,
            "year": int(str(o["date"])[:4]),
            "text": short(o["text"], 200),
            "strength": names.label("strengths", o["strength"]),
        }
        for o in chain["occurrences"]
    ]


def _met(figures: Figures, series: str | Sequence[str], of: str) -> set[int]:
    """Return the years in which a series met: one without any of the commitments is shown as well."""
    keys = [series] if isinstance(series, str) else list(series)
    return {
        int(str(d["date"])[:4])
        for d in figures.kept
        if str(d["date"] or "")[:4].isdigit() and " · ".join(str(d.get(k)) for k in keys) == of
    }

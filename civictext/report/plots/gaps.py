"""What groups are silent about: observed against expected recommendations as a heat map."""

from __future__ import annotations

import altair as alt

from civictext.compare import gaps
from civictext.report.figures import Figures
from civictext.report.plots.shares import group_titles, label_name
from civictext.report.plots.style import (  # fmt: skip
    CELL,
    DIVERGING,
    GREY,
    INK,
    MANY,
    ROW,
    axis,
    data,
    distinct,
    facet_name,
    finished,
    heading,
    short,
)
from civictext.report.wording import decimal
from civictext.tables import rows

#: adjusted residuals from which a cell counts as unusual (Haberman 1973)
UNUSUAL = 2
#: expected recommendations from which silence is shown as such: less says nothing
EXPECTED = 1


def gap_matrix(figures: Figures, by: str = "region", what: str = "theme", n: int = MANY) -> alt.LayerChart:
    """Return observed against expected recommendations: groups in rows, labels in columns.

    A cell shows the observed number; ▲ and ▼ mark what is unusually frequent or rare, «–» silence where a recommendation or more was
    expected. The shade is the adjusted residual.
    """
    names, grid = figures.names, figures.grid(by, what)
    groups, columns = group_titles(grid), grid.columns[:n]
    titles = dict(
        zip(
            (key for key, *_ in columns),
            distinct([short(label_name(figures, what, key), 40) for key, *_ in columns]),
            strict=True,
        )
    )
    values = [
        {
            "group": groups[r["group"]],
            "label": titles[r["label"]],
            "observed": r["observed"],
            "expected": decimal(r["expected"], 1, names.lang),
            "residual": r["residual"] or 0.0,
            "text": _text(r["observed"], r["expected"], r["residual"]),
        }
        for r in rows(gaps(figures.tables, by, what))
        if r["label"] in titles
    ]
    base = alt.Chart(data(values)).encode(
        x=alt.X(
            "label:N",
            title=None,
            axis=axis(labelAngle=-90, orient="top"),
            scale=alt.Scale(domain=list(titles.values())),
        ),
        y=alt.Y(
            "group:N",
            title=None,
            axis=axis(),
            scale=alt.Scale(domain=[t for key, t in groups.items() if any(v["group"] == t for v in values)]),
        ),
        tooltip=[
            alt.Tooltip("group:N"),
            alt.Tooltip("label:N"),
            alt.Tooltip("observed:Q", title=names.word("plot.observed")),
            alt.Tooltip("expected:N", title=names.word("plot.expected")),
            alt.Tooltip("residual:Q", title=names.word("plot.residual"), format=".1f"),
        ],
    )
    shade = alt.Color(
        "residual:Q",
        scale=alt.Scale(type="threshold", domain=[-UNUSUAL, -UNUSUAL / 2, UNUSUAL / 2, UNUSUAL], range=list(DIVERGING)),
        legend=alt.Legend(
            title=names.word("plot.residual"),
            orient="bottom",
            titleColor=GREY,
            titleFontWeight="normal",
            titleLimit=400,
        ),
    )
    chart = alt.layer(
        base.mark_rect(stroke="#fff").encode(color=shade),
        base.mark_text(fontSize=11, color=INK).encode(text="text:N"),
    )
    title = heading(
        names.say("plot.gaps", what=facet_name(what, names), by=facet_name(by, names)),
        names.word("plot.gaps_note"),
        names.say("plot.rest", n=len(grid.columns) - n) if len(grid.columns) > n else "",
    )
    n_rows = len({v["group"] for v in values})
    return finished(chart, title, width=max(CELL * len(titles), CELL), height=max(ROW * n_rows, ROW))


def _text(observed: int, expected: float, residual: float | None) -> str:
    if not observed:
        return "–" if expected >= EXPECTED else ""
    sign = "" if residual is None or abs(residual) < UNUSUAL else ("▲" if residual > 0 else "▼")
    return f"{sign}{observed}"

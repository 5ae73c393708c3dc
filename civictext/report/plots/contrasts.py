"""What sets groups apart: the most typical labels of each group by weighted log-odds."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from civictext.cluster.words import content_words
from civictext.compare import log_odds
from civictext.report.figures import Figures
from civictext.report.plots.shares import label_name
from civictext.report.plots.style import BLUE, INK, ROW, axis, data, facet_name, heading, short
from civictext.report.wording import decimal
from civictext.tables import rows

#: false-discovery rate at which a bar is filled
ALPHA = 0.05
PANEL = 250


def typical(
    figures: Figures, by: str = "region", what: str = "lemma", n: int = 8, groups: Sequence[str] | None = None
) -> alt.FacetChart:
    """Return the `n` most typical labels of each group, bars of z-scores; filled where the difference is hardly chance.

    Without `groups`: those of at least three resolutions, or all where none has as many.
    """
    names = figures.names
    table = log_odds(figures.tables, by, what)
    if groups is None:
        enough = table[~table["few"]]
        table = enough if len(enough) else table
    else:
        table = table[table["group"].isin(list(groups))]
    table = table[table["z"] > 0]
    if what == "lemma":
        table = table[[bool(content_words(label)) for label in table["label"]]]
    table = pd.concat([part.head(n) for _, part in table.groupby("group", sort=True)]) if len(table) else table
    values = [
        {
            "group": short(names.facet(by, r["group"]), 40),
            "name": short(label_name(figures, what, r["label"]), 34),
            "z": round(r["z"], 3),
            "sure": r["q_value"] is not None and r["q_value"] < ALPHA,
            "text": names.say("plot.times", n=r["n_recommendations"], rest=r["rest_recommendations"]),
            "q": "–" if r["q_value"] is None else decimal(r["q_value"], 3, names.lang),
        }
        for r in rows(table)
    ]
    most = max((v["z"] for v in values), default=1)
    base = alt.Chart().encode(
        y=alt.Y("name:N", sort=alt.EncodingSortField("z", order="descending"), title=None, axis=axis(labelLimit=230)),
        x=alt.X("z:Q", title=None, axis=None, scale=alt.Scale(domain=[0, 1.6 * most])),
    )
    fill = alt.condition("datum.sure", alt.value(BLUE), alt.value("#fff"))
    layers = alt.layer(
        base.mark_bar(stroke=BLUE, strokeWidth=1.2, height={"band": 0.66}).encode(
            fill=fill, tooltip=["name:N", "text:N", alt.Tooltip("z:Q", format=".1f"), alt.Tooltip("q:N")]
        ),
        base.mark_text(align="left", dx=6, color=INK, fontSize=11).encode(text="text:N"),
        data=data(values),
    ).properties(width=PANEL, height=alt.Step(ROW))
    chart = layers.facet(
        facet=alt.Facet(
            "group:N",
            title=None,
            header=alt.Header(labelFontSize=13, labelFontWeight="bold", labelColor=INK, labelAnchor="start"),
        ),
        columns=2,
    ).resolve_scale(y="independent")
    title = heading(
        names.say("plot.typical", by=facet_name(by, names), what=facet_name(what, names)),
        names.word("plot.typical_note"),
    )
    return chart.properties(title=title, description=str(title.text))

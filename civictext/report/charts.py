"""Charts as altair objects, one function each. Readable without colour: every bar carries its number."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from civictext.report.figures import Line
from civictext.report.names import Names
from civictext.report.wording import clip

INK, BLUE, PALE, GREY = "#1d2733", "#2b5c8a", "#c9d8e6", "#5c6773"
#: labels take less room on a phone
LABELS = alt.ExprRef("containerSize()[0] < 520 ? 150 : 270")
SANS = "'PT Sans', 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', Arial, sans-serif"


def bars(lines: Sequence[Line], names: Names) -> alt.LayerChart:
    """Return horizontal bars, one a label: recommendations, with number and share at the end of the bar.

    Parameters
    ----------
    lines : sequence of Line
        In the order in which they are drawn from the top.
    names : Names
    """
    rows = [
        {
            "name": clip(x.name, 80),
            "n": x.n,
            "text": names.say("chart.bar", n=x.n, share=x.share),
            "note": _note(x, names),
        }
        for x in lines
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=alt.Y(
            "name:N", sort=None, title=None, axis=alt.Axis(labelLimit=LABELS, ticks=False, domain=False, labelPadding=8)
        ),
        x=alt.X("n:Q", title=None, axis=None, scale=alt.Scale(domainMax=_room(lines, 1.34, 1.9))),
        tooltip=alt.Tooltip("note:N"),
    )
    return styled(
        base.mark_bar(color=BLUE, height={"band": 0.72})
        + base.mark_text(align="left", dx=5, color=INK).encode(text="text:N"),
        22 * len(rows),
    )


def _note(line: Line, names: Names) -> str:
    return names.say("chart.note", name=clip(line.name, 80), n=line.n, d=line.n_resolutions, r=line.n_regions)


def _room(lines: Sequence[Line], wide: float, narrow: float) -> alt.ExprRef:
    """Return the end of the axis: so many times the longest bar that its number fits, in a wide place and on a phone."""
    most = max((x.n for x in lines), default=1)
    return alt.ExprRef(f"(containerSize()[0] < 520 ? {narrow} : {wide}) * {most}")


def years(lines: Sequence[Line], names: Names) -> alt.LayerChart:
    """Return columns, one a year: recommendations, with their number and that of resolutions above."""
    rows = [
        {"name": x.key, "n": x.n, "text": names.say("chart.year", n=x.n, d=x.n_resolutions), "note": _note(x, names)}
        for x in lines
    ]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("name:O", title=None, axis=alt.Axis(labelAngle=0, ticks=False, domainColor=GREY)),
        y=alt.Y("n:Q", title=None, axis=None, scale=alt.Scale(domainMax=_room(lines, 1.15, 1.15))),
        tooltip=alt.Tooltip("note:N"),
    )
    column = base.mark_bar(color=BLUE, width={"band": 0.7})
    return styled(column + base.mark_text(dy=-8, color=INK).encode(text="text:N"), 180)


def styled(chart: alt.LayerChart, height: int) -> alt.LayerChart:
    """Return a chart as wide as its place, in the report's type and colours."""
    return (
        chart.properties(
            width="container", height=height, autosize=alt.AutoSizeParams(type="fit-x", contains="padding")
        )
        .configure(font=SANS, background="transparent")
        .configure_axis(labelFontSize=13, labelColor=INK, grid=False)
        .configure_text(fontSize=12)
        .configure_view(stroke=None)
    )

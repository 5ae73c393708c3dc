"""Plots of a run, one function each: altair charts that a researcher can restyle, layer and set side by side.

`shares` draws bars, heat maps and shares with intervals, `gaps` what is missing, `contrasts` what sets groups apart, `time` years,
trends and recurrence, `plane` the map of commitments, `commitments` the tree of a group and their spread;
`Plots` puts them behind ``analysis.plot``, `offline` draws without a network.
"""

from civictext.report.plots.accessor import Plots
from civictext.report.plots.offline import offline_charts

__all__ = ["Plots", "offline_charts"]

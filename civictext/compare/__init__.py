"""Stage of the flow: compare. Tidy counts over the tables of a run, and the measures on them.

`counts` is the table of facts: groups × labels with their denominators. `compare` adds what a statistician asks for;
`log_odds` says what sets groups apart, `gaps` what is missing, `trends`, `recurrence` and `diffusion` what time does.
"""

from civictext.compare.facets import FACETS, UNASSIGNED, UNKNOWN, facet
from civictext.compare.gaps import asked_most, gaps, incomplete, silent
from civictext.compare.groups import compare, shares
from civictext.compare.logodds import log_odds
from civictext.compare.recurrence import recurrence
from civictext.compare.tables import counts, cross
from civictext.compare.time import by_year, diffusion, trends

__all__ = [
    "FACETS",
    "UNASSIGNED",
    "UNKNOWN",
    "asked_most",
    "by_year",
    "compare",
    "counts",
    "cross",
    "diffusion",
    "facet",
    "gaps",
    "incomplete",
    "log_odds",
    "recurrence",
    "shares",
    "silent",
    "trends",
]

"""Stage of the flow: compare. Tidy counts over the tables of a run, and the measures on them.

`counts` is the table of facts: groups × labels with their denominators. `compare` adds what a statistician asks for.
"""

from civictext.compare.facets import FACETS, UNASSIGNED, UNKNOWN, facet
from civictext.compare.tables import compare, counts, cross

__all__ = ["FACETS", "UNASSIGNED", "UNKNOWN", "compare", "counts", "cross", "facet"]

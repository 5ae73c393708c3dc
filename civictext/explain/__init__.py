"""Why a recommendation has its tags: which rule or model, on which words, with which score, and what almost fired.

`explain_item` explains a recommendation of a tagged `Doc`; ``rec.explain()`` does the same in a notebook, ``python -m civictext explain``
in a terminal. `rejected` lists the lines of a document that were not taken for recommendations and says why.
"""

from __future__ import annotations

from civictext.explain.items import Rejected, rejected
from civictext.explain.records import Explanation, Near, Reason
from civictext.explain.whole import explain_item, explain_row

__all__ = ["Explanation", "Near", "Reason", "Rejected", "explain_item", "explain_row", "rejected"]

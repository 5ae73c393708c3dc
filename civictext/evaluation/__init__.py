"""Evaluation in depth, on the definitions of `civictext.evaluate`: where the errors lie and how sure the figures are.

`study` gives a `Study`: figures with bootstrap intervals, exact and partial spans, labels, roles, regions, formats, confusion tables and
the worst items; `write_page` and `Study.to_dict` write it as HTML and JSON.
"""

from __future__ import annotations

from civictext.evaluation.page import write_page
from civictext.evaluation.study import Study, study

__all__ = ["Study", "study", "write_page"]

"""Tidy tables: how often, of how many, in how many resolutions and regions. No statistics beyond shares."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import product
from typing import Any

import pandas as pd

from civictext.compare.facets import FACETS, SINGLE, UNASSIGNED, UNKNOWN, facet
from civictext.tables import Tables

COUNTS = ("n_recommendations", "n_resolutions", "n_regions")


def cross(tables: Tables, *names: str) -> pd.DataFrame:
    """Return how many recommendations carry each combination of labels of several facets.

    Parameters
    ----------
    tables : Tables
        The tables of a run; documents that repeat an earlier one are counted once.
    *names : str
        Facets, see `civictext.compare.facet`: ``cross(tables, "addressee", "theme", "action")``.

    Returns
    -------
    DataFrame
        One row a combination that occurs: a column for each facet, then ``n_recommendations``, ``n_resolutions``,
        ``n_regions`` (known regions only); most frequent first. A recommendation with two labels stands in two rows.
    """
    if not names:
        raise ValueError("cross needs at least one facet, for instance cross(tables, 'addressee', 'theme')")
    table = tables.counted()
    cells = _cells(table, [facet(table, name) for name in names])
    places = _Places(table)
    rows = [{**dict(zip(names, key, strict=True)), **places.sizes(members)} for key, members in cells.items()]
    out = pd.DataFrame(rows, columns=[*names, *COUNTS])
    return out.sort_values(["n_recommendations", *names], ascending=[False, *[True] * len(names)], ignore_index=True)


def counts(tables: Tables, by: str = "region", what: str = "theme", *, complete: bool = False) -> pd.DataFrame:
    """Return the labels of `what` in each group of `by`, with the numbers behind each figure.

    Parameters
    ----------
    tables : Tables
        The tables of a run; documents that repeat an earlier one are counted once.
    by, what : str
        Facets, see `civictext.compare.facet`. Groups: ``region``, ``federal_district``, ``year``, ``level``, ``event_kind``,
        any column of the document table, or a tag (``addressee`` for addressee × theme). Labels: ``theme``, ``addressee``,
        ``beneficiary``, ``partner``, ``actor``, ``action`` (its type), ``strength``, ``cluster``, …
    complete : bool, default=False
        Also give the pairs that do not occur, with counts of 0.

    Returns
    -------
    DataFrame
        ``group``, ``label`` (both text), ``n_recommendations``, ``n_resolutions``, ``n_regions`` (with this label in this group),
        ``denominator`` (all recommendations of the group), ``group_resolutions``, ``group_regions``, ``share``
        (``n_recommendations / denominator``, 0 to 1), ``per_100`` (the same for 100 recommendations). Sorted by group; within
        it the most frequent first, the row ``unassigned`` (recommendations without any label; always there, even with 0) last.

    Notes
    -----
    A recommendation may carry several labels, so the shares of a group may add up to more than 1.

    Examples
    --------
    >>> from civictext.tables import Tables
    >>> tables = Tables.from_rows(
    ...     [{"doc_id": "d", "region": "RU-TOM", "date": "2020"}],
    ...     [{"doc_id": "d", "rec_id": "d#1", "themes": [{"id": "youth"}]}, {"doc_id": "d", "rec_id": "d#2", "themes": []}])
    >>> counts(tables, by="region", what="theme")[["group", "label", "n_recommendations", "denominator", "share"]]
        group       label  n_recommendations  denominator  share
    0  RU-TOM       youth                  1            2    0.5
    1  RU-TOM  unassigned                  1            2    0.5
    """
    table = tables.counted()
    groups, labels = facet(table, by), facet(table, what)
    members = _cells(table, [groups])
    cells = _cells(table, [groups, labels])
    last = UNASSIGNED if what in FACETS or what in SINGLE else UNKNOWN
    known = {key[1] for key in cells} if complete else set()
    for (group,) in members:
        for label in {last, *known}:
            cells.setdefault((group, label), [])
    places = _Places(table)
    sizes = {group: places.sizes(inside) for (group,), inside in members.items()}
    rows = [_row(group, label, places.sizes(inside), sizes[group]) for (group, label), inside in cells.items()]
    rows.sort(
        key=lambda r: (r["group"] == UNKNOWN, r["group"], r["label"] == last, -r["n_recommendations"], r["label"])
    )
    columns = ["group", "label", *COUNTS, "denominator", "group_resolutions", "group_regions", "share", "per_100"]
    return pd.DataFrame(rows, columns=columns)


def _cells(table: pd.DataFrame, facets: list[list[tuple[str, ...]]]) -> dict[tuple[str, ...], list[int]]:
    """Return the positions of the recommendations in each combination of labels."""
    cells: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for position in range(len(table)):
        for key in product(*(f[position] for f in facets)):
            cells[key].append(position)
    return dict(cells)


class _Places:
    """The resolution and region of each recommendation, as plain lists: asking the frame costs most of the time of a report."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.documents = table["doc_id"].tolist()
        self.regions = [None if pd.isna(r) else r for r in table["region"]]

    def sizes(self, members: Iterable[int]) -> dict[str, int]:
        """Return how many recommendations, resolutions and known regions stand at these positions."""
        members = list(members)
        return {
            "n_recommendations": len(members),
            "n_resolutions": len({self.documents[m] for m in members}),
            "n_regions": len({self.regions[m] for m in members} - {None}),
        }


def _row(group: str, label: str, inside: dict[str, int], of: dict[str, int]) -> dict[str, Any]:
    share = inside["n_recommendations"] / of["n_recommendations"]
    return {
        "group": group,
        "label": label,
        **inside,
        "denominator": of["n_recommendations"],
        "group_resolutions": of["n_resolutions"],
        "group_regions": of["n_regions"],
        "share": share,
        "per_100": 100 * share,
    }

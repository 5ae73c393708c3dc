"""Facets: the questions that a recommendation answers with zero, one or several labels. No statistics."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from civictext.tag.specificity import has_number

#: label of recommendations that carry no label of a facet
UNASSIGNED = "unassigned"
#: group of documents that do not tell the value (no region, no year)
UNKNOWN = "unknown"

Row = Mapping[str, Any]


def _actors(role: str | None) -> Callable[[Row], Iterable[Any]]:
    return lambda row: [a["category"] for a in row["actors"] or [] if role is None or a["role"] == role]


def _who(row: Row) -> Iterable[Any]:
    """Return the names of those asked to act, not their categories."""
    return [a.get("canonical") or a["text"] for a in row["actors"] or [] if a["role"] == "addressee"]


def _actions(key: str) -> Callable[[Row], Iterable[Any]]:
    return lambda row: [a.get(key) for a in row["actions"] or []]


def answers(row: Row) -> dict[str, bool]:
    """Return whether a recommendation says who is to act (``addressee``), by when (``deadline``) and how much (``number``)."""
    deadline = row["deadline"] if isinstance(row["deadline"], str) else ""
    return {
        "addressee": any(a["role"] == "addressee" for a in row["actors"] or []),
        "deadline": bool(deadline),
        "number": has_number(str(row["text"] or ""), without=[deadline, *(row["programs"] or [])]),
    }


#: facets of a recommendation that may have several labels: name → labels of a row
FACETS: dict[str, Callable[[Row], Iterable[Any]]] = {
    "theme": lambda row: [t["id"] for t in row["themes"] or []],
    "addressee": _actors("addressee"),
    "beneficiary": _actors("beneficiary"),
    "partner": _actors("partner"),
    "actor": _actors(None),
    "addressee_name": _who,
    "action": _actions("type"),
    "strength": _actions("strength"),
    "predicate": _actions("predicate"),
    "lemma": lambda row: str(row["lemmas"] or "").split(),
    "program": lambda row: row["programs"] or [],
    "missing": lambda row: [key for key, is_there in answers(row).items() if not is_there],
    "place_named": lambda row: row["places"] or [],
}
#: columns from which the labels of a facet are read; actors where nothing is said
READ: Mapping[str, tuple[str, ...]] = {
    "theme": ("themes",),
    **dict.fromkeys(("action", "strength", "predicate"), ("actions",)),
    "lemma": ("lemmas",),
    "program": ("programs",),
    "place_named": ("places",),
    "missing": ("actors", "deadline", "text", "programs"),
}
#: columns of the recommendation table with one label or none
SINGLE = frozenset({"cluster"})


def facet(table: pd.DataFrame, name: str) -> list[tuple[str, ...]]:
    """Return the distinct labels of each recommendation, sorted, as text.

    Parameters
    ----------
    table : DataFrame
        What `Tables.counted` returns.
    name : str
        A key of `FACETS`, ``cluster``, or any other column (``region``, ``federal_district``, ``year``, ``level``,
        ``event_kind``, a column of ``metadata.csv``).

    Returns
    -------
    list of tuple of str
        One entry a row. An empty answer is ``("unassigned",)`` for tags and ``("unknown",)`` for columns of the document.

    Raises
    ------
    ValueError
        If there is no such facet or column; the message lists the known ones.
    """
    if name in FACETS:
        labels_of = FACETS[name]
        # only what labels are read from: whole rows of 20,000 recommendations cost most of the time of a report
        columns = READ.get(name, ("actors",))
        values = zip(*(table[c].tolist() for c in columns), strict=True)
        found = (_texts(labels_of(dict(zip(columns, v, strict=True)))) for v in values)
        return [labels or (UNASSIGNED,) for labels in found]
    if name not in table.columns:
        known = ", ".join(sorted({*FACETS, *map(str, table.columns)}))
        raise ValueError(f"no facet or column {name!r} to compare by; known: {known}")
    missing = UNASSIGNED if name in SINGLE else UNKNOWN
    return [_texts([v]) or (missing,) for v in table[name]]


def _texts(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(sorted({str(v) for v in values if not _is_missing(v)}))


def _is_missing(value: Any) -> bool:
    return (
        value is None
        or value is pd.NA
        or value is pd.NaT
        or value == ""
        or (isinstance(value, float) and value != value)
    )

"""Recurrence: what became of a commitment when the same region (or event) met again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from civictext.compare.facets import answers
from civictext.resources import labels
from civictext.tables import Tables, rows

STATUSES = ("repeated", "strengthened", "weakened", "dropped", "new")
#: what at equal strength makes a commitment firmer
DETAILS = ("deadline", "number", "body", "programme")
COLUMNS = ("series", "cluster", "label", "status", "change", "n_occasions", "n_met", "first_date", "last_date", "regions", "occurrences")  # fmt: skip

Row = Mapping[str, Any]


def recurrence(tables: Tables, series: str | Sequence[str] = "region", what: str = "cluster") -> pd.DataFrame:
    """Return what became of each commitment of each series of resolutions.

    Parameters
    ----------
    tables : Tables
        Documents without a date, or without a value of `series`, are left out.
    series : str or sequence of str, default="region"
        Columns of the document table whose equal values make a series: ``region``, ``event_name``, ``("region", "event_kind")``. Its
        resolutions of one year are one occasion; a series of one occasion is left out.
    what : str, default="cluster"
        Column of the recommendations that names the commitment; those without one are left out.

    Returns
    -------
    DataFrame
        One row a commitment of a series: ``series``, ``cluster``, ``label`` (its name), ``status``, ``change`` (what made it firmer or
        softer: names of strengths, or ``+deadline``, ``-number``), ``n_occasions`` (at which it stood), ``n_met`` (of how many),
        ``first_date``, ``last_date``, ``regions``, ``occurrences`` (a list of dicts with ``rec_id``, ``doc_id``, ``n``, ``date``, ``text``,
        ``strength`` and ``details``, oldest first; one an occasion, the firmest). By series, then in the order of first appearance.

    Notes
    -----
    ``new``: stands at the last occasion only; ``dropped``: not at the last; otherwise the last occasion is compared with the one before
    at which it stood. The strength of a recommendation is that of its first action, exploratory < supportive < continuing < direct. At
    equal strength it is ``strengthened`` when more of these came in than fell away, ``weakened`` the other way round: a deadline, a
    number, a body named beside the addressee, a named programme. ``dropped`` does not say why: a fulfilled promise is dropped too.

    Examples
    --------
    >>> tables = Tables.from_rows(
    ...     [{"doc_id": "a", "region": "RU-TOM", "date": "2020"}, {"doc_id": "b", "region": "RU-TOM", "date": "2022"}],
    ...     [{"doc_id": "a", "rec_id": "a#1", "text": "изучить", "cluster": 7, "actions": [{"strength": "exploratory"}]},
    ...      {"doc_id": "b", "rec_id": "b#1", "text": "создать", "cluster": 7, "actions": [{"strength": "direct"}]}])
    >>> recurrence(tables)[["series", "cluster", "status", "change"]]
       series  cluster        status                change
    0  RU-TOM        7  strengthened  exploratory → direct
    """
    keys = [series] if isinstance(series, str) else list(series)
    table = tables.counted()
    unknown = [k for k in [*keys, what] if k not in table.columns]
    if unknown:
        raise ValueError(
            f"no column {unknown[0]!r} to follow commitments by; columns: {', '.join(sorted(table.columns))}"
        )
    names = dict(zip(tables.clusters["cluster"].astype(str), tables.clusters["label"], strict=True))
    occasions = _occasions(tables, keys)
    found: dict[tuple[str, Any], list[dict[str, Any]]] = defaultdict(list)
    for row in rows(table[table[what].notna() & table["year"].notna()]):
        if (name := _series_name(row, keys)) in occasions:
            found[name, row[what]].append(row)
    out = [_chain(name, key, members, occasions[name], names.get(str(key))) for (name, key), members in found.items()]
    out.sort(key=lambda c: (c["series"], c["first_date"], c["occurrences"][0]["rec_id"] or "", str(c["cluster"])))
    return pd.DataFrame(out, columns=list(COLUMNS))


def _series_name(row: Row, keys: Sequence[str]) -> str | None:
    values = [row.get(k) for k in keys]
    return None if any(v is None for v in values) else " · ".join(map(str, values))


def _occasions(tables: Tables, keys: Sequence[str]) -> dict[str, list[int]]:
    """Return the years in which each series met; a resolution without recommendations counts, a copy does not."""
    met: dict[str, set[int]] = defaultdict(set)
    for row in rows(tables.documents[tables.documents["duplicate_of"].isna()]):
        name, year = _series_name(row, keys), str(row["date"] or "")[:4]
        if name is not None and year.isdigit():
            met[name].add(int(year))
    return {name: sorted(years) for name, years in met.items() if len(years) > 1}


def _chain(name: str, key: Any, members: Sequence[Row], years: Sequence[int], label: str | None) -> dict[str, Any]:
    by_year: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in members:
        by_year[int(row["year"])].append(_occurrence(row))
    chain = [min(by_year[year], key=lambda o: (*_softness(o), str(o["rec_id"]))) for year in sorted(by_year)]
    status, change = status_of(chain, is_last=max(by_year) == years[-1])
    return {
        "series": name, "cluster": key, "label": label, "status": status, "change": change, "n_occasions": len(chain),
        "n_met": len(years), "first_date": chain[0]["date"], "last_date": chain[-1]["date"],
        "regions": sorted({str(m["region"]) for m in members if m["region"]}), "occurrences": chain,
    }  # fmt: skip


def _occurrence(row: Row) -> dict[str, Any]:
    actions = row["actions"] or []
    return {
        "rec_id": row["rec_id"], "doc_id": row["doc_id"], "n": row["n"], "date": row["date"], "text": row["text"],
        "strength": str(actions[0]["strength"]) if actions and actions[0].get("strength") else None, "details": details_of(row),
    }  # fmt: skip


def details_of(row: Row) -> list[str]:
    """Return what makes a recommendation firm: of deadline, number, body (named to act together with the addressee), programme."""
    said = answers(row)
    there = {
        "deadline": said["deadline"],
        "number": said["number"],
        "body": any(a["role"] == "partner" for a in row["actors"] or []),
        "programme": bool(row["programs"]),
    }
    return [key for key in DETAILS if there[key]]


def rank(strength: str | None) -> int:
    """Return the place of a strength, 0 for the weakest; -1 for a recommendation without an action."""
    order = list(labels("strengths"))
    return order.index(strength) if strength in order else -1


def _softness(occurrence: Row) -> tuple[int, int]:
    return -rank(occurrence["strength"]), -len(occurrence["details"])


def status_of(chain: Sequence[Row], *, is_last: bool) -> tuple[str, str | None]:
    """Return the status of a commitment and what changed.

    Parameters
    ----------
    chain : sequence of mapping
        Occurrences, oldest first, each with ``strength`` and ``details``.
    is_last : bool
        Whether the last occurrence stands at the last occasion of the series.
    """
    if not is_last:
        return "dropped", None
    if len(chain) == 1:
        return "new", None
    before, after = chain[-2], chain[-1]
    if step := rank(after["strength"]) - rank(before["strength"]):
        return ("strengthened" if step > 0 else "weakened"), f"{before['strength']} → {after['strength']}"
    gained = [d for d in after["details"] if d not in before["details"]]
    lost = [d for d in before["details"] if d not in after["details"]]
    change = " ".join([*(f"+{d}" for d in gained), *(f"-{d}" for d in lost)]) or None
    if len(gained) == len(lost):
        return "repeated", change
    return ("strengthened" if len(gained) > len(lost) else "weakened"), change

"""Flat rows for spreadsheets: one recommendation a line, its tags in columns of plain text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from civictext.report.names import Names
from civictext.tables import Tables, rows

ROLES = ("addressee", "beneficiary", "partner", "mentioned")


def flat_recommendations(tables: Tables, names: Names) -> list[dict[str, Any]]:
    """Return a row for each recommendation: where it stands, its text, its tags by role and kind, its document.

    Returns
    -------
    list of dict
        Plain values; several values of one kind are lists of str.
    """
    documents = {d["doc_id"]: d for d in rows(tables.documents)}
    labels = {c["cluster"]: c["label"] for c in rows(tables.clusters)}
    return [
        _flat(r, documents.get(r["doc_id"], {}), labels.get(r["cluster"]), names) for r in rows(tables.recommendations)
    ]


def _flat(row: Mapping[str, Any], document: Mapping[str, Any], cluster_label: Any, names: Names) -> dict[str, Any]:
    date = document.get("date")
    return {
        "rec_id": row["rec_id"],
        "region": names.region(document.get("region")),
        "year": year_of(date),
        "level": names.label("levels", document.get("level")),
        "event": document.get("title") or document.get("event_name"),
        "date": date,
        "place": document.get("place"),
        "label": row["label"],
        "text": row["text"],
        "heading": row["heading"],
        "section": row["section"],
        **_actors(row["actors"] or (), names),
        "predicates": [a["predicate"] for a in row["actions"] or ()],
        "action_types": _unique(names.label("actions", a["type"]) for a in row["actions"] or ()),
        "objects": [a["object"] for a in row["actions"] or () if a.get("object")],
        "themes": [names.label("themes", t["id"]) for t in row["themes"] or ()],
        "deadline": row["deadline"],
        "deadline_date": row["deadline_date"],
        "programs": row["programs"] or [],
        "places": row["places"] or [],
        "specificity": row["specificity"],
        "cluster": row["cluster"],
        "cluster_label": cluster_label,
        "source": document.get("source"),
        "page": row["page"],
        "doc_id": row["doc_id"],
        "n": row["n"],
    }


def _actors(actors: Iterable[Mapping[str, Any]], names: Names) -> dict[str, list[str]]:
    """Return the words of the actors of each role, and the kinds of the addressees."""
    actors = list(actors)
    out = {f"{role}": _unique(a["text"] for a in actors if a["role"] == role) for role in ROLES}
    kinds = _unique(names.label("actors", a["category"]) for a in actors if a["role"] == "addressee")
    return {"addressee_categories": kinds, **out}


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def year_of(date: str | None) -> int | None:
    """Return the year of an ISO date.

    Examples
    --------
    >>> year_of("2017-04"), year_of(None)
    (2017, None)
    """
    return int(date[:4]) if date and date[:4].isdigit() else None


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row without nested tables: dicts inside lists are left out, the document's whole text too."""
    return {k: v for k, v in row.items() if k != "text" and not _nested(v)}


def _nested(value: Any) -> bool:
    return isinstance(value, list | tuple) and any(isinstance(v, dict | list | tuple) for v in value)

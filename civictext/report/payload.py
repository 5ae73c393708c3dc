"""The data that the page carries: recommendations with marks and facets, as small as it can be. JSON for a script tag."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import pandas as pd
from markupsafe import Markup

from civictext.compare import UNASSIGNED, UNKNOWN, facet
from civictext.compare.facets import answers
from civictext.report.figures import Figures
from civictext.report.flat import year_of
from civictext.report.groups import group_number
from civictext.report.marks import marks
from civictext.tables import districts_of, rows

#: facets that the table filters by, in the order of its controls
FILTERS = (
    "region",
    "federal_district",
    "year",
    "addressee",
    "theme",
    "action",
    "group",
    "cluster",
    "deadline",
    "number",
)
#: recommendations that a page carries; the others are in the workbook, and the page says so
MOST = 25_000
#: value of the filters ``deadline`` and ``number`` for recommendations that name one
SET = "set"


def payload(figures: Figures) -> dict[str, Any]:
    """Return what the page's script needs: documents, recommendations, names of facet values.

    Returns
    -------
    dict
        ``documents``: list of {source, title, date, region, place, page…}; ``rows``: list of recommendations, whose ``m`` are
        marks ``[start, end, kind, key, detail]`` in UTF-16 units (those of JavaScript's strings) and whose ``f`` are the
        values of each facet in the order of ``filters``; ``names``: facet → {value: name}.
    """
    tables = figures.tables
    order = {d["doc_id"]: n for n, d in enumerate(figures.documents)}
    texts = {d["doc_id"]: d["text"] for d in figures.documents}
    carried = tables.recommendations.head(MOST)
    of_cluster = {c["cluster"]: str(group_number(c)) for c in figures.clusters}
    everything = carried.merge(_metadata(figures), on="doc_id", how="left")
    everything["group"] = [of_cluster.get(c, UNASSIGNED) for c in everything["cluster"]]
    values = {name: _values(everything, name) for name in FILTERS}
    rows_ = [
        _row(row, texts[row["doc_id"]], order[row["doc_id"]], [list(values[name][n]) for name in FILTERS])
        for n, row in enumerate(rows(carried))
    ]
    return {
        "filters": list(FILTERS),
        "names": {name: _names(figures, name, values[name]) for name in FILTERS},
        "labels": {kind: _labels(figures, kind) for kind in ("actors", "actions", "themes", "roles")},
        "documents": [_document(figures, d) for d in figures.documents],
        "rows": rows_,
    }


def _values(everything: pd.DataFrame, name: str) -> list[tuple[str, ...]]:
    if name in ("deadline", "number"):
        return [(SET if answers(row)[name] else UNASSIGNED,) for row in rows(everything)]
    return facet(everything, name)


def _metadata(figures: Figures) -> pd.DataFrame:
    table = figures.tables.documents[["doc_id", "region", "date"]].copy()
    table["year"] = pd.array([year_of(d) for d in table["date"]], dtype="Int64")
    table["federal_district"] = districts_of(table["region"])
    return table[["doc_id", "region", "year", "federal_district"]]


def _row(row: dict[str, Any], text: str, document: int, values: list[list[str]]) -> dict[str, Any]:
    out = {
        "id": row["rec_id"],
        "d": document,
        "n": row["n"],
        "l": row["label"],
        "t": row["text"],
        "m": _units(row["text"], [(m.start, m.end, m.kind, m.key, m.detail) for m in marks(row, text)]),
        "f": values,
        "h": row["heading"],
        "s": row["section"],
        "p": row["page"],
        "a": [[a["text"], a["category"], a["role"]] for a in row["actors"] or ()],
        "v": [[a["predicate"], a["type"], a.get("object")] for a in row["actions"] or ()],
        "dl": row["deadline"],
        "du": row["deadline_date"],
        "pr": list(row["programs"] or ()),
        "c": [f"{c['field']} ({c['source'].removeprefix('correction:')})" for c in _corrections(row)],
    }
    return {k: v for k, v in out.items() if v not in (None, [], "")}


def _corrections(row: dict[str, Any]) -> list[dict[str, str]]:
    """Return what an analyst corrected; the column is there only where somebody did."""
    return list(row.get("corrections") or ())


def _units(text: str, found: list[tuple[int, int, str, str, str]]) -> list[list[Any]]:
    """Return marks with offsets in UTF-16 units: a character outside the basic plane counts two."""
    if text.isascii() or max(map(ord, text), default=0) < 0x10000:
        return [list(m) for m in found]
    at = [0]
    for c in text:
        at.append(at[-1] + (2 if ord(c) > 0xFFFF else 1))
    return [[at[a], at[b], *rest] for a, b, *rest in found]


def _document(figures: Figures, document: dict[str, Any]) -> dict[str, Any]:
    keys = ("source", "title", "event_name", "date", "place")
    out = {k: document[k] for k in keys if document[k]}
    if document["region"]:
        out["region"] = figures.names.region(document["region"])
    if document.get("duplicate_of"):
        out["again"] = True
    return out


def _names(figures: Figures, name: str, values: list[tuple[str, ...]]) -> dict[str, str]:
    """Return the names of the values that occur, in the order in which a control lists them."""
    found = {v for row in values for v in row}
    if name in ("group", "cluster"):
        clusters = {str(c["cluster"]): str(c["label"]) for c in figures.clusters}
        labels = clusters if name == "cluster" else {str(g.group): g.title for g in figures.groups}
        named = {v: labels.get(v, v) for v in found - {UNASSIGNED}}
        ordered = [v for v in labels if v in found] + sorted(found - {UNASSIGNED, *labels})
    else:
        named = {v: figures.names.facet(name, v) for v in found}
        ordered = sorted(found - {UNASSIGNED, UNKNOWN}, key=lambda v: named[v])
    out = {v: named[v] for v in ordered}
    return out | {v: figures.names.facet(name, v) for v in (UNASSIGNED, UNKNOWN) if v in found}


def _labels(figures: Figures, kind: str) -> dict[str, str]:
    keys = {
        "actors": ("actors", "category"),
        "actions": ("actions", "type"),
        "themes": ("themes", "id"),
        "roles": ("actors", "role"),
    }
    column, key = keys[kind]
    found = {entry[key] for tags in figures.tables.recommendations[column] for entry in tags or ()}
    return {k: figures.names.label(kind, k) for k in sorted(found)}


def packed(value: Any) -> Markup:
    """Return JSON packed by gzip and base64: a tenth of its size in a page, and nothing in it can close a tag.

    The page's script unpacks it. No time stamp: the same value gives the same text.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # a lone surrogate cannot be encoded in UTF-8; as an escape it can
    text = "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in text)
    return Markup(base64.b64encode(gzip.compress(text.encode("utf-8"), 9, mtime=0)).decode("ascii"))

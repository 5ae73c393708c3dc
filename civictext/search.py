"""Search: the recommendations nearest to a query, and those that carry given labels."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd

from civictext.cluster.encoders import Encoder
from civictext.cluster.words import content_words, fold
from civictext.compare.facets import facet
from civictext.nearest import scores
from civictext.passages import as_rows, words_of
from civictext.tables import Tables, rows

Where = Mapping[str, Any]
COLUMNS = ("score", "rec_id", "text", "highlights", "region", "year", "source", "heading", "cluster", "cluster_label")


def select(table: pd.DataFrame, where: Where | None) -> pd.DataFrame:
    """Return the rows of a table of recommendations that carry the given labels.

    Parameters
    ----------
    table : DataFrame
        What `Tables.counted` returns.
    where : mapping, optional
        Facet or column → value, or several of which one is enough: ``{"region": "RU-PER", "year": [2019, 2021], "theme": "youth"}``.

    Raises
    ------
    ValueError
        If there is no such facet or column.
    """
    for name, wanted in (where or {}).items():
        several = isinstance(wanted, Collection) and not isinstance(wanted, str)
        values = {str(v) for v in (wanted if several else [wanted])}
        keep = np.array([not values.isdisjoint(labels) for labels in facet(table, name)], bool)
        table = table[keep]
    return table


def similar(
    tables: Tables,
    query: str,
    *,
    where: Where | None = None,
    n: int = 10,
    min_score: float = 0.0,
    encoder: str | Encoder | None = None,
) -> pd.DataFrame:
    """Return the commitments nearest to a query.

    Parameters
    ----------
    tables : Tables
    query : str
        A measure in words, «создать ресурсный центр для НКО», or the ``rec_id`` of a recommendation.
    where : mapping, optional
        Filters, see `select`.
    n : int, default=10
        Rows at most.
    min_score : float, default=0.0
        Rows of a smaller score are left out.
    encoder : str or Encoder, optional
        None: the pair model of the clusters; else the cosine of this encoder.

    Returns
    -------
    DataFrame
        ``score`` (0 to 1: how probably both ask for the same measure), ``rec_id``, ``text``, ``highlights`` (stretches of `text`, half-open,
        whose lemmas the query has too), ``region``, ``year``, ``source``, ``heading``, ``cluster``, ``cluster_label``; nearest first.

    Raises
    ------
    ValueError
        If the query is empty, or a filter is not known.

    Examples
    --------
    >>> tables = Tables.from_rows([{"doc_id": "a", "region": "RU-TOM"}], [
    ...     {"doc_id": "a", "rec_id": "a#1", "text": "Открыть центр для НКО", "lemmas": "открыть центр для нко"},
    ...     {"doc_id": "a", "rec_id": "a#2", "text": "Провести ярмарку", "lemmas": "провести ярмарка"}])
    >>> similar(tables, "создать центры НКО", n=1)[["rec_id", "highlights"]].values.tolist()
    [['a#1', [(8, 13), (18, 21)]]]
    """
    if not query.strip():
        raise ValueError("the query is empty; say a measure in words, for instance «создать ресурсный центр для НКО»")
    table = select(tables.counted(), where)
    members = rows(table)
    known = next((r for r in rows(tables.recommendations) if r["rec_id"] == query.strip()), None)
    asked = known or as_rows([query])[0]
    members = [r for r in members if known is None or r["rec_id"] != known["rec_id"]]
    found = scores([asked], members, encoder)[0]
    order = sorted(range(len(members)), key=lambda i: (-round(found[i], 6), str(members[i]["rec_id"])))
    names = dict(zip(tables.clusters["cluster"].astype(str), tables.clusters["label"], strict=True))
    out = []
    for i in order[:n]:
        if found[i] >= min_score:
            row = members[i] | {"score": round(float(found[i]), 4), "source": members[i].get("doc_source")}
            out.append(row | {"highlights": highlights(row, asked), "cluster_label": names.get(str(row["cluster"]))})
    return pd.DataFrame([{k: r.get(k) for k in COLUMNS} for r in out], columns=list(COLUMNS))


def highlights(row: Mapping[str, Any], query: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Return the stretches of a row's text whose lemmas a query has too (words that carry meaning only)."""
    asked = set(content_words(str(query.get("lemmas") or "")))
    return [(w.start, w.end) for w in words_of(row) if fold(w.lemma) in asked]

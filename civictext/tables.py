"""The tables of a run as pandas frames: what clustering, comparing and reporting read. No Doc, no files.

Columns are those of the output schema; nested values (actors, actions, themes, spans) are lists of dicts, as in JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from civictext.gazetteer import federal_district, regions

DOCUMENT_COLUMNS = (
    "doc_id", "source", "also", "sha256", "text", "title", "event_kind", "event_name", "ordinal", "date", "place", "region",
    "level", "n_recommendations", "duplicate_of", "warnings",
)  # fmt: skip
RECOMMENDATION_COLUMNS = (
    "rec_id", "doc_id", "n", "label", "text", "start", "end", "spans", "heading", "section", "parent", "page", "specificity",
    "lemmas", "actors", "actions", "themes", "deadline", "deadline_date", "programs", "places", "copies", "cluster", "source",
)  # fmt: skip
CLUSTER_COLUMNS = (
    "cluster", "label", "label_share", "medoid", "size", "n_distinct", "n_documents", "n_regions", "regions", "years", "cohesion", "keywords", "group",
    "theme", "flag", "nearest", "separation", "stability", "group_label", "group_theme",
)  # fmt: skip
#: what a continued run changed
CHANGE_COLUMNS = ("rec_id", "old", "new", "reason")
ERROR_COLUMNS = ("source", "stage", "error", "hint")

#: columns of whole numbers that may be empty; as pandas' nullable integers they stay whole
_NULLABLE_INTEGERS = frozenset(
    {
        "ordinal",
        "page",
        "cluster",
        "n",
        "start",
        "end",
        "n_recommendations",
        "size",
        "n_distinct",
        "copies",
        "nearest",
        "old",
        "new",
    }
)


def frame(rows: Iterable[Mapping[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    """Return rows as a frame with `columns` first, further keys after them in order of appearance.

    A missing value is ``None`` in text columns and ``pd.NA`` in whole-number columns.
    """
    records = list(rows)
    extra = dict.fromkeys(k for r in records for k in r if k not in columns)
    names = [*columns, *extra]
    data = {name: pd.Series([r.get(name) for r in records], dtype=_dtype(name)) for name in names}
    return pd.DataFrame(data, columns=names)


def _dtype(name: str) -> str:
    return "Int64" if name in _NULLABLE_INTEGERS else "object"


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a frame as JSON-ready rows: the way back of `frame`."""
    return [{str(k): _json_value(v) for k, v in row.items()} for row in table.to_dict("records")]


def _json_value(value: Any) -> Any:
    if value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    return value.item() if hasattr(value, "item") else value


@dataclass(frozen=True)
class Tables:
    """The tables of one run.

    Attributes
    ----------
    documents, recommendations, clusters, errors : DataFrame
        One row a document, a recommendation, a cluster, an input that could not be used; see ``docs/schema.md``.
    changes : DataFrame
        One row a recommendation whose cluster differs from the earlier run that was continued; empty for a fresh run.
    run : dict
        Versions, settings, seeds and counts that reproduce the run.
    """

    documents: pd.DataFrame
    recommendations: pd.DataFrame
    clusters: pd.DataFrame = field(default_factory=lambda: frame([], CLUSTER_COLUMNS))
    errors: pd.DataFrame = field(default_factory=lambda: frame([], ERROR_COLUMNS))
    run: Mapping[str, Any] = field(default_factory=dict)
    changes: pd.DataFrame = field(default_factory=lambda: frame([], CHANGE_COLUMNS))

    @classmethod
    def from_rows(
        cls,
        documents: Iterable[Mapping[str, Any]],
        recommendations: Iterable[Mapping[str, Any]],
        clusters: Iterable[Mapping[str, Any]] = (),
        errors: Iterable[Mapping[str, Any]] = (),
        run: Mapping[str, Any] | None = None,
        changes: Iterable[Mapping[str, Any]] = (),
    ) -> Tables:
        """Return tables made of plain rows."""
        return cls(
            frame(documents, DOCUMENT_COLUMNS),
            frame(recommendations, RECOMMENDATION_COLUMNS),
            frame(clusters, CLUSTER_COLUMNS),
            frame(errors, ERROR_COLUMNS),
            dict(run or {}),
            frame(changes, CHANGE_COLUMNS),
        )

    def counted(self) -> pd.DataFrame:
        """Return the recommendations of documents that count, joined with their document's metadata.

        A document that says nearly the same as an earlier one (``duplicate_of`` is set) is counted once. Columns of the
        document table keep their names; ``year`` is the year of the date or ``pd.NA``, ``federal_district`` that of the
        region or None; the document's source is ``doc_source``.
        """
        documents = self.documents[self.documents["duplicate_of"].isna()].drop(
            columns=["text", "warnings", "also", "sha256"]
        )
        documents = documents.rename(columns={"source": "doc_source"})
        documents = documents.assign(
            year=pd.to_numeric(documents["date"].str[:4], errors="coerce").astype("Int64"),
            federal_district=districts_of(documents["region"]),
        )
        return self.recommendations.merge(documents, on="doc_id", how="inner", suffixes=("", "_document"))


def districts_of(codes: pd.Series) -> pd.Series:
    """Return the federal district of each region's code; None where the region is not known."""
    known = {r.code for r in regions()}
    return pd.Series([federal_district(c) if c in known else None for c in codes], codes.index, dtype="object")

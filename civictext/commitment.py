"""One commitment that recurs, with its members: a row of the cluster table that answers questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from civictext.records import Record, Shown
from civictext.tables import Tables, rows

if TYPE_CHECKING:
    from civictext.report.display import Display


@dataclass(frozen=True, slots=True, repr=False)
class Cluster(Shown, Record):
    """Recommendations that one measure could satisfy; the fields are those of ``clusters.jsonl``, and the members.

    `members` are rows of the recommendation table, the medoid first, then by date; `documents` the rows of their documents, in
    the same order.
    """

    cluster: int
    label: str
    medoid: str
    size: int
    n_documents: int
    n_regions: int
    regions: tuple[str, ...]
    years: tuple[int, ...]
    cohesion: float | None
    keywords: tuple[str, ...]
    group: int | None
    theme: str | None
    flag: str | None
    members: tuple[Mapping[str, Any], ...]
    documents: tuple[Mapping[str, Any], ...]
    label_share: float | None = None  # members that have at least half of the label's words
    n_distinct: int | None = None  # members when copies count once
    nearest: int | None = None  # the nearest other cluster
    separation: float | None = None  # 1 minus the mean similarity to it
    stability: float | None = None  # how well half of the documents find it again
    group_label: str | None = None
    group_theme: str | None = None
    names: Mapping[str, Any] | None = None  # labels of the user's own taxonomy, if the run had one

    @property
    def texts(self) -> list[str]:
        """Texts of the members."""
        return [m["text"] for m in self.members]

    def to_dict(self) -> dict[str, Any]:
        """Return the row of ``clusters.jsonl``."""
        return {k: v for k, v in Record.to_dict(self).items() if k not in {"members", "documents", "names"}}

    def show(self, lang: str = "ru") -> Display:
        """Return what a notebook and a terminal show of it, in Russian or English."""
        from civictext.report.display import show_cluster

        return show_cluster(self.to_dict(), list(zip(self.members, self.documents, strict=True)), self.names, lang=lang)


def cluster_of(tables: Tables, number: int) -> Cluster:
    """Return a cluster of a run by its number.

    Raises
    ------
    KeyError
        If there is no such cluster; the message names the largest ones.
    """
    found = {c["cluster"]: c for c in rows(tables.clusters)}
    if number not in found:
        largest = ", ".join(f"{c['cluster']} ({c['label']})" for c in list(found.values())[:3])
        raise KeyError(f"no cluster {number!r} in this run; it has {len(found)}: {largest}…")
    row: dict[str, Any] = {k: v for k, v in found[number].items() if k in Cluster.__dataclass_fields__}
    documents = {d["doc_id"]: d for d in rows(tables.documents)}
    table = tables.recommendations
    members = rows(table[(table["cluster"] == number).fillna(False).astype(bool)])
    members.sort(key=lambda m: (m["rec_id"] != row["medoid"], str(documents[m["doc_id"]]["date"]), m["rec_id"]))
    frozen: dict[str, Any] = {k: tuple(v or ()) if k in {"regions", "years", "keywords"} else v for k, v in row.items()}
    return Cluster(
        **frozen,
        members=tuple(members),
        documents=tuple(documents[m["doc_id"]] for m in members),
        names=tables.run.get("labels"),
    )

"""Clusters of a run: tables in, cluster numbers and the rows of ``clusters.jsonl`` out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd

from civictext.cluster.commitments import CommitmentClusterer, as_table
from civictext.cluster.continued import continued
from civictext.cluster.copies import copy_groups, n_distinct, together
from civictext.cluster.encoders import Encoder
from civictext.cluster.further import further_clusters
from civictext.cluster.groups import cluster_groups, with_groups
from civictext.cluster.labels import cluster_label, label_share
from civictext.cluster.lexicon import load_learnt
from civictext.cluster.quality import LOOSE, is_weak, separation, stability
from civictext.tables import rows

N_KEYWORDS = 6


def cluster_commitments(
    recommendations: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    threshold: float | None = None,
    encoder: str | Encoder | None = None,
    granularity: str | float = "normal",
    earlier: pd.DataFrame | None = None,
) -> tuple[list[int | None], list[list[int | None]], list[dict[str, Any]]]:
    """Return which recommendations ask for the same measure.

    Parameters
    ----------
    recommendations, documents : DataFrame
        Tables of a run; `lemmas` should be filled, tags may be missing. Copies (column `copies`, found where it is
        missing) share a cluster.
    threshold, encoder, granularity
        See `CommitmentClusterer`.
    earlier : DataFrame, optional
        Recommendation table of an earlier run that is continued: its clusters and their numbers stay, see
        `civictext.cluster.continued`.

    Returns
    -------
    labels : list of int or None
        Cluster of each recommendation, None for one that stands alone.
    action_labels : list of list of int or None
        For each recommendation the cluster of each of its actions; the first action has the recommendation's, a further one that of
        the commitment it belongs with, see `civictext.cluster.further`.
    clusters : list of dict
        Rows of ``clusters.jsonl``, largest first.

    Notes
    -----
    The result depends on the set of documents, not on their order (and on `earlier`, where given); a cluster's number derives from the content of the
    medoid that it had when it was founded.
    """
    table = as_table(recommendations)
    model = CommitmentClusterer(encoder=encoder, threshold=threshold, granularity=granularity).fit(table)
    records = rows(table)
    copies = [r["copies"] for r in records] if "copies" in table else copy_groups(table["text"].tolist())
    fresh = together(model.labels_.tolist(), copies)
    kept: list[int | None] = [None] * len(records)
    founded = [np.flatnonzero(fresh == g).tolist() for g in np.unique(fresh) if g >= 0]
    used: set[int] = set()
    if earlier is not None:
        before = rows(earlier)
        kept, founded = continued(fresh.tolist(), records, before, copies)
        used = {r["cluster"] for r in before if r["cluster"] is not None}
    texts = {k: str(records[_medoid(model, records, m)]["text"]) for k, m in enumerate(founded)}
    labels = list(kept)
    for k, number in cluster_numbers(texts, used).items():
        for i in founded[k]:
            labels[i] = number
    members: dict[int, list[int]] = {}
    for i, label in enumerate(labels):
        if label is not None:
            members.setdefault(label, []).append(i)
    medoids = {g: _medoid(model, records, m) for g, m in members.items()}
    clusters = _describe(members, medoids, records, copies, rows(documents), model)
    learnt = load_learnt(model.model_)
    # above the limit further measures are left alone: each would be a row of its own
    asked = members if model.exact_ and encoder is None else {}
    actions = further_clusters(records, labels, asked, medoids, learnt=learnt, threshold=model.threshold_)
    return labels, actions, clusters


def _medoid(model: CommitmentClusterer, records: Sequence[Mapping[str, Any]], members: list[int]) -> int:
    sums = model.within(members).sum(1).round(6)
    return min(
        zip(members, sums, strict=True), key=lambda x: (-x[1], records[x[0]]["text"], str(records[x[0]].get("rec_id")))
    )[0]


def cluster_numbers(texts: Mapping[int, str], used: Collection[int] = ()) -> dict[int, int]:
    """Return a number of at most nine digits for each group, none of those `used`: a digest of its medoid's text.

    Two groups whose digests agree (one chance in a million for a thousand groups) get digests of further rounds, in the order of
    their texts.
    """
    out: dict[int, int] = {}
    used = set(used)
    for group, text in sorted(texts.items(), key=lambda x: (x[1], x[0])):
        round_, words = 0, " ".join(text.lower().split())
        while (number := int(sha256(f"{round_}:{words}".encode()).hexdigest()[:12], 16) % 10**9) in used:
            round_ += 1
        used.add(number)
        out[group] = number
    return out


def _describe(
    members: Mapping[int, list[int]],
    medoids: Mapping[int, int],
    records: Sequence[Mapping[str, Any]],
    copies: Sequence[int | None],
    documents: Sequence[Mapping[str, Any]],
    model: CommitmentClusterer,
) -> list[dict[str, Any]]:
    """Return the rows of ``clusters.jsonl``."""
    by_id = {d["doc_id"]: d for d in documents}
    spread = Counter(w for r in records for w in set(str(r["lemmas"]).split()))
    groups = cluster_groups(members, records)
    near, stable = _quality(members, records, model)
    out, taken = [], set[str]()
    for number in sorted(members, key=lambda g: (-len(members[g]), records[medoids[g]]["text"], g)):
        inside = sorted(
            members[number], key=lambda i: (i != medoids[number], records[i]["text"], str(records[i].get("rec_id")))
        )
        its = [records[i] for i in inside]
        label = cluster_label(its, frozenset(taken))
        taken.add(label)
        docs = {r["doc_id"]: by_id.get(r["doc_id"], {}) for r in its}
        regions = sorted({d["region"] for d in docs.values() if d.get("region")})
        out.append(
            {
                "cluster": number,
                "label": label,
                "label_share": round(label_share(label, its), 4),
                "medoid": records[medoids[number]].get("rec_id"),
                "size": len(its),
                "n_distinct": n_distinct([copies[i] for i in inside]),
                "n_documents": sum(not d.get("duplicate_of") for d in docs.values()),
                "n_regions": len(regions),
                "regions": regions,
                "years": sorted({int(d["date"][:4]) for d in docs.values() if d.get("date")}),
                "cohesion": round(_cohesion(model.within(inside)), 4),
                "keywords": _keywords(its, spread),
                "group": groups[number],
                "theme": _main_theme(its),
                "flag": "weak" if _is_weak(model, inside, stable.get(number)) else None,
                "nearest": near[number][0] if number in near else None,
                "separation": round(1 - near[number][1], 4) if number in near else None,
                "stability": stable.get(number),
            }
        )
    return with_groups(out, members, records)


def _quality(
    members: Mapping[int, list[int]], records: Sequence[Mapping[str, Any]], model: CommitmentClusterer
) -> tuple[dict[int, tuple[int | None, float]], dict[int, float | None]]:
    """Return nearest other cluster and stability; nothing where not all pairs were scored."""
    if model.similarities_ is None:
        return {}, {}
    order = sorted(range(len(records)), key=lambda i: (str(records[i]["lemmas"]), str(records[i]["text"])))
    documents = [str(r.get("doc_id")) for r in records]
    stable = stability(model.similarities_, members, documents, model.threshold_, order)
    return separation(model.similarities_, members), stable


def _is_weak(model: CommitmentClusterer, members: list[int], stable: float | None) -> bool:
    # an encoder's cosines are no probabilities: only their own threshold says what is low
    return is_weak(model.within(members), model.threshold_, stable, loose=LOOSE if model.encoder is None else 0.0)


def _cohesion(similarities: np.ndarray) -> float:
    """Return the mean similarity of two different members."""
    n = len(similarities)
    return float((similarities.sum() - n) / (n * (n - 1)))


def _keywords(members: Sequence[Mapping[str, Any]], spread: Mapping[str, int]) -> list[str]:
    """Return the lemmas that most members share and few others have."""
    counts = Counter(w for r in members for w in set(str(r["lemmas"]).split()) if len(w) > 2 and w.isalpha())
    weight = {w: n * n / spread[w] for w, n in counts.items() if n > 1}
    return sorted(weight, key=lambda w: (-weight[w], w))[:N_KEYWORDS]


def _main_theme(members: Sequence[Mapping[str, Any]]) -> str | None:
    counts = Counter(t["id"] for r in members for t in (r.get("themes") or [])[:1])
    return min(counts, key=lambda t: (-counts[t], t)) if counts else None

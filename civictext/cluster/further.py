"""The further measures of a recommendation: which commitments its second and third actions belong with. No main measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from civictext.cluster.lexicon import Learnt
from civictext.cluster.pair_features import PairFeatures
from civictext.cluster.pair_model import same_measure_pairs

Row = Mapping[str, Any]

#: commitments near a measure whose medoids are asked, and of these whose members are asked
N_NEAR, N_ASKED = 20, 3
#: members of a commitment that are asked
N_MEMBERS = 20


def further_clusters(
    records: Sequence[Row],
    labels: Sequence[int | None],
    members: Mapping[int, Sequence[int]],
    medoids: Mapping[int, int],
    *,
    learnt: Learnt,
    threshold: float,
) -> list[list[int | None]]:
    """Return the cluster of each action of each recommendation; the first action has the recommendation's.

    A further action joins the commitment whose members most probably ask for the same, if their mean probability reaches the
    threshold. It founds none and changes none: clusters count main measures.

    Parameters
    ----------
    records : sequence of mapping
        Rows of the recommendation table.
    labels : sequence of int or None
        Cluster of each recommendation.
    members, medoids : mapping of int to positions
        Of each cluster.
    learnt : Learnt
        The pair model.
    threshold : float
        0 to 1.
    """
    out: list[list[int | None]] = [_first(row, label) for row, label in zip(records, labels, strict=True)]
    at = [(i, k) for i, row in enumerate(records) for k in range(1, len(out[i]))]
    if not at or not members:
        return out
    measures = [measure_alone(records[i], k) for i, k in at]
    numbers = sorted(members)
    near = _nearest(measures, [records[medoids[g]] for g in numbers], learnt)
    asked = _best(measures, [[[medoids[numbers[c]]] for c in row] for row in near], records, learnt)
    kept = [
        [numbers[near[q][c]] for c in np.argsort(-np.array(p), kind="stable")[:N_ASKED]] for q, p in enumerate(asked)
    ]
    means = _best(measures, [[list(members[g])[:N_MEMBERS] for g in row] for row in kept], records, learnt)
    for (i, k), row, p in zip(at, kept, means, strict=True):
        best = int(np.argmax(p))
        if p[best] >= threshold:
            out[i][k] = row[best]
    return out


def measure_alone(row: Row, k: int) -> dict[str, Any]:
    """Return a recommendation as if its action `k` were all it asks for."""
    action = row["actions"][k]
    words = [str(action.get("predicate") or ""), str(action.get("object_lemma") or "")]
    helped = [a for a in row.get("actors") or [] if a["role"] == "beneficiary"]
    return {
        **row,
        "text": _clause(row, k) or f"{words[0]} {action.get('object') or ''}".strip(),
        "lemmas": " ".join(words).strip(),
        "actions": [action],
        "actors": helped,
        "programs": [],
    }


def _clause(row: Row, k: int) -> str | None:
    """Return the words from an action's predicate to that of the next, if its object stands among them."""
    action, begin = row["actions"][k], row.get("start")
    if begin is None or action.get("start") is None or not action.get("object"):
        return None
    start = action["start"] - begin
    behind = [a["start"] - begin for a in row["actions"] if (a.get("start") or 0) > action["start"]]
    clause = str(row["text"])[start : min(behind, default=None)].strip(" ,;")
    return clause if action["object"] in clause else None


def _first(row: Row, label: int | None) -> list[int | None]:
    n = len(row.get("actions") or [])
    return [label, *[None] * (n - 1)][:n]


def _nearest(measures: Sequence[Row], others: Sequence[Row], learnt: Learnt) -> list[list[int]]:
    vectors = PairFeatures([*measures, *others], learnt).measure_vectors()
    likeness = vectors[: len(measures)] @ vectors[len(measures) :].T
    return [row[:N_NEAR].tolist() for row in np.argsort(-likeness.round(6), axis=1, kind="stable")]


def _best(measures: Sequence[Row], groups: Sequence[Sequence[Sequence[int]]], records: Sequence[Row], learnt: Learnt) -> list[list[float]]:  # fmt: skip
    """Return the mean probability of each measure with each of its groups of records."""
    pairs = [(q, j) for q, row in enumerate(groups) for group in row for j in group]
    involved, position = np.unique([j for _, j in pairs], return_inverse=True)
    table = [*measures, *(records[j] for j in involved)]
    p = iter(same_measure_pairs(table, np.array([q for q, _ in pairs]), position + len(measures), learnt).tolist())
    return [[float(np.mean([next(p) for _ in group])) for group in row] for row in groups]

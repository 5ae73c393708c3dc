"""Recommendations that stand alone: the cluster nearest to each, and why it does not belong there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from civictext.cluster.lexicon import MODEL, load_learnt
from civictext.cluster.pair_features import PairFeatures
from civictext.cluster.pair_model import same_measure_pairs
from civictext.cluster.together import why_together

Row = Mapping[str, Any]

#: clusters whose medoids are compared with a recommendation
N_NEAR = 20
#: kinds of features that speak of tags and form, not of words
OF_TAGS = frozenset(
    {"themes", "theme", "type", "beneficiaries", "programs", "numbers", "negation", "document", "length"}
)
COLUMNS = ("rec_id", "text", "cluster", "label", "medoid", "score", "shared", "against")


def outliers(recommendations: Sequence[Row], clusters: Sequence[Row]) -> pd.DataFrame:
    """Return the recommendations in no cluster with their nearest one, the nearest first.

    Parameters
    ----------
    recommendations, clusters : sequence of mapping
        Rows of the tables of a run.

    Returns
    -------
    DataFrame
        ``rec_id``, ``text``; ``cluster``, ``label``, ``medoid`` (its text) of the nearest cluster; ``score``, how probably medoid and
        recommendation ask for the same (0 to 1); ``shared``, lemmas that both have; ``against``, kinds of features that speak
        against it, strongest first (names: ``together.kind`` in the language files).
    """
    by_id = {r["rec_id"]: r for r in recommendations}
    alone = [r for r in recommendations if r.get("cluster") is None or r["cluster"] != r["cluster"]]
    heads = [by_id[c["medoid"]] for c in clusters if c["medoid"] in by_id]
    known = [c for c in clusters if c["medoid"] in by_id]
    if not alone or not heads:
        return pd.DataFrame(columns=list(COLUMNS))
    learnt = load_learnt(MODEL)
    vectors = PairFeatures([*alone, *heads], learnt).measure_vectors()
    likeness = (vectors[: len(alone)] @ vectors[len(alone) :].T).round(6)
    near = np.argsort(-likeness, axis=1, kind="stable")[:, :N_NEAR]
    first = np.repeat(np.arange(len(alone)), near.shape[1])
    scores = same_measure_pairs([*alone, *heads], first, near.ravel() + len(alone), learnt).reshape(near.shape)
    best = [(row[int(np.argmax(p))], float(p.max())) for row, p in zip(near, scores.round(6), strict=True)]
    found = [_told(row, known[k], heads[k], score) for row, (k, score) in zip(alone, best, strict=True)]
    ordered: list[dict[str, Any]] = sorted(found, key=_nearest_first)
    return pd.DataFrame(ordered, columns=list(COLUMNS))


def _nearest_first(row: dict[str, Any]) -> tuple[float, str]:
    return -row["score"], str(row["rec_id"])


def _told(row: Row, cluster: Row, medoid: Row, score: float) -> dict[str, Any]:
    link, shares = why_together(row, medoid), defaultdict[str, float](float)
    for kind, share in link.reasons:
        shares[kind if kind in OF_TAGS else "same"] += share  # kinds that speak of words can be read together only
    against = [kind for kind, share in sorted(shares.items(), key=lambda x: (x[1], x[0])) if share < 0]
    return {"rec_id": row["rec_id"], "text": row["text"], "cluster": cluster["cluster"], "label": cluster["label"], "medoid": medoid["text"], "score": round(score, 4), "shared": list(link.words), "against": against}  # fmt: skip

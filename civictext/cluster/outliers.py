"""Recommendations that stand alone: the cluster nearest to each, what they share, and what speaks against it. No wording."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from civictext.cluster.commitments import MAX_EXACT
from civictext.cluster.lexicon import MODEL, WORDS_MODEL, Learnt, load_learnt
from civictext.cluster.pair_features import PairFeatures
from civictext.cluster.pair_model import explain, same_measure_pairs
from civictext.cluster.words import content_words

Row = Mapping[str, Any]

#: clusters whose medoids are asked, of these whose members are asked, and how many members
N_NEAR, N_ASKED, N_MEMBERS = 20, 3, 10
#: recommendations that are scored at least, where fewer are wanted
N_SCORED = 100
#: members whose pairs with a recommendation are taken apart for the reasons
N_EXPLAINED = 3
#: words that are named
N_WORDS = 4
#: ratio of the lengths of two texts below which they differ in length
LENGTHS = 0.6
#: kinds of features of the pair model that stand for one reason
KINDS = {"theme": "theme", "themes": "theme", "type": "type", "beneficiaries": "beneficiaries", "programs": "programs", "numbers": "numbers", "negation": "negation", "length": "length", "document": ""}  # fmt: skip
COLUMNS = ("rec_id", "text", "cluster", "label", "medoid", "score", "shared", "against")


def outliers(recommendations: Sequence[Row], clusters: Sequence[Row], *, n: int | None = None) -> pd.DataFrame:
    """Return the recommendations in no cluster with their nearest one, the nearest first.

    Parameters
    ----------
    recommendations, clusters : sequence of mapping
        Rows of the tables of a run.
    n : int, optional
        How many are wanted; all by default.

    Returns
    -------
    DataFrame
        ``rec_id``, ``text``; ``cluster``, ``label``, ``medoid`` (its text) of the nearest cluster; ``score``, the mean probability (0 to 1)
        that a member and the recommendation ask for the same, which would have had to reach the threshold; ``shared``, lemmas that
        it has in common with at least half of the members, rarest first; ``against``, a list of ``{kind, here, there}``: in what
        they differ, what weighs most in the pair model first. `kind` is ``type``, ``theme``, ``beneficiaries``, ``programs``,
        ``numbers``, ``negation``, ``words`` or ``length``; `here` and `there` (lists) are what the recommendation and most members
        have: ids of labels, lemmas, names, numbers of words.

    Notes
    -----
    Clusters are looked for by the pair model without sentence vectors, those found are scored by the model of the run.
    """
    by_id = {r["rec_id"]: r for r in recommendations}
    alone = [r for r in recommendations if pd.isna(r.get("cluster"))]
    members = _members(recommendations, clusters)
    known = [c for c in clusters if c["medoid"] in by_id and c["cluster"] in members]
    if not alone or not known:
        return pd.DataFrame(columns=list(COLUMNS))
    words = load_learnt(WORDS_MODEL)
    near, first = _candidates(alone, [by_id[c["medoid"]] for c in known], words)
    if n is not None:  # more than wanted are scored: the two models do not put them in the same order
        kept = np.argsort(-first[:, 0], kind="stable")[: max(4 * n, N_SCORED)]
        alone, near = [alone[i] for i in kept], near[kept]
    model = load_learnt(MODEL) if len(recommendations) <= MAX_EXACT else words
    means = _means(alone, [[members[known[k]["cluster"]][:N_MEMBERS] for k in row] for row in near], model)
    best = means.argmax(1)
    order = sorted(range(len(alone)), key=lambda i: (-means[i, best[i]], str(alone[i]["rec_id"])))[:n]
    told = []
    for i in order:
        row, cluster = alone[i], known[int(near[i, best[i]])]
        its = members[cluster["cluster"]]
        told.append(
            {
                "rec_id": row["rec_id"], "text": row["text"], "cluster": cluster["cluster"], "label": cluster["label"],
                "medoid": by_id[cluster["medoid"]]["text"], "score": round(float(means[i, best[i]]), 4),
                "shared": _shared(row, its, words), "against": _against(row, its, words),
            }
        )  # fmt: skip
    return pd.DataFrame(told, columns=list(COLUMNS))


def _members(recommendations: Sequence[Row], clusters: Sequence[Row]) -> dict[Any, list[Row]]:
    """Return the members of each cluster, the medoid first."""
    medoids, out = {c["medoid"] for c in clusters}, defaultdict[Any, list[Row]](list)
    for row in sorted(recommendations, key=lambda r: (r["rec_id"] not in medoids, str(r["text"]), str(r["rec_id"]))):
        if not pd.isna(row.get("cluster")):
            out[row["cluster"]].append(row)
    return out


def _candidates(alone: Sequence[Row], heads: Sequence[Row], learnt: Learnt) -> tuple[np.ndarray, np.ndarray]:
    """Return the clusters whose medoids most probably ask for the same, and how probably, both of shape (n_alone, n_asked)."""
    vectors = PairFeatures([*alone, *heads], learnt).measure_vectors()
    likeness = (vectors[: len(alone)] @ vectors[len(alone) :].T).round(6)
    near = np.argsort(-likeness, axis=1, kind="stable")[:, :N_NEAR]
    first = np.repeat(np.arange(len(alone)), near.shape[1])
    scores = same_measure_pairs([*alone, *heads], first, near.ravel() + len(alone), learnt).reshape(near.shape).round(6)
    order = np.argsort(-scores, axis=1, kind="stable")[:, :N_ASKED]
    return np.take_along_axis(near, order, 1), np.take_along_axis(scores, order, 1)


def _means(alone: Sequence[Row], asked: Sequence[Sequence[Sequence[Row]]], learnt: Learnt) -> np.ndarray:
    """Return the mean probability of each recommendation with each of its groups of members, ndarray of shape (n_alone, n_asked)."""
    members = {r["rec_id"]: r for row in asked for its in row for r in its}
    place = {rec_id: k for k, rec_id in enumerate(members, len(alone))}
    pairs = [(i, place[r["rec_id"]]) for i, row in enumerate(asked) for its in row for r in its]
    first, second = np.array(pairs).T
    p = iter(same_measure_pairs([*alone, *members.values()], first, second, learnt).tolist())
    return np.array([[np.mean([next(p) for _ in its]) for its in row] for row in asked]).round(6)


def _lemmas(row: Row) -> list[str]:
    return list(dict.fromkeys(content_words(str(row.get("lemmas") or ""))))


def _rarest(words: Iterable[str], learnt: Learnt) -> list[str]:
    return sorted(words, key=lambda w: (-learnt.idf.get(w, learnt.rare), w))


def _common(members: Sequence[Row]) -> set[str]:
    """Return the lemmas that at least half of the members have."""
    counts = Counter(w for r in members for w in _lemmas(r))
    return {w for w, n in counts.items() if 2 * n >= len(members)}


def _shared(row: Row, members: Sequence[Row], learnt: Learnt) -> list[str]:
    return _rarest(set(_lemmas(row)) & _common(members), learnt)


def _against(row: Row, members: Sequence[Row], learnt: Learnt) -> list[dict[str, Any]]:
    """Return in what a recommendation differs from most members, what weighs most against first."""
    shares = defaultdict[str, float](float)
    for member in members[:N_EXPLAINED]:
        for name, _, share in explain(row, member, learnt):
            shares[KINDS.get(name.split(".")[0], "words")] += share
    differ = {kind: (here, there) for kind, here, there in _differences(row, members, learnt) if here != there}
    found = sorted((k for k in differ if shares[k] < 0), key=lambda k: (shares[k], k))
    found = found or [k for k in differ if k == "words"]
    return [{"kind": k, "here": differ[k][0], "there": differ[k][1]} for k in found]


def _differences(row: Row, members: Sequence[Row], learnt: Learnt) -> list[tuple[str, list[Any], list[Any]]]:
    own, common = set(_lemmas(row)), _common(members)
    words = [_rarest(part, learnt)[:N_WORDS] for part in (own - {w for r in members for w in _lemmas(r)}, common - own)]
    out: list[tuple[str, list[Any], list[Any]]] = [("words", words[0], words[1])]
    for kind, take in TAGS.items():
        out.append((kind, take(row), _most(take(r) for r in members)))
    lengths = len(str(row["text"]).split()), round(float(np.mean([len(str(r["text"]).split()) for r in members])))
    if min(lengths) < LENGTHS * max(lengths):
        out.append(("length", [lengths[0]], [lengths[1]]))
    return out


def _most(values: Iterable[list[Any]]) -> list[Any]:
    """Return the commonest of some lists."""
    counts: Counter[tuple[Any, ...]] = Counter(tuple(v) for v in values)
    return list(sorted(counts, key=lambda v: (-counts[v], v))[0])


def _action(row: Row) -> Mapping[str, Any]:
    return (row.get("actions") or [{}])[0]


#: what a recommendation has of each kind
TAGS = {
    "type": lambda r: [t for t in [_action(r).get("type")] if t],
    "theme": lambda r: [str(t["id"]) for t in (r.get("themes") or [])[:1]],
    "beneficiaries": lambda r: sorted({str(a["category"]) for a in r.get("actors") or [] if a["role"] == "beneficiary"}),
    "programs": lambda r: sorted(str(p) for p in r.get("programs") or []),
    "numbers": lambda r: sorted({w for w in str(r["text"]).split() if w.isdigit()}),
    "negation": lambda r: ["не"] if str(_action(r).get("predicate") or "").startswith("не ") else [],
}  # fmt: skip

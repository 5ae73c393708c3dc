"""How often the flag on weak clusters finds those that hold more than one commitment, and how often it alarms for nothing.

Usage: python benchmarks/weak_clusters.py --corpus GOLD --without FILE [--held FILE]

Clusters are made of recommendations with gold commitments by pair probabilities of a model that has not seen them (four folds of
train_pairs.py, words and tags; with --held the development part with sentence vectors of an encoder that has not seen it, as
train_pairs.py takes them). Printed for each: clusters, those of one commitment, how well each criterion alone tells them apart (area under the
curve), what the flag finds and its false alarms; then the same for whole gold commitments and each joined with the one nearest to it.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from pair_scores import Held
from pair_tables import tagged
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.metrics import roc_auc_score
from train_pairs import by_family, cross_validate, held_vectors, probabilities, stacked
from training_texts import DEVELOPMENT, N_FOLDS, folds_of, read_ids, training_texts

from civictext.cluster.lexicon import MODEL, WORDS_MODEL, load_learnt
from civictext.cluster.linkage import average_linkage
from civictext.cluster.quality import LOOSE, is_weak, stability


def criteria(p: np.ndarray, stable: float | None = None) -> dict[str, float]:
    """Return what may tell a cluster of several commitments; low where it does."""
    n = len(p)
    distances = 1 - p.astype(float)
    np.fill_diagonal(distances, 0)
    half = fcluster(linkage(squareform(distances, checks=False), "average"), 2, "maxclust") == 1
    links, across = p[np.triu_indices(n, 1)], p[np.ix_(half, ~half)]
    inside = [m for m in (_inside(p, half), _inside(p, ~half)) if m is not None]
    return {
        "mean": float(links.mean()),
        "least tied member": float(((p.sum(1) - 1) / (n - 1)).min()),
        "weakest pair": float(links.min()),
        "mean between two halves": float(across.mean()),
        "gap between two halves": float(across.mean() - np.mean(inside or [1.0])),
        "stability": 1.0 if stable is None else stable,
    }


def _inside(p: np.ndarray, part: np.ndarray) -> float | None:
    n = int(part.sum())
    return float((p[np.ix_(part, part)].sum() - n) / (n * (n - 1))) if n > 1 else None


def found_clusters(held: Held, threshold: float) -> list[tuple[bool, dict[str, float], bool]]:
    """Return of each cluster whether it holds several commitments, its criteria, and whether it is flagged."""
    out = []
    for rows, p in held:
        gold = [r["gold"] or f"~{i}" for i, r in enumerate(rows)]
        members = groups(average_linkage(p, threshold).tolist())
        stable = stability(p, members, [str(r["doc_id"]) for r in rows], threshold, range(len(rows)))
        for number, its in members.items():
            part = p[np.ix_(its, its)]
            flagged = is_weak(part, threshold, stable[number], loose=LOOSE)
            out.append((len({gold[i] for i in its}) > 1, criteria(part, stable[number]), flagged))
    return out


def joined_commitments(held: Held, threshold: float) -> list[tuple[bool, dict[str, float], bool]]:
    """Return the same for gold commitments, and for each of them together with the nearest other one."""
    out = []
    for rows, p in held:
        its = list(groups([r["gold"] or f"~{i}" for i, r in enumerate(rows)]).values())
        means = np.array([[p[np.ix_(a, b)].mean() if a is not b else -1 for b in its] for a in its])
        for k, a in enumerate(its):
            for members in (a, [*a, *its[int(means[k].argmax())]]) if len(its) > 1 else ():
                part = p[np.ix_(members, members)]
                out.append((len(members) > len(a), criteria(part), is_weak(part, threshold, loose=LOOSE)))
    return out


def groups(labels: list[Any]) -> dict[Any, list[int]]:
    """Return the positions of each label that at least two have."""
    out: dict[Any, list[int]] = {}
    for i, label in enumerate(labels):
        out.setdefault(label, []).append(i)
    return {k: v for k, v in out.items() if len(v) > 1}


def show(title: str, found: list[tuple[bool, dict[str, float], bool]]) -> None:
    mixed, flagged = (np.array([row[k] for row in found], bool) for k in (0, 2))
    print(f"\n{title}: {len(found)}, of several commitments {mixed.sum()}")
    for name in found[0][1]:
        print(f"  {name:26s} AUC {roc_auc_score(mixed, [-c[name] for _, c, _ in found]):.2f}")
    precision = mixed[flagged].mean() if flagged.any() else 0.0
    print(f"  flag: finds {flagged[mixed].mean():.2f}, false alarms {flagged[~mixed].mean():.2f}, precision {precision:.2f}", flush=True)  # fmt: skip


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--without", type=Path, required=True)
    parser.add_argument("--held", type=Path)
    args = parser.parse_args()
    texts = training_texts(args.corpus, read_ids(args.without))
    rows = tagged(texts)
    folds = [[r for r, f in zip(rows, folds_of(texts), strict=True) if f == fold] for fold in range(N_FOLDS)]
    logits, _ = cross_validate(folds)
    sets = [
        (
            WORDS_MODEL,
            [x for fold, odds in zip(folds, logits, strict=True) for x in by_family(fold, probabilities(odds))],
        )
    ]
    if args.held:
        part = folds[DEVELOPMENT]
        odds, _ = stacked(part, logits[DEVELOPMENT], held_vectors(args.held, part))
        sets.insert(0, (MODEL, by_family(part, probabilities(odds))))
    for name, held in sets:
        threshold = load_learnt(name).threshold
        show(f"{name}, clusters at {threshold}", found_clusters(held, threshold))
        show(f"{name}, commitments alone and joined", joined_commitments(held, threshold))


if __name__ == "__main__":
    main()

"""Train models/pairs-1: do two recommendations ask for the same measure?

Usage: python benchmarks/train_pairs.py --corpus CORPUS/gold [--without FILE]
                                        [--seeds GOLD] [--out models/pairs-1] [--test]

Learns from the tags that the pipeline gives (segmentation is taken as right). The tables (weights of lemmas, directions of
measures, kinship of types) come from all training texts; the regression sees features whose tables were learnt without the
commitments of the pair (five folds, whole commitments apart). --test scores the composed test split once.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pair_scores import grouped_scores, hidden_like
from pair_tables import composed, corpus, tagged
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from civictext.cluster.lexicon import NAVEC, Learnt, load_lemma_vectors, save_learnt
from civictext.cluster.pair_features import PairFeatures, unit
from civictext.cluster.pair_model import combine
from civictext.cluster.words import concepts, content_words

N_FOLDS, N_DIRECTIONS, RIDGE, C = 5, 150, 1.0, 0.01
#: share of the best F1 that the threshold keeps, the largest such threshold is taken
MAY_LOSE = 0.97
ZERO = np.zeros(1, np.float32)


def fold_of(held: str) -> int:
    return int(hashlib.md5(held.encode(), usedforsecurity=False).hexdigest(), 16) % N_FOLDS


def main_type(row: dict[str, Any]) -> str:
    return row["actions"][0]["type"] if row["actions"] else ""


def learn_tables(rows: list[dict[str, Any]]) -> Learnt:
    """Return the tables of a model without weights of features."""
    spread = Counter(w for r in rows for w in set(content_words(r["lemmas"])))
    idf = {w: float(np.log((1 + len(rows)) / (1 + k)) + 1) for w, k in spread.items()}
    ids, vectors, scale = load_lemma_vectors()
    themes = Counter(t["id"] for r in rows for t in r["themes"])
    weight = {t: round(float(np.log((1 + len(rows)) / (1 + k))), 4) for t, k in themes.items()}
    met = Counter(c for r in rows for c in concepts(content_words(r["lemmas"])))
    spoken = {c: round(float(np.log((1 + len(rows)) / (1 + k))), 4) for c, k in met.items()}
    groups = pd.factorize(pd.Series([r["gold"] for r in rows], dtype=object))[0]
    bare = Learnt(idf, float(np.log(1 + len(rows)) + 1), ids, vectors, scale, ZERO, ZERO, np.zeros(NAVEC, np.float32), ZERO, kinship(rows, groups), weight, spoken, {}, 0.0, 0.5, "pairs-1")  # fmt: skip
    features = PairFeatures(rows, bare)
    sentences = features.sentence_vectors("all")
    mean, directions = sentences.mean(0), measure_directions(sentences, groups)
    places = unit((sentences - mean) @ directions)
    known = unit(np.stack([places[groups == g].mean(0) for g in np.unique(groups[groups >= 0])]))
    center = unit(np.asarray(features.bag("all") @ features.matrix[:, :NAVEC])).mean(0)
    half = {k: np.asarray(a, np.float16).astype(np.float32) for k, a in (("mean", mean), ("directions", directions), ("center", center), ("known", known))}  # fmt: skip
    return replace(bare, **half)


def measure_directions(sentences: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return the directions that tell commitments apart: whitened within commitments, then principal between all."""
    d = sentences.shape[1]
    within, n = np.zeros((d, d)), 0
    for g in np.unique(groups[groups >= 0]):
        inside = sentences[groups == g] - sentences[groups == g].mean(0)
        within += inside.T @ inside
        n += len(inside) - 1
    within = within / n + RIDGE * np.trace(within / n) / d * np.eye(d)
    values, vectors = np.linalg.eigh(within)
    whiten = vectors @ np.diag(values**-0.5) @ vectors.T
    whiten /= np.linalg.norm(whiten, 2)
    between = np.linalg.eigh(np.cov(((sentences - sentences.mean(0)) @ whiten).T))[1]
    return whiten @ between[:, -N_DIRECTIONS:]


def kinship(rows: list[dict[str, Any]], groups: np.ndarray) -> dict[str, dict[str, float]]:
    """Return smoothed log-odds of two types of action in one commitment; each commitment counts by its members."""
    types = [main_type(r) for r in rows]
    names = sorted({t for t in types if t})
    at = np.array([names.index(t) if t else -1 for t in types])
    seen = np.zeros((len(names), len(names)))
    for g in np.unique(groups[groups >= 0]):
        inside = np.flatnonzero((groups == g) & (at >= 0))
        for i in inside:
            for j in inside:
                seen[at[i], at[j]] += (i != j) / max(len(inside) - 1, 1)
    share = np.bincount(at[at >= 0], minlength=len(names)) / max((at >= 0).sum(), 1)
    odds = np.log((seen + seen.T + 2) / (2 * np.outer(share, share) * seen.sum() + 2))
    return {a: {b: round(float(odds[i, j]), 4) for j, b in enumerate(names)} for i, a in enumerate(names)}


def pairs_of(rows: list[dict[str, Any]], learnt: Learnt) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return feature names, features of shape (n_pairs, n_features), and whether a pair is one commitment."""
    upper = np.triu_indices(len(rows), 1)
    found = {name: values[upper].astype(np.float32) for name, values in PairFeatures(rows, learnt)}
    groups = pd.factorize(pd.Series([r["gold"] for r in rows], dtype=object))[0]
    same = (groups[upper[0]] == groups[upper[1]]) & (groups[upper[0]] >= 0)
    return list(found), np.stack(list(found.values()), 1), same


def fit_weights(
    names: list[str], pairs: np.ndarray, same: np.ndarray
) -> tuple[dict[str, tuple[float, float, float]], float]:
    """Return (weight, mean, deviation) of each feature, and the bias."""
    mean, deviation = np.nanmean(pairs, 0), np.nanstd(pairs, 0) + 1e-6
    scaled = np.nan_to_num((pairs - mean) / deviation)
    model = LogisticRegression(C=C, max_iter=500).fit(scaled, same)
    rows = zip(model.coef_[0], mean, deviation, strict=True)
    weights = {n: tuple(round(float(x), 5) for x in row) for n, row in zip(names, rows, strict=True)}
    return weights, round(float(model.intercept_[0]), 5)  # type: ignore[return-value]


def probabilities(rows: list[dict[str, Any]], learnt: Learnt) -> np.ndarray:
    logits = combine(PairFeatures(rows, learnt), learnt)
    return 1 / (1 + np.exp(-(logits + logits.T) / 2))


def cross_validate(rows: list[dict[str, Any]]) -> tuple[list[tuple[list[dict[str, Any]], np.ndarray]], Learnt]:
    """Return, fold by fold, held-out rows with their probabilities, and the model of all."""
    folds = [[r for r in rows if fold_of(r["held"]) == f] for f in range(N_FOLDS)]
    rest = [[r for r in rows if fold_of(r["held"]) != f] for f in range(N_FOLDS)]
    tables = [learn_tables(r) for r in rest]
    parts = [pairs_of(fold, t) for fold, t in zip(folds, tables, strict=True)]
    names, out = parts[0][0], []
    for f in range(N_FOLDS):
        others = [parts[g] for g in range(N_FOLDS) if g != f]
        weights, bias = fit_weights(names, np.vstack([p[1] for p in others]), np.concatenate([p[2] for p in others]))
        out.append((folds[f], probabilities(folds[f], replace(tables[f], weights=weights, bias=bias))))
    weights, bias = fit_weights(names, np.vstack([p[1] for p in parts]), np.concatenate([p[2] for p in parts]))
    return out, replace(learn_tables(rows), weights=weights, bias=bias)


def average_precision(held_out: list[tuple[list[dict[str, Any]], np.ndarray]]) -> float:
    scores = []
    for rows, p in held_out:
        upper = np.triu_indices(len(rows), 1)
        gold = np.array([r["gold"] or f"~{i}" for i, r in enumerate(rows)])
        scores.append(average_precision_score((gold[:, None] == gold[None])[upper], p[upper]))
    return round(float(np.mean(scores)), 4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--without", type=Path)
    parser.add_argument("--seeds", type=Path)
    parser.add_argument("--out", type=Path, default=Path("models/pairs-1"))
    parser.add_argument("--test", action="store_true")
    args = parser.parse_args()
    lines = args.without.read_text(encoding="utf-8").splitlines() if args.without else []
    test_part = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    rows = tagged(composed(["train", "development"]) + corpus(args.corpus, None, test_part))
    held_out, learnt = cross_validate(rows)
    table = hidden_like(held_out)
    print(table)
    best = max(table.values())
    # real documents have fewer pairs than these samples, and a wrong group misleads more than a missing one
    threshold, f1 = max((t, f) for t, f in table.items() if f >= MAY_LOSE * best)
    print("held-out commitments: average precision", average_precision(held_out), "threshold", threshold, "pair F1", f1)
    scores: dict[str, Any] = {
        "average_precision_cv": average_precision(held_out),
        "pair_f1_cv": f1,
        "best_pair_f1_cv": best,
    }
    final = replace(learnt, threshold=threshold)
    if args.test:
        sets = {
            "composed_test": tagged(composed(["test"])),
            "corpus_test": tagged(corpus(args.corpus, test_part)),
        }
        if args.seeds:
            sets["seeds_in_corpus"] = rows_of_corpus(rows) + tagged(corpus(args.seeds, None))
        for name, part in sets.items():
            scores[name] = grouped_scores(part, probabilities(part, final), threshold)
            print(name, scores[name])
    save_learnt(
        final,
        args.out,
        {
            "scores": scores,
            "training": {"recommendations": len(rows), "splits": dict(Counter(r["split"] for r in rows))},
        },
    )


def rows_of_corpus(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [r for r in rows if r["split"] == "corpus"]


if __name__ == "__main__":
    main()

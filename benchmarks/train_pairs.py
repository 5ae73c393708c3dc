"""Train models/pairs-2-words and models/pairs-2: do two recommendations ask for the same measure?

Usage: python benchmarks/train_pairs.py --corpus GOLD --without FILE [--held FILE] [--seeds GOLD] [--out FOLDER] [--test]

Learns from the tags that the pipeline gives (segmentation is taken as right). The tables (weights of lemmas, directions of measures,
kinship of types) come from all training texts; the regression over them sees features whose tables were learnt without the
commitments of the pair (four folds, whole commitments apart): pairs-2-words. With --held, the vectors of the development part by an
encoder that had not seen it (train_sentences.py), a second regression over the first one's log-odds and the cosine of the vectors gives
pairs-2. Pairs of different data sets are left out: whether they are the same, nobody has said. The threshold is chosen on the composed
collections, which neither learns from. --test scores the composed test split and the test part of the corpus once.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pair_scores import Held, by_threshold, grouped_scores
from pair_tables import tagged
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from training_texts import (
    DEVELOPMENT,
    N_FOLDS,
    composed,
    composed_collections,
    digest,
    folds_of,
    gold,
    read_ids,
    training_texts,
)

from civictext.annotate.sentence_vectors import MODEL as ENCODER
from civictext.cluster.lexicon import MODEL, NAVEC, WORDS_MODEL, Learnt, load_lemma_vectors, save_learnt
from civictext.cluster.pair_features import PairFeatures, unit
from civictext.cluster.pair_model import combine
from civictext.cluster.words import concepts, content_words

N_DIRECTIONS, RIDGE, C = 150, 1.0, 0.01
#: share of the best F1 that the threshold keeps, the largest such threshold is taken
MAY_LOSE = 0.99
ZERO = np.zeros(1, np.float32)


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
    bare = Learnt(idf, float(np.log(1 + len(rows)) + 1), ids, vectors, scale, ZERO, ZERO, np.zeros(NAVEC, np.float32), ZERO, kinship(rows, groups), weight, spoken, {}, 0.0, 0.5, WORDS_MODEL)  # fmt: skip
    features = PairFeatures(rows, bare)
    sentences = features.field_vectors("all")
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


def within(rows: list[dict[str, Any]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of one data set, as two arrays of positions."""
    families = pd.factorize(pd.Series([r["family"] for r in rows]))[0]
    first, second = np.triu_indices(len(rows), 1)
    kept = families[first] == families[second]
    return first[kept], second[kept]


def same_commitment(rows: list[dict[str, Any]], at: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    groups = pd.factorize(pd.Series([r["gold"] for r in rows], dtype=object))[0]
    return (groups[at[0]] == groups[at[1]]) & (groups[at[0]] >= 0)


def pairs_of(rows: list[dict[str, Any]], learnt: Learnt) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return feature names, features of shape (n_pairs, n_features), and whether a pair is one commitment."""
    at = within(rows)
    found = {name: values[at].astype(np.float32) for name, values in PairFeatures(rows, learnt)}
    return list(found), np.stack(list(found.values()), 1), same_commitment(rows, at)


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


def log_odds(rows: list[dict[str, Any]], learnt: Learnt, sentences: np.ndarray | None = None) -> np.ndarray:
    found = combine(PairFeatures(rows, learnt, sentences), learnt)
    return (found + found.T) / 2


def probabilities(logits: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-logits.clip(-30, 30)))


def cross_validate(folds: list[list[dict[str, Any]]]) -> tuple[list[np.ndarray], Learnt]:
    """Return the held-out log-odds of each fold, and the model of all."""
    rest = [[r for g, fold in enumerate(folds) if g != f for r in fold] for f in range(len(folds))]
    tables = [learn_tables(r) for r in rest]
    parts = [pairs_of(fold, t) for fold, t in zip(folds, tables, strict=True)]
    names, out = parts[0][0], []
    for f, fold in enumerate(folds):
        others = [parts[g] for g in range(len(folds)) if g != f]
        weights, bias = fit_weights(names, np.vstack([p[1] for p in others]), np.concatenate([p[2] for p in others]))
        out.append(log_odds(fold, replace(tables[f], weights=weights, bias=bias)))
    weights, bias = fit_weights(names, np.vstack([p[1] for p in parts]), np.concatenate([p[2] for p in parts]))
    everything = [r for fold in folds for r in fold]
    return out, replace(learn_tables(everything), weights=weights, bias=bias)


def by_family(rows: list[dict[str, Any]], p: np.ndarray) -> Held:
    """Return the rows of each data set with their probabilities."""
    found = []
    for family in sorted({r["family"] for r in rows}):
        at = [i for i, r in enumerate(rows) if r["family"] == family]
        found.append(([rows[i] for i in at], p[np.ix_(at, at)]))
    return found


def average_precision(held_out: Held) -> float:
    """Return the mean over parts."""
    scores = []
    for rows, p in held_out:
        at = within(rows)
        scores.append(average_precision_score(same_commitment(rows, at), p[at]))
    return round(float(np.mean(scores)), 4)


def settled(collections: Held) -> tuple[float, dict[str, float]]:
    """Return the threshold and the scores on the collections.

    A wrong group misleads more than a missing one: the largest threshold that keeps `MAY_LOSE` of the best F1 is taken.
    """
    table = by_threshold(collections)
    best = max(table.values())
    threshold, f1 = max((t, f) for t, f in table.items() if f >= MAY_LOSE * best)
    scores = {"average_precision": average_precision(collections), "pair_f1": f1, "best_pair_f1": best}
    print(table, scores, "threshold", threshold, flush=True)
    return threshold, scores


def with_sentences(words: np.ndarray, cosines: np.ndarray, same: np.ndarray) -> tuple[float, float, float]:
    """Return factor of the words' log-odds, weight of the cosine, and bias."""
    model = LogisticRegression(C=1.0, max_iter=500).fit(np.stack([words, 10 * cosines], 1), same)
    return float(model.coef_[0][0]), float(10 * model.coef_[0][1]), float(model.intercept_[0])


def stacked(rows: list[dict[str, Any]], words: np.ndarray, vectors: np.ndarray) -> tuple[np.ndarray, tuple[float, float, float]]:  # fmt: skip
    """Return held-out log-odds of words and vectors (two halves, whole commitments apart), and the line fitted on all."""
    cosines = vectors @ vectors.T
    half = np.array([digest(r["held"]) // N_FOLDS % 2 for r in rows])
    out = np.full(words.shape, np.nan)
    first, second = within(rows)
    same = same_commitment(rows, (first, second))
    for h in (0, 1):
        seen = (half[first] == h) & (half[second] == h)
        a, b, c = with_sentences(words[first, second][seen], cosines[first, second][seen], same[seen])
        # a pair across the halves was seen by neither line
        for i, j in ((1 - h, 1 - h), (1 - h, h)):
            at = np.ix_(half == i, half == j)
            out[at] = a * words[at] + b * cosines[at] + c
    return (out + out.T) / 2, with_sentences(words[first, second], cosines[first, second], same)


def held_vectors(path: Path, rows: list[dict[str, Any]]) -> np.ndarray:
    with np.load(path, allow_pickle=False) as file:
        place = {t: i for i, t in enumerate(file["texts"].tolist())}
        return file["vectors"][[place[r["text"]] for r in rows]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--without", type=Path, required=True)
    parser.add_argument("--held", type=Path)
    parser.add_argument("--seeds", type=Path)
    parser.add_argument("--out", type=Path, default=Path("models"))
    parser.add_argument("--test", action="store_true")
    args = parser.parse_args()
    without = read_ids(args.without)
    texts = training_texts(args.corpus, without)
    rows = tagged(texts)
    folds = [[r for r, f in zip(rows, folds_of(texts), strict=True) if f == fold] for fold in range(N_FOLDS)]
    logits, words = cross_validate(folds)
    apart = [x for fold, odds in zip(folds, logits, strict=True) for x in by_family(fold, probabilities(odds))]
    found_on = tagged(composed_collections())
    models = [(words, {"held_out_average_precision": average_precision(apart)})]
    if args.held:
        held = folds[DEVELOPMENT]
        alone = average_precision(by_family(held, probabilities(logits[DEVELOPMENT])))
        odds, (a, b, c) = stacked(held, logits[DEVELOPMENT], held_vectors(args.held, held))
        weights = {n: (round(a * w, 5), m, d) for n, (w, m, d) in words.weights.items()} | {"sentence": (round(b, 5), 0.0, 1.0)}  # fmt: skip
        both = replace(words, weights=weights, bias=round(a * words.bias + c, 5), name=MODEL, encoder=ENCODER)
        with_vectors = average_precision(by_family(held, probabilities(odds)))
        models.append((both, {"held_out_average_precision": with_vectors, "words_alone": alone}))
    sets: dict[str, list[dict[str, Any]]] = {"seeds": tagged(gold(args.seeds))} if args.seeds else {}
    if args.test:
        sets |= {"composed_test": tagged(composed(["test"])), "corpus_test": tagged(gold(args.corpus, only=without))}
    training = {"recommendations": len(rows), "sources": dict(Counter(t.source for t in texts))}
    for bare, scores in models:
        threshold, chosen = settled(by_family(found_on, probabilities(log_odds(found_on, bare))))
        model = replace(bare, threshold=threshold)
        found: dict[str, Any] = {**scores, "collections": chosen}
        for name, part in sets.items():
            found[name] = grouped_scores(part, probabilities(log_odds(part, model)), model.threshold)
            print(model.name, name, found[name], flush=True)
        save_learnt(model, args.out / model.name, {"scores": found, "training": training})


if __name__ == "__main__":
    main()

"""Pairwise and B-cubed F1 of encoders × groupers, with and without the pair model, when the segmentation is right.

Usage: python benchmarks/groupers.py --corpus GOLD --without TEST_IDS [--seeds GOLD] [--e5] [--test]

Recommendations carry the tags that the pipeline gives. Working part of the corpus: four folds of whole documents (a series stays
together). A grouper's one number (threshold, distance, share of groups) is the best of the other folds; a pair model learns without the
fold's documents and without every text of their commitments, and is cut at the threshold that ships. Recommendations of a fold
are grouped among themselves. Composed collections (each by itself), seeds and, with --test, the test part of the corpus and the composed test
split: the number is the best of the whole working part, the pair models are those that ship. `sentences` learnt from the working
part, its figures there flatter, and the pair models' threshold was chosen on the collections.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from pair_scores import f1, pair_counts
from pair_tables import tagged
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.cluster import HDBSCAN, KMeans
from train_pairs import fit_weights, learn_tables, log_odds, pairs_of, probabilities
from training_texts import N_FOLDS, composed, composed_collections, digest, folds_of, gold, read_ids, training_texts

from civictext.annotate.sentence_vectors import sentence_vectors
from civictext.cluster import make_encoder
from civictext.cluster.lexicon import MODEL, WORDS_MODEL, load_learnt
from civictext.evaluate import bcubed

Rows = list[dict[str, Any]]
#: similarities of shape (n, n), vectors or None, the one number → labels
Grouper = Callable[[np.ndarray, np.ndarray | None, float], np.ndarray]
CUTS = tuple(round(0.05 * i, 2) for i in range(1, 20))
ENCODERS = ("tfidf", "lsa", "navec", "hybrid", "sentences")


def linked(method: str) -> Grouper:
    def group(similarities: np.ndarray, vectors: np.ndarray | None, cut: float) -> np.ndarray:
        distances = np.clip(1 - similarities, 0, None).astype(float)
        np.fill_diagonal(distances, 0)
        return fcluster(linkage(squareform(distances, checks=False), method), 1 - cut, "distance")

    return group


def dense(similarities: np.ndarray, vectors: np.ndarray | None, cut: float) -> np.ndarray:
    distances = np.clip(1 - similarities, 0, None).astype(float)
    np.fill_diagonal(distances, 0)
    found = HDBSCAN(min_cluster_size=2, min_samples=1, metric="precomputed", copy=True).fit_predict(
        distances
    )  # it finds its own cut
    return np.where(found < 0, len(found) + np.arange(len(found)), found)


def centred(similarities: np.ndarray, vectors: np.ndarray | None, cut: float) -> np.ndarray:
    assert vectors is not None
    return KMeans(max(1, round(cut * len(vectors))), n_init=1, random_state=0).fit_predict(vectors)


GROUPERS: dict[str, Grouper] = {"average": linked("average"), "complete": linked("complete"), "components": linked("single"), "HDBSCAN": dense, "k-means": centred}  # fmt: skip


def counted(rows: Rows, labels: np.ndarray) -> tuple[np.ndarray, list[tuple[int, str]]]:
    """Return the counts of pairs, and (group, commitment) of each recommendation."""
    own = [r["gold"] or f"~{r['rec_id']}" for r in rows]
    return pair_counts(rows, labels), list(zip(labels.tolist(), own, strict=True))


def scored(parts: Sequence[tuple[np.ndarray, list[tuple[int, str]]]]) -> str:
    """Return pairwise F1 and B-cubed F1 of parts that were grouped apart."""
    pairs = [(f"{k}/{label}", own) for k, (_, part) in enumerate(parts) for label, own in part]
    return f"{f1(sum(c for c, _ in parts)):.3f} / {bcubed(pairs)[2]:.3f}"


def cosines(name: str, rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    encoder = make_encoder(name)
    vectors = encoder.encode([r[encoder.reads] for r in rows])
    return np.clip(vectors @ vectors.T, 0, 1), vectors


def best_cut(group: Grouper, parts: Sequence[tuple[Rows, np.ndarray, np.ndarray]]) -> float:
    """Return the number under which pairwise F1 over parts is best."""
    totals = {cut: sum(pair_counts(r, group(s, v, cut)) for r, s, v in parts) for cut in CUTS}
    return max(CUTS, key=lambda cut: f1(totals[cut]))


def document_folds(rows: Rows, series: dict[str, str]) -> list[Rows]:
    """Return the recommendations of four groups of documents; those of a series stay together."""
    out: list[Rows] = [[] for _ in range(N_FOLDS)]
    for r in rows:
        out[digest(series.get(r["doc_id"], r["doc_id"])) % N_FOLDS].append(r)
    return out


def series_of(corpus: Path) -> dict[str, str]:
    """Return document → its series, of `series.json` beside the gold labels."""
    path = corpus.parent / "series.json"
    found = json.loads(path.read_text(encoding="utf-8"))["series"] if path.exists() else []
    return {doc: one["event"] for one in found for doc in one["docs"]}


def fold_models(everything: Rows, fold: Rows, folds: Sequence[int]) -> Any:
    """Return the words model learnt without a fold's documents and without all texts of its commitments."""
    documents, wanted = {r["doc_id"] for r in fold}, {r["gold"] for r in fold if r["gold"]}
    kept = [(r, f) for r, f in zip(everything, folds, strict=True) if r["doc_id"] not in documents and r["gold"] not in wanted and r["held"] not in wanted]  # fmt: skip
    parts = [[r for r, f in kept if f == k] for k in range(N_FOLDS)]
    names: list[str] = []
    pairs, same = [], []
    for k in range(N_FOLDS):
        names, x, y = pairs_of(parts[k], learn_tables([r for j in range(N_FOLDS) if j != k for r in parts[j]]))
        pairs.append(x)
        same.append(y)
    weights, bias = fit_weights(names, np.vstack(pairs), np.concatenate(same))
    return replace(learn_tables([r for r, _ in kept]), weights=weights, bias=bias)


def with_cosine(words: np.ndarray, rows: Rows) -> np.ndarray:
    """Return log-odds of words and of sentence vectors together, in the proportion that ships."""
    shipped, alone = load_learnt(MODEL), load_learnt(WORDS_MODEL)
    some = max(alone.weights, key=lambda name: abs(alone.weights[name][0]))
    factor = shipped.weights[some][0] / alone.weights[some][0]
    vectors = sentence_vectors([r["text"] for r in rows], shipped.encoder)  # type: ignore[arg-type]
    return factor * words + shipped.weights["sentence"][0] * (vectors @ vectors.T) + shipped.bias - factor * alone.bias


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--without", type=Path, required=True)
    parser.add_argument("--seeds", type=Path)
    parser.add_argument("--e5", action="store_true")
    parser.add_argument("--test", action="store_true")
    args = parser.parse_args()
    without = read_ids(args.without)
    working = tagged(gold(args.corpus, without=without))
    folds = document_folds(working, series_of(args.corpus))
    found_on = tagged(composed_collections())
    others = {
        "collections": [[r for r in found_on if r["family"] == f] for f in sorted({r["family"] for r in found_on})]
    }
    if args.seeds:
        others["seeds"] = [tagged(gold(args.seeds))]
    if args.test:
        others |= {
            "corpus test": [tagged(gold(args.corpus, only=without))],
            "composed test": [tagged(composed(["test"]))],
        }
    print(f"{len(working)} recommendations, folds {[len(f) for f in folds]}; pairwise F1 / B-cubed F1")
    print(f"{'similarity':14s} {'grouper':12s}", *(name.ljust(15) for name in ("working", *others)))
    for name in (*ENCODERS, *(["e5"] if args.e5 else [])):
        parts = [(fold, *cosines(name, fold)) for fold in folds]
        whole = (working, *cosines(name, working))
        rest = [[(r, *cosines(name, r)) for r in sets] for sets in others.values()]
        for grouper, group in GROUPERS.items():
            held = []
            for k, (rows, s, v) in enumerate(parts):
                cut = best_cut(group, [p for j, p in enumerate(parts) if j != k])
                held.append(counted(rows, group(s, v, cut)))
            cut = best_cut(group, [whole])
            shown = [scored([counted(r, group(s, v, cut)) for r, s, v in sets]) for sets in rest]
            print(f"{name:14s} {grouper:12s}", *(x.ljust(15) for x in (scored(held), *shown)), f"({cut})", flush=True)
    texts = training_texts(args.corpus, without)
    everything, apart = tagged(texts), folds_of(texts)
    words = [log_odds(fold, fold_models(everything, fold, apart)) for fold in folds]
    both = [with_cosine(odds, fold) for odds, fold in zip(words, folds, strict=True)]
    for name, odds in ((WORDS_MODEL, words), (MODEL, both)):
        model = load_learnt(name)
        rest_p = [[(r, probabilities(log_odds(r, model))) for r in sets] for sets in others.values()]
        for grouper, group in GROUPERS.items():
            if grouper == "k-means":
                continue
            held = [counted(r, group(probabilities(o), None, model.threshold)) for r, o in zip(folds, odds, strict=True)]  # fmt: skip
            shown = [scored([counted(r, group(p, None, model.threshold)) for r, p in sets]) for sets in rest_p]
            print(f"{name:14s} {grouper:12s}", *(x.ljust(15) for x in (scored(held), *shown)), f"({model.threshold})", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()

"""Gold pairs found among the nearest k recommendations, for each encoder: what is not proposed is never scored.

Usage: python benchmarks/candidates.py --corpus CORPUS/gold [--without FILE] [--e5]

Recommendations are the working part of the corpus and the composed commitments (train and development). The directions of
"measures" are learnt without the commitments that are looked for (five folds). A pair counts as found when one of the two is
among the neighbours of the other. Pools: the corpus alone, and the corpus among all composed commitments, which are harder.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from pair_tables import tagged
from train_pairs import learn_tables
from training_texts import composed, digest, gold, read_ids

from civictext.cluster import make_encoder
from civictext.cluster.candidates import WORDS
from civictext.cluster.neighbours import nearest
from civictext.cluster.pair_features import PairFeatures

KS = (20, 50, 80)
N_FOLDS = 5
#: fold → vectors of all recommendations
Space = Callable[[int], np.ndarray]


def fold_of(row: dict[str, Any]) -> int:
    return digest(row["held"]) % N_FOLDS


def same_everywhere(vectors: np.ndarray) -> Space:
    return lambda fold: vectors


def spaces(rows: list[dict[str, Any]], names: list[str]) -> dict[str, Space]:
    """Return the vectors of each encoder, and of what proposes neighbours by default ("measures+lsa")."""
    out: dict[str, Space] = {}
    for name in names:
        encoder = make_encoder(name)
        out[name] = same_everywhere(encoder.encode([r[encoder.reads] for r in rows]))
    learnt = [learn_tables([r for r in rows if fold_of(r) != f]) for f in range(N_FOLDS)]
    places = [PairFeatures(rows, tables).measure_vectors() for tables in learnt]
    words = make_encoder("lsa").encode([r["lemmas"] for r in rows])
    out["measures"] = lambda f: places[f]
    out["measures+lsa"] = lambda f: np.hstack([places[f], WORDS * words])
    return out


def recall(rows: list[dict[str, Any]], pool: np.ndarray, wanted: np.ndarray, space: Space) -> list[float]:
    """Return the share of the gold pairs among `wanted` rows that neighbours within `pool` propose, for each k."""
    found, n = np.zeros(len(KS)), 0
    for fold in range(N_FOLDS):
        neighbours = nearest(space(fold)[pool], max(KS))
        wordings = [rows[i]["gold"] if wanted[i] and fold_of(rows[i]) == fold else None for i in pool]
        pairs = [
            (a, b)
            for a in range(len(pool))
            for b in range(a + 1, len(pool))
            if wordings[a] and wordings[a] == wordings[b]
        ]
        n += len(pairs)
        near = [{b: place for place, b in enumerate(row.tolist())} for row in neighbours]
        far = max(KS)
        places = np.array([min(near[a].get(b, far), near[b].get(a, far)) for a, b in pairs], int)
        found += [(places < most).sum() for most in KS]
    return [round(float(x), 3) for x in found / max(n, 1)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--without", type=Path)
    parser.add_argument("--e5", action="store_true")
    args = parser.parse_args()
    without = read_ids(args.without) if args.without else []
    rows = tagged(composed(("train", "development")) + gold(args.corpus, without=without))
    real = np.array([r["split"] == "corpus" for r in rows])
    everything, alone = np.arange(len(rows)), np.flatnonzero(real)
    print(f"{len(rows)} recommendations, {real.sum()} of the corpus; recall at k = {KS}")
    print(f"{'':14s} {'corpus alone':24s} {'corpus among all':24s} {'composed among all':24s}")
    for name, space in spaces(rows, ["tfidf", "lsa", "navec", "hybrid", *(["e5"] if args.e5 else [])]).items():
        scores = [recall(rows, *at, space) for at in ((alone, real), (everything, real), (everything, ~real))]
        print(f"{name:14s}", *(" ".join(f"{x:.3f}" for x in s).ljust(24) for s in scores), flush=True)


if __name__ == "__main__":
    main()

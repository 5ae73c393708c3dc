"""Time, memory and quality of clustering on generated recommendations with known commitments.

Usage: python benchmarks/clusters.py [--sizes 1000,10000,100000] [--others] [--limit SECONDS] [--exact]

A generated commitment is a measure (verb, adjective, noun, beneficiary) of the composed commitments' vocabulary; each of its
wordings exchanges words for near ones (by the vectors of lemmas), drops some and adds noise. Four in ten stand alone. Each size runs in a
process of its own, so that its peak memory is its own. --others runs scikit-learn's k-means and HDBSCAN on navec's vectors
beside it, BERTopic too where it is installed; one that takes longer than --limit is stopped. --exact scores all pairs by the model that has
neighbours only above its limit: what the neighbours lose.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from civictext.cluster import CommitmentClusterer, make_encoder
from civictext.cluster.lexicon import WORDS_MODEL, load_learnt
from civictext.cluster.words import part_of_speech
from civictext.evaluate import bcubed, pair_counts

NEAR, N_WORDS, MOST = 4, 3000, 12
BENEFICIARIES = ("youth", "families", "nonprofits", "elderly", "volunteers")


def vocabulary() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return frequent words by part of speech, and the near words of each."""
    learnt = load_learnt()
    words = sorted(w for w in learnt.idf if w in learnt.ids and len(w) > 3)
    words = sorted(words, key=lambda w: (learnt.idf[w], w))[:N_WORDS]
    vectors = learnt.vectors[[learnt.ids[w] for w in words]].astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    near = np.argsort(-(vectors @ vectors.T), 1, kind="stable")[:, 1 : NEAR + 1]
    kinds: dict[str, list[str]] = {}
    for word in words:
        kinds.setdefault(part_of_speech(word), []).append(word)
    return kinds, {w: [words[k] for k in near[i]] for i, w in enumerate(words)}


def generate(n: int, seed: int = 0) -> tuple[pd.DataFrame, list[int]]:
    """Return a table of recommendations and the commitment of each."""
    rng = np.random.default_rng(seed)
    kinds, near = vocabulary()
    tagged: list[dict[str, Any]] = []
    gold: list[int] = []
    while len(tagged) < n:
        measure = [draw(kinds[k], rng) for k in ("VERB", "ADJ", "NOUN", "NOUN", "NOUN")]
        wordings = 1 if rng.random() < 0.4 else 2 + int(rng.integers(MOST - 1))
        for _ in range(min(wordings, n - len(tagged))):
            said = [draw(near[w], rng) if rng.random() < 0.25 else w for w in measure]
            kept = [w for w in said if rng.random() > 0.1]
            kept += [draw(kinds["NOUN"], rng) for _ in range(int(rng.integers(3)))]
            tagged.append({"text": " ".join(kept) or measure[2], **tags(measure, said, rng)})
            gold.append(len(gold) if wordings == 1 else -1)
        if wordings > 1:
            gold = [len(tagged) + n if g == -1 else g for g in gold]
    order = rng.permutation(n)
    table = pd.DataFrame([tagged[i] for i in order], dtype=object)
    table.insert(0, "doc_id", [f"d{i // 20}" for i in range(n)])
    return table.assign(lemmas=table["text"]), [gold[i] for i in order]


def draw(words: Sequence[str], rng: np.random.Generator) -> str:
    return words[int(rng.integers(len(words)))]


def of_word(word: str, names: Sequence[str]) -> str:
    return names[zlib.crc32(word.encode()) % len(names)]


def tags(measure: list[str], said: list[str], rng: np.random.Generator) -> dict[str, Any]:
    """Return action, theme and beneficiary as a tagger would find them: of the wording's own words, a fifth of them wrong."""
    kinds, themes = list(load_learnt().kinship), list(load_learnt().theme_weight)
    wrong = rng.random(3) < 0.2
    action = {
        "predicate": said[0],
        "type": draw(kinds, rng) if wrong[0] else of_word(measure[0], kinds),
        "object_lemma": " ".join(said[1:4]),
    }
    theme = draw(themes, rng) if wrong[1] else of_word(measure[2], themes)
    actors = [] if wrong[2] else [{"category": of_word(measure[4], BENEFICIARIES), "role": "beneficiary"}]
    return {"actions": [action], "themes": [{"id": theme}], "actors": actors}


def ours(table: pd.DataFrame) -> np.ndarray:
    return CommitmentClusterer().fit_predict(table)


def all_pairs(table: pd.DataFrame) -> np.ndarray:
    from civictext.cluster.linkage import average_linkage
    from civictext.cluster.pair_model import same_measure
    from civictext.tables import rows

    learnt = load_learnt(WORDS_MODEL)
    return average_linkage(same_measure(rows(table), learnt), learnt.threshold)


def navec_vectors(table: pd.DataFrame) -> np.ndarray:
    return make_encoder("navec").encode(table["lemmas"].tolist()).astype(np.float32)


def k_means(table: pd.DataFrame) -> np.ndarray:
    from sklearn.cluster import MiniBatchKMeans

    return MiniBatchKMeans(len(table) // 5, random_state=0, n_init=1).fit_predict(navec_vectors(table))


def hdbscan(table: pd.DataFrame) -> np.ndarray:
    from sklearn.cluster import HDBSCAN

    return HDBSCAN(min_cluster_size=2, copy=True).fit_predict(navec_vectors(table))


def bertopic(table: pd.DataFrame) -> np.ndarray:
    from bertopic import BERTopic

    return np.array(
        BERTopic("multilingual", min_topic_size=2).fit_transform(table["text"].tolist(), navec_vectors(table))[0]
    )


METHODS: dict[str, Callable[[pd.DataFrame], np.ndarray]] = {"civictext": ours, "all pairs": all_pairs, "k-means": k_means, "hdbscan": hdbscan, "bertopic": bertopic}  # fmt: skip


def measure(method: str, n: int) -> None:
    table, gold = generate(n)
    start, cpu = time.perf_counter(), time.process_time()
    labels = METHODS[method](table)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    pairs = list(zip(labels.tolist(), gold, strict=True))
    score, b3 = pair_counts(pairs), bcubed(pairs)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{method:10s} {n:7d} {seconds:8.1f} s (processor {cpu:.1f} s) {peak:6.2f} GB  pair F1 {score.f1:.3f} (precision {score.precision:.3f}, recall {score.recall:.3f})  B-cubed {b3[2]:.3f}", flush=True)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--others", action="store_true")
    parser.add_argument("--exact", action="store_true")
    parser.add_argument("--limit", type=int, default=600)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        measure(args.one, int(args.sizes))
        return
    for n in (int(x) for x in args.sizes.split(",")):
        others = [m for m in METHODS if m not in ("civictext", "all pairs")] if args.others else []
        for method in ["civictext", *(["all pairs"] if args.exact else []), *others]:
            if method == "bertopic" and importlib.util.find_spec("bertopic") is None:
                print(f"bertopic   {n:7d} not measured: not installed", flush=True)
                continue
            try:
                subprocess.run([sys.executable, __file__, "--one", method, "--sizes", str(n)], check=True, timeout=args.limit)  # fmt: skip
            except subprocess.TimeoutExpired:
                print(f"{method:10s} {n:7d} stopped after {args.limit} s", flush=True)


if __name__ == "__main__":
    main()

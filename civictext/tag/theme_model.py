"""A trained multi-label classifier of themes: words and vectors in, log-odds out, and which words say so. numpy only; trains nothing.

The features are TF-IDF of lemmas and pairs of lemmas, the mean of navec's vectors and of the distilled vectors of
models/lemmas-1 (words weighed by idf and focus) and, in a model that says so, the sentence's vector from an encoder.
The model is linear, so that each word's part in the log-odds can be told.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from spacy.tokens import Token

from civictext.annotate.word_vectors import lemma_vectors, unit
from civictext.resources import model_folder
from civictext.tag.lexicon import fold

#: format of the model folder that this version reads
FORMAT = 2
MODEL = "themes-2"
COMMAND = "python benchmarks/train_themes.py"
#: parts of speech that say nothing of a theme
EMPTY = frozenset(["ADP", "CCONJ", "SCONJ", "PUNCT", "PRON", "DET", "PART", "NUM", "SYM", "SPACE"])
#: factors of the blocks of features beside TF-IDF, which has length 1; chosen by cross-validation
NAVEC_FACTOR, LEMMA_FACTOR, SENTENCE_FACTOR = 2.0, 2.0, 3.0


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the classifier sees it: folded lemma, weight by focus, position among the tokens (-1: of no text)."""

    lemma: str
    weight: float = 1.0
    position: int = -1


def theme_words(tokens: Sequence[Token], focus: Sequence[float]) -> list[Word]:
    """Return the words of a recommendation that may say something of its themes; an addressee's name does not."""
    found = []
    for position, (token, weight) in enumerate(zip(tokens, focus, strict=True)):
        lemma = fold(token.lemma_)
        if token.pos_ not in EMPTY and len(lemma) > 1 and weight > 0:
            found.append(Word(lemma, weight, position))
    return found


def terms_of(lemmas: Sequence[str]) -> list[str]:
    """Return lemmas and pairs of neighbours.

    Examples
    --------
    >>> terms_of(["ремонт", "двор"])
    ['ремонт', 'двор', 'ремонт двор']
    """
    return [*lemmas, *(f"{a} {b}" for a, b in pairwise(lemmas))]


@dataclass(frozen=True)
class Vocabulary:
    """Terms with their columns and idf (smoothed, plus one, as scikit-learn has it)."""

    columns: Mapping[str, int]
    idf: np.ndarray
    rare: float

    def tfidf(self, lemmas: Sequence[str]) -> tuple[list[int], np.ndarray]:
        """Return the columns of a text's terms and their values: (1 + ln n)·idf, of length 1 together."""
        counts = Counter(self.columns[t] for t in terms_of(lemmas) if t in self.columns)
        columns = sorted(counts)
        values = (1 + np.log([counts[c] for c in columns])) * self.idf[columns] if columns else np.zeros(0)
        return columns, values / (np.linalg.norm(values) or 1)

    def weight(self, lemma: str) -> float:
        """Return the idf of a lemma in the mean of vectors; `rare` for one that training met once or never."""
        return float(self.idf[self.columns[lemma]]) - 1 if lemma in self.columns else self.rare


def weighed_vectors(words: Sequence[Word], vocabulary: Vocabulary) -> np.ndarray:
    """Return each word's part in the text's vectors, ndarray of shape (n_words, 300 + n_dimensions); they sum to the text's block."""
    weights = np.array([w.weight * vocabulary.weight(w.lemma) for w in words], np.float32)[:, None]
    blocks = []
    for block, factor in zip(lemma_vectors([w.lemma for w in words]), (NAVEC_FACTOR, LEMMA_FACTOR), strict=True):
        parts = block * weights
        blocks.append(factor * parts / (np.linalg.norm(parts.sum(0)) or 1))
    return np.hstack(blocks)


def centred(sentences: np.ndarray, center: np.ndarray) -> np.ndarray:
    """Return sentence vectors minus their usual mean, times their factor."""
    return SENTENCE_FACTOR * unit(sentences - center)


@dataclass(frozen=True)
class ThemeModel:
    """What training left.

    Attributes
    ----------
    name : str
    themes : tuple of str
    vocabulary : Vocabulary
    term_weights : ndarray of shape (n_terms, n_themes)
    vector_weights : ndarray of shape (n_dimensions, n_themes)
        For navec, the distilled vectors and, if the model has an encoder, the sentence's.
    bias : ndarray of shape (n_themes,)
    center : ndarray of shape (n_dimensions,) or (0,)
        Mean of the encoder's vectors in training; empty for a model without an encoder.
    settings : mapping
        For ``model`` and ``both``: rule_weight (log-odds for a rule score of 1), slope and intercept (calibration), threshold, ratio.
    encoder : str or None
        Encoder of `civictext.annotate.encoders` whose vector of the sentence the model wants.
    """

    name: str
    themes: tuple[str, ...]
    vocabulary: Vocabulary
    term_weights: np.ndarray
    vector_weights: np.ndarray
    bias: np.ndarray
    center: np.ndarray
    settings: Mapping[str, Mapping[str, float]]
    encoder: str | None = None

    def with_settings(self, settings: Mapping[str, Mapping[str, float]]) -> ThemeModel:
        """Return the model with other settings."""
        return replace(self, settings=settings)

    def named(self, name: str) -> ThemeModel:
        """Return the model under another name; tags say ``model:NAME``."""
        return replace(self, name=name)

    def word_shares(self, words: Sequence[Word]) -> np.ndarray:
        """Return each word's part in the log-odds of each theme, ndarray of shape (n_words, n_themes); a pair counts half to each."""
        lemmas = [w.lemma for w in words]
        parts = weighed_vectors(words, self.vocabulary)
        shares: np.ndarray = parts @ self.vector_weights[: parts.shape[1]]
        columns, values = self.vocabulary.tfidf(lemmas)
        share_of = {c: v * self.term_weights[c] for c, v in zip(columns, values, strict=True)}
        terms = terms_of(lemmas)
        counts = Counter(terms)
        for i, term in enumerate(terms):
            part = share_of.get(self.vocabulary.columns.get(term, -1))
            if part is None:
                continue
            places = [i] if i < len(lemmas) else [i - len(lemmas), i - len(lemmas) + 1]
            shares[places] += part / counts[term] / len(places)
        return shares

    def log_odds(self, shares: np.ndarray, sentence: np.ndarray | None = None) -> np.ndarray:
        """Return the log-odds of each theme from the words' parts and, for a model with an encoder, the sentence's vector."""
        total: np.ndarray = shares.sum(0) + self.bias
        if self.encoder is not None and sentence is not None:
            vector = centred(sentence[None], self.center)[0]
            total = total + vector @ self.vector_weights[-len(vector) :]
        return total

    def probabilities(self, log_odds: np.ndarray, rules: np.ndarray, mode: str) -> np.ndarray:
        """Return calibrated probabilities from log-odds and rule scores; `mode` is ``model`` or ``both``."""
        s = self.settings[mode]
        found: np.ndarray = 1 / (
            1 + np.exp(-(s["slope"] * (log_odds + s["rule_weight"] * rules) + s["intercept"]).clip(-30, 30))
        )
        return found


def save_theme_model(model: ThemeModel, folder: Path, meta: Mapping[str, Any]) -> None:
    """Write a model folder: ``arrays.npz`` (no pickle), ``terms.txt``, ``meta.json`` with `meta` added. The same model gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {"term_weights": model.term_weights, "vector_weights": model.vector_weights, "bias": model.bias}
    halves: dict[str, Any] = {k: np.ascontiguousarray(a, np.float16) for k, a in names.items()}
    np.savez(
        folder / "arrays.npz",
        idf=model.vocabulary.idf.astype(np.float32),
        center=model.center.astype(np.float32),
        **halves,
    )
    terms = sorted(model.vocabulary.columns, key=lambda t: model.vocabulary.columns[t])
    (folder / "terms.txt").write_text("\n".join(terms) + "\n", encoding="utf-8")
    values = {"format": FORMAT, "name": model.name, "themes": list(model.themes), "rare": model.vocabulary.rare, "settings": model.settings, "encoder": model.encoder}  # fmt: skip
    text = json.dumps(values | dict(meta), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "meta.json").write_text(text + "\n", encoding="utf-8")


@cache
def load_theme_model(model: str = MODEL) -> ThemeModel:
    """Return a model: one that comes with civictext by name, or the folder of one of your own.

    Raises
    ------
    FileNotFoundError
        If there is no such model.
    ValueError
        If its format is another one.
    """
    way_out = f"give {MODEL}, themes-2-navec, themes-2-e5 or a folder; models are built with {COMMAND}"
    folder, meta = model_folder(model, "theme model", FORMAT, way_out)
    with np.load(folder / "arrays.npz", allow_pickle=False) as file:
        arrays = {k: file[k].astype(np.float32) for k in file.files}
    terms = (folder / "terms.txt").read_text(encoding="utf-8").splitlines()
    vocabulary = Vocabulary({t: i for i, t in enumerate(terms)}, arrays.pop("idf"), meta["rare"])
    settings, encoder = meta["settings"], meta["encoder"]
    return ThemeModel(meta["name"], tuple(meta["themes"]), vocabulary, settings=settings, encoder=encoder, **arrays)

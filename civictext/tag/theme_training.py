"""Train a theme model from labelled recommendations. scikit-learn is needed here, not for tagging.

Beside the recommendations, the phrases of the taxonomy are training texts of their own, at a lower weight: they bring
the vocabulary of the genre, and through the vectors its neighbours. Rule scores are no features: the rules were
written on the same training texts, so their scores there flatter; they are added to the log-odds with one weight for all themes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from civictext.annotate.word_vectors import distilled
from civictext.tag.theme_model import SENTENCE_FACTOR, ThemeModel, Vocabulary, Word, centred, terms_of, weighed_vectors
from civictext.tag.theme_taxonomy import Taxonomy

C = 1.0
#: weight of a phrase of the taxonomy beside that of a recommendation, times the phrase's own
PHRASE = 0.3
#: log-odds that a rule score of 1 adds; 3 to 6 do about the same on held-out commitments
RULE_WEIGHT = 5.0
N_FOLDS = 5
#: F1 that a larger threshold may cost
MAY_LOSE = 0.003
PREFIX_LEMMAS = 4
THRESHOLDS = [round(0.1 + 0.05 * k, 2) for k in range(13)]
RATIOS = [0.3, 0.4, 0.5, 0.6]
LIMIT = 3


@dataclass(frozen=True)
class Example:
    """A labelled recommendation: words, rule scores, themes, and the group that is held out as a whole."""

    text: str
    words: tuple[Word, ...]
    rules: Mapping[str, float]
    themes: frozenset[str]
    group: str


@dataclass(frozen=True)
class Phrases:
    """The phrases of a taxonomy as training texts, with labels and weights."""

    words: list[tuple[Word, ...]]
    labels: np.ndarray
    weights: np.ndarray

    @property
    def texts(self) -> list[str]:
        """The phrases as strings of lemmas."""
        return [" ".join(w.lemma for w in words) for words in self.words]


def learn_vocabulary(examples: Sequence[Example]) -> Vocabulary:
    """Return the terms that stand in two recommendations or more."""
    spread = Counter(t for e in examples for t in set(terms_of([w.lemma for w in e.words])))
    terms = sorted(t for t, n in spread.items() if n > 1)
    n = len(examples)
    idf = np.array([np.log((1 + n) / (1 + spread[t])) + 1 for t in terms], np.float32)
    return Vocabulary({t: i for i, t in enumerate(terms)}, idf, round(float(np.log((1 + n) / 2)), 4))


def taxonomy_phrases(taxonomy: Taxonomy, themes: Sequence[str]) -> Phrases:
    """Return the positive phrases; the beginning of a word stands for the first few known lemmas that begin so."""
    known = sorted(distilled()[0])
    found: dict[tuple[str, ...], dict[str, float]] = {}
    for phrase in taxonomy.phrases:
        places = [[w for a in place for w in _lemmas_of(a, known)] for place in phrase.words]
        if phrase.theme in themes and all(places):
            for k in range(max(map(len, places))):
                lemmas = tuple(p[min(k, len(p) - 1)] for p in places)
                own = found.setdefault(lemmas, {})
                own[phrase.theme] = max(phrase.weight, own.get(phrase.theme, 0.0))
    weights = np.array([max(own.values()) for own in found.values()])
    labels = np.array([[own.get(t, -1) == max(own.values()) for t in themes] for own in found.values()], int)
    return Phrases([tuple(Word(w) for w in lemmas) for lemmas in found], labels, weights)


def _lemmas_of(alternative: str, known: Sequence[str]) -> list[str]:
    if not alternative.endswith("*"):
        return [alternative]
    start = bisect_left(known, alternative[:-1])
    return [w for w in known[start : start + 10 * PREFIX_LEMMAS] if w.startswith(alternative[:-1])][:PREFIX_LEMMAS]


def features(texts: Sequence[Sequence[Word]], vocabulary: Vocabulary, sentences: np.ndarray | None) -> Any:
    """Return the feature matrix, sparse of shape (n_texts, n_terms + n_dimensions)."""
    from scipy import sparse

    rows = [vocabulary.tfidf([w.lemma for w in words]) for words in texts]
    starts = np.cumsum([0, *(len(columns) for columns, _ in rows)])
    columns = np.concatenate([np.array(c, int) for c, _ in rows])
    values = np.concatenate([v for _, v in rows])
    terms = sparse.csr_matrix((values, columns, starts), shape=(len(texts), len(vocabulary.columns)))
    dense = np.stack([weighed_vectors(words, vocabulary).sum(0) for words in texts])
    blocks = [terms, sparse.csr_matrix(dense)] + ([sparse.csr_matrix(sentences)] if sentences is not None else [])
    return sparse.hstack(blocks).tocsr()


def fit(
    examples: Sequence[Example],
    themes: Sequence[str],
    phrases: Phrases,
    *,
    name: str = "themes",
    sentences: tuple[np.ndarray, np.ndarray] | None = None,
    encoder: str | None = None,
) -> ThemeModel:
    """Return a model without settings: one logistic regression for each theme.

    Parameters
    ----------
    examples : sequence of Example
    themes : sequence of str
    phrases : Phrases
        Training texts from the taxonomy.
    name : str
    sentences : tuple of ndarray, optional
        An encoder's vectors of the examples and of the phrases.
    encoder : str, optional
        Its name.
    """
    vocabulary = learn_vocabulary(examples)
    center, both = np.zeros(0, np.float32), None
    if sentences is not None:
        center = sentences[0].mean(0)
        # bare phrases point another way than sentences do, so they are centred by themselves
        both = np.vstack([centred(sentences[0], center), centred(sentences[1], sentences[1].mean(0))])
    matrix = features([*(e.words for e in examples), *phrases.words], vocabulary, both)
    labels = np.vstack([label_matrix(examples, themes), phrases.labels])
    weights = np.concatenate([np.ones(len(examples)), PHRASE * phrases.weights])
    rows = [fit_one(matrix, labels[:, k], weights) for k in range(len(themes))]
    coefficients = np.stack([r[0] for r in rows], 1)
    n_terms = len(vocabulary.columns)
    bias = np.array([r[1] for r in rows], np.float32)
    return ThemeModel(
        name, tuple(themes), vocabulary, coefficients[:n_terms], coefficients[n_terms:], bias, center, {}, encoder
    )


def fit_one(matrix: Any, labels: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, float]:
    """Return coefficients and bias of one theme; one without examples on both sides gets none."""
    from sklearn.linear_model import LogisticRegression

    if len(np.unique(labels)) < 2:
        return np.zeros(matrix.shape[1], np.float32), 6.0 if labels.all() else -6.0
    solver = LogisticRegression(C=C, solver="liblinear", intercept_scaling=10, max_iter=500, random_state=0)
    solver.fit(matrix, labels, sample_weight=weights)
    return solver.coef_[0].astype(np.float32), float(solver.intercept_[0])


def with_theme_layer(
    model: ThemeModel, weights: np.ndarray, bias: np.ndarray, share: float, encoder: str
) -> ThemeModel:
    """Return a model of words joined by the theme layer that an encoder was trained with.

    The log-odds are ``(1 - share) · words + share · (vector @ weights + bias)``.

    Parameters
    ----------
    weights, bias : ndarray of shape (n_dimensions, n_themes), (n_themes,)
    share : float
        0 to 1.
    encoder : str
    """
    rest = np.float32(1 - share)
    both = np.vstack([rest * model.vector_weights, np.float32(share / SENTENCE_FACTOR) * weights])
    return replace(model, term_weights=rest * model.term_weights, vector_weights=both, bias=rest * model.bias + np.float32(share) * bias, center=np.zeros(len(weights), np.float32), encoder=encoder)  # fmt: skip


def label_matrix(examples: Sequence[Example], themes: Sequence[str]) -> np.ndarray:
    """Return 0 and 1, ndarray of shape (n_examples, n_themes)."""
    return np.array([[t in e.themes for t in themes] for e in examples], int).reshape(len(examples), len(themes))


def rule_matrix(examples: Sequence[Example], themes: Sequence[str]) -> np.ndarray:
    """Return rule scores, ndarray of shape (n_examples, n_themes)."""
    return np.array([[e.rules.get(t, 0.0) for t in themes] for e in examples]).reshape(len(examples), len(themes))


def log_odds(model: ThemeModel, examples: Sequence[Example], sentences: np.ndarray | None = None) -> np.ndarray:
    """Return the model's log-odds, ndarray of shape (n_examples, n_themes)."""
    return np.stack(
        [
            model.log_odds(model.word_shares(e.words), None if sentences is None else sentences[i])
            for i, e in enumerate(examples)
        ]
    )


def cross_validate(
    examples: Sequence[Example],
    fit_part: Callable[[np.ndarray], ThemeModel],
    sentences: np.ndarray | None,
    folds: Sequence[int] | None = None,
) -> np.ndarray:
    """Return log-odds of each example under a model that did not see its fold; default: five folds of whole groups."""
    from sklearn.model_selection import GroupKFold, PredefinedSplit

    if folds is None:
        groups = np.array([e.group for e in examples], object)
        parts = list(GroupKFold(N_FOLDS).split(np.zeros(len(examples)), groups=groups))
    else:
        parts = list(PredefinedSplit(folds).split())
    found: list[tuple[np.ndarray, np.ndarray]] = []
    for seen, held in parts:
        vectors = None if sentences is None else sentences[held]
        found.append((held, log_odds(fit_part(seen), [examples[i] for i in held], vectors)))
    odds = np.zeros((len(examples), found[0][1].shape[1]))
    for held, values in found:
        odds[held] = values
    return odds


def decide(scores: np.ndarray, *, threshold: float, ratio: float, limit: int = LIMIT) -> np.ndarray:
    """Return which themes are given, 0 and 1: at or above threshold and ratio of the best, at most `limit`."""
    best = np.argsort(-scores, axis=1, kind="stable")[:, :limit]
    values = np.take_along_axis(scores, best, 1)
    given = np.zeros(scores.shape, int)
    np.put_along_axis(given, best, ((values >= threshold) & (values >= ratio * values[:, :1])).astype(int), 1)
    return given


def micro_f1(given: np.ndarray, labels: np.ndarray, weights: np.ndarray | None = None) -> float:
    """Return F1 over all decisions, rows weighed."""
    w = np.ones(len(given)) if weights is None else weights
    hits, total = ((given & labels).sum(1) * w).sum(), ((given.sum(1) + labels.sum(1)) * w).sum()
    return float(2 * hits / total) if total else 0.0


def macro_f1(given: np.ndarray, labels: np.ndarray) -> float:
    """Return the mean F1 of the themes that the labels have."""
    kept = labels.sum(0) > 0
    hits, total = (given & labels).sum(0)[kept], (given.sum(0) + labels.sum(0))[kept]
    return float((2 * hits / total).mean()) if kept.any() else 0.0


def row_weights(labels: np.ndarray, themes: Sequence[str], shares: Mapping[str, float]) -> np.ndarray:
    """Return weights of recommendations under which themes are about as frequent as in `shares`."""
    own = labels.mean(0)
    wanted = np.array([shares.get(t, s) for t, s in zip(themes, own, strict=True)])
    factor = np.clip(wanted / np.where(own, own, 1), 0.2, 5.0)
    return np.array([factor[row == 1].mean() if row.any() else 1.0 for row in labels])


def choose_settings(odds: np.ndarray, rules: np.ndarray, labels: np.ndarray, weights: np.ndarray, rule_weight: float) -> dict[str, float]:  # fmt: skip
    """Return calibration, threshold and ratio for held-out log-odds with the rules at a weight.

    Of the thresholds that lose at most `MAY_LOSE` of the best F1 the largest is taken: a wrong theme misleads more than a missing one.
    """
    from sklearn.linear_model import LogisticRegression

    raw = odds + rule_weight * rules
    line = LogisticRegression(C=1e6).fit(raw.reshape(-1, 1), labels.ravel(), sample_weight=np.repeat(weights, labels.shape[1]))  # fmt: skip
    slope, intercept = round(float(line.coef_[0, 0]), 4), round(float(line.intercept_[0]), 4)
    p = 1 / (1 + np.exp(-(slope * raw + intercept).clip(-30, 30)))
    grid = [(micro_f1(decide(p, threshold=t, ratio=r), labels, weights), t, r) for t in THRESHOLDS for r in RATIOS]
    best = max(grid)[0]
    threshold, ratio = max((t, r) for f1, t, r in grid if f1 >= best - MAY_LOSE)
    return {"rule_weight": rule_weight, "slope": slope, "intercept": intercept, "threshold": threshold, "ratio": ratio}

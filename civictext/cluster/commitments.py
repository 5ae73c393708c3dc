"""The estimator that groups recommendations into commitments. No regions, no labels for groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.cluster import BisectingKMeans
from sklearn.utils.validation import check_is_fitted

from civictext.cluster.encoders import Encoder, make_encoder
from civictext.cluster.lexicon import load_learnt
from civictext.cluster.pair_features import PairFeatures
from civictext.cluster.pair_model import same_measure
from civictext.tables import rows

#: cosine of the hybrid encoder above which two recommendations are grouped; best of the working part of the corpus
ENCODER_THRESHOLD = 0.2
#: recommendations up to which all pairs are scored at once
MAX_EXACT = 6000
#: recommendations of a cell of neighbouring measures, above
CELL = 1000
#: recommendations whose vectors are made at once
BATCH = 5000


class CommitmentClusterer(ClusterMixin, BaseEstimator):
    """Groups recommendations that ask for the same measure: average linkage, cut at a similarity.

    Parameters
    ----------
    encoder : str or Encoder, optional
        None: the pair model says how probably two recommendations ask for the same, from words and tags. Else the cosine of
        the encoder's vectors, see `civictext.cluster.encoders`.
    threshold : float, optional
        Mean similarity (0 to 1) that two groups need to be joined; larger: smaller groups. Default: the one chosen by
        cross-validation over commitments (kept with the pair model), or `ENCODER_THRESHOLD`.

    Attributes
    ----------
    labels_ : ndarray of shape (n_recommendations,)
        Number of the group, counted from 0 by first appearance; -1 stands alone.
    similarities_ : ndarray of shape (n_recommendations, n_recommendations) or None
        Symmetric, 0 to 1, 1 on the diagonal; None above `MAX_EXACT` recommendations, see `within`.

    Notes
    -----
    The groups do not depend on the order of the recommendations: they are sorted by content first. Recommendations of the
    same words are always together. Above `MAX_EXACT` recommendations the pair model works within cells of neighbouring
    measures (bisecting k-means, seeded), so a group that two cells share falls in two.

    Examples
    --------
    >>> texts = ["создать центр нко", "провести ярмарка вакансия", "создать центр поддержка нко"]
    >>> CommitmentClusterer(encoder="tfidf").fit_predict(texts)
    array([ 0, -1,  0])
    """

    def __init__(self, encoder: str | Encoder | None = None, threshold: float | None = None) -> None:
        self.encoder = encoder
        self.threshold = threshold

    def fit(self, X: pd.DataFrame | list[str], y: Any = None) -> Self:  # noqa: N803
        """Group recommendations.

        Parameters
        ----------
        X : DataFrame or list of str
            Rows of the recommendation table, or bare lemmatised sentences.
        y : ignored
        """
        table = as_table(X)
        order = np.array(sorted(range(len(table)), key=lambda i: (table["lemmas"].iloc[i], table["text"].iloc[i])), int)
        self.table_ = table
        ordered = table.iloc[order]
        whole = len(table) <= MAX_EXACT or self.encoder is not None
        raw = np.empty(len(table), int)
        self.similarities_ = None
        if whole:
            similarities = self._similarities(ordered)
            raw[order] = average_linkage(similarities, self._threshold())
            back = np.argsort(order)
            self.similarities_ = similarities[np.ix_(back, back)]
        else:
            raw[order] = self._by_cells(ordered)
        self.labels_ = renumbered(raw)
        self.n_features_in_ = 1
        return self

    def _by_cells(self, table: pd.DataFrame) -> np.ndarray:
        """Return group numbers where each cell of neighbouring measures is grouped for itself."""
        cells = measure_cells(table, min(CELL, MAX_EXACT))
        out, used = np.empty(len(table), int), 0
        for cell in np.unique(cells):
            inside = np.flatnonzero(cells == cell)
            out[inside] = average_linkage(self._similarities(table.iloc[inside]), self._threshold()) + used
            used = out[inside].max(initial=used) + 1
        return out

    def within(self, members: Sequence[int]) -> np.ndarray:
        """Return the similarities of some recommendations, by position, ndarray of shape (n_members, n_members)."""
        check_is_fitted(self)
        if self.similarities_ is not None:
            return self.similarities_[np.ix_(members, members)]
        return self._similarities(self.table_.iloc[list(members)])

    def fit_predict(self, X: pd.DataFrame | list[str], y: Any = None) -> np.ndarray:  # noqa: N803
        """Return `labels_` of `fit`."""
        return self.fit(X).labels_

    def medoid(self, label: int) -> int:
        """Return the position of the member of a group that is most similar to the others."""
        check_is_fitted(self)
        members = np.flatnonzero(self.labels_ == label)
        return int(members[np.argmax(self.within(members.tolist()).sum(1).round(6))])

    def _threshold(self) -> float:
        if self.threshold is not None:
            return self.threshold
        return load_learnt().threshold if self.encoder is None else ENCODER_THRESHOLD

    def _similarities(self, table: pd.DataFrame) -> np.ndarray:
        if self.encoder is None:
            return _with_copies(same_measure(rows(table)), table["lemmas"].tolist())
        encoder = make_encoder(self.encoder)
        vectors = encoder.encode(table[encoder.reads].tolist())
        out = np.clip(vectors @ vectors.T, 0, 1)
        np.fill_diagonal(out, 1)
        return (out + out.T) / 2


def measure_cells(table: pd.DataFrame, size: int) -> np.ndarray:
    """Return the cell of each recommendation: about `size` that ask for neighbouring measures; the same words share a cell."""
    first = table["lemmas"].where(table["lemmas"].str.strip() != "", table["text"]).to_numpy(object)
    _, at, back = np.unique(first.astype(str), return_index=True, return_inverse=True)
    records = rows(table.iloc[at][["text", "lemmas"]])
    vectors = np.vstack([PairFeatures(records[i : i + BATCH], load_learnt()).measure_vectors().astype(np.float32) for i in range(0, len(records), BATCH)])  # fmt: skip
    n_cells = max(min(-(-len(table) // size), len(vectors)), 1)
    cells = BisectingKMeans(n_cells, random_state=0, bisecting_strategy="largest_cluster").fit_predict(vectors)
    return cells[back]


def as_table(recommendations: pd.DataFrame | list[str]) -> pd.DataFrame:
    """Return a table with text and lemmas; a bare sentence stands for both."""
    if isinstance(recommendations, pd.DataFrame):
        table = recommendations.reset_index(drop=True)
        return table.assign(lemmas=table["lemmas"].fillna("").astype(str), text=table["text"].astype(str))
    sentences = [str(s) for s in recommendations]
    return pd.DataFrame({"text": sentences, "lemmas": [s.lower() for s in sentences]}, dtype=object)


def _with_copies(similarities: np.ndarray, texts: Sequence[str]) -> np.ndarray:
    """Return similarities where the same words are the same measure, whatever the tags say."""
    ids = np.unique(np.asarray(texts, object).astype(str), return_inverse=True)[1]
    said = np.array([bool(t.strip()) for t in texts], bool)
    similarities[(ids[:, None] == ids[None]) & said[:, None]] = 1
    return similarities


def average_linkage(similarities: np.ndarray, threshold: float) -> np.ndarray:
    """Return group numbers of average linkage cut where the mean similarity falls below `threshold`."""
    if len(similarities) < 2:
        return np.zeros(len(similarities), int)
    distances = (1 - similarities).astype(float)
    np.fill_diagonal(distances, 0)
    return fcluster(linkage(squareform(distances, checks=False), "average"), 1 - threshold, "distance")


def renumbered(labels: np.ndarray) -> np.ndarray:
    """Return labels counted from 0 by first appearance, -1 for those that stand alone."""
    values, counts = np.unique(labels, return_counts=True)
    alone = set(values[counts == 1].tolist())
    numbers: dict[int, int] = {}
    return np.array([-1 if v in alone else numbers.setdefault(v, len(numbers)) for v in labels.tolist()], int)

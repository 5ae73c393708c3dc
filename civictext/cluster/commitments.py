"""The estimator that groups recommendations into commitments. No regions, no labels for groups."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import check_is_fitted

from civictext.cluster.encoders import Encoder, make_encoder
from civictext.cluster.lexicon import load_learnt
from civictext.cluster.pair_model import same_measure
from civictext.tables import rows

#: cosine of the hybrid encoder above which two recommendations are grouped; best of the working part of the corpus
ENCODER_THRESHOLD = 0.2


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
    similarities_ : ndarray of shape (n_recommendations, n_recommendations)
        Symmetric, 0 to 1, 1 on the diagonal.

    Notes
    -----
    The groups do not depend on the order of the recommendations: they are sorted by content first.

    Examples
    --------
    >>> CommitmentClusterer().fit_predict(["создать центр нко", "провести ярмарка вакансия", "создать центр поддержка нко"])
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
        similarities = np.empty((len(table), len(table)))
        similarities[np.ix_(order, order)] = self._similarities(table.iloc[order])
        raw = np.empty(len(table), int)
        raw[order] = average_linkage(similarities[np.ix_(order, order)], self._threshold())
        self.similarities_ = similarities
        self.labels_ = renumbered(raw)
        self.n_features_in_ = 1
        return self

    def fit_predict(self, X: pd.DataFrame | list[str], y: Any = None) -> np.ndarray:  # noqa: N803
        """Return `labels_` of `fit`."""
        return self.fit(X).labels_

    def medoid(self, label: int) -> int:
        """Return the position of the member of a group that is most similar to the others."""
        check_is_fitted(self)
        members = np.flatnonzero(self.labels_ == label)
        return int(members[np.argmax(self.similarities_[np.ix_(members, members)].sum(1).round(9))])

    def _threshold(self) -> float:
        if self.threshold is not None:
            return self.threshold
        return load_learnt().threshold if self.encoder is None else ENCODER_THRESHOLD

    def _similarities(self, table: pd.DataFrame) -> np.ndarray:
        if self.encoder is None:
            return same_measure(rows(table))
        encoder = make_encoder(self.encoder)
        vectors = encoder.encode(table[encoder.reads].tolist())
        out = np.clip(vectors @ vectors.T, 0, 1)
        np.fill_diagonal(out, 1)
        return (out + out.T) / 2


def as_table(recommendations: pd.DataFrame | list[str]) -> pd.DataFrame:
    """Return a table with text and lemmas; a bare sentence stands for both."""
    if isinstance(recommendations, pd.DataFrame):
        table = recommendations.reset_index(drop=True)
        return table.assign(lemmas=table["lemmas"].fillna("").astype(str), text=table["text"].astype(str))
    sentences = [str(s) for s in recommendations]
    return pd.DataFrame({"text": sentences, "lemmas": [s.lower() for s in sentences]}, dtype=object)


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

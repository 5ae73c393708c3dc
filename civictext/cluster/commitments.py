"""The estimator that groups recommendations into commitments. No regions, no labels for groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix, issparse
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import check_is_fitted

from civictext.cluster.candidates import Score, group_candidates, measure_pairs
from civictext.cluster.encoders import Encoder, make_encoder
from civictext.cluster.granularity import granularity_value, moved_threshold
from civictext.cluster.lexicon import MODEL, WORDS_MODEL, Learnt, load_learnt
from civictext.cluster.linkage import average_linkage
from civictext.cluster.neighbours import EXACT, candidate_pairs
from civictext.cluster.pair_blocks import products
from civictext.cluster.pair_model import same_measure, same_measure_pairs
from civictext.tables import rows

#: cosine of the hybrid encoder above which two recommendations are grouped; best of the working part of the corpus
ENCODER_THRESHOLD = 0.2
#: recommendations up to which all pairs are scored
MAX_EXACT = 6000
#: neighbours of a recommendation that are scored, above; and above `EXACT` rows, where they come from a graph
N_NEIGHBOURS, N_OF_GRAPH = 50, 30


class CommitmentClusterer(ClusterMixin, BaseEstimator):
    """Groups recommendations that ask for the same measure: average linkage, cut at a similarity.

    Parameters
    ----------
    encoder : str or Encoder, optional
        None: the pair model says how probably two recommendations ask for the same, from sentence vectors, words and tags;
        above `MAX_EXACT` recommendations the one without sentence vectors, which are made at some thirty a second. Else the
        cosine of the encoder's vectors, see `civictext.cluster.encoders`.
    threshold : float, optional
        Mean similarity (0 to 1) that two groups need to be joined; larger: smaller groups. Default: the one chosen by
        cross-validation over commitments (kept with the pair model), or `ENCODER_THRESHOLD`.

    granularity : {"coarse", "normal", "fine"} or float, default="normal"
        From -1 (coarse: fewer, larger groups) to 1 (fine): added to the threshold's log-odds.
    candidates : str or Encoder, optional
        Whose neighbours are scored above `MAX_EXACT` recommendations. Default: the pair model's place among measures beside the
        words; with `encoder`, that encoder.
    n_neighbours : int, optional
        Neighbours of each recommendation that are scored. Default: 50, above 20,000 recommendations 30.

    Attributes
    ----------
    labels_ : ndarray of shape (n_recommendations,)
        Number of the group, counted from 0 by first appearance; -1 stands alone.
    threshold_ : float
        Mean similarity that was asked for.
    exact_ : bool
        Whether all pairs were scored.
    model_ : str
        The pair model that is used where there is no encoder.
    similarities_ : ndarray of shape (n_recommendations, n_recommendations) or None
        Symmetric, 0 to 1, 1 on the diagonal; None where not all pairs were scored, see `within`.

    Notes
    -----
    The groups do not depend on the order of the recommendations: they are sorted by content first. Recommendations of the
    same words are always together. Above `MAX_EXACT` recommendations only neighbours are scored, see
    `civictext.cluster.candidates`; memory and time then grow with the number of neighbours, not with that of all pairs.

    Examples
    --------
    >>> texts = ["создать центр нко", "провести ярмарка вакансия", "создать центр поддержка нко"]
    >>> CommitmentClusterer(encoder="tfidf").fit_predict(texts)
    array([ 0, -1,  0])
    """

    def __init__(
        self,
        encoder: str | Encoder | None = None,
        threshold: float | None = None,
        granularity: str | float = "normal",
        candidates: str | Encoder | None = None,
        n_neighbours: int | None = None,
    ) -> None:
        self.encoder = encoder
        self.threshold = threshold
        self.granularity = granularity
        self.candidates = candidates
        self.n_neighbours = n_neighbours

    def fit(self, X: pd.DataFrame | list[str], y: Any = None) -> Self:  # noqa: N803
        """Group recommendations.

        Parameters
        ----------
        X : DataFrame or list of str
            Rows of the recommendation table, or bare lemmatised sentences.
        y : ignored
        """
        table = as_table(X)
        said = list(zip(table["lemmas"], table["text"], strict=True))
        order = np.array(sorted(range(len(table)), key=said.__getitem__), int)
        self.table_ = table
        self.exact_ = len(table) <= MAX_EXACT
        self.model_ = self._pair_model(len(table))
        self.threshold_ = moved_threshold(self._base_threshold(len(table)), self.granularity)
        self.similarities_ = None
        ordered, back, raw = table.iloc[order], np.argsort(order), np.empty(len(table), int)
        if self.exact_:
            similarities = self._similarities(ordered)
            raw[order] = average_linkage(similarities, self.threshold_)
            self.similarities_ = similarities[np.ix_(back, back)]
        else:
            nodes = _nodes(ordered)
            groups, self._known = self._by_candidates(ordered, nodes)
            self._node = nodes[back]
            raw[order] = groups[nodes]
        self.labels_ = renumbered(raw)
        self.n_features_in_ = 1
        return self

    def _by_candidates(self, table: pd.DataFrame, nodes: np.ndarray) -> tuple[np.ndarray, csr_matrix]:
        """Return the group of each node (recommendations of the same words), and the similarities inside groups."""
        first = np.unique(nodes, return_index=True)[1]
        part = table.iloc[first]
        encoder = self.candidates if self.encoder is None else self.candidates or self.encoder
        if encoder is None:
            pairs = measure_pairs(part, self._wanted(len(table)))
        else:
            pairs = candidate_pairs([self._vectors(table, encoder)[first]], self._wanted(len(table)))
        return group_candidates(len(part), pairs, self._score(table, first), self.threshold_, np.bincount(nodes))

    def _score(self, table: pd.DataFrame, first: np.ndarray) -> Score:
        """Return what scores pairs of nodes; an encoder sees all recommendations, because its weights depend on them."""
        if self.encoder is None:
            records = rows(table.iloc[first])
            return lambda i, j: _score_involved(records, i, j, self._learnt())
        vectors = self._vectors(table, self.encoder)[first]
        return lambda i, j: np.clip(products(vectors)((i, j)), 0, 1)

    def within(self, members: Sequence[int]) -> np.ndarray:
        """Return the similarities of some recommendations, by position, ndarray of shape (n_members, n_members)."""
        check_is_fitted(self)
        if self.similarities_ is not None:
            return self.similarities_[np.ix_(members, members)]
        nodes = self._node[list(members)]
        if len(set(self.labels_[list(members)].tolist())) > 1:
            return self._similarities(self.table_.iloc[list(members)])
        known = self._known[nodes][:, nodes].toarray().astype(float)
        return np.where(nodes[:, None] == nodes[None], 1.0, known + known.T)

    def fit_predict(self, X: pd.DataFrame | list[str], y: Any = None) -> np.ndarray:  # noqa: N803
        """Return `labels_` of `fit`."""
        return self.fit(X).labels_

    def medoid(self, label: int) -> int:
        """Return the position of the member of a group that is most similar to the others."""
        check_is_fitted(self)
        members = np.flatnonzero(self.labels_ == label)
        return int(members[np.argmax(self.within(members.tolist()).sum(1).round(6))])

    def settings(self, n: int = 0) -> dict[str, Any]:
        """Return what decides the groups of `n` recommendations, to be recorded with a run: similarity and its version, threshold, granularity."""
        if self.encoder is None:
            what = {"similarity": self._pair_model(n)}
        else:
            made = make_encoder(self.encoder)
            what = {"similarity": made.name, "version": made.version}
        candidates = make_encoder(self.candidates).name if self.candidates is not None else None
        return {
            **what,
            "threshold": round(moved_threshold(self._base_threshold(n), self.granularity), 6),
            "granularity": granularity_value(self.granularity),
            "max_exact": MAX_EXACT,
            "candidates": candidates or ("measures+lsa" if self.encoder is None else what["similarity"]),
            "n_neighbours": self._wanted(n),
        }

    def _base_threshold(self, n: int) -> float:
        if self.threshold is not None:
            return self.threshold
        return ENCODER_THRESHOLD if self.encoder is not None else load_learnt(self._pair_model(n)).threshold

    def _wanted(self, n: int) -> int:
        return self.n_neighbours or (N_NEIGHBOURS if n <= EXACT else N_OF_GRAPH)

    def _pair_model(self, n: int) -> str:
        return MODEL if n <= MAX_EXACT else WORDS_MODEL

    def _learnt(self) -> Learnt:
        return load_learnt(self.model_)

    def _similarities(self, table: pd.DataFrame) -> np.ndarray:
        if self.encoder is None:
            return _with_copies(same_measure(rows(table), self._learnt()), table["lemmas"].tolist())
        vectors = self._vectors(table, self.encoder)
        out = np.clip(vectors @ vectors.T, 0, 1)
        np.fill_diagonal(out, 1)
        return (out + out.T) / 2

    def _vectors(self, table: pd.DataFrame, encoder: str | Encoder) -> np.ndarray:
        made = make_encoder(encoder)
        return made.encode(table[made.reads].tolist())


def _score_involved(records: Sequence[Mapping[str, Any]], i: np.ndarray, j: np.ndarray, learnt: Learnt) -> np.ndarray:
    """Score pairs without preparing the rows that none of them has."""
    involved, at = np.unique(np.concatenate([i, j]), return_inverse=True)
    return same_measure_pairs([records[k] for k in involved], at[: len(i)], at[len(i) :], learnt)


def _nodes(table: pd.DataFrame) -> np.ndarray:
    """Return a number for each recommendation, the same for the same words, counted by first appearance."""
    words = table["lemmas"].to_numpy(object)
    said = [w if w.strip() else f"\n{i}" for i, w in enumerate(words)]  # no lemma has a line break
    return pd.factorize(pd.Series(said, dtype=object))[0]


def as_table(recommendations: pd.DataFrame | list[str]) -> pd.DataFrame:
    """Return a table with text and lemmas; a bare sentence stands for both.

    Raises
    ------
    TypeError
        If it is a single string or sparse.
    ValueError
        If a table lacks text or lemmas.
    """
    if isinstance(recommendations, str) or issparse(recommendations):
        raise TypeError("recommendations must be a table or a list of sentences; one string and sparse data are not supported")  # fmt: skip
    if isinstance(recommendations, pd.DataFrame):
        if lacking := [c for c in ("text", "lemmas") if c not in recommendations]:
            raise ValueError(f"the table of recommendations lacks {' and '.join(lacking)}; see docs/schema.md")
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


def renumbered(labels: np.ndarray) -> np.ndarray:
    """Return labels counted from 0 by first appearance, -1 for those that stand alone."""
    values, counts = np.unique(labels, return_counts=True)
    alone = set(values[counts == 1].tolist())
    numbers: dict[int, int] = {}
    return np.array([-1 if v in alone else numbers.setdefault(v, len(numbers)) for v in labels.tolist()], int)

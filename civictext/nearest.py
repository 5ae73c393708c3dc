"""Nearest measures: candidates by sentence vectors, then the pair model (or an encoder's cosine) has the last word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from civictext.cluster.encoders import Encoder, make_encoder
from civictext.cluster.lexicon import load_learnt
from civictext.cluster.pair_features import PairFeatures
from civictext.cluster.pair_model import same_measure

#: candidates of each query that the pair model looks at
N_CANDIDATES = 30
#: queries and candidates that are scored at once
BLOCK = 40

Row = Mapping[str, Any]


def scores(queries: Sequence[Row], rows: Sequence[Row], encoder: str | Encoder | None = None) -> np.ndarray:
    """Return how near rows are to queries.

    Parameters
    ----------
    queries, rows : sequence of mapping
        Rows of the recommendation table, or of `civictext.passages.as_rows`.
    encoder : str or Encoder, optional
        None: how probably both ask for the same measure, by the pair model, for the `N_CANDIDATES` nearest of each query and 0 for the
        others. Else the cosine of the encoder's vectors.

    Returns
    -------
    ndarray of shape (n_queries, n_rows)
        0 to 1, larger: nearer.
    """
    if not len(queries) or not len(rows):
        return np.zeros((len(queries), len(rows)))
    if encoder is not None:
        model = make_encoder(encoder)
        vectors = model.encode([str(r.get(model.reads) or "") for r in [*queries, *rows]])
        return np.clip(vectors[: len(queries)] @ vectors[len(queries) :].T, 0, 1)
    nearness = _nearness(queries, rows)
    out = np.zeros(nearness.shape)
    for start in range(0, len(queries), BLOCK):
        part = range(start, min(start + BLOCK, len(queries)))
        best = np.argsort(-nearness[part], axis=1, kind="stable")[:, :N_CANDIDATES]
        chosen = np.unique(best)
        block = same_measure([*(queries[i] for i in part), *(rows[j] for j in chosen)])[: len(part), len(part) :]
        at = {j: n for n, j in enumerate(chosen)}
        for n, i in enumerate(part):
            out[i, best[n]] = block[n, [at[j] for j in best[n]]]
    return out


def _nearness(queries: Sequence[Row], rows: Sequence[Row]) -> np.ndarray:
    """Return the mean cosine of sentence vectors and of shared rare words: cheap, and it forgets nothing that is near."""
    features = PairFeatures([*queries, *rows], load_learnt())
    n = len(queries)
    vectors, bag = features.field_vectors("all"), features.bag("all")
    measures = features.measure_vectors()
    norms = np.sqrt(np.asarray(bag.multiply(bag).sum(1)).ravel())
    same = (bag[:n] @ bag[n:].T).toarray() / np.maximum(np.outer(norms[:n], norms[n:]), 1e-9)
    return vectors[:n] @ vectors[n:].T / 1.49 + measures[:n] @ measures[n:].T + same

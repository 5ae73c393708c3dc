"""Encoders: recommendations → unit vectors. One contract, several parts; no clustering.

An encoder reads either the lemmas (``reads = "lemmas"``, space-separated) or the text itself (``reads = "text"``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from civictext.cluster.encoding import Encoder, Reads
from civictext.cluster.text_encoders import E5Encoder, SentencesEncoder, SentenceTransformerEncoder

#: cells of a dense matrix of words (8 GB) above which the encoder refuses
MOST_CELLS = 2 * 10**9
#: sentences that principal directions are learnt from, at most
LSA_SAMPLE = 10_000


class TfidfEncoder:
    """TF-IDF of lemmas, weights learnt from the sentences at hand (log tf, smoothed idf).

    Parameters
    ----------
    n_dimensions : int, default=20000
        Most frequent lemmas that are kept.
    """

    name, version = "tfidf", "1"
    reads: Reads = "lemmas"

    def __init__(self, n_dimensions: int = 20_000) -> None:
        self.n_dimensions = n_dimensions

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Return TF-IDF rows of unit length.

        Raises
        ------
        ValueError
            If the rows would not fit into memory; "lsa" holds the same words in small vectors.
        """
        weights = _tfidf(sentences, self.n_dimensions)
        if weights.shape[0] * weights.shape[1] > MOST_CELLS:
            raise ValueError(f"TF-IDF of {weights.shape[0]} recommendations and {weights.shape[1]} lemmas is too large: take the encoder 'lsa'")  # fmt: skip
        return weights.toarray()


class LsaEncoder:
    """TF-IDF of lemmas on its principal directions (latent semantic analysis): small vectors for large tables.

    Parameters
    ----------
    n_dimensions : int, default=128
    """

    name, version = "lsa", "1"
    reads: Reads = "lemmas"

    def __init__(self, n_dimensions: int = 128) -> None:
        self.n_dimensions = n_dimensions

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Return rows of unit length; directions are those of `LSA_SAMPLE` of the sentences at hand."""
        weights = _tfidf(sentences, None)
        if min(weights.shape) <= self.n_dimensions:
            return weights.toarray()
        sample = np.sort(np.random.default_rng(0).permutation(len(sentences))[:LSA_SAMPLE])
        model = TruncatedSVD(self.n_dimensions, n_iter=2, random_state=0).fit(weights[sample])
        return _unit(model.transform(weights)).astype(np.float32)


class NavecEncoder:
    """Mean of navec's word vectors, rare words heavier, first principal component removed (Arora et al. 2017).

    Parameters
    ----------
    smoothing : float, default=1e-3
        `a` of the weight a / (a + p(w)), p(w) the share of sentences' words that are w.

    References
    ----------
    Arora, Liang & Ma (2017), A simple but tough-to-beat baseline for sentence embeddings.
    """

    name, version = "navec", "news-1B-250K-300d"
    reads: Reads = "lemmas"

    def __init__(self, smoothing: float = 1e-3) -> None:
        self.smoothing = smoothing

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Return vectors of 300 dimensions; zero where no word is known."""
        from civictext.cluster.words import word_vectors

        rows = [s.split() for s in sentences]
        counts: dict[str, int] = {}
        for word in (w for row in rows for w in row):
            counts[word] = counts.get(word, 0) + 1
        words = sorted(counts)
        total = max(sum(counts.values()), 1)
        weights = {w: self.smoothing / (self.smoothing + counts[w] / total) for w in words}
        vectors = dict(zip(words, word_vectors(words), strict=True))
        out = np.zeros((len(rows), 300))
        for i, row in enumerate(rows):
            for word in row:
                out[i] += weights[word] * vectors[word]
        return _unit(_without_first_component(_unit(out)))


class HybridEncoder:
    """Several encoders side by side; a cosine of its vectors is the weighted mean of their cosines.

    Parameters
    ----------
    encoders : sequence of Encoder
        All must read the same (lemmas or text).
    weights : sequence of float, optional
        One an encoder; equal by default.
    """

    def __init__(self, encoders: Sequence[Encoder], weights: Sequence[float] | None = None) -> None:
        self.encoders = list(encoders)
        self.weights = list(weights) if weights is not None else [1.0] * len(self.encoders)
        if len(self.weights) != len(self.encoders):
            raise ValueError(f"HybridEncoder has {len(self.encoders)} encoders and {len(self.weights)} weights")
        if len({e.reads for e in self.encoders}) > 1:
            raise ValueError("HybridEncoder joins encoders that read the same: lemmas or text, not both")
        self.name = "+".join(e.name for e in self.encoders)
        self.version = "+".join(e.version for e in self.encoders)
        self.reads: Reads = self.encoders[0].reads

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Return the vectors of all encoders next to each other, rows of unit length."""
        parts = [np.sqrt(w) * e.encode(sentences) for e, w in zip(self.encoders, self.weights, strict=True)]
        return _unit(np.hstack(parts))


def _tfidf(sentences: Sequence[str], n_dimensions: int | None) -> csr_matrix:
    """Return weights of lemmas, rows of unit length."""
    vectorizer = TfidfVectorizer(tokenizer=str.split, token_pattern=None, lowercase=False, sublinear_tf=True, max_features=n_dimensions, dtype=np.float32)  # fmt: skip
    try:
        return csr_matrix(vectorizer.fit_transform(sentences))
    except ValueError:  # no sentence has a word
        return csr_matrix((len(sentences), 1), dtype=np.float32)


def _without_first_component(vectors: np.ndarray) -> np.ndarray:
    """Return vectors without their share of the commonest direction."""
    if len(vectors) < 3 or not vectors.any():
        return vectors
    direction = TruncatedSVD(1, algorithm="arpack", random_state=0).fit(vectors).components_
    return vectors - vectors @ direction.T @ direction


def _unit(vectors: np.ndarray) -> np.ndarray:
    return normalize(vectors) if len(vectors) else vectors


ENCODERS: dict[str, Callable[[], Encoder]] = {
    "tfidf": TfidfEncoder,
    "lsa": LsaEncoder,
    "navec": NavecEncoder,
    "sentences": SentencesEncoder,
    "e5": E5Encoder,
    "hybrid": lambda: HybridEncoder([TfidfEncoder(), NavecEncoder()]),
}
#: what stands before the name or folder of a sentence-transformers model
TRANSFORMER = "sentence-transformers:"


def make_encoder(encoder: str | Encoder) -> Encoder:
    """Return the encoder of that name (``sentence-transformers:MODEL`` for a model of that library), or the encoder itself.

    Raises
    ------
    ValueError
        If the name is not known; the message lists the known ones.
    TypeError
        If it is neither a name nor an encoder.
    """
    if isinstance(encoder, str):
        if encoder.startswith(TRANSFORMER):
            return SentenceTransformerEncoder(encoder.removeprefix(TRANSFORMER))
        if encoder not in ENCODERS:
            raise ValueError(f"no encoder {encoder!r}; known: {', '.join(sorted(ENCODERS))}, {TRANSFORMER}MODEL")
        return ENCODERS[encoder]()
    if isinstance(encoder, type) or not isinstance(encoder, Encoder):
        raise TypeError(
            f"encoder must be a name or have name, version, reads and encode; {type(encoder).__name__} lacks them"
        )
    return encoder

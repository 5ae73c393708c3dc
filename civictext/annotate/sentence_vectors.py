"""Sentence vectors of the encoder that comes with civictext: a transformer in numpy over word pieces. No themes, no pairs.

The weights (``models/sentences-1``) are multilingual-e5-small's, cut to Russian word pieces and trained further on composed
recommendations, see the card there. A sentence's vector depends on the sentence alone.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from civictext.annotate.threads import one_thread
from civictext.resources import model_folder

FORMAT = 1
MODEL = "sentences-1"
#: sentences whose vectors are kept: clustering asks for those that tagging made
KEPT = 20_000
THREADS = min(os.cpu_count() or 1, 4)
SPACE = "▁"
BEGIN, END, UNKNOWN = 0, 2, 3
#: added to the worst score of a piece for a letter that no piece has
UNKNOWN_COST = 10.0


@dataclass(frozen=True)
class Pieces:
    """Word pieces of a unigram language model: text → numbers of pieces.

    Attributes
    ----------
    ids : Mapping of str to (int, float)
        Piece, with ``▁`` for the space before a word → its row and its log-probability.
    longest : int
        Characters of the longest piece.
    unknown : float
        Log-probability of a character that no piece has.
    begins : ndarray of shape (n_pieces,) of bool
        Whether a piece begins a word.
    """

    ids: Mapping[str, tuple[int, float]]
    longest: int
    unknown: float
    begins: np.ndarray

    def split(self, text: str) -> list[int]:
        """Return the rows of the most probable sequence of pieces.

        References
        ----------
        Kudo (2018), Subword Regularization, ACL: the Viterbi path of a unigram language model.
        """
        text = SPACE + SPACE.join(unicodedata.normalize("NFKC", text).split())
        n = len(text)
        best, piece, start = [0.0] + [-np.inf] * n, [UNKNOWN] * (n + 1), list(range(-1, n))
        for i in range(n):
            here = best[i]
            if here + self.unknown > best[i + 1]:
                best[i + 1], piece[i + 1], start[i + 1] = here + self.unknown, UNKNOWN, i
            for end in range(i + 1, min(n, i + self.longest) + 1):
                found = self.ids.get(text[i:end])
                if found and here + found[1] > best[end]:
                    best[end], piece[end], start[end] = here + found[1], found[0], i
        out = []
        while n > 0:
            out.append(piece[n])
            n = start[n]
        return out[::-1]


@dataclass(frozen=True)
class Layer:
    """Weights of a layer, as (matrix of shape (n_in, n_out), bias), and of its two normalisations."""

    qkv: tuple[np.ndarray, np.ndarray]
    out: tuple[np.ndarray, np.ndarray]
    wide: tuple[np.ndarray, np.ndarray]
    narrow: tuple[np.ndarray, np.ndarray]
    after_attention: tuple[np.ndarray, np.ndarray]
    after_words: tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True)
class SentenceEncoder:
    """The encoder: word pieces, their vectors, layers.

    Attributes
    ----------
    name : str
    pieces : Pieces
    words, scales : ndarray of shape (n_pieces, n_dimensions) of int8, (n_pieces, 1)
    positions : ndarray of shape (n_positions, n_dimensions)
    first : tuple of ndarray
        Normalisation of the sum of the two.
    layers : tuple of Layer
    n_heads : int
    prefix : str
        Put before each text, as the encoder was trained.
    """

    name: str
    pieces: Pieces
    words: np.ndarray
    scales: np.ndarray
    positions: np.ndarray
    first: tuple[np.ndarray, np.ndarray]
    layers: tuple[Layer, ...]
    n_heads: int
    prefix: str

    def vector(self, text: str) -> np.ndarray:
        """Return the vector of a text, float32 ndarray of shape (n_dimensions,), of length 1."""
        mean = self._rows(self._ids(text)).mean(0)
        vector: np.ndarray = mean / np.linalg.norm(mean)
        return vector

    def word_parts(self, text: str) -> np.ndarray:
        """Return each word's part in the vector of a text, ndarray of shape (n_words, n_dimensions); words stand between spaces.

        The parts and that of the prefix add up to the vector. Words behind the last position have none.
        """
        ids = self._ids(text)
        rows = self._rows(ids)
        rows /= len(rows) * np.linalg.norm(rows.mean(0))
        word = np.cumsum(self.pieces.begins[ids]) - 1 - len(self.prefix.split())
        out = np.zeros((len(text.split()), rows.shape[1]), np.float32)
        inside = (word >= 0) & (word < len(out))
        inside[[0, -1]] = False
        np.add.at(out, word[inside], rows[inside])
        return out

    def _ids(self, text: str) -> list[int]:
        return [BEGIN, *self.pieces.split(self.prefix + text)[: len(self.positions) - 2], END]

    def _rows(self, ids: list[int]) -> np.ndarray:
        rows = normed(self.words[ids] * self.scales[ids] + self.positions[: len(ids)], self.first)
        for layer in self.layers:
            rows = normed(rows + self._attended(rows, layer), layer.after_attention)
            rows = normed(rows + _through(gelu(_through(rows, layer.wide)), layer.narrow), layer.after_words)
        return rows

    def _attended(self, rows: np.ndarray, layer: Layer) -> np.ndarray:
        n, d = rows.shape
        q, k, v = _through(rows, layer.qkv).reshape(n, 3, self.n_heads, d // self.n_heads).transpose(1, 2, 0, 3)
        weights = q @ k.transpose(0, 2, 1) / np.float32(np.sqrt(d // self.n_heads))
        weights = np.exp(weights - weights.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        return _through((weights @ v).transpose(1, 0, 2).reshape(n, d), layer.out)


def _through(rows: np.ndarray, linear: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    found: np.ndarray = rows @ linear[0] + linear[1]
    return found


def normed(rows: np.ndarray, norm: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Return rows with mean 0 and variance 1, times the weights plus the bias of a layer normalisation."""
    rows = rows - rows.mean(1, keepdims=True)
    rows /= np.sqrt((rows * rows).mean(1, keepdims=True) + np.float32(1e-12))
    return rows * norm[0] + norm[1]


def gelu(x: np.ndarray) -> np.ndarray:
    """Return x times the normal distribution's share below x, by tanh (Hendrycks & Gimpel 2016)."""
    inner = x * x
    inner *= np.float32(0.044715)
    inner += 1
    inner *= x
    inner *= np.float32(np.sqrt(2 / np.pi))
    np.tanh(inner, out=inner)
    inner += 1
    inner *= x
    inner *= np.float32(0.5)
    return inner


@cache
def load_encoder(model: str = MODEL) -> SentenceEncoder:
    """Return an encoder: the one that comes with civictext, or that of a folder.

    Raises
    ------
    FileNotFoundError
        If there is no such model.
    ValueError
        If its format is another one.
    """
    way_out = f"give {MODEL} or a folder that benchmarks/train_sentences.py wrote"
    folder, meta = model_folder(model, "encoder", FORMAT, way_out)
    with np.load(folder / "arrays.npz", allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    layers = tuple(_layer(arrays, f"layer{k}.") for k in range(meta["layers"]))
    words = arrays["words"], arrays["words.scale"].astype(np.float32)
    positions = arrays["positions"].astype(np.float32)
    pieces = read_pieces(folder / "pieces.tsv")
    return SentenceEncoder(meta["name"], pieces, *words, positions, _norm(arrays, "first"), layers, meta["heads"], meta["prefix"])  # fmt: skip


def read_pieces(path: Path) -> Pieces:
    """Return the word pieces of a file: piece, tab, log-probability; the line number is the row."""
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]
    return pieces_of([(piece, float(score)) for piece, score in (line.split("\t") for line in lines)])


def pieces_of(table: Sequence[tuple[str, float]]) -> Pieces:
    """Return the word pieces of a table of (piece, log-probability); the first four rows are marks."""
    ids = {piece: (row, score) for row, (piece, score) in enumerate(table) if row > UNKNOWN}
    worst = min(score for _, score in ids.values())
    begins = np.array([piece.startswith(SPACE) for piece, _ in table])
    return Pieces(ids, max(map(len, ids)), worst - UNKNOWN_COST, begins)


def _layer(arrays: Mapping[str, np.ndarray], at: str) -> Layer:
    qkv, out, wide, narrow = (_linear(arrays, at + name) for name in ("qkv", "out", "wide", "narrow"))
    return Layer(qkv, out, wide, narrow, _norm(arrays, at + "after_attention"), _norm(arrays, at + "after_words"))


def _linear(arrays: Mapping[str, np.ndarray], name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return a matrix of shape (n_in, n_out) from int8 rows of outputs and their scales, and the bias."""
    matrix = arrays[name] * arrays[name + ".scale"].astype(np.float32)
    return np.ascontiguousarray(matrix.T), arrays[name + ".bias"].astype(np.float32)


def _norm(arrays: Mapping[str, np.ndarray], name: str) -> tuple[np.ndarray, np.ndarray]:
    return arrays[name + ".weight"].astype(np.float32), arrays[name + ".bias"].astype(np.float32)


@lru_cache(KEPT)
def _vector(text: str, model: str) -> np.ndarray:
    encoder = load_encoder(model)
    return encoder.vector(text) if text else np.zeros(encoder.positions.shape[1], np.float32)


def sentence_vectors(texts: Sequence[str], model: str = MODEL) -> np.ndarray:
    """Return the vectors of texts, float32 ndarray of shape (n_texts, n_dimensions), rows of length 1; zeros for an empty text.

    Parameters
    ----------
    texts : sequence of str
        Recommendations as they stand in the document, without their label.
    model : str
        The encoder that comes with civictext, or a folder.
    """
    if not len(texts):
        return np.zeros((0, load_encoder(model).positions.shape[1]), np.float32)
    load_encoder(model)
    # matrices of one sentence are too small for two threads, two sentences are not
    with one_thread(), ThreadPoolExecutor(THREADS) as pool:
        return np.stack(list(pool.map(lambda t: _vector(" ".join(t.split()), model), texts)))

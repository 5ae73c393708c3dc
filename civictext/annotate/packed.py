"""slovnet's convolution networks on many sequences at once, without padding.

All sequences stand in one long matrix with a zero row between neighbours; a convolution of width 3 then never sees
another sequence. What makes it fast: the first layer is projected once for each word *type* and only gathered
afterwards; batch norm is folded into the next layer; windows of rows stay in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from civictext.annotate.models import Vectors

WINDOW = 512  # rows worked on at once; 256 to 1024 are equally fast
REACH = 3  # a row's result depends on this many rows on either side: three layers of width 3


class WordTypes:
    """Numbers the pairs (word id, shape id) that slovnet distinguishes; type 0 is the separator between sequences.

    Parameters
    ----------
    vectors : Vectors
        Word vectors, for the word ids.
    shapes : sequence of str
        The shapes that the models know.
    """

    def __init__(self, vectors: Vectors, shapes: Sequence[str]) -> None:
        self.vectors = vectors
        self.shapes = {shape: n for n, shape in enumerate(shapes)}
        self.pairs: dict[tuple[int, int], int] = {(-1, -1): 0}

    def __call__(self, word: str) -> int:
        """Return the type of a word form, a new one if need be."""
        from slovnet.shape import word_shape

        pair = (self.vectors.ids.get(word.lower(), self.vectors.unknown), self.shapes[word_shape(word)])
        return self.pairs.setdefault(pair, len(self.pairs))

    def __len__(self) -> int:
        return len(self.pairs)

    def ids(self, start: int) -> tuple[np.ndarray, np.ndarray]:
        """Return word ids and shape ids of the types from `start` on."""
        pairs = np.array(list(self.pairs)[start:])
        return pairs[:, 0], pairs[:, 1]


@dataclass(frozen=True)
class Packed:
    """Sequences of types laid out as rows: a separator, the first sequence, a separator, the second …, a separator.

    `types` is an ndarray of shape (n_rows,) with 0 at separators, `rows` the row of every token, `starts` and `stops` the
    rows of every sequence, half-open.
    """

    types: np.ndarray
    rows: np.ndarray
    starts: np.ndarray
    stops: np.ndarray


def pack(types: np.ndarray, lengths: np.ndarray) -> Packed:
    """Return the layout of sequences whose tokens stand one after another in `types`.

    Examples
    --------
    >>> pack(np.array([5, 6, 7]), np.array([2, 1])).types
    array([0, 5, 6, 0, 7, 0])
    """
    number = np.arange(len(lengths))
    rows = np.arange(len(types)) + np.repeat(number, lengths) + 1
    out = np.zeros(len(types) + len(lengths) + 1, dtype=np.intp)
    out[rows] = types
    stops = np.cumsum(lengths) + number + 1
    return Packed(out, rows, stops - lengths, stops)


def _by_offset(conv: Any) -> np.ndarray:
    """Return the weight of a convolution (out, in, 3) as (in, 3 * out): left, middle, right."""
    weight = conv.weight.array
    return np.concatenate([weight[:, :, k].T for k in range(weight.shape[2])], axis=1)


def _affine(norm: Any) -> tuple[np.ndarray, np.ndarray]:
    scale = norm.weight.array / norm.std.array
    return scale, norm.bias.array - norm.mean.array * scale


class PackedCnn:
    """One of slovnet's encoders with the projection that follows it.

    Parameters
    ----------
    module : slovnet.exec.model.Module
        A model with `emb` and `encoder`.
    types : WordTypes
        The word types, shared by all encoders.
    weight, bias : ndarray of shape (64, n_out), (n_out,)
        The projection after the encoder.
    """

    def __init__(self, module: Any, types: WordTypes, weight: np.ndarray, bias: np.ndarray) -> None:
        first, *rest = module.encoder.layers
        self.types = types
        self.shape_rows = module.emb.shape.weight.array
        self.first = _by_offset(first.conv).astype(np.float32)
        self.first_bias = first.conv.bias.array
        self.table = np.zeros((1, self.first.shape[1]), np.float32)
        self.n_filled = 1
        scale, shift = _affine(first.norm)
        # the value that batch norm turns into the zero of a separator
        self.first_zero = (-shift / scale).astype(np.float32)
        self.rest: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
        for layer in rest:
            taps = layer.conv.weight.array
            folded = (_by_offset(layer.conv) * scale[:, None]).astype(np.float32)
            offset = layer.conv.bias.array + sum(taps[:, :, k] @ shift for k in range(3))
            scale, shift = _affine(layer.norm)
            self.rest.append((folded, offset.astype(np.float32), (-shift / scale).astype(np.float32)))
        self.out = np.ascontiguousarray(weight * scale[:, None], dtype=np.float32)
        self.out_bias = (bias + shift @ weight).astype(np.float32)

    def _fill(self) -> None:
        """Project the types that came since the last call through the first layer."""
        n = len(self.types)
        if n > len(self.table):
            table = np.zeros((max(n, 2 * len(self.table), 4096), self.table.shape[1]), np.float32)
            table[: self.n_filled] = self.table[: self.n_filled]
            self.table = table
        words, shapes = self.types.ids(self.n_filled) if n > self.n_filled else (np.zeros(0, int),) * 2
        for a in range(0, len(words), 2048):
            part = slice(a, a + 2048)
            inputs = np.concatenate((self.types.vectors.rows(words[part]), self.shape_rows[shapes[part]]), axis=1)
            at = self.n_filled + a
            np.matmul(inputs, self.first, out=self.table[at : at + len(inputs)])
        self.n_filled = n

    def __call__(self, types: np.ndarray) -> np.ndarray:
        """Return the projected rows of packed `types`, ndarray of shape (n_rows, n_out); rows of separators mean nothing."""
        self._fill()
        out = np.empty((len(types), self.out.shape[1]), np.float32)
        for a in range(0, len(types), WINDOW):
            low = max(0, a - REACH - 1)
            hidden = self._encode(types[low : a + WINDOW + REACH + 1])[a - low : a - low + WINDOW]
            np.matmul(hidden, self.out, out=out[a : a + WINDOW])
        out += self.out_bias
        return out

    def _encode(self, types: np.ndarray) -> np.ndarray:
        separators = types == 0
        hidden = _neighbours(self.table.take(types, axis=0), self.first_bias)
        hidden[separators] = self.first_zero
        for weight, bias, zero in self.rest:
            hidden = _neighbours(hidden @ weight, bias)
            hidden[separators] = zero
        return hidden


def _neighbours(projected: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Return relu(left of the row above + middle of the row + right of the row below + bias)."""
    size = len(bias)
    out = projected[:, size : 2 * size] + bias
    out[1:] += projected[:-1, :size]
    out[:-1] += projected[1:, 2 * size :]
    return np.maximum(out, 0, out=out)


def chunks(lengths: Iterable[int], size: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of sequences, each of at least `size` tokens but the last."""
    start, total, n = 0, 0, 0
    for n, length in enumerate(lengths, 1):
        total += length
        if total >= size:
            yield start, n
            start, total = n, 0
    if start < n:
        yield start, n

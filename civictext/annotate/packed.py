"""slovnet's convolution networks on many sequences at once, without padding.

All sequences stand in one long matrix with a zero row between neighbours; a convolution of width 3 then never sees
another sequence. What makes it fast: the first layer is projected once for each word *type* and only gathered
afterwards; batch norm is folded into the next layer; windows of rows stay in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from civictext.annotate.types import WordTypes

WINDOW = 512  # rows worked on at once; fastest of 64 … 1024
REACH = 3  # a row's result depends on this many rows on either side: three layers of width 3
_FILL = 1024  # types projected at once


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
    rows = np.arange(len(types)) + number.repeat(lengths) + 1
    out = np.zeros(len(types) + len(lengths) + 1, dtype=np.intp)
    out[rows] = types
    stops = lengths.cumsum() + number + 1
    return Packed(out, rows, stops - lengths, stops)


@dataclass(frozen=True)
class _Layer:
    """A convolution with the batch norm before it folded in; `zero` is what the norm after it turns into zero."""

    weight: np.ndarray  # (n_in, 3 * n_out): left, middle, right
    bias: np.ndarray
    zero: np.ndarray


def _fold(layers: list[Any]) -> tuple[list[_Layer], np.ndarray, np.ndarray]:
    """Return the layers, and scale and shift of the last norm, to be folded into what follows."""
    scale, shift = np.ones(1, np.float32), np.zeros(1, np.float32)
    out = []
    for layer in layers:
        taps = layer.conv.weight.array  # out, in, 3
        weight = np.concatenate([taps[:, :, k].T for k in range(3)], axis=1) * scale[:, None]
        bias = layer.conv.bias.array + (taps * shift[:, None]).sum(axis=(1, 2))
        scale = layer.norm.weight.array / layer.norm.std.array
        shift = layer.norm.bias.array - layer.norm.mean.array * scale
        out.append(_Layer(*(np.ascontiguousarray(a, np.float32) for a in (weight, bias, -shift / scale))))
    return out, scale, shift


class _Tables:
    """The first layer's products for every word type: what a type gives to the row below, to its own, to the row above."""

    def __init__(self, layer: _Layer, shape_rows: np.ndarray, types: WordTypes) -> None:
        self.layer = layer
        self.shape_rows = shape_rows
        self.types = types
        self.generation = -1

    def fill(self) -> None:
        """Take in the types that came since the last call."""
        if self.generation != self.types.generation:
            self.generation, self.n_filled = self.types.generation, 1
            size = len(self.layer.bias)
            self.left, self.middle, self.right = (np.zeros((1, size), np.float32) for _ in range(3))
        if len(self.types) > len(self.middle):
            self._grow(max(len(self.types), 2 * len(self.middle), 2048))
        for start in range(self.n_filled, len(self.types), _FILL):
            self._project(start, min(start + _FILL, len(self.types)))
        self.n_filled = len(self.types)

    def _grow(self, n: int) -> None:
        for name in ("left", "middle", "right"):
            table = np.zeros((n, len(self.layer.bias)), np.float32)
            table[: self.n_filled] = getattr(self, name)[: self.n_filled]
            setattr(self, name, table)

    def _project(self, start: int, stop: int) -> None:
        words, shapes = self.types.ids(start, stop)
        inputs = np.concatenate((self.types.vectors.rows(words), self.shape_rows[shapes]), axis=1)
        products = inputs @ self.layer.weight
        size = len(self.layer.bias)
        self.left[start:stop] = products[:, :size]
        self.middle[start:stop] = products[:, size : 2 * size] + self.layer.bias
        self.right[start:stop] = products[:, 2 * size :]

    def __call__(self, types: np.ndarray) -> np.ndarray:
        """Return the first layer's sums for packed types; rows of separators mean nothing."""
        out = self.middle.take(types, axis=0)
        out[1:] += self.left.take(types[:-1], axis=0)
        out[:-1] += self.right.take(types[1:], axis=0)
        return out


class PackedCnn:
    """One of slovnet's encoders with the projection that follows it.

    Parameters
    ----------
    module : slovnet.exec.model.Module
        A model with `emb` and `encoder`.
    types : WordTypes
        The word types, shared by all encoders.
    weight, bias : ndarray of shape (n_hidden, n_out), (n_out,)
        The projection after the encoder.
    """

    def __init__(self, module: Any, types: WordTypes, weight: np.ndarray, bias: np.ndarray) -> None:
        self.layers, scale, shift = _fold(module.encoder.layers)
        self.tables = _Tables(self.layers[0], module.emb.shape.weight.array, types)
        self.out = np.ascontiguousarray(weight * scale[:, None], np.float32)
        self.out_bias = (bias + shift @ weight).astype(np.float32)

    def __call__(self, types: np.ndarray) -> np.ndarray:
        """Return the projected rows of packed `types`, ndarray of shape (n_rows, n_out); rows of separators mean nothing."""
        out = np.empty((len(types), self.out.shape[1]), np.float32)
        for rows, scores in self._windows(types):
            out[rows] = scores
        return out

    def best(self, types: np.ndarray) -> np.ndarray:
        """Return the column with the largest value of every row, without keeping all of them in memory."""
        out = np.empty(len(types), np.intp)
        for rows, scores in self._windows(types):
            scores.argmax(axis=1, out=out[rows])
        return out

    def _windows(self, types: np.ndarray) -> Iterator[tuple[slice, np.ndarray]]:
        """Yield stretches of rows with their projections."""
        self.tables.fill()
        for start in range(0, len(types), WINDOW):
            first = max(0, start - REACH)
            hidden = self._encode(types[first : start + WINDOW + REACH])
            scores = hidden[start - first : start - first + WINDOW] @ self.out
            scores += self.out_bias
            yield slice(start, start + len(scores)), scores

    def _encode(self, types: np.ndarray) -> np.ndarray:
        separators = (types == 0).nonzero()[0]
        first, *rest = self.layers
        hidden = _rectify(self.tables(types), separators, first.zero)
        for layer in rest:
            products, size = hidden @ layer.weight, len(layer.bias)
            hidden = products[:, size : 2 * size] + layer.bias
            hidden[1:] += products[:-1, :size]
            hidden[:-1] += products[1:, 2 * size :]
            hidden = _rectify(hidden, separators, layer.zero)
        return hidden


def _rectify(sums: np.ndarray, separators: np.ndarray, zero: np.ndarray) -> np.ndarray:
    np.maximum(sums, 0, out=sums)
    sums[separators] = zero
    return sums

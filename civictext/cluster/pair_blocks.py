"""Values of pairs, for some rows against all rows or for a list of pairs: one function answers both. No recommendations, no weights.

`Block` is what a feature of pairs is made of. Called with a slice [start, end) it gives shape (end - start, n); called with two
arrays of positions (i, j) it gives shape (n_pairs,), the same values up to rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_matrix

Pairs = tuple[np.ndarray, np.ndarray]
Block = Callable[[slice | Pairs], np.ndarray]

#: rows that are worked on at once
BLOCK = 512
#: numbers of a list of pairs that are gathered at once: what a processor keeps near
GATHER = 2**20
#: likeness of a word with itself: likenesses are kept in bytes
FULL = 255


def each(n: int, value: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Block:
    """Return the block of a function that works element by element on positions that broadcast."""

    def block(at: slice | Pairs) -> np.ndarray:
        return value(np.arange(n)[at, None], np.arange(n)[None]) if isinstance(at, slice) else value(*at)

    return block


def products(rows: np.ndarray) -> Block:
    """Return the block of scalar products of dense rows."""

    def block(at: slice | Pairs) -> np.ndarray:
        if isinstance(at, slice):
            return rows[at] @ rows.T
        out = np.empty(len(at[0]), rows.dtype)
        for part in _parts(len(out), max(GATHER // max(rows.shape[1], 1), 1)):
            np.einsum("pd,pd->p", rows[at[0][part]], rows[at[1][part]], out=out[part])
        return out

    return block


def cosines(rows: csr_matrix, others: csr_matrix | None = None) -> Block:
    """Return the block of scalar products of sparse rows, with those of `others` on the right where given."""
    others = rows if others is None else others
    turned = csr_matrix(others.T)

    def block(at: slice | Pairs) -> np.ndarray:
        if isinstance(at, slice):
            return (rows[at] @ turned).toarray()
        out = np.empty(len(at[0]), rows.dtype)
        for part in _parts(len(out), GATHER // 16):
            out[part] = np.asarray(rows[at[0][part]].multiply(others[at[1][part]]).sum(1)).ravel()
        return out

    return block


class Coverage:
    """How much of one recommendation's words have a like in the other, 0 to 1.

    Parameters
    ----------
    bag : csr_matrix of shape (n, n_words)
        Weights of words.
    alike : ndarray of shape (n_words, n_words)
        Likeness of words, 0 to `FULL`.
    """

    def __init__(self, bag: csr_matrix, alike: np.ndarray) -> None:
        self.bag, self.alike, self.n = bag, alike, bag.shape[0]
        sums = np.maximum(np.asarray(bag.sum(1)).ravel(), 1e-9)
        self.share = csr_matrix(bag.multiply(1 / sums[:, None]), dtype=np.float32)
        self._whole: np.ndarray | None = None
        self._lists: dict[int, tuple[Pairs, Pairs]] = {}

    def __call__(self, at: slice | Pairs) -> Pairs:
        """Return how much of the second has a like in the first, and of the first in the second."""
        if isinstance(at, slice):
            self._whole = self._all() if self._whole is None else self._whole
            return self._whole[at], self._whole.T[at]
        # two features ask for the same list, and lists may be asked for by several threads
        if (kept := self._lists.pop(id(at), None)) is not None:
            return kept[1]
        found = self._of(*at)
        self._lists[id(at)] = (at, found)
        return found

    def _all(self) -> np.ndarray:
        out = np.empty((self.n, self.n), np.float32)
        for part in _parts(self.n, BLOCK):
            best = np.zeros((part.stop - part.start, len(self.alike)), np.float32)
            for k, i in enumerate(range(part.start, part.stop)):
                own = self.bag.indices[self.bag.indptr[i] : self.bag.indptr[i + 1]]
                if len(own):
                    best[k] = self.alike[own].max(0)
            out[part] = np.asarray(self.share @ best.T).T / FULL
        return out

    def _of(self, i: np.ndarray, j: np.ndarray) -> Pairs:
        """Pairs of as many words each are looked up together: no padding, no loop over pairs."""
        lengths = np.diff(self.share.indptr)
        first, second = np.zeros(len(i), np.float32), np.zeros(len(i), np.float32)
        code = lengths[i].astype(np.int64) * (int(lengths.max(initial=0)) + 1) + lengths[j]
        order = np.argsort(code, kind="stable")
        bounds = np.flatnonzero(np.diff(code[order], prepend=-1, append=-1)).tolist() if len(i) else []
        for start, stop in pairwise(bounds):
            n_i, n_j = int(lengths[i[order[start]]]), int(lengths[j[order[start]]])
            if not n_i or not n_j:
                continue
            for part in _parts(stop - start, max(GATHER // (n_i * n_j), 1)):
                at = order[start + part.start : start + part.stop]
                left, right = self._words(i[at], n_i), self._words(j[at], n_j)
                found = self.alike[left[0][:, :, None], right[0][:, None, :]]
                first[at] = np.einsum("pw,pw->p", right[1], found.max(1)) / FULL
                second[at] = np.einsum("pw,pw->p", left[1], found.max(2)) / FULL
        return first, second

    def _words(self, rows: np.ndarray, n_words: int) -> Pairs:
        places = self.share.indptr[rows][:, None] + np.arange(n_words)
        return self.share.indices[places], self.share.data[places]


def _parts(n: int, size: int) -> Iterator[slice]:
    for start in range(0, n, size):
        yield slice(start, min(start + size, n))

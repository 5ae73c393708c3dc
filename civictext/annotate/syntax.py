"""slovnet's syntax on packed sentences: heads by a bilinear score, made trees, and relations."""

from __future__ import annotations

import numpy as np

from civictext.annotate.models import SlovnetModel
from civictext.annotate.packed import Packed, PackedCnn
from civictext.annotate.trees import best_tree, broken_trees
from civictext.annotate.types import WordTypes

_ROWS = 256  # tokens whose relations (heads of a long sentence) are scored at once
_SCORES = 65_536  # scores of heads worked on at once
_ROUND = 4  # sentences whose lengths are equal after rounding up to this are scored together
_TIE = 1e-3  # scores as near as this count as equal; rounding errors are a hundredth of it


class Syntax:
    """Heads and relations (numbers in `labels`) of tokens."""

    def __init__(self, model: SlovnetModel, types: WordTypes) -> None:
        self.labels = model.labels
        head, rel = model.module.head, model.module.rel
        parts = [head.head.proj, head.tail.proj, rel.head.proj, rel.tail.proj]
        weight = np.concatenate([p.weight.array for p in parts], axis=1)
        bias = np.concatenate([p.bias.array for p in parts])
        self.cnn = PackedCnn(model.module, types, weight, bias)
        self.size = parts[0].weight.array.shape[1]
        self.head_kernel, self.rel_kernel = head.kernel.array, rel.kernel.array
        self.root_tail, self.root_rel = head.tail(head.root.array), rel.head(rel.root.array)
        self.root = self.labels.index("root")

    def __call__(self, packed: Packed, *, trees: bool = True) -> tuple[np.ndarray, np.ndarray]:
        """Return head (0 = root, 1 = first token of its sentence …) and relation of every token.

        Parameters
        ----------
        packed : Packed
            The word types of the sentences, see `civictext.annotate.packed.pack`.
        trees : bool
            Make every sentence a tree with one root, whose relation is ``root`` and nobody else's. False: the heads that
            slovnet chooses for each token by itself.
        """
        features = np.maximum(self.cnn(packed.types), 0)
        arcs = _Arcs(features, packed, self)
        heads = arcs.best_heads()
        if trees:
            arcs.repair(heads)
        relations = self._relations(features, heads, packed, trees)
        return heads[packed.rows] - (packed.starts - 1).repeat(packed.stops - packed.starts), relations

    def _relations(self, features: np.ndarray, heads: np.ndarray, packed: Packed, trees: bool) -> np.ndarray:
        size, n = self.size, len(packed.rows)
        features[packed.types == 0, 2 * size : 3 * size] = self.root_rel
        out = np.empty(n, np.intp)
        for a in range(0, n, _ROWS):
            rows = packed.rows[a : a + _ROWS]
            head = features[heads[rows], 2 * size : 3 * size] @ self.rel_kernel
            scores = np.matmul(head.reshape(len(rows), -1, size), features[rows, 3 * size :, None])[:, :, 0]
            if trees:
                scores[:, self.root] = -np.inf
            scores.argmax(axis=1, out=out[a : a + _ROWS])
        if trees:
            out[packed.types[heads[packed.rows]] == 0] = self.root
        return out


class _Arcs:
    """The scores of all heads of all tokens, worked out for sentences of like length together.

    Sentences repeat themselves («… области … области …»), and a token's features depend on three neighbours on either
    side only: equal surroundings give equal scores. slovnet's choice among them hangs on rounding; here the nearest wins.
    """

    def __init__(self, features: np.ndarray, packed: Packed, syntax: Syntax) -> None:
        size = syntax.size
        self.packed = packed
        self.left = features[:, :size] @ syntax.head_kernel
        self.right = features[:, size : 2 * size].copy()
        self.right[packed.types == 0] = syntax.root_tail

    def best_heads(self) -> np.ndarray:
        """Return the row of the best head of every row; the separator before a sentence stands for its root."""
        starts, lengths = self.packed.starts, self.packed.stops - self.packed.starts
        heads = np.arange(len(self.left))
        widths = -(-lengths // _ROUND) * _ROUND
        for width in sorted(set(widths.tolist())):
            some = (widths == width).nonzero()[0]
            step = max(1, _SCORES // (width * (width + 1)))
            for a in range(0, len(some), step):
                part = some[a : a + step]
                self._best(heads, starts[part], lengths[part], width)
        return heads

    def _best(self, heads: np.ndarray, starts: np.ndarray, lengths: np.ndarray, width: int) -> None:
        """Set the heads of sentences of at most `width` tokens."""
        columns = np.arange(width + 1)
        rows = np.minimum(starts[:, None] - 1 + columns, len(self.left) - 1)
        tails = self.right[rows].swapaxes(1, 2)
        outside = (columns > lengths[:, None])[:, None, :]
        for a in range(0, width, _ROWS):
            own = columns[1 + a : 1 + a + _ROWS]
            scores = np.matmul(self.left[rows[:, own]], tails)
            np.copyto(scores, -np.inf, where=outside)
            near = scores >= np.maximum.reduce(scores, axis=2, keepdims=True) - _TIE
            away = np.where(near, np.abs(columns - own[:, None]), 2 * width)
            chosen = away.argmin(axis=2) + starts[:, None] - 1
            inside = own <= lengths[:, None]
            heads[rows[:, own][inside]] = chosen[inside]

    def repair(self, heads: np.ndarray) -> None:
        """Make every sentence a tree; `heads` is changed in place."""
        starts, stops = self.packed.starts, self.packed.stops
        for i in broken_trees(heads, starts, stops).nonzero()[0].tolist():
            start, stop = int(starts[i]), int(stops[i])
            scores = self.left[start:stop] @ self.right[start - 1 : stop].T
            heads[start:stop] = best_tree(scores, heads[start:stop] - start + 1) + start - 1

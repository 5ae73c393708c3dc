"""slovnet's morphology, syntax and names for many sentences at once: the same answers, several times as fast.

Words come in as packed types (see `types`, `packed`), answers go out as numbers of labels; nothing here knows spaCy.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from civictext.annotate import models
from civictext.annotate.packed import Packed, PackedCnn
from civictext.annotate.trees import best_tree, broken_trees
from civictext.annotate.types import WordTypes
from civictext.annotate.viterbi import best_paths

_ROWS = 256  # tokens whose relations (heads of a long sentence) are scored at once
_SCORES = 65_536  # scores of heads worked on at once
_ROUND = 4  # sentences whose lengths are equal after rounding up to this are scored together
_TIE = 1e-3  # scores as near as this count as equal; rounding errors are a hundredth of it


class Morphology:
    """Tags of tokens: numbers in `labels`."""

    def __init__(self, model: models.SlovnetModel, types: WordTypes) -> None:
        self.labels = model.labels
        proj = model.module.head.proj
        self.cnn = PackedCnn(model.module, types, proj.weight.array, proj.bias.array)

    def __call__(self, packed: Packed) -> np.ndarray:
        """Return the tag of every token of the sentences, ndarray of shape (n_tokens,)."""
        return self.cnn(packed.types)[packed.rows].argmax(axis=1)


class Names:
    """Names as BIO tags: numbers in `labels`."""

    def __init__(self, model: models.SlovnetModel, types: WordTypes) -> None:
        self.labels = model.labels
        head = model.module.head
        self.cnn = PackedCnn(model.module, types, head.proj.weight.array, head.proj.bias.array)
        self.transitions = head.crf.transitions.array

    def __call__(self, packed: Packed) -> np.ndarray:
        """Return the BIO tag of every token of the passages, ndarray of shape (n_tokens,)."""
        return best_paths(self.cnn(packed.types)[packed.rows], packed.stops - packed.starts, self.transitions)


class Syntax:
    """Heads and relations (numbers in `labels`) of tokens."""

    def __init__(self, model: models.SlovnetModel, types: WordTypes) -> None:
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
        return heads[packed.rows] - np.repeat(packed.starts - 1, packed.stops - packed.starts), relations

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
            some = np.flatnonzero(widths == width)
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
            near = scores >= scores.max(axis=2, keepdims=True) - _TIE
            away = np.where(near, np.abs(columns - own[:, None]), 2 * width)
            chosen = away.argmin(axis=2) + starts[:, None] - 1
            inside = own <= lengths[:, None]
            heads[rows[:, own][inside]] = chosen[inside]

    def repair(self, heads: np.ndarray) -> None:
        """Make every sentence a tree; `heads` is changed in place."""
        starts, stops = self.packed.starts, self.packed.stops
        for i in np.flatnonzero(broken_trees(heads, starts, stops)).tolist():
            start, stop = int(starts[i]), int(stops[i])
            scores = self.left[start:stop] @ self.right[start - 1 : stop].T
            heads[start:stop] = best_tree(scores, heads[start:stop] - start + 1) + start - 1


class Engine:
    """The three models over one table of word types; each is loaded when first asked for."""

    @cached_property
    def types(self) -> WordTypes:
        """The word types seen so far."""
        return WordTypes(models.load_vectors(), models.load_morph().shapes)

    @cached_property
    def morphology(self) -> Morphology:
        """Tags of tokens."""
        return Morphology(models.load_morph(), self.types)

    @cached_property
    def syntax(self) -> Syntax:
        """Heads and relations."""
        return Syntax(models.load_syntax(), self.types)

    @cached_property
    def names(self) -> Names:
        """Names."""
        return Names(models.load_ner(), self.types)

    def __getstate__(self) -> dict[str, Any]:
        return {}  # a worker process loads the models itself


def bio_spans(tags: np.ndarray, labels: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Return (start, stop, type) of the names in BIO tags, tokens half-open, as slovnet reads them.

    A name begins at ``B`` only and goes on over every ``I``, whatever its type.
    """
    outside = labels.index("O")
    spans: list[tuple[int, int, str]] = []
    open_ = False
    for i in np.flatnonzero(tags != outside).tolist():
        label = labels[tags[i]]
        if label[0] == "B":
            spans.append((i, i + 1, label[2:]))
            open_ = True
        elif open_ and label[0] == "I" and spans[-1][1] == i:
            spans[-1] = (spans[-1][0], i + 1, spans[-1][2])
    return spans

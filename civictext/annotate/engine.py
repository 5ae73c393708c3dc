"""slovnet's morphology, syntax and names for many sentences at once: the same answers, several times as fast.

Words come in as types (see `packed`), answers go out as numbers of labels; nothing here knows spaCy.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from civictext.annotate import models
from civictext.annotate.packed import PackedCnn, WordTypes, pack
from civictext.annotate.viterbi import best_paths

_ROWS = 256  # rows of a long sentence's score matrix worked on at once


class Morphology:
    """Tags of tokens: numbers in `labels`."""

    def __init__(self, model: models.SlovnetModel, types: WordTypes) -> None:
        self.labels = model.labels
        proj = model.module.head.proj
        self.cnn = PackedCnn(model.module, types, proj.weight.array, proj.bias.array)

    def __call__(self, types: np.ndarray, lengths: np.ndarray) -> np.ndarray:
        """Return the tag of every token of the sentences, ndarray of shape (n_tokens,)."""
        packed = pack(types, lengths)
        return self.cnn(packed.types)[packed.rows].argmax(axis=1)


class Names:
    """Names as BIO tags: numbers in `labels`."""

    def __init__(self, model: models.SlovnetModel, types: WordTypes) -> None:
        self.labels = model.labels
        head = model.module.head
        self.cnn = PackedCnn(model.module, types, head.proj.weight.array, head.proj.bias.array)
        self.transitions = head.crf.transitions.array

    def __call__(self, types: np.ndarray, lengths: np.ndarray) -> np.ndarray:
        """Return the BIO tag of every token of the passages, ndarray of shape (n_tokens,)."""
        packed = pack(types, lengths)
        return best_paths(self.cnn(packed.types)[packed.rows], lengths, self.transitions)


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

    def __call__(self, types: np.ndarray, lengths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return head (0 = root, 1 = first token of its sentence …) and relation of every token."""
        packed = pack(types, lengths)
        size = self.size
        features = np.maximum(self.cnn(packed.types), 0)
        root = packed.types == 0
        features[root, size : 2 * size] = self.root_tail
        features[root, 2 * size : 3 * size] = self.root_rel
        heads = self._heads(features, packed.starts.tolist(), packed.stops.tolist())
        rels = self._relations(features, heads, packed.rows)
        before = np.repeat(packed.starts - 1, lengths)
        return heads[packed.rows] - before, rels

    def _heads(self, features: np.ndarray, starts: list[int], stops: list[int]) -> np.ndarray:
        """Return the row of the head of every row; the separator before a sentence stands for its root."""
        left = features[:, : self.size] @ self.head_kernel
        right = np.ascontiguousarray(features[:, self.size : 2 * self.size])
        out = np.zeros(len(features), np.intp)
        for start, stop in zip(starts, stops, strict=True):
            tails = right[start - 1 : stop].T
            for a in range(start, stop, _ROWS):
                b = min(stop, a + _ROWS)
                np.add((left[a:b] @ tails).argmax(axis=1), start - 1, out=out[a:b])
        return out

    def _relations(self, features: np.ndarray, heads: np.ndarray, rows: np.ndarray) -> np.ndarray:
        size, n = self.size, len(rows)
        out = np.empty(n, np.intp)
        for a in range(0, n, _ROWS):
            part = rows[a : a + _ROWS]
            head = features[heads[part], 2 * size : 3 * size] @ self.rel_kernel
            tail = features[part, 3 * size :, None]
            scores = np.matmul(head.reshape(len(part), -1, size), tail)[:, :, 0]
            scores.argmax(axis=1, out=out[a : a + _ROWS])
        return out


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

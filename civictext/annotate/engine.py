"""slovnet's morphology, syntax and names for many sentences at once: the same answers, several times as fast.

Words come in as packed types (see `types`, `packed`), answers go out as numbers of labels; nothing here knows spaCy.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from civictext.annotate import models
from civictext.annotate.packed import Packed, PackedCnn, pack
from civictext.annotate.syntax import Syntax
from civictext.annotate.threads import one_thread
from civictext.annotate.types import WordTypes
from civictext.annotate.viterbi import best_paths


class Answers(NamedTuple):
    """What the models say of tokens: numbers of labels, and heads (0 = root, 1 = first token of its sentence …)."""

    tags: np.ndarray
    heads: np.ndarray
    relations: np.ndarray
    names: np.ndarray


class Morphology:
    """Tags of tokens: numbers in `labels`."""

    def __init__(self, model: models.SlovnetModel, types: WordTypes) -> None:
        self.labels = model.labels
        proj = model.module.head.proj
        self.cnn = PackedCnn(model.module, types, proj.weight.array, proj.bias.array)

    def __call__(self, packed: Packed) -> np.ndarray:
        """Return the tag of every token of the sentences, ndarray of shape (n_tokens,)."""
        return self.cnn.best(packed.types)[packed.rows]


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


class Engine:
    """The three models over one table of word types; each is loaded when first asked for."""

    def __call__(
        self, types: np.ndarray, sentences: np.ndarray, passages: np.ndarray, *, trees: bool = True
    ) -> Answers:
        """Return the answers for tokens.

        Parameters
        ----------
        types : ndarray of shape (n_tokens,)
            Word types, as `types` numbers them; sentence after sentence.
        sentences, passages : ndarray of shape (n_sentences,), (n_passages,)
            Number of tokens of each sentence, and of each stretch that names are looked for in; none zero.
        trees : bool
            Make every sentence a tree, see `Syntax`.
        """
        with one_thread():
            packed = pack(types, sentences)
            heads, relations = self.syntax(packed, trees=trees)
            return Answers(self.morphology(packed), heads, relations, self.names(pack(types, passages)))

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
    for i in (tags != outside).nonzero()[0].tolist():
        label = labels[tags[i]]
        if label[0] == "B":
            spans.append((i, i + 1, label[2:]))
            open_ = True
        elif open_ and label[0] == "I" and spans[-1][1] == i:
            spans[-1] = (spans[-1][0], i + 1, spans[-1][2])
    return spans

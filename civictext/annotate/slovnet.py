"""The component `civictext_slovnet`: UD morphology, syntax and names by slovnet's published models. Nothing civic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IS_SPACE, MORPH, ORTH, POS, SENT_START
from spacy.language import Language
from spacy.parts_of_speech import IDS as POS_IDS
from spacy.tokens import Doc
from spacy.vocab import Vocab

from civictext.annotate.arrays import token_offsets, write_attributes
from civictext.annotate.blocks import ensure_blocks, regions
from civictext.annotate.engine import Engine, bio_spans
from civictext.annotate.lookalikes import fold_lookalikes
from civictext.annotate.packed import pack
from civictext.annotate.threads import one_thread
from civictext.extensions import register

BATCH_TOKENS = 4096
_IOB = {"I": 1, "O": 2, "B": 3}


class _Layout:
    """The words (tokens that are not white space) of a `Doc`, and how many stand in each sentence and block."""

    def __init__(self, doc: Doc) -> None:
        columns = doc.to_array([ORTH, IS_SPACE, SENT_START])
        self.words = np.flatnonzero(columns[:, 1] == 0)
        self.orths = columns[self.words, 0].tolist()
        starts = columns[:, 2] == 1
        starts[:1] = True
        self.sentences = _run_lengths(starts.cumsum()[self.words])
        offsets = token_offsets(doc)
        edges = [a for a, _ in regions(ensure_blocks(doc), int(offsets[-1]) + 1 if len(doc) else 0)]
        self.blocks = _run_lengths(np.searchsorted(edges, offsets[self.words], side="right"))


def _run_lengths(numbers: np.ndarray) -> np.ndarray:
    """Return the lengths of the runs of equal values."""
    last = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=last[:-1])
    stops = last.nonzero()[0] + 1
    stops[1:] -= stops[:-1].copy()
    return stops


class SlovnetTagger:
    """Sets part of speech, features, heads, relations and names.

    *Reads* ``token.is_sent_start``, ``doc._.blocks``. *Writes* ``token.pos``, ``token.morph``, ``token.dep``,
    ``token.head``, ``doc.ents``. Words are read with look-alikes folded. A name never leaves its block.

    Heads are slovnet's own, but a sentence for which these are no tree is repaired (see `civictext.annotate.trees`); the
    root's relation is ``ROOT``, as everywhere in spaCy.

    Parameters
    ----------
    vocab : Vocab
        The vocabulary of the pipeline.
    batch_tokens : int
        How many tokens `pipe` puts together; documents are never waited for beyond the caller's `batch_size`.
    """

    def __init__(self, vocab: Vocab, *, batch_tokens: int = BATCH_TOKENS) -> None:
        self.vocab = vocab
        self.batch_tokens = batch_tokens
        self.engine = Engine()

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` annotated."""
        self._annotate([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Yield the documents of `stream`, annotated; several are worked on together."""
        docs = iter(stream)
        while batch := list(self._take(docs, batch_size)):
            self._annotate(batch)
            yield from batch

    def _take(self, docs: Iterator[Doc], batch_size: int) -> Iterator[Doc]:
        total = 0
        for doc in islice(docs, batch_size):
            yield doc
            total += len(doc)
            if total >= self.batch_tokens:
                return

    def _annotate(self, docs: Sequence[Doc]) -> None:
        layouts = [_Layout(doc) for doc in docs]
        orths = [orth for layout in layouts for orth in layout.orths]
        if not orths:
            return
        types = self.engine.types.numbers(orths, self._spell)
        with one_thread():
            packed = pack(types, np.concatenate([layout.sentences for layout in layouts]))
            tags = self.engine.morphology(packed)
            heads, rels = self.engine.syntax(packed)
            names = self.engine.names(pack(types, np.concatenate([layout.blocks for layout in layouts])))
        start = 0
        for doc, layout in zip(docs, layouts, strict=True):
            part = slice(start, start + len(layout.words))
            self._write(doc, layout, tags[part], heads[part], rels[part], names[part])
            start = part.stop

    def _spell(self, orth: int) -> str:
        return fold_lookalikes(self.vocab.strings[orth])

    @cached_property
    def _pos(self) -> np.ndarray:
        tags = [label.split("|")[0] for label in self.engine.morphology.labels]
        return np.array([POS_IDS.get(tag, 0) for tag in tags], dtype=np.uint64)

    @cached_property
    def _morph(self) -> np.ndarray:
        feats = [label.partition("|")[2] for label in self.engine.morphology.labels]
        return np.array([self.vocab.morphology.add(f) for f in feats], dtype=np.uint64)

    @cached_property
    def _dep(self) -> np.ndarray:
        labels = ["ROOT" if label == "root" else label for label in self.engine.syntax.labels]
        return np.array([self.vocab.strings.add(label) for label in labels], dtype=np.uint64)

    def _write(
        self, doc: Doc, layout: _Layout, tags: np.ndarray, heads: np.ndarray, rels: np.ndarray, names: np.ndarray
    ) -> None:
        words = layout.words
        if not len(words):
            return
        out = np.zeros((len(doc), 6), dtype=np.uint64)
        out[:, 0] = POS_IDS["SPACE"]
        out[words, 0] = self._pos[tags]
        out[words, 1] = self._morph[tags]
        out[:, 2], out[:, 3] = self._tree(doc, layout, heads, rels)
        out[:, 4] = _IOB["O"]
        for start, stop, kind in bio_spans(names, self.engine.names.labels):
            # white space inside a name belongs to it
            first, last = int(words[start]), int(words[stop - 1])
            out[first : last + 1, 4] = _IOB["I"]
            out[first, 4] = _IOB["B"]
            out[first : last + 1, 5] = self.vocab.strings.add(kind)
        write_attributes(doc, [POS, MORPH, DEP, HEAD, ENT_IOB, ENT_TYPE], out)

    def _tree(self, doc: Doc, layout: _Layout, heads: np.ndarray, rels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return relation and relative head of every token, white space hung on the word before it."""
        words = layout.words
        lengths = layout.sentences
        first = np.repeat(lengths.cumsum() - lengths, lengths)
        own = np.arange(len(words))
        target = words[np.where(heads == 0, own, first + heads - 1)]
        dep, head = np.zeros(len(doc), np.uint64), np.zeros(len(doc), np.int64)
        dep[:] = self.vocab.strings.add("dep")
        dep[words] = self._dep[rels]
        if len(words) < len(doc):
            before = np.maximum(np.searchsorted(words, np.arange(len(doc)), side="right") - 1, 0)
            head[:] = words[before]
        head[words] = target
        return dep, (head - np.arange(len(doc))).astype(np.uint64)

    def __getstate__(self) -> dict[str, Any]:
        return {"vocab": self.vocab, "batch_tokens": self.batch_tokens, "engine": self.engine}

    def to_bytes(self, **_: Any) -> bytes:
        """Return nothing to keep: models come from the installed natasha, settings from the config."""
        return b""

    def from_bytes(self, data: bytes, **_: Any) -> SlovnetTagger:
        """Return self."""
        return self

    def to_disk(self, path: Any, **_: Any) -> None:
        """Write nothing."""

    def from_disk(self, path: Any, **_: Any) -> SlovnetTagger:
        """Return self."""
        return self


@Language.factory(
    "civictext_slovnet",
    requires=["token.is_sent_start"],
    assigns=["token.pos", "token.morph", "token.dep", "token.head", "doc.ents", "token.ent_iob", "token.ent_type"],
)
def make_slovnet_tagger(nlp: Language, name: str, batch_tokens: int = BATCH_TOKENS) -> SlovnetTagger:
    """Return a `SlovnetTagger`."""
    register()
    return SlovnetTagger(nlp.vocab, batch_tokens=batch_tokens)

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
from civictext.annotate.engine import Answers, Engine, bio_spans
from civictext.annotate.lookalikes import fold_lookalikes
from civictext.extensions import register

BATCH_TOKENS = 4096
_IOB = {"I": 1, "O": 2, "B": 3}


class _Layout:
    """The words (tokens that are not white space) of a `Doc`, and how many stand in each sentence and block."""

    def __init__(self, doc: Doc) -> None:
        columns = doc.to_array([ORTH, IS_SPACE, SENT_START])
        self.words = (columns[:, 1] == 0).nonzero()[0]
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


class _Codes:
    """What spaCy stores for slovnet's labels: by number of tag, of relation, of BIO tag."""

    def __init__(self, vocab: Vocab, engine: Engine) -> None:
        tags = [label.partition("|") for label in engine.morphology.labels]
        rels = ["ROOT" if label == "root" else label for label in engine.syntax.labels]
        self.pos = np.array([POS_IDS.get(pos, 0) for pos, _, _ in tags], np.uint64)
        self.morph = np.array([vocab.morphology.add(feats) for _, _, feats in tags], np.uint64)
        self.dep = np.array([vocab.strings.add(rel) for rel in rels], np.uint64)
        self.bio = engine.names.labels
        self.kinds = {label[2:]: vocab.strings.add(label[2:]) for label in self.bio if label[1:2] == "-"}
        self.no_feats, self.root, self.space_dep = (
            vocab.morphology.add(""),
            vocab.strings.add("ROOT"),
            vocab.strings.add("dep"),
        )


class SlovnetTagger:
    """Sets part of speech, features, heads, relations and names.

    *Reads* ``token.is_sent_start``, ``doc._.blocks``. *Writes* ``token.pos``, ``token.morph``, ``token.dep``,
    ``token.head``, ``doc.ents``. Words are read with look-alikes folded. A name never leaves its block.

    Heads and relations are slovnet's own where its heads make a tree with one root; where not, they are changed at the
    least cost (see `civictext.annotate.trees`). The root's relation is ``ROOT``, as everywhere in spaCy. White space hangs
    on the word before it.

    *Measured on* 100,000 tokens of municipal documents: tags and names are slovnet's own without exception, heads but for
    exact ties. UD test sets (GSD, PUD, Taiga): UPOS .947, .966, .907; LAS without subtypes .748, .831, .670 (natasha .744,
    .828, .661).

    Parameters
    ----------
    vocab : Vocab
        The vocabulary of the pipeline.
    batch_tokens : int
        How many tokens `pipe` puts together; never more documents than the caller's `batch_size`.
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
        for doc in docs:
            _check_sentences(doc)
        layouts = [_Layout(doc) for doc in docs]
        types = self.engine.types.numbers([orth for layout in layouts for orth in layout.orths], self._spell)
        sentences = np.concatenate([layout.sentences for layout in layouts])
        answers = self.engine(types, sentences, np.concatenate([layout.blocks for layout in layouts]))
        start = 0
        for doc, layout in zip(docs, layouts, strict=True):
            part = slice(start, start + len(layout.words))
            self._write(doc, layout, Answers(*(column[part] for column in answers)))
            start = part.stop

    def _spell(self, orth: int) -> str:
        return fold_lookalikes(self.vocab.strings[orth])

    @cached_property
    def _codes(self) -> _Codes:
        return _Codes(self.vocab, self.engine)

    def _write(self, doc: Doc, layout: _Layout, answers: Answers) -> None:
        codes, words = self._codes, layout.words
        out = np.empty((len(doc), 6), dtype=np.uint64)
        if len(words) < len(doc):
            out[:] = (POS_IDS["SPACE"], codes.no_feats, codes.space_dep, 0, _IOB["O"], 0)
            out[:1, 2] = codes.root if not len(words) else codes.space_dep
        out[words, 0], out[words, 1], out[words, 2] = (
            codes.pos[answers.tags],
            codes.morph[answers.tags],
            codes.dep[answers.relations],
        )
        out[:, 3] = _relative_heads(len(doc), layout, answers.heads)
        out[:, 4], out[:, 5] = _IOB["O"], 0
        for start, stop, kind in bio_spans(answers.names, codes.bio):
            # white space inside a name belongs to it
            first, last = int(words[start]), int(words[stop - 1])
            out[first : last + 1, 4] = _IOB["I"]
            out[first, 4] = _IOB["B"]
            out[first : last + 1, 5] = codes.kinds[kind]
        write_attributes(doc, [POS, MORPH, DEP, HEAD, ENT_IOB, ENT_TYPE], out)

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


def _check_sentences(doc: Doc) -> None:
    if len(doc) > 1 and not doc.has_annotation("SENT_START"):
        raise ValueError(
            "SlovnetTagger needs token.is_sent_start: put 'civictext_sentencizer' before 'civictext_slovnet' in the pipeline"
        )


def _relative_heads(n_tokens: int, layout: _Layout, heads: np.ndarray) -> np.ndarray:
    """Return how far the head of every token is; white space hangs on the word before it (or the first word)."""
    words, lengths = layout.words, layout.sentences
    own = np.arange(n_tokens)
    out = np.zeros(n_tokens, np.int64)
    if len(words) < n_tokens and len(words):
        before = np.maximum(np.searchsorted(words, own, side="right") - 1, 0)
        out[:] = words[before]
    first = (lengths.cumsum() - lengths).repeat(lengths)
    out[words] = words[np.where(heads == 0, np.arange(len(words)), first + heads - 1)]
    return (out - own).astype(np.uint64)


@Language.factory(
    "civictext_slovnet",
    requires=["token.is_sent_start"],
    assigns=["token.pos", "token.morph", "token.dep", "token.head", "doc.ents", "token.ent_iob", "token.ent_type"],
)
def make_slovnet_tagger(nlp: Language, name: str, batch_tokens: int = BATCH_TOKENS) -> SlovnetTagger:
    """Return a `SlovnetTagger`."""
    register()
    return SlovnetTagger(nlp.vocab, batch_tokens=batch_tokens)

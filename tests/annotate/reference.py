"""slovnet's own answers, to compare the engine's with."""

from __future__ import annotations

import itertools

import numpy as np

from civictext.annotate import models
from civictext.annotate.engine import Engine
from civictext.annotate.lookalikes import fold_lookalikes
from civictext.annotate.sentences import sentence_starts
from civictext.annotate.threads import one_thread
from civictext.annotate.tokens import words_and_spaces

#: two scores of heads that differ by less are equal: in slovnet's sums, too, equal surroundings give equal scores, and
#: which of them is largest hangs on rounding (and on the sentences that slovnet happens to work on together)
TIE = 1e-3


def sentences_of(text: str) -> list[list[str]]:
    """Return the words of every sentence of every line."""
    out = []
    for line in text.split("\n"):
        starts = [*sentence_starts(line, 0, len(line)), len(line)]
        for a, b in itertools.pairwise(starts):
            words = [fold_lookalikes(w) for w in words_and_spaces(line[a:b])[0] if not w.isspace()]
            if words:
                out.append(words)
    return out


class Slovnet:
    """The three models behind slovnet's own interface."""

    def __init__(self) -> None:
        import slovnet
        from navec import Navec

        navec = Navec.load(models.natasha_data(models.EMBEDDING))
        self.morph = slovnet.Morph.load(models.natasha_data(models.MORPH)).navec(navec)
        self.syntax = slovnet.Syntax.load(models.natasha_data(models.SYNTAX)).navec(navec)
        self.ner = slovnet.NER.load(models.natasha_data(models.NER)).navec(navec)

    def tags(self, sentences: list[list[str]]) -> list[str]:
        return [token.tag for markup in self.morph.map(sentences) for token in markup.tokens]

    def arcs(self, sentences: list[list[str]]) -> list[tuple[int, str]]:
        return [(int(t.head_id), t.rel) for markup in self.syntax.map(sentences) for t in markup.tokens]

    def head_scores(self, sentence: list[str]) -> np.ndarray:
        infer = self.syntax.infer
        (inputs,) = infer.encoder([sentence])
        hidden = infer.model.encoder(infer.model.emb(inputs.word_id, inputs.shape_id), inputs.pad_mask)
        return infer.model.head(hidden)[0]

    def names(self, sentences: list[list[str]]) -> list[str]:
        infer = self.ner.infer
        batches = (sentences[a : a + 8] for a in range(0, len(sentences), 8))
        found = (tags for batch in batches for tags in infer.decoder(infer.process(infer.encoder(batch))))
        return [tag for tags in found for tag in tags]


def compare(sentences: list[list[str]]) -> dict[str, int]:
    """Return the number of tokens whose tag, head, relation or name differs from slovnet's own; and of ties of heads.

    A head that differs counts as a tie if slovnet's own scores of both heads are equal; the relation of such a token is
    not compared, for it follows from the head.
    """
    with one_thread():
        return _compare(sentences, Slovnet(), Engine())


def _compare(sentences: list[list[str]], slovnet: Slovnet, engine: Engine) -> dict[str, int]:
    types = engine.types.numbers([word for s in sentences for word in s], str)
    lengths = np.array([len(s) for s in sentences])
    tags, heads, rels, names = engine(types, lengths, lengths, trees=False)
    arcs = slovnet.arcs(sentences)
    labels = engine.morphology.labels, engine.syntax.labels, engine.names.labels
    out = {"sentences": len(sentences), "tokens": len(types), "heads_tied": 0, "heads": 0, "relations": 0}
    out["tags"] = sum(labels[0][a] != b for a, b in zip(tags, slovnet.tags(sentences), strict=True))
    out["names"] = sum(labels[2][a] != b for a, b in zip(names, slovnet.names(sentences), strict=True))
    start = 0
    for sentence in sentences:
        own = arcs[start : start + len(sentence)]
        differing = [i for i, (head, _) in enumerate(own) if heads[start + i] != head]
        scores = slovnet.head_scores(sentence) if differing else np.zeros(0)
        for i, (head, rel) in enumerate(own):
            if i in differing:
                tied = abs(scores[i, heads[start + i]] - scores[i, head]) < TIE
                out["heads_tied" if tied else "heads"] += 1
            else:
                out["relations"] += labels[1][rels[start + i]] != rel
        start += len(sentence)
    return out

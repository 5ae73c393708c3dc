"""The component `civictext_sentencizer`: sentence starts of a `Doc`, within its blocks."""

from __future__ import annotations

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from civictext.annotate.arrays import token_offsets, write_attributes
from civictext.annotate.blocks import ensure_blocks, regions
from civictext.annotate.sentences import sentence_starts
from civictext.extensions import register


class Sentencizer:
    """Sets ``token.is_sent_start``: sentences end where razdel's rules say, and at the edges of blocks.

    *Reads* ``doc._.blocks`` (None: the lines of the text). *Writes* ``token.is_sent_start``, ``doc._.blocks``.
    A typed label before a block («2.1.») is a sentence of its own.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with its sentences."""
        text = doc.text
        blocks = ensure_blocks(doc, text)
        if not text:
            return doc
        starts = [s for a, b in regions(blocks, len(text)) for s in sentence_starts(text, a, b)]
        flags = np.full(len(doc), -1, dtype=np.int64)
        # a start inside a token (a label glued to its text) moves to the next token
        at = token_offsets(doc).searchsorted(starts)
        flags[at[at < len(doc)]] = 1
        flags[0] = 1
        write_attributes(doc, [SENT_START], flags[:, None])
        return doc


@Language.factory("civictext_sentencizer", assigns=["token.is_sent_start", "doc.sents", "doc._.blocks"])
def make_sentencizer(nlp: Language, name: str) -> Sentencizer:
    """Return a `Sentencizer`."""
    register()
    return Sentencizer()

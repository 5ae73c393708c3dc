"""The component `civictext_lemmatizer`: sets ``token.lemma_`` by `civictext.annotate.lemmas`."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from spacy.attrs import LEMMA, MORPH, ORTH, POS
from spacy.language import Language
from spacy.parts_of_speech import NAMES as POS_NAMES
from spacy.tokens import Doc
from spacy.vocab import Vocab

from civictext.annotate.arrays import write_attributes
from civictext.annotate.lemmas import lemmatize
from civictext.annotate.rumorph import RumorphLemmatizer

CACHE_SIZE = 100_000


class Lemmatizer:
    """Sets ``token.lemma_``.

    *Reads* ``token.pos``, ``token.morph``. *Writes* ``token.lemma``.

    Parameters
    ----------
    vocab : Vocab
        The vocabulary of the pipeline.
    cache_size : int
        How many (word form, part of speech, features) are remembered, 100 bytes each.
    """

    def __init__(self, vocab: Vocab, *, cache_size: int = CACHE_SIZE) -> None:
        self.vocab = vocab
        self.cache_size = cache_size
        self._lemma = lru_cache(maxsize=cache_size)(self._find)

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with its lemmas."""
        if len(doc):
            columns = doc.to_array([ORTH, POS, MORPH]).tolist()
            lemmas = [self._lemma(*row) for row in columns]
            write_attributes(doc, [LEMMA], np.array(lemmas, dtype=np.uint64)[:, None])
        return doc

    def _find(self, orth: int, pos: int, morph: int) -> int:
        strings = self.vocab.strings
        feats = self.vocab.morphology.feats_to_dict(strings[morph]) if morph else {}
        return strings.add(lemmatize(strings[orth], POS_NAMES.get(pos) or "X", feats))

    def __getstate__(self) -> dict[str, Any]:
        return {"vocab": self.vocab, "cache_size": self.cache_size}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["vocab"], cache_size=state["cache_size"])  # type: ignore[misc]


@Language.factory("civictext_lemmatizer", requires=["token.pos", "token.morph"], assigns=["token.lemma"])
def make_lemmatizer(
    nlp: Language, name: str, backend: str = "pymorphy3", cache_size: int = CACHE_SIZE
) -> Lemmatizer | RumorphLemmatizer:
    """Return a `Lemmatizer` (backend "pymorphy3") or a `RumorphLemmatizer` (backend "rumorph").

    Raises
    ------
    ValueError
        If there is no such backend.
    """
    if backend == "rumorph":
        return RumorphLemmatizer(nlp.vocab)
    if backend != "pymorphy3":
        raise ValueError(f"civictext_lemmatizer: no backend {backend!r}; there are 'pymorphy3' and 'rumorph'")
    return Lemmatizer(nlp.vocab, cache_size=cache_size)

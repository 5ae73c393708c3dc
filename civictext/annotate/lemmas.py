"""The component `civictext_lemmatizer`: dictionary forms, chosen among pymorphy3's readings by the tags of the token."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

import numpy as np
from spacy.attrs import LEMMA, MORPH, ORTH, POS
from spacy.language import Language
from spacy.parts_of_speech import NAMES as POS_NAMES
from spacy.tokens import Doc
from spacy.vocab import Vocab

from civictext.annotate.arrays import write_attributes
from civictext.annotate.lookalikes import fold_lookalikes
from civictext.annotate.opencorpora import Reading, readings

CACHE_SIZE = 100_000

#: how alike two parts of speech are: (of the token, of the reading) → 0 … 1
_ALIKE = {
    ("PROPN", "NOUN"): 0.9,
    ("NOUN", "PROPN"): 0.9,
    ("AUX", "VERB"): 0.9,
    ("SCONJ", "CCONJ"): 0.9,
    ("DET", "ADJ"): 0.8,
    ("ADJ", "DET"): 0.8,
    ("DET", "PRON"): 0.7,
    ("PRON", "DET"): 0.7,
    ("PRON", "ADJ"): 0.5,
    ("PART", "CCONJ"): 0.5,
    ("ADV", "ADJ"): 0.4,
    ("NUM", "ADJ"): 0.4,
    ("ADJ", "VERB"): 0.4,
    ("NOUN", "ADJ"): 0.4,
    ("ADV", "CCONJ"): 0.4,
    ("VERB", "ADJ"): 0.3,
    ("ADV", "PART"): 0.3,
    ("PART", "ADV"): 0.3,
    ("VERB", "ADV"): 0.3,
}
_WEIGHTS = {
    "Case": 1.0,
    "Degree": 1.0,
    "VerbForm": 1.2,
    "Variant": 1.0,
    "Number": 0.8,
    "Tense": 0.7,
    "Gender": 0.6,
    "Aspect": 0.6,
    "Person": 0.6,
    "Voice": 0.5,
    "Animacy": 0.3,
}


def agreement(reading: Reading, upos: str, feats: Mapping[str, str]) -> float:
    """Return how well a reading fits a token's part of speech and features; larger is better."""
    score = 3.0 * (1.0 if reading.upos == upos else _ALIKE.get((upos, reading.upos), 0.0))
    for feature, value in reading.feats.items():
        if feature in feats:
            score += _WEIGHTS.get(feature, 0.2) * (1.0 if feats[feature] == value else -0.5)
    return score + 0.3 * reading.score


def best_reading(word: str, upos: str, feats: Mapping[str, str]) -> Reading:
    """Return the reading of a word form that fits the token's tags best; the more frequent of equals."""
    return max(readings(word), key=lambda r: agreement(r, upos, feats))


def lemmatize(word: str, upos: str, feats: Mapping[str, str]) -> str:
    """Return the dictionary form of a word, in lower case.

    Examples
    --------
    >>> lemmatize("стали", "VERB", {"VerbForm": "Fin", "Tense": "Past", "Number": "Plur"})
    'стать'
    >>> lemmatize("стали", "NOUN", {"Case": "Gen", "Number": "Sing"})
    'сталь'
    """
    word = fold_lookalikes(word)
    if upos in {"PUNCT", "SYM", "SPACE"}:
        return word
    return best_reading(word.lower(), upos, feats).normal


class Lemmatizer:
    """Sets ``token.lemma_``.

    *Reads* ``token.pos``, ``token.morph``. *Writes* ``token.lemma``.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._lemma = lru_cache(maxsize=CACHE_SIZE)(self._find)

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with its lemmas."""
        if len(doc):
            columns = doc.to_array([ORTH, POS, MORPH]).tolist()
            lemmas = [self._lemma(*row) for row in columns]
            write_attributes(doc, [LEMMA], np.array(lemmas, dtype=np.uint64)[:, None])
        return doc

    def _find(self, orth: int, pos: int, morph: int) -> int:
        feats = self.vocab.morphology.feats_to_dict(self.vocab.strings[morph]) if morph else {}
        return self.vocab.strings.add(lemmatize(self.vocab.strings[orth], _pos_name(pos), feats))

    def __getstate__(self) -> dict[str, Any]:
        return {"vocab": self.vocab}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["vocab"])  # type: ignore[misc]


@cache
def _pos_name(pos: int) -> str:
    return POS_NAMES.get(pos, "X")


@Language.factory("civictext_lemmatizer", requires=["token.pos", "token.morph"], assigns=["token.lemma"])
def make_lemmatizer(nlp: Language, name: str) -> Lemmatizer:
    """Return a `Lemmatizer`."""
    return Lemmatizer(nlp.vocab)

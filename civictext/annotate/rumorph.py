"""The other lemmatizer: rumorph, which reads the sentence instead of the tags. An extra, chosen by setting, never silently.

Its dictionary is that of OpenCorpora (CC BY-SA 3.0). On UD test sets it is better than the default by some tenths of a
point, and it does not agree with the tags where these are wrong.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from spacy.attrs import LEMMA
from spacy.tokens import Doc
from spacy.vocab import Vocab

from civictext.annotate.arrays import write_attributes
from civictext.annotate.lemmas import sign
from civictext.annotate.lookalikes import fold_lookalikes


class RumorphLemmatizer:
    """Sets ``token.lemma_``.

    *Reads* ``doc.sents``, ``token.pos``. *Writes* ``token.lemma``.

    Parameters
    ----------
    vocab : Vocab
        The vocabulary of the pipeline.

    Raises
    ------
    ImportError
        If the package rumorph is not installed.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab
        self._analyzer  # noqa: B018  (fails here rather than at the first text)

    @cached_property
    def _analyzer(self) -> Any:
        try:
            from rumorph import Analyzer
        except ImportError:
            raise ImportError(
                "the lemmatizer backend 'rumorph' is not installed: pip install 'civictext[rumorph]'"
            ) from None
        return Analyzer()

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with its lemmas."""
        lemmas = (
            [self.vocab.strings.add(lemma) for sent in doc.sents for lemma in self._sentence(list(sent))]
            if len(doc)
            else []
        )
        if lemmas:
            write_attributes(doc, [LEMMA], np.array(lemmas, dtype=np.uint64)[:, None])
        return doc

    def _sentence(self, tokens: list[Any]) -> list[str]:
        words = [fold_lookalikes(t.text) for t in tokens]
        found = self._analyzer.analyze_sentence(words)
        return [
            sign(word, token.pos_, {}) or (readings[0].lemma if readings else word.lower())
            for token, word, readings in zip(tokens, words, found, strict=True)
        ]

    def __getstate__(self) -> dict[str, Any]:
        return {"vocab": self.vocab}

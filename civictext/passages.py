"""Texts beside the tables: queries and passages of other documents tagged as recommendations are, words with their lemmas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy import Language


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a recommendation: its form, its place in the text (characters, half-open) and its lemma."""

    text: str
    start: int
    end: int
    lemma: str


@cache
def _tagger() -> Language:
    from civictext.pipeline import load

    return load(exclude=["civictext_metadata", "civictext_recommendations"])


@cache
def _tokenizer() -> Language:
    from civictext.pipeline import FACTORIES, load

    return load(exclude=list(FACTORIES))


def as_rows(texts: Sequence[str]) -> list[dict[str, Any]]:
    """Return rows of the recommendation table for texts that are taken for measures, whatever they stand in.

    Parameters
    ----------
    texts : sequence of str
        Line breaks count as spaces.

    Returns
    -------
    list of dict
        ``text``, ``lemmas``, ``actors``, ``actions``, ``themes``, ``deadline``, ``programs``, … as in the output schema; offsets count
        from the start of each text.

    Examples
    --------
    >>> row = as_rows(["создание ресурсных центров"])[0]
    >>> row["lemmas"], row["actions"][0]["predicate"]
    ('создание ресурсный центр', 'создать')
    """
    return [_row(" ".join(text.split())) for text in texts]


def _row(text: str) -> dict[str, Any]:
    nlp = _tagger()
    doc = nlp.make_doc(text)
    doc._.recommendations = [{"text": text, "start": 0, "end": len(text), "spans": [[0, len(text)]], "source": "text", "heading": None}]  # fmt: skip
    doc = nlp(doc)
    if not len(doc):
        return {"text": text, "lemmas": "", "actors": [], "actions": [], "themes": [], "programs": [], "deadline": None}
    return doc._.resolution.recommendations[0].to_dict()


def words_of(row: Mapping[str, Any]) -> list[Word]:
    """Return the words of a recommendation with their lemmas.

    Notes
    -----
    The table's `lemmas` stand for the words of `text` one by one, punctuation left out. Where their numbers differ (a table made
    elsewhere), a word's form in lower case stands for its lemma.
    """
    tokens = [t for t in _tokenizer().make_doc(str(row["text"] or "")) if not (t.is_punct or t.is_space)]
    lemmas = str(row.get("lemmas") or "").split()
    if len(lemmas) != len(tokens):
        lemmas = [t.lower_ for t in tokens]
    return [Word(t.text, t.idx, t.idx + len(t.text), lemma) for t, lemma in zip(tokens, lemmas, strict=True)]

"""Access to the recommendations of a `Doc` for the taggers: their tokens, and stretches of text. Tags nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from spacy.tokens import Doc, Token


def item_tokens(doc: Doc, item: Mapping[str, Any]) -> list[Token]:
    """Return the tokens of a recommendation without white space, in text order; tokens between its stretches are left out."""
    found: list[Token] = []
    for start, end in item["spans"]:
        span = doc.char_span(start, end, alignment_mode="contract")
        found += [token for token in span or () if not token.is_space]
    return found


def check_layers(doc: Doc, owner: str) -> Sequence[Mapping[str, Any]]:
    """Return the recommendations of a document, or say what is missing.

    Raises
    ------
    ValueError
        If the document has no recommendations or no parse.
    """
    if doc._.recommendations is None:
        raise ValueError(
            f"{owner} needs doc._.recommendations: put 'civictext_recommendations' before it in the pipeline"
        )
    if not doc.has_annotation("DEP") and any(not token.is_space for token in doc):
        raise ValueError(f"{owner} needs token.dep_: put 'civictext_slovnet' before it in the pipeline")
    return doc._.recommendations

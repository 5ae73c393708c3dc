"""Attributes of all tokens of a `Doc` as arrays: reading and writing them in one call is what makes components fast."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from spacy.attrs import LENGTH, SPACY
from spacy.tokens import Doc


def token_offsets(doc: Doc) -> np.ndarray:
    """Return the character offset of every token, ndarray of shape (n_tokens,)."""
    sizes = doc.to_array([LENGTH, SPACY]).astype(np.int64).sum(axis=1)
    return sizes.cumsum() - sizes


def write_attributes(doc: Doc, attributes: list[int | str], values: np.ndarray) -> None:
    """Set attributes of all tokens.

    Parameters
    ----------
    doc : Doc
        Changed in place.
    attributes : list of int
        Numbers from `spacy.attrs`.
    values : ndarray of shape (n_tokens, n_attributes)
        Strings by their hash; negative numbers in two's complement.
    """
    doc.from_array(attributes, cast(Any, np.ascontiguousarray(values).astype(np.uint64, copy=False)))

"""Blocks of a `Doc`: those that the caller set, else the lines of its text. And where sentences must start in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from spacy.tokens import Doc

from civictext.read import blocks_of


def ensure_blocks(doc: Doc, text: str | None = None) -> list[Mapping[str, Any]]:
    """Return ``doc._.blocks``; if the caller set none, set them from the lines of the text first."""
    if doc._.blocks is None:
        doc._.blocks = [block.to_dict() for block in blocks_of(doc.text if text is None else text)]
    return doc._.blocks


def regions(blocks: Sequence[Mapping[str, Any]], length: int) -> list[tuple[int, int]]:
    """Return the stretches of a text of `length` characters that sentences must not leave.

    These are the blocks, and whatever stands between them: typed labels, white space, text that no block claims.
    """
    edges = {0, length}
    for block in blocks:
        edges |= {min(max(block["start"], 0), length), min(max(block["end"], 0), length)}
    return list(pairwise(sorted(edges)))

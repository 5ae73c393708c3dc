"""Blocks of a `Doc`: those that the caller set, else the lines of its text. And where sentences must start in them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any

from spacy.tokens import Doc

import civictext.read

#: the reader of plain text knows more kinds of labels than `_LABEL`
blocks_of = getattr(civictext.read, "blocks_of", None)

_LABEL = re.compile(r"\s*((?:\d{1,3}(?:\.\d{1,3})*[.)]|[а-яёa-z]\)|[IVXLC]{1,6}[.)]|[-–—•·*▪]))\s+")


def _line_blocks(text: str) -> list[dict[str, Any]]:
    out = []
    for line in re.finditer(r"[^\n]+", text):
        label = _LABEL.match(text, *line.span())
        start = label.end() if label else line.start()
        body = text[start : line.end()]
        start += len(body) - len(body.lstrip())
        body = body.strip()
        if body:
            kind = "item" if label else "paragraph"
            printed = label.group(1) if label else None
            out.append({"kind": kind, "text": body, "start": start, "end": start + len(body), "label": printed})
    return out


def ensure_blocks(doc: Doc, text: str | None = None) -> list[Mapping[str, Any]]:
    """Return ``doc._.blocks``; if the caller set none, set them from the lines of the text first."""
    if doc._.blocks is None:
        text = doc.text if text is None else text
        found = _line_blocks(text) if blocks_of is None else [b.to_dict() for b in blocks_of(text)]
        doc._.blocks = found
    return doc._.blocks


def regions(blocks: Sequence[Mapping[str, Any]], length: int) -> list[tuple[int, int]]:
    """Return the stretches of a text of `length` characters that sentences must not leave.

    These are the blocks, and whatever stands between them: typed labels, white space, text that no block claims.
    """
    edges = {0, length}
    for block in blocks:
        edges |= {min(max(block["start"], 0), length), min(max(block["end"], 0), length)}
    cuts = sorted(edges)
    return list(itertools.pairwise(cuts))

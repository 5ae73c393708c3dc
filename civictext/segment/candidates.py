"""Candidates: items, rows and paragraphs with what they stand under, before anybody judged what they ask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from civictext.records import Passage, Stretch
from civictext.segment.leadins import Announced
from civictext.segment.lines import Line

Kind = Literal["item", "bare", "row", "text"]


@dataclass(frozen=True)
class Candidate:
    """An item (with or without a label), a table row or a running paragraph, and what it stands under.

    `announced` is what the line that introduces it promises: ``ask``, ``finding``, ``agenda``, ``annex``, ``other`` (a clause
    without any cue) or None (no such line).
    """

    line: Line
    kind: Kind
    announced: Announced | None = None
    heading: Passage | None = None
    section: Passage | None = None
    parent: Passage | None = None
    term: Passage | None = None
    label: str | None = None
    spans: tuple[Stretch, ...] = ()

    @property
    def is_item(self) -> bool:
        """Tell whether it is an item of a list."""
        return self.kind in ("item", "bare")

    def joined(self, line: Line) -> Candidate:
        """Return the candidate with a line that goes on with it; what lies between (a page number) stays out of its stretches."""
        text = line.tokens[0].doc.text
        *first, (start, end) = self.spans
        touching = not text[end : line.block.start].strip()
        rest = [(start, line.block.end)] if touching else [(start, end), (line.block.start, line.block.end)]
        block = replace(self.line.block, text=text[self.line.block.start : line.block.end], end=line.block.end)
        sents = tuple(dict.fromkeys(self.line.sents + line.sents))
        whole = replace(self.line, block=block, tokens=self.line.tokens + line.tokens, sents=sents)
        return replace(self, line=whole, spans=(*first, *rest))

"""Text that remembers what it was: a string with the edits that made it from the raw one, mapped both ways. No linguistics."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Edit(NamedTuple):
    """``raw[raw_start:raw_end]`` became ``text[start:end]``; everything between two edits is the same in both."""

    raw_start: int
    raw_end: int
    start: int
    end: int


class Change(NamedTuple):
    """Put `new` in the place of ``text[start:end]``."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Traced:
    """A text with the edits that lead to it from `raw`.

    Examples
    --------
    >>> traced = Traced.of("на  форуме").replace([Change(2, 4, " ")])
    >>> traced.text, traced.to_raw(3, 9), traced.to_text(4, 10)
    ('на форуме', (4, 10), (3, 9))
    """

    raw: str
    text: str
    edits: tuple[Edit, ...] = ()

    @classmethod
    def of(cls, raw: str) -> Traced:
        """Return `raw` without any edit."""
        return cls(raw, raw)

    def replace(self, changes: Iterable[Change]) -> Traced:
        """Return the text after `changes`, which are sorted and do not overlap."""
        changes = [c for c in changes if self.text[c.start : c.end] != c.new]
        if not changes:
            return self
        return Traced(self.raw, apply_changes(self.text, changes), _compose(self.edits, changes))

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Return the smallest stretch of `raw` that ``text[start:end]`` stands for."""
        return to_raw(self.edits, start, end)

    def to_text(self, raw_start: int, raw_end: int) -> tuple[int, int]:
        """Return the smallest stretch of `text` that holds what became of ``raw[raw_start:raw_end]``."""
        return to_text(self.edits, raw_start, raw_end)


def apply_changes(text: str, changes: Iterable[Change]) -> str:
    """Return `text` with sorted, non-overlapping `changes` made."""
    out, at = [], 0
    for start, end, new in changes:
        out += [text[at:start], new]
        at = end
    return "".join([*out, text[at:]])


def undo(text: str, raw: str, edits: Sequence[Sequence[int]]) -> str:
    """Return the raw text, built from `text` and the replaced stretches of `raw` alone.

    It equals `raw` exactly when the edits hide nothing; the tests rest on this.
    """
    return apply_changes(text, [Change(e[2], e[3], raw[e[0] : e[1]]) for e in edits])


def to_raw(edits: Sequence[Sequence[int]], start: int, end: int) -> tuple[int, int]:
    """Return the smallest stretch of the raw text that ``text[start:end]`` stands for.

    Parameters
    ----------
    edits : sequence of (raw_start, raw_end, start, end)
        As in `SourceDocument.offsets`.
    start, end : int
        Half-open, in code points of the normalised text.
    """
    return _map(edits, start, end, here=2, there=0)


def to_text(edits: Sequence[Sequence[int]], raw_start: int, raw_end: int) -> tuple[int, int]:
    """Return the smallest stretch of the normalised text for ``raw[raw_start:raw_end]``; see `to_raw`."""
    return _map(edits, raw_start, raw_end, here=0, there=2)


def _map(edits: Sequence[Sequence[int]], start: int, end: int, *, here: int, there: int) -> tuple[int, int]:
    # a boundary that touches an edit stays outside it: what was deleted beside a word is no part of the word
    left = bisect_right(edits, start, key=lambda e: e[here + 1]) - 1
    right = bisect_left(edits, end, key=lambda e: e[here])
    first = start + (edits[left][there + 1] - edits[left][here + 1] if left >= 0 else 0)
    last = end + (edits[right][there] - edits[right][here] if right < len(edits) else _shift(edits, here, there))
    if left + 1 < len(edits) and edits[left + 1][here] < start:
        first = edits[left + 1][there]  # inside an edit: the whole of it
    if right > 0 and edits[right - 1][here + 1] > end:
        last = edits[right - 1][there + 1]
    return (first, last) if first <= last else (last, last)


def _shift(edits: Sequence[Sequence[int]], here: int, there: int) -> int:
    return edits[-1][there + 1] - edits[-1][here + 1] if edits else 0


def _compose(edits: Sequence[Edit], changes: Sequence[Change]) -> tuple[Edit, ...]:
    """Return edits raw → new text from edits raw → text and changes text → new text."""
    out: list[Edit] = []
    i = j = 0
    raw_shift = new_shift = 0  # raw minus text and new minus text, at the current place
    while i < len(edits) or j < len(changes):
        start = min(edits[i].start if i < len(edits) else 1 << 62, changes[j].start if j < len(changes) else 1 << 62)
        end = start
        raw_start, new_start = start + raw_shift, start + new_shift
        while True:  # gather everything that touches [start, end] into one edit
            if i < len(edits) and edits[i].start <= end:
                end = max(end, edits[i].end)
                raw_shift = edits[i].raw_end - edits[i].end
                i += 1
            elif j < len(changes) and changes[j].start <= end:
                end = max(end, changes[j].end)
                new_shift += len(changes[j].new) - (changes[j].end - changes[j].start)
                j += 1
            else:
                break
        out.append(Edit(raw_start, end + raw_shift, new_start, end + new_shift))
    return tuple(out)

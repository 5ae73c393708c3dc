"""Running headers, footers and page numbers of pdf pages: found by place, repetition and size. Doesn't read the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from civictext.read.labels import parse_label
from civictext.read.pdf_layout import PdfLine, line_pitch

_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:страница|стр|лист|page|с)\b\.?\s*)?\d{1,4}(?:\s*(?:из|/|of)\s*\d{1,4})?\W*", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_MARGIN_LINES = 3  # running titles have at most so many lines


@dataclass(frozen=True, slots=True)
class _Usual:
    """What is usual in the document: distance of lines, font size, and which lines stand at one place of several pages."""

    pitch: float
    size: int
    repeated: Counter[tuple[str, int]]


def drop_furniture(pages: Sequence[list[PdfLine]]) -> tuple[list[list[PdfLine]], list[str]]:
    """Return the pages without running headers, footers and page numbers, and the texts that were dropped.

    A line at the edge of a page goes if it is a page number, stands at the same place of several pages, or is set apart
    in smaller print (at the top from the second page on).
    """
    sizes = Counter(round(line.size) for lines in pages for line in lines for _ in line.text)
    repeated = Counter(key for lines in pages for key in {_key(line) for line in _edges(lines)})
    usual = _Usual(line_pitch(pages), sizes.most_common(1)[0][0] if sizes else 0, repeated)
    kept, dropped = [], []
    for number, lines in enumerate(pages):
        gone = {id(line) for line in _furniture(lines, usual, first=number == 0)}
        kept.append([line for line in lines if id(line) not in gone])
        dropped += [line.text for line in lines if id(line) in gone]
    return (kept, dropped) if any(kept) else (list(pages), [])


def _edges(lines: Sequence[PdfLine]) -> list[PdfLine]:
    ordered = sorted(lines, key=lambda line: -line.y)
    return ordered if len(ordered) <= 2 * _MARGIN_LINES else [*ordered[:_MARGIN_LINES], *ordered[-_MARGIN_LINES:]]


def _key(line: PdfLine) -> tuple[str, int]:
    text = " ".join(line.text.lower().split())
    # numbers of pages differ from page to page, numbers of items are their own
    return text if parse_label(text) else _DIGITS.sub("#", text), round(line.y / 8)


def _furniture(lines: Sequence[PdfLine], usual: _Usual, *, first: bool) -> list[PdfLine]:
    ordered = sorted(lines, key=lambda line: -line.y)
    out: list[PdfLine] = []
    for edge in (ordered, ordered[::-1]):  # from the top down, then from the bottom up
        for n, line in enumerate(edge[:_MARGIN_LINES]):
            gap = abs(line.y - edge[n + 1].y) if n + 1 < len(edge) else 0.0
            if not _is_furniture(line, gap > 1.3 * usual.pitch, usual, may_be_small=not (first and edge is ordered)):
                break
            out.append(line)
    return out


def _is_furniture(line: PdfLine, apart: bool, usual: _Usual, *, may_be_small: bool) -> bool:
    if _PAGE_NUMBER.fullmatch(line.text):
        return apart or len(line.text) < 6
    if len(line.segments) > 2:  # the heads of a table stand on every page too
        return False
    return usual.repeated[_key(line)] > 1 or (may_be_small and apart and line.size < 0.95 * usual.size)

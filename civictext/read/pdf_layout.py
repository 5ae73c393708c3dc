"""Text segments of pdf pages → lines in reading order, without running headers, footers and page numbers."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:страница|стр|лист|page|с)\b\.?\s*)?\d{1,4}(?:\s*(?:из|/|of)\s*\d{1,4})?\W*", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_MARGIN_LINES = 3  # running titles have at most so many lines
_MIN_COLUMN_ROWS = 4


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text on one base line, in points from the lower left corner of its page."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool = False

    @property
    def middle(self) -> float:
        """Height of the middle of the line."""
        return (self.y0 + self.y1) / 2


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A printed line: its segments from left to right, page (from 1) and column frame (left and right edge)."""

    segments: tuple[Segment, ...]
    page: int
    left: float = 0.0
    right: float = 0.0

    @property
    def text(self) -> str:
        """The words of the line; a wide gap becomes several spaces."""
        return "     ".join(s.text.strip() for s in self.segments)

    @property
    def x0(self) -> float:
        """Left end."""
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return max(s.x1 for s in self.segments)

    @property
    def y(self) -> float:
        """Height of the line's middle."""
        return self.segments[0].middle

    @property
    def size(self) -> float:
        """Font size of most of the line."""
        return max(self.segments, key=lambda s: len(s.text)).size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(s.bold for s in self.segments)


def page_lines(page: dict[str, Any], number: int) -> list[PdfLine]:
    """Return the lines of one page in reading order: column after column where the page has columns."""
    segments = [Segment(*row) for row in page["segments"]]
    lines: list[PdfLine] = []
    for region in _regions(segments):
        left = min(s.x0 for s in region)
        right = max(s.x1 for s in region)
        lines += [PdfLine(tuple(row), number, left, right) for row in rows_of(region)]
    return lines


def rows_of(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Return the segments row by row from the top, each row from left to right."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: (-s.middle, s.x0)):
        last = rows[-1] if rows else None
        if last and abs(last[0].middle - segment.middle) < 0.45 * max(last[0].size, segment.size):
            last.append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda s: s.x0) for row in rows]


def _regions(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Cut the page into regions in reading order: full-width bands, and inside them columns."""
    if not segments:
        return []
    gutter = _gutter(segments)
    if gutter is None:
        return [list(segments)]
    crossing = sorted((s for s in segments if s.x0 < gutter < s.x1), key=lambda s: -s.middle)
    out: list[list[Segment]] = []
    rest = [s for s in segments if not s.x0 < gutter < s.x1]
    for bar in [*crossing, None]:
        above = [s for s in rest if bar is None or s.middle > bar.middle]
        rest = [s for s in rest if bar is not None and s.middle <= bar.middle]
        for column in ([s for s in above if s.x1 <= gutter], [s for s in above if s.x0 >= gutter]):
            if column:
                out += _regions(column)
        if bar is not None:
            out.append([bar])
    return _merge_bands(out, gutter)


def _merge_bands(regions: list[list[Segment]], gutter: float) -> list[list[Segment]]:
    """Put full-width lines that follow each other into one region."""
    out: list[list[Segment]] = []
    for region in regions:
        crosses = any(s.x0 < gutter < s.x1 for s in region)
        if out and crosses and any(s.x0 < gutter < s.x1 for s in out[-1]):
            out[-1] += region
        else:
            out.append(region)
    return out


def _gutter(segments: Sequence[Segment]) -> float | None:
    """Return the middle of a vertical white stripe with running text on both sides, None for a page without columns."""
    left, right = min(s.x0 for s in segments), max(s.x1 for s in segments)
    rows = rows_of(segments)
    best: tuple[int, float] | None = None
    for candidate in sorted(
        {round(s.x0 - 4) for s in segments if left + 0.25 * (right - left) < s.x0 < left + 0.75 * (right - left)}
    ):
        on_left = [s for s in segments if s.x1 <= candidate]
        on_right = [s for s in segments if s.x0 >= candidate]
        n_crossing = sum(any(s.x0 < candidate < s.x1 for s in row) for row in rows)
        n_both = sum(any(s.x1 <= candidate for s in row) and any(s.x0 >= candidate for s in row) for row in rows)
        if n_both < _MIN_COLUMN_ROWS or n_crossing > n_both or not on_left or not on_right:
            continue
        if _is_running(on_left) and _is_running(on_right) and (best is None or n_both > best[0]):
            best = (n_both, float(candidate))
    return best[1] if best else None


def _is_running(segments: Sequence[Segment]) -> bool:
    """Say whether segments are lines of text set to a width (a column), not cells, numbers or signatures."""
    widths = sorted(s.x1 - s.x0 for s in segments)
    frame = max(s.x1 for s in segments) - min(s.x0 for s in segments)
    words = [len(s.text.split()) for s in segments]
    return median(widths) > 0.6 * frame and median(words) >= 3


def drop_furniture(pages: Sequence[list[PdfLine]]) -> tuple[list[list[PdfLine]], list[str]]:
    """Return the pages without running headers, footers and page numbers, and what was dropped.

    A line at the edge of a page goes if it is a page number, stands on several pages, or is set apart in smaller print
    from the second page on.
    """
    repeated = Counter(key for lines in pages for key in {_key(line) for line in _edges(lines)})
    sizes = Counter(round(line.size) for lines in pages for line in lines for _ in line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0
    kept, dropped = [], []
    for number, lines in enumerate(pages):
        gone = {id(line) for line in _furniture(lines, repeated, body, first=number == 0)}
        kept.append([line for line in lines if id(line) not in gone])
        dropped += [line.text for line in lines if id(line) in gone]
    return kept, dropped


def _edges(lines: Sequence[PdfLine]) -> list[PdfLine]:
    ordered = sorted(lines, key=lambda line: -line.y)
    return ordered if len(ordered) <= 2 * _MARGIN_LINES else [*ordered[:_MARGIN_LINES], *ordered[-_MARGIN_LINES:]]


def _key(line: PdfLine) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text.lower().strip()), round(line.y / 6)


def _furniture(
    lines: Sequence[PdfLine], repeated: Counter[tuple[str, int]], body: int, *, first: bool
) -> list[PdfLine]:
    ordered = sorted(lines, key=lambda line: -line.y)
    pitch = median([a.y - b.y for a, b in itertools.pairwise(ordered)] or [0]) or 1.0
    out: list[PdfLine] = []
    for edge in (ordered, ordered[::-1]):  # from the top down, then from the bottom up
        for n, line in enumerate(edge[:_MARGIN_LINES]):
            gap = abs(line.y - edge[n + 1].y) if n + 1 < len(edge) else 1e9
            apart = gap > 1.3 * pitch
            small = line.size < 0.95 * body and apart and not (first and edge is ordered)
            number = _PAGE_NUMBER.fullmatch(line.text) is not None and (apart or len(line.text) < 6)
            if not (number or small or repeated[_key(line)] > 1):
                break
            out.append(line)
    return out


def frame_columns(pages: Sequence[list[PdfLine]]) -> list[list[PdfLine]]:
    """Give full-page lines the common frame of the document, so that a page of short lines has the right margins."""
    wide = [line for lines in pages for line in lines]
    if not wide:
        return list(pages)
    left, right = min(line.left for line in wide), max(line.right for line in wide)
    return [
        [
            replace(line, left=left, right=right) if line.right - line.left > 0.55 * (right - left) else line
            for line in lines
        ]
        for lines in pages
    ]

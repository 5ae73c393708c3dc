"""Text segments of pdf pages → lines in reading order, column after column. Doesn't know tables and running headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any

from civictext.read.lines import is_bare_label

_MIN_COLUMN_ROWS = 4
_WIDE_GAP = 2.0  # of the font size: wider than between the words of a justified line
_MAX_PITCH = 1.9  # of the font size: lines further apart are no neighbours in a paragraph


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text on one base line, in points from the lower left corner of the page."""

    text: str
    x0: float
    base: float
    x1: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A printed line: its segments from left to right, page (from 1) and column frame (left and right edge)."""

    segments: tuple[Segment, ...]
    page: int
    left: float = 0.0
    right: float = 0.0

    @property
    def text(self) -> str:
        """The words of the line; a hyphen where the engine marks a divided word."""
        return " ".join(s.text.strip() for s in self.segments).replace("\ufffe", "-")

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
        """Height of the base line."""
        return max(self.segments, key=lambda s: len(s.text)).base

    @property
    def size(self) -> float:
        """Font size of most of the line."""
        return max(self.segments, key=lambda s: len(s.text)).size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(s.bold for s in self.segments)

    @property
    def is_split(self) -> bool:
        """Whether a wide gap parts it («г. Тверь          5 июня»)."""
        gaps = [(b.x0 - a.x1) / b.size for a, b in pairwise(self.segments)]
        if gaps and is_bare_label(self.segments[0].text.strip()):
            del gaps[0]  # between a label and its item
        return any(gap > _WIDE_GAP for gap in gaps)

    @property
    def char_width(self) -> float:
        """Mean width of a letter."""
        n_chars = sum(len(s.text) for s in self.segments)
        return max(1.0, sum(s.x1 - s.x0 for s in self.segments) / n_chars) if n_chars > 10 else self.size * 0.5


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
    for segment in sorted(segments, key=lambda s: (-s.base, s.x0)):
        last = rows[-1] if rows else None
        if last and abs(last[0].base - segment.base) < 0.45 * max(last[0].size, segment.size):
            last.append(segment)
        else:
            rows.append([segment])
    return [sorted(row, key=lambda s: s.x0) for row in rows]


def _regions(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Cut the page into regions in reading order: full-width bands, and between them columns."""
    gutter = _gutter(segments) if segments else None
    if gutter is None:
        return [list(segments)] if segments else []
    crossing = sorted((s for s in segments if s.x0 < gutter < s.x1), key=lambda s: -s.base)
    rest = [s for s in segments if not s.x0 < gutter < s.x1]
    out: list[list[Segment]] = []
    band: list[Segment] = []  # full-width lines that follow each other
    for bar in [*crossing, None]:
        above = [s for s in rest if bar is None or s.base > bar.base]
        rest = [s for s in rest if bar is not None and s.base <= bar.base]
        if above:
            out += [band] if band else []
            band = []
            columns = ([s for s in above if s.x1 <= gutter], [s for s in above if s.x0 >= gutter])
            out += [region for column in columns for region in _regions(column)]
        band += [bar] if bar is not None else []
    return [*out, band] if band else out


def _gutter(segments: Sequence[Segment]) -> float | None:
    """Return the middle of a vertical white stripe with running text on both sides, None for a page without columns."""
    left, right = min(s.x0 for s in segments), max(s.x1 for s in segments)
    width = right - left
    rows = rows_of(segments)
    best: tuple[int, float] | None = None
    for candidate in sorted({round(s.x0 - 4) for s in segments if left + 0.25 * width < s.x0 < left + 0.75 * width}):
        n_crossing = sum(any(s.x0 < candidate < s.x1 for s in row) for row in rows)
        n_both = sum(any(s.x1 <= candidate for s in row) and any(s.x0 >= candidate for s in row) for row in rows)
        if n_both < _MIN_COLUMN_ROWS or n_crossing > n_both:
            continue
        sides = ([s for s in segments if s.x1 <= candidate], [s for s in segments if s.x0 >= candidate])
        if all(map(_is_running, sides)) and (best is None or n_both > best[0]):
            best = (n_both, float(candidate))
    return best[1] if best else None


def _is_running(segments: Sequence[Segment]) -> bool:
    """Say whether segments are lines of text set to a width (a column), not cells, numbers or signatures."""
    widths = [s.x1 - s.x0 for s in segments]
    frame = max(s.x1 for s in segments) - min(s.x0 for s in segments)
    return median(widths) > 0.6 * frame and median(len(s.text.split()) for s in segments) >= 3


def line_pitch(pages: Sequence[Sequence[PdfLine]]) -> float:
    """Return the usual distance of two lines of one paragraph, in points; 0 for a document without lines."""
    gaps = sorted(a.y - b.y for lines in pages for a, b in pairwise(lines) if a.y > b.y)
    sizes = [line.size for lines in pages for line in lines]
    if not sizes:
        return 0.0
    usual = gaps[len(gaps) // 4] if gaps else 0.0
    return min(max(usual, median(sizes)), _MAX_PITCH * median(sizes))


def frame_columns(pages: Sequence[Sequence[PdfLine]]) -> list[list[PdfLine]]:
    """Give full-page lines the common frame of the document, so that a page of short lines has the right margins."""
    wide = [line for lines in pages for line in lines]
    if not wide:
        return [list(lines) for lines in pages]
    left, right = min(line.left for line in wide), max(line.right for line in wide)
    full = 0.55 * (right - left)
    return [
        [replace(line, left=left, right=right) if line.right - line.left > full else line for line in lines]
        for lines in pages
    ]

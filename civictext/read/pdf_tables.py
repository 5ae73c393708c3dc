"""Lines of a pdf page → tables, where several lines in a row have the same white gutters."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from civictext.read.grids import is_list, rows_of_cells
from civictext.read.pdf_layout import PdfLine

_MIN_ROWS = 3
_MIN_GUTTER = 0.5  # of the font size
_BLANK = 1.45  # of the pitch: a wider gap parts rows

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PdfTable:
    """Rows of cells and the page they stand on; lines inside a cell are separated by line breaks."""

    rows: tuple[tuple[str, ...], ...]
    page: int


def find_tables(lines: Sequence[PdfLine], pitch: float) -> list[PdfLine | PdfTable]:
    """Return the lines of a page with those that make up tables put together."""
    out: list[PdfLine | PdfTable] = []
    at = 0
    while at < len(lines):
        n_lines, table = _table_at(lines, at, pitch) if len(lines[at].segments) > 1 else (1, None)
        out += [table] if table is not None else [lines[at]]
        at += n_lines if table is not None else 1
    return out


def _table_at(lines: Sequence[PdfLine], first: int, pitch: float) -> tuple[int, PdfTable | None]:
    gutters = _gaps(lines[first])
    last = first + 1
    while last < len(lines) and 0 < lines[last - 1].y - lines[last].y < 3 * pitch:
        left = _common(gutters, lines[last])
        if not left:
            break
        gutters = left
        last += 1
    cells = [_cut(line, gutters) for line in lines[first:last]]
    while cells and sum(map(bool, cells[-1])) < 2 and cells[-1][0]:  # a paragraph below that keeps to the first column
        cells.pop()
    if sum(sum(map(bool, c)) >= 2 for c in cells) < _MIN_ROWS:
        return 1, None
    if len(gutters) == 1 and is_list(cells):
        return 1, None
    spaced: list[list[str]] = []
    for n, row in enumerate(cells):
        if n and lines[first + n - 1].y - lines[first + n].y > _BLANK * pitch:
            spaced.append([""] * len(row))
        spaced.append(row)
    return len(cells), PdfTable(rows_of_cells(spaced), lines[first].page)


def _gaps(line: PdfLine) -> list[Interval]:
    return [(a.x1, b.x0) for a, b in zip(line.segments, line.segments[1:], strict=False)]


def _common(gutters: Sequence[Interval], line: PdfLine) -> list[Interval]:
    """Return the widest part of each gutter that no segment of `line` covers."""
    out = []
    for a, b in gutters:
        edges = [(a, a), *((max(a, s.x0), min(b, s.x1)) for s in line.segments if s.x0 < b and s.x1 > a), (b, b)]
        free = max(((x[1], y[0]) for x, y in itertools.pairwise(edges)), key=lambda i: i[1] - i[0])
        if free[1] - free[0] >= _MIN_GUTTER * line.size:
            out.append(free)
    return out


def _cut(line: PdfLine, gutters: Sequence[Interval]) -> list[str]:
    cells: list[list[str]] = [[] for _ in range(len(gutters) + 1)]
    for segment in line.segments:
        middle = (segment.x0 + segment.x1) / 2
        cells[sum(middle > (a + b) / 2 for a, b in gutters)].append(segment.text.strip().replace("\ufffe", "-"))
    return [" ".join(c) for c in cells]

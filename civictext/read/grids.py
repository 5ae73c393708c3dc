"""Tables and text columns that plain text sets with pipes, tabs or spaces. Decides by look, not by sense."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from civictext.read.labels import find_labels
from civictext.read.lines import is_bare_label, split_lines, wrap_width

_GAP = re.compile(r"(?<=\S) {3,}(?=\S)")
_RULE = re.compile(r"[\s|+:=\-–—─│┼├┤┌┐└┘┬┴]+")
_PIPE = re.compile(r"[|│]")
_NUMBER_COLUMN = 6  # characters: a first column as narrow as this holds numbers
_MIN_LINES = 3
_MIN_COLUMN_LINES = 6
_LONG_RUN = 50  # lines

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """Lines from `first` to `last` (exclusive) set side by side: `rows` of cells, or `columns` of running text."""

    first: int
    last: int
    rows: tuple[tuple[str, ...], ...] = ()
    columns: tuple[str, ...] = ()


def find_grids(lines: Sequence[str]) -> list[Grid]:
    """Return the tables and columns among the lines of a text, in order; they do not overlap."""
    out: list[Grid] = []
    tried = dict.fromkeys((_piped, _tabbed, _spaced), 0)  # up to which line each kind has been looked for in vain
    at = 0
    while at < len(lines):
        grid = None
        for find, until in tried.items():
            if at >= until and grid is None:
                last, grid = find(lines, at)
                tried[find] = last
        out += [grid] if grid is not None else []
        at = grid.last if grid is not None else at + 1
    return out


def _piped(lines: Sequence[str], first: int) -> tuple[int, Grid | None]:
    """Rows with pipes between the cells; ruled lines separate rows that go over several lines."""
    last = first
    while last < len(lines) and (_PIPE.search(lines[last]) or _is_rule(lines[last])):
        last += 1
    body = [line for line in lines[first:last] if not _is_rule(line)]
    cells = [[c.strip() for c in _PIPE.split(line.strip().strip("|│"))] for line in body]
    width = max((len(c) for c in cells), default=0)
    if width < 2 or (len(body) < 2 and width < 3):
        return last, None
    ruled = sum(map(_is_rule, lines[first:last])) > 2
    if not ruled:
        return last, Grid(first, last, rows=tuple(tuple(c) for c in cells if any(c)))
    rows: list[list[list[str]]] = []
    open_row = False
    for line in lines[first:last]:
        if _is_rule(line):
            open_row = False
            continue
        pieces = [c.strip() for c in _PIPE.split(line.strip().strip("|│"))]
        if not open_row:
            rows.append([[] for _ in range(width)])
        open_row = True
        for cell, piece in zip(rows[-1], pieces, strict=False):
            cell += [piece] if piece else []
    return last, Grid(first, last, rows=_joined(rows))


def _is_rule(line: str) -> bool:
    return bool(line.strip()) and _RULE.fullmatch(line) is not None and len(line.strip()) >= 3


def _tabbed(lines: Sequence[str], first: int) -> tuple[int, Grid | None]:
    """Lines that follow each other with the same number of tabs inside."""
    n_tabs = lines[first].strip().count("\t")
    last = first
    while n_tabs and last < len(lines) and lines[last].strip().count("\t") == n_tabs:
        last += 1
    rows = [tuple(c.strip() for c in line.strip().split("\t")) for line in lines[first:last]]
    if last - first < 2 or (n_tabs == 1 and (is_list(rows) or any("" in row for row in rows))):
        return last, None
    return last, Grid(first, last, rows=tuple(rows))


def is_list(rows: Sequence[Sequence[str]]) -> bool:
    """Say whether the first of two columns has labels and nothing else: then it is a list, not a table."""
    return all(not a or is_bare_label(a) for a, _ in rows)


def _spaced(lines: Sequence[str], first: int) -> tuple[int, Grid | None]:
    """Lines with wide gaps at the same place."""
    if not _GAP.search(lines[first].expandtabs().strip()):
        return first, None
    last, gutters = _run_of(lines, first)
    cells = [_cut(line.expandtabs(), gutters) for line in lines[first:last]]
    while cells and sum(map(bool, cells[-1])) < 2 and (cells[-1][0] or not any(cells[-1])):
        cells.pop()  # lines below that keep to the first column
    end = first + len(cells)
    filled = [c for c in cells if any(c)]
    # a failed look at a few lines may have begun too early; after many lines another would cost as much again
    failed = last if last - first > _LONG_RUN else first, None
    if sum(sum(map(bool, c)) >= 2 for c in cells) < _MIN_LINES:
        return failed
    if columns := _running_columns(cells):
        return end, Grid(first, end, columns=columns)
    if len(gutters) == 1 and (is_list(filled) or sum(map(all, filled)) < 0.5 * len(filled)):
        return failed
    rows = rows_of_cells(cells)
    return (end, Grid(first, end, rows=rows)) if len(rows) >= 2 else failed


def _run_of(lines: Sequence[str], first: int) -> tuple[int, list[Interval]]:
    """Return the end of the run of lines that leave a gap of the first line white, and what all of them leave white."""
    line = lines[first].expandtabs()
    gutters: list[Interval] = [m.span() for m in _GAP.finditer(line)]
    last = first + 1
    while last < len(lines):
        line = lines[last].expandtabs()
        left = _common(gutters, line)
        if not left or not (line.strip() or lines[last - 1].strip()):
            break
        gutters = left
        last += 1
    return last, gutters


def _common(gutters: Sequence[Interval], line: str) -> list[Interval]:
    """Return the parts of the gutters that are white in `line` too, at least two characters wide."""
    out = []
    for a, b in gutters:
        white = [n for n in range(a, b) if n >= len(line) or line[n] == " "]
        run = _longest_run(white)
        if run and run[1] - run[0] >= 2:
            out.append(run)
    return out


def _longest_run(numbers: Sequence[int]) -> Interval | None:
    best: Interval | None = None
    start = 0
    for n in range(1, len(numbers) + 1):
        if n == len(numbers) or numbers[n] != numbers[n - 1] + 1:
            if best is None or n - start > best[1] - best[0]:
                best = (numbers[start], numbers[n - 1] + 1)
            start = n
    return best


def _cut(line: str, gutters: Sequence[Interval]) -> list[str]:
    edges = [0, *((a + b) // 2 for a, b in gutters), max(len(line), 1 << 20)]
    return [line[a:b].strip() for a, b in itertools.pairwise(edges)]


def _running_columns(cells: Sequence[Sequence[str]]) -> tuple[str, ...] | None:
    """Return two columns of running text; a table has cells of its own length, and numbers in the first column."""
    filled = [c for c in cells if any(c)]
    if len(cells[0]) != 2 or len(filled) < _MIN_COLUMN_LINES:
        return None
    if sum(all(c) for c in filled) < 0.7 * len(filled):
        return None
    columns = tuple("\n".join(c[n] for c in cells) for n in (0, 1))
    wrapped = all(wrap_width(split_lines(column)) is not None for column in columns)
    return columns if wrapped else None


def rows_of_cells(cells: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Put the lines of each table row together; an empty line parts rows where there are any."""
    n_blank = sum(not any(c) for c in cells)
    narrow = max(len(c[0]) for c in cells) <= _NUMBER_COLUMN
    labels = find_labels([c[0] for c in cells])
    rows: list[list[list[str]]] = []
    after_blank = True
    for line, label in zip(cells, labels, strict=True):
        if not any(line):
            after_blank = True
            continue
        starts = after_blank if n_blank else bool(line[0]) if narrow else label is not None or _is_full_row(line)
        if starts or not rows:
            rows.append([[] for _ in line])
        for cell, piece in zip(rows[-1], line, strict=True):
            cell += [piece] if piece else []
        after_blank = False
    return _joined(rows)


def _is_full_row(line: Sequence[str]) -> bool:
    return all(line) and not line[0][0].islower()


def _joined(rows: Sequence[Sequence[Sequence[str]]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple("\n".join(cell) for cell in row) for row in rows)

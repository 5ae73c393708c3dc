"""Plain text → parts: decoded, page numbers dropped, hard-wrapped lines joined, tables and columns. Doesn't interpret."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from civictext.read.encoding import decode
from civictext.read.extract import Extract, RawText
from civictext.read.grids import Grid, find_grids
from civictext.read.layout import Part
from civictext.read.lines import Line, group_lines, split_lines, wrap_width

_PAGE_NUMBER = re.compile(
    r"[-–—\[(]*\s*(?:(?:страница|стр\.?|лист|page)\s*)?\d{1,3}(?:\s*(?:из|/|of)\s*\d{1,3})?\s*[-–—\])]*", re.IGNORECASE
)
_LINE_END = re.compile(r"\r\n?|\n")


def read_txt(data: bytes) -> Extract:
    r"""Return the parts of a text file.

    Examples
    --------
    >>> extract = read_txt("Форум рекомендует:\n1. Создать совет.".encode("cp1251"))
    >>> len(extract.parts), extract.report["encoding"]
    (2, 'cp1251')
    """
    decoded = decode(data)
    text = decoded.text.removeprefix("\ufeff")
    report = {"encoding": decoded.encoding, "confidence": round(decoded.confidence, 3)}
    return parts_of_text(text, report, decoded.warnings)


def parts_of_text(text: str, report: dict[str, Any], warnings: Sequence[str] = ()) -> Extract:
    """Return the parts of a text that is already decoded; `report` is extended."""
    physical = _LINE_END.split(text)
    grids = find_grids(physical)
    raw, stretches = _in_reading_order(text, physical, grids)
    parts = _parts(raw, stretches, report)
    report["n_lines"] = sum(bool(line.strip()) for line in physical)
    if grids:
        report["tables"] = sum(bool(g.rows) for g in grids)
        report["columns"] = sum(bool(g.columns) for g in grids)
    return Extract(raw, parts, list(warnings), report)


def _in_reading_order(text: str, lines: Sequence[str], grids: Sequence[Grid]) -> tuple[str, list[Any]]:
    """Return the text with columns one behind the other and cells in one piece, and its stretches."""
    if not grids:
        return text, [(0, len(text))]
    raw = RawText()
    stretches: list[Any] = []
    at = 0
    for number, grid in enumerate([*grids, Grid(len(lines), len(lines))], 1):
        if grid.first > at:
            stretches.append(raw.add("\n".join(lines[at : grid.first])))
        stretches += [raw.add(column) for column in grid.columns]
        for row in grid.rows:
            stretches.append((number, [raw.add(cell, "\t" if n else "\n") for n, cell in enumerate(row)]))
        at = grid.last
    return raw.text(), stretches


def _parts(raw: str, stretches: Sequence[Any], report: dict[str, Any]) -> list[Part]:
    parts: list[Part] = []
    dropped: list[Line] = []
    n_lines = n_groups = 0
    texts = [drop_page_numbers(split_lines(raw, *s)) if isinstance(s[1], int) else ([], []) for s in stretches]
    # columns have a width of their own; stretches of the full text share one
    whole = wrap_width([line for lines, _ in texts for line in lines])
    for stretch, (lines, furniture) in zip(stretches, texts, strict=True):
        if not isinstance(stretch[1], int):
            number, cells = stretch
            parts.append(Part(cells[0][0], cells[-1][1], "row", table=number, cells=cells))
            continue
        width = wrap_width(lines) or whole
        groups = group_lines(lines, width=width)
        parts += [_part(g, furniture) for g in groups]
        dropped += furniture
        n_lines, n_groups = n_lines + len(lines), n_groups + len(groups)
    if whole is not None:
        report["wrapped_at"] = whole
    if n_lines > n_groups:
        report["joined_lines"] = n_lines - n_groups
    if dropped:
        report["skipped"] = {"page_furniture": [line.text for line in dropped][:50]}
    return parts


def _part(group: list[Line], dropped: list[Line]) -> Part:
    start, end = group[0].start, group[-1].end
    inside = [(line.start, line.end) for line in dropped if start < line.start < end]
    return Part(start, end, indent=group[0].indent, page=group[0].page, drop=inside)


def drop_page_numbers(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """Return the lines without page numbers that stand alone between blank lines, and what was dropped.

    The line after a page number counts as following the one before it directly: a sentence may go on there.
    """
    kept: list[Line] = []
    dropped: list[Line] = []
    after_number = False
    for n, line in enumerate(lines):
        alone = n + 1 == len(lines) or lines[n + 1].blank_before > 0
        if n and alone and line.blank_before and _PAGE_NUMBER.fullmatch(line.text):
            dropped.append(line)
            after_number = True
            continue
        kept.append(replace(line, blank_before=0) if after_number else line)
        after_number = False
    return kept, dropped

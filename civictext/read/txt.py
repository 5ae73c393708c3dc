"""Plain text → parts: decoded, page numbers dropped, hard-wrapped lines joined. Doesn't interpret."""

from __future__ import annotations

import re
from dataclasses import replace

from civictext.read.encoding import decode
from civictext.read.extract import Extract
from civictext.read.layout import Part
from civictext.read.lines import Line, group_lines, split_lines, wrap_width

_PAGE_NUMBER = re.compile(
    r"[-–—\[(]*\s*(?:(?:страница|стр\.?|лист|page)\s*)?\d{1,3}(?:\s*(?:из|/|of)\s*\d{1,3})?\s*[-–—\])]*", re.IGNORECASE
)


def read_txt(data: bytes) -> Extract:
    r"""Return the parts of a text file.

    Examples
    --------
    >>> extract = read_txt("Форум рекомендует:\n1. Создать совет.".encode("cp1251"))
    >>> len(extract.parts), extract.report["encoding"]
    (2, 'cp1251')
    """
    decoded = decode(data)
    raw = decoded.text.removeprefix("\ufeff")
    lines, dropped = drop_page_numbers(split_lines(raw))
    width = wrap_width(lines)
    groups = group_lines(lines, width=width)
    parts = [_part(g, dropped) for g in groups]
    report = {"encoding": decoded.encoding, "confidence": round(decoded.confidence, 3), "n_lines": len(lines)}
    if width is not None:
        report |= {"wrapped_at": width, "joined_lines": len(lines) - len(groups)}
    if dropped:
        report["skipped"] = {"page_furniture": [line.text for line in dropped][:50]}
    return Extract(raw, parts, list(decoded.warnings), report)


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

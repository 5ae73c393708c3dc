"""The memo as Markdown. Text of documents is escaped: it makes no link, heading, table or tag."""

from __future__ import annotations

import re
from pathlib import Path

from civictext.report.figures import Figures
from civictext.report.files import write_bytes
from civictext.report.memo import Grid, Heading, Paragraph, Part, Points, memo
from civictext.report.names import Names
from civictext.tables import Tables

#: white space and control characters; a no-break space stays
_GAPS = re.compile("[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!])")


def write_markdown(tables: Tables, path: Path, *, lang: str = "ru") -> Path:
    """Write the memo as Markdown (CommonMark with tables) and return `path`; the same tables give the same bytes."""
    parts = memo(Figures(tables, Names(lang)))
    text = "\n\n".join(render(part) for part in parts) + "\n"
    return write_bytes(path, text.encode("utf-8", "replace"))


def render(part: Part) -> str:
    """Return one part as Markdown."""
    if isinstance(part, Heading):
        return f"{'#' * (part.level + 1)} {escaped(part.text)}"
    if isinstance(part, Paragraph):
        return escaped(part.text)
    if isinstance(part, Points):
        return "\n".join(f"{f'{n}.' if part.numbered else '-'} {escaped(text)}" for n, text in enumerate(part.texts, 1))
    return _table(part)


def _table(grid: Grid) -> str:
    rule = ["---" if n < grid.n_words else "---:" for n in range(len(grid.header))]
    lines = [[escaped(cell) for cell in line] for line in (grid.header, *grid.rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in [lines[0], rule, *lines[1:]])


def escaped(text: str) -> str:
    r"""Return a text that Markdown shows as it is, on one line.

    Examples
    --------
    >>> print(escaped("<b>[см.](x) | *"))
    \<b\>\[см.\](x) \| \*
    """
    line = _GAPS.sub(" ", text).strip()
    line = _SPECIAL.sub(r"\\\1", line)
    return re.sub(r"^(\d+)([.)])|^([-+=])", lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", line)

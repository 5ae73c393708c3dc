"""CSV that a Russian Excel opens by a double click: UTF-8 with mark, semicolons, decimal comma, no live formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from civictext.report.files import write_bytes

#: what a spreadsheet takes for the beginning of a formula, see OWASP, "CSV Injection"
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠]|^[\t\r\n\x00]")
#: a printed number «2.1» would become the second of January
_DATE_LIKE = re.compile(r"^\d{1,4}[./-]\d{1,4}([./-]\d{1,4})?$")
_ISO_DATE = re.compile(r"^\d{4}(-\d\d){1,2}$")
MAX_CELL = 32_767  # characters, Excel's limit


def guarded(value: str) -> str:
    """Return a cell that a spreadsheet shows as text: an apostrophe stands before what it would calculate.

    Examples
    --------
    >>> guarded("=HYPERLINK(1)"), guarded("2.1"), guarded("2017-04-26"), guarded("Создать парк")
    ("'=HYPERLINK(1)", "'2.1", '2017-04-26', 'Создать парк')
    """
    live = _FORMULA.match(value) or (_DATE_LIKE.match(value) and not _ISO_DATE.match(value))
    return f"'{value}" if live else value


def cell(value: Any) -> str:
    """Return a value as the text of a cell: nothing for None, decimal comma, lists joined by semicolons."""
    if value is None:
        return ""
    if isinstance(value, bool | int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.4g}".replace(".", ",")
    if isinstance(value, list | tuple):
        value = "; ".join(str(v) for v in value)
    text = "".join(c for c in str(value) if c >= " " or c in "\t\n\r").replace("\r\n", "\n")
    return guarded(text.encode("utf-8", "replace").decode("utf-8"))[:MAX_CELL]


def write_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], path: Path) -> Path:
    """Write flat rows with a header; lines end as Excel's do."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(row.get(name)) for name in columns] for row in rows)
    return write_bytes(path, out.getvalue().encode("utf-8-sig"))

"""A workbook whose cells are text, numbers and dates: never formulas, never links out. Knows no table of ours."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from civictext.report.names import Names

MAX_CELL = 32_767  # characters, Excel's limit
#: widths of columns in characters; others take WIDTH
WIDTHS = {
    "text": 70, "heading": 34, "addressee": 34, "event": 30, "title": 34, "event_name": 34, "source": 30, "region": 24,
    "themes": 30, "objects": 40, "cluster_label": 34, "label": 8, "year": 7, "n": 8, "page": 8, "rec_id": 21, "doc_id": 18,
    "predicates": 22, "action_types": 20, "addressee_categories": 24, "error": 60, "hint": 60, "keywords": 36, "nearest_label": 34, "reason": 80, "group_theme": 26, "group_label": 34, "flag": 18, "name": 34,
    "regions": 40, "warnings": 50, "medoid": 60, "deadline": 22, "programs": 30, "first_theme": 34, "theme": 30, "verdict": 24, "addressee_category": 30, "action_type": 20, "silence": 16, "first_addressee": 34,
}  # fmt: skip
WIDTH = 14
_FULL_DATE = re.compile(r"^\d{4}-\d\d-\d\d$")
#: what XML cannot carry, and lone surrogates, which UTF-8 cannot
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
#: columns of shares, shown in percent, and of finer decimals
SHARES, FINE = frozenset({"share", "low", "high", "slope", "likeness"}), frozenset({"q_value", "silence"})
#: characters that the name of a sheet cannot have
_NO_NAME = re.compile(r"[\[\]:*?/\\]|^'|'$")


class Book:
    """A workbook with its formats and the ways in which cells are written."""

    def __init__(self, path: Path, names: Names) -> None:
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.book = xlsxwriter.Workbook(str(path), {**options, "in_memory": True})
        # a fixed date: the same tables give the same bytes
        self.book.set_properties({"title": names.word("page.title"), "created": datetime(2000, 1, 1)})
        self.names = names
        top: dict[str, Any] = {"valign": "top"}
        self.plain = self.book.add_format({**top, "text_wrap": True})
        self.head = self.book.add_format(
            {"bold": True, "text_wrap": True, "valign": "bottom", "bg_color": "#E3ECF4", "bottom": 1}
        )
        self.turned = self.book.add_format(
            {"bold": True, "rotation": 90, "valign": "bottom", "bg_color": "#E3ECF4", "bottom": 1}
        )
        self.number = self.book.add_format({**top, "num_format": "#,##0"})
        self.decimal = self.book.add_format({**top, "num_format": "0.00"})
        self.share = self.book.add_format({**top, "num_format": "0.0%"})
        self.fine = self.book.add_format({**top, "num_format": "0.000"})
        self.day = self.book.add_format({**top, "num_format": "dd.mm.yyyy", "align": "left"})
        self.title = self.book.add_format({"bold": True, "font_size": 13})

    def sheet(self, key: str) -> Worksheet:
        """Add a sheet named by a word of the language file."""
        return self.named(self.names.word(f"sheet.{key}"))

    def named(self, name: str) -> Worksheet:
        """Add a sheet with this name, as far as Excel allows it: 31 characters, some forbidden."""
        return self.book.add_worksheet(_NO_NAME.sub(" ", _ILLEGAL.sub(" ", name))[:31])

    def links(self, sheet: Worksheet, column: int, places: Iterable[tuple[int, str, int]], target: str) -> None:
        """Make cells lead to rows of another sheet: (row, text shown, row there counted from 1)."""
        for row, text, there in places:
            sheet.write_url(row, column, f"internal:'{target}'!A{there}", string=text)

    def cell(self, sheet: Worksheet, row: int, column: int, value: Any, style: Format | None = None) -> None:
        """Write one value; text is never taken for a formula, a link or a number."""
        if value is None or value in ("", []):
            return
        if isinstance(value, bool | int) and not isinstance(value, bool):
            sheet.write_number(row, column, value, style or self.number)
        elif isinstance(value, float):
            if not math.isfinite(value):
                return
            sheet.write_number(row, column, value, style or self.decimal)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, style or self.day)
        else:
            sheet.write_string(row, column, _text(value), style or self.plain)

    def _style(self, name: str, value: Any) -> Format | None:
        """Return the format of a column's numbers; None for that of their type."""
        if not isinstance(value, float):
            return None
        return self.share if name in SHARES else self.fine if name in FINE else None

    def table(self, sheet: Worksheet, columns: Sequence[str], lines: Sequence[Mapping[str, Any]]) -> None:
        """Write a table with a header that stays, filters, and widths that fit."""
        for n, name in enumerate(columns):
            sheet.set_column(n, n, WIDTHS.get(name, WIDTH))
            sheet.write_string(0, n, self.names.word(f"columns.{name}"), self.head)
            for row, line in enumerate(lines, 1):
                self.cell(sheet, row, n, _value(name, line.get(name)), self._style(name, line.get(name)))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(lines), 1), len(columns) - 1)


def _text(value: Any) -> str:
    text = "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    text = _ILLEGAL.sub("\ufffd", text)
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"


def _value(name: str, value: Any) -> Any:
    """Return a whole ISO date as a date, anything else as it is."""
    if name in {"date", "deadline_date"} and isinstance(value, str) and _FULL_DATE.match(value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            return value
        return day if day.year >= 1900 else value
    return value

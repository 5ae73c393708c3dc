"""The workbook: tables for analysts, as plain cells. Text of documents is only ever written as text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from civictext.report.figures import FEW, Figures, Grid
from civictext.report.files import write_aside
from civictext.report.flat import flat, flat_recommendations
from civictext.report.names import Names
from civictext.report.quality import read_quality
from civictext.tables import Tables, rows

MAX_CELL = 32_767  # characters, Excel's limit
#: widths of columns in characters; others take WIDTH
WIDTHS = {
    "text": 70, "heading": 34, "addressee": 34, "event": 30, "title": 34, "event_name": 34, "source": 30, "region": 24,
    "themes": 30, "objects": 40, "cluster_label": 34, "label": 8, "year": 7, "n": 8, "page": 8, "rec_id": 21, "doc_id": 18,
    "predicates": 22, "action_types": 20, "addressee_categories": 24, "error": 60, "hint": 60, "keywords": 36, "name": 34,
    "regions": 40, "warnings": 50, "medoid": 60, "deadline": 22, "programs": 30,
}  # fmt: skip
WIDTH = 14
CLUSTER_COLUMNS = (
    "cluster",
    "label",
    "size",
    "n_documents",
    "n_regions",
    "regions",
    "years",
    "theme",
    "keywords",
    "medoid",
)
DOCUMENT_COLUMNS = (
    "doc_id", "source", "title", "event_kind", "event_name", "ordinal", "date", "place", "region", "level",
    "n_recommendations", "duplicate_of", "also", "warnings",
)  # fmt: skip
_FULL_DATE = re.compile(r"^\d{4}-\d\d-\d\d$")
#: what XML cannot carry, and lone surrogates, which UTF-8 cannot
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class _Book:
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
        self.day = self.book.add_format({**top, "num_format": "dd.mm.yyyy", "align": "left"})
        self.title = self.book.add_format({"bold": True, "font_size": 13})

    def sheet(self, key: str) -> Worksheet:
        """Add a sheet named by a word of the language file."""
        return self.book.add_worksheet(self.names.word(f"sheet.{key}")[:31])

    def cell(self, sheet: Worksheet, row: int, column: int, value: Any, style: Format | None = None) -> None:
        """Write one value; text is never taken for a formula, a link or a number."""
        if value is None or value in ("", []):
            return
        if isinstance(value, bool | int) and not isinstance(value, bool):
            sheet.write_number(row, column, value, style or self.number)
        elif isinstance(value, float):
            sheet.write_number(row, column, value, style or self.decimal)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, style or self.day)
        else:
            sheet.write_string(row, column, _text(value), style or self.plain)

    def table(self, sheet: Worksheet, columns: Sequence[str], lines: Sequence[Mapping[str, Any]]) -> None:
        """Write a table with a header that stays, filters, and widths that fit."""
        for n, name in enumerate(columns):
            sheet.set_column(n, n, WIDTHS.get(name, WIDTH))
            sheet.write_string(0, n, self.names.word(f"columns.{name}"), self.head)
            for row, line in enumerate(lines, 1):
                self.cell(sheet, row, n, _value(name, line.get(name)))
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


def write_excel(tables: Tables, path: Path, *, lang: str = "ru") -> Path:
    """Write the workbook: recommendations, documents, clusters, two cross tables, what was not read, the method.

    Parameters
    ----------
    tables : Tables
    path : Path
        Written aside and renamed.
    lang : {"ru", "en"}

    Returns
    -------
    Path
        `path`.

    Notes
    -----
    Cells hold text, numbers and dates: no formulas, no links out. Text longer than Excel's 32,767 characters is cut with
    an ellipsis; the whole text is in the JSON Lines. The same tables give the same bytes.
    """
    names = Names(lang)
    return write_aside(path, lambda aside: _write(tables, names, aside))


def _write(tables: Tables, names: Names, path: Path) -> None:
    figures = Figures(tables, names)
    book = _Book(path, names)
    try:
        places = _recommendations(book, tables)
        _documents(book, figures)
        _clusters(book, figures, places)
        _grid(book, "themes_regions", figures.grid("region", "theme"))
        _grid(book, "addressee_theme", figures.grid("addressee", "theme"))
        book.table(book.sheet("unread"), ("source", "error", "hint"), rows(tables.errors))
        _method(book, figures)
    finally:
        book.book.close()


def _recommendations(book: _Book, tables: Tables) -> dict[str, int]:
    """Write the sheet and return rec_id → its row, counted from 1."""
    lines = flat_recommendations(tables, book.names)
    columns = list(lines[0]) if lines else ["rec_id", "text"]
    sheet = book.sheet("recommendations")
    book.table(sheet, columns, lines)
    sheet.freeze_panes(1, 1)
    return {line["rec_id"]: n for n, line in enumerate(lines, 2)}


def _documents(book: _Book, figures: Figures) -> None:
    names = book.names
    lines = [
        {
            **flat(d),
            "region": names.region(d["region"]),
            "level": names.label("levels", d["level"]),
            "event_kind": names.label("event_kinds", d["event_kind"]),
        }
        for d in figures.documents
    ]
    book.table(book.sheet("documents"), DOCUMENT_COLUMNS, lines)


def _clusters(book: _Book, figures: Figures, places: Mapping[str, int]) -> None:
    """Write the sheet; the typical recommendation links to its row, inside the workbook."""
    names, sheet = book.names, book.sheet("clusters")
    texts = {r["rec_id"]: r["text"] for r in rows(figures.tables.recommendations)}
    lines = [
        {
            **c,
            "regions": [names.region(r) for r in c["regions"] or ()],
            "theme": names.label("themes", c["theme"]),
            "medoid": texts.get(c["medoid"], c["medoid"]),
        }
        for c in figures.clusters
    ]
    book.table(sheet, CLUSTER_COLUMNS, lines)
    target = names.word("sheet.recommendations")
    at = CLUSTER_COLUMNS.index("cluster")
    for n, cluster in enumerate(figures.clusters, 1):
        if cluster["medoid"] in places:
            place = f"internal:'{target}'!A{places[cluster['medoid']]}"
            sheet.write_url(n, at, place, string=str(cluster["cluster"]))


def _grid(book: _Book, key: str, grid: Grid) -> None:
    """Write a cross table: counts, the row's total in front, columns by name."""
    sheet, names = book.sheet(key), book.names
    sheet.set_column(0, 0, WIDTHS["name"])
    sheet.set_column(1, 1, 8)
    sheet.set_column(2, len(grid.columns) + 1, 5)
    sheet.write_string(0, 0, names.word(f"facet.{grid.by}.name"), book.head)
    sheet.write_string(0, 1, names.word("sheet.total"), book.turned)
    for n, (_, name, _) in enumerate(grid.columns, 2):
        book.cell(sheet, 0, n, name, book.turned)
    for row, (group, name, total, n_resolutions) in enumerate(grid.rows, 1):
        book.cell(sheet, row, 0, f"{name} *" if n_resolutions < FEW else name)
        book.cell(sheet, row, 1, total)
        for n, (label, _, _) in enumerate(grid.columns, 2):
            cell = grid.cells.get((group, label))
            book.cell(sheet, row, n, cell.n if cell else None)
    last = (max(len(grid.rows), 1), max(len(grid.columns) + 1, 2))
    sheet.conditional_format(1, 2, *last, {"type": "2_color_scale", "min_color": "#F2F6FA", "max_color": "#6FA0CC"})
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, last[0], 1)


def _method(book: _Book, figures: Figures) -> None:
    sheet, names = book.sheet("method"), book.names
    sheet.set_column(0, 0, 100)
    sheet.set_column(1, 4, 12)
    row = 0
    for key in ("steps", "unit", "shares", "duplicates", "caution"):
        book.cell(sheet, row, 0, names.word(f"method.{key}"))
        row += 1
    row = _quality(book, sheet, row + 1)
    book.cell(sheet, row + 1, 0, names.word("method.run"), book.title)
    for n, (key, value) in enumerate(figures.run, row + 2):
        book.cell(sheet, n, 0, f"{key}: {value}")


def _quality(book: _Book, sheet: Worksheet, row: int) -> int:
    """Write the measured quality and return the next free row."""
    names, quality = book.names, read_quality()
    book.cell(sheet, row, 0, names.word("section.quality"), book.title)
    if quality is None:
        book.cell(sheet, row + 1, 0, names.word("quality.none"))
        return row + 2
    book.cell(sheet, row + 1, 0, names.word("quality.note"))
    keys = ("figure", "precision", "recall", "f1", "n")
    for n, key in enumerate(keys):
        sheet.write_string(row + 2, n, names.word(f"terminal.{key}"), book.head)
        for at, line in enumerate(quality.rows, row + 3):
            book.cell(sheet, at, n, line.get(key))
    return row + 3 + len(quality.rows)

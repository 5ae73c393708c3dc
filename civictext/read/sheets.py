"""Small tables that analysts keep in a spreadsheet: CSV in any encoding and with any delimiter, or the first sheet of an XLSX."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from civictext.read.encoding import decode
from civictext.read.errors import ReadError
from civictext.read.files import InputFile


def read_sheet(path: Path) -> list[tuple[int, list[Any]]]:
    """Return the rows of a table that are not empty, each with its line number (row number in a spreadsheet), the header first.

    Raises
    ------
    ReadError
        If the table cannot be read.
    """
    return _xlsx_rows(path) if path.suffix.lower() == ".xlsx" else _csv_rows(path)


def _csv_rows(path: Path) -> list[tuple[int, list[Any]]]:
    text = decode(path.read_bytes()).text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        return [(reader.line_num, [c.strip() for c in row]) for row in reader if any(c.strip() for c in row)]
    except csv.Error as error:
        raise ReadError(
            path.name, f"таблица не читается (строка {reader.line_num}).", "Сохраните её как CSV UTF-8."
        ) from error


def _xlsx_rows(path: Path) -> list[tuple[int, list[Any]]]:
    from openpyxl import load_workbook

    from civictext.read.zipguard import open_package

    data = path.read_bytes()
    open_package(data, path.name)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = [(n, [_cell(c) for c in row]) for n, row in enumerate(book.worksheets[0].iter_rows(values_only=True), 1)]
    except Exception as error:  # openpyxl raises what its XML and zip layers raise
        raise ReadError(path.name, "таблица не открывается: она повреждена.", "Сохраните её в Excel заново.") from error
    return [(n, row) for n, row in rows if any(c not in (None, "") for c in row)]


def _cell(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.strip() if isinstance(value, str) else value


def tables_beside(files: Iterable[InputFile], names: Sequence[str]) -> list[Path]:
    """Return the tables of these names in the folders of the files and above, as far up as the input root; outer ones first."""
    folders = set()
    for file in files:
        depth = len(PurePosixPath(file.source).parts)
        folders |= set(list(file.path.absolute().parents)[:depth])
    found = [folder / name for folder in folders for name in names if (folder / name).is_file()]
    return sorted(found, key=lambda p: (len(p.parts), str(p)))

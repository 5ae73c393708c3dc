"""What the analyst knows better: ``metadata.csv`` or ``metadata.xlsx`` beside the documents overrides and extends what is read."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from civictext.read.errors import ReadError
from civictext.read.files import InputFile
from civictext.read.sheets import read_sheet, tables_beside
from civictext.resources import data_path, labels, read_table

NAMES = ("metadata.csv", "metadata.xlsx")
_RUSSIAN_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s*г\.?)?")
_ISO_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Overrides:
    """What tables beside the documents say: values by source, names of the further columns, and sentences for the report."""

    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def read_overrides(files: Iterable[InputFile]) -> Overrides:
    """Return what ``metadata.csv`` and ``metadata.xlsx`` in the folders of `files` (or above them) say about them.

    A row names its file by name or by path relative to the table; an empty cell overrides nothing. Where two tables
    speak of one file, the nearer one wins.

    Raises
    ------
    ReadError
        If a table has no column for the file, or cannot be read.
    """
    files = list(files)
    values: dict[str, dict[str, Any]] = {}
    extra: dict[str, None] = {}
    warnings: list[str] = []
    for table in tables_beside(files, NAMES):
        fields, rows = read_metadata_table(table)
        extra |= dict.fromkeys(f for f in fields if f not in _known_fields())
        below = {
            f.path.absolute().relative_to(table.parent).as_posix(): f for f in files if _is_below(f.path, table.parent)
        }
        for line, row in rows:
            found = _files_of(str(row.pop("source", "") or ""), below)
            given = _checked(row, f"{table.name}, строка {line}", warnings)
            if not found:
                warnings.append(f"{table.name}, строка {line}: такого файла среди документов нет.")
            for file in found:
                values.setdefault(file.source, {}).update(given)
    return Overrides(values, tuple(extra), tuple(warnings))


def read_metadata_table(path: Path) -> tuple[list[str], list[tuple[int, dict[str, Any]]]]:
    """Return the fields of a table in column order, and its rows with their line numbers; empty cells are left out.

    Raises
    ------
    ReadError
        If it has no column for the file, two columns mean one field, or it cannot be read.
    """
    grid = read_sheet(path)
    header = [str(c or "").strip() for c in grid[0][1]] if grid else []
    fields = [_field(h) for h in header]
    if "source" not in fields:
        raise ReadError(path.name, "в таблице нет столбца с именем файла.", "Назовите этот столбец «файл».")
    twice = [f for f in fields if f and fields.count(f) > 1]
    if twice:
        raise ReadError(path.name, f"два столбца означают одно и то же ({twice[0]}).", "Оставьте один из них.")
    rows = [
        (n, {f: c for f, c in zip(fields, cells, strict=False) if f and c not in (None, "")}) for n, cells in grid[1:]
    ]
    return [f for f in fields if f], [(n, row) for n, row in rows if row]


@cache
def _aliases() -> dict[str, str]:
    return {
        r["heading"]: r["field"]
        for _, r in read_table(data_path("tables", "metadata_columns.csv"), ["heading", "field"])
    }


def _known_fields() -> frozenset[str]:
    return frozenset(_aliases().values())


def _field(heading: str) -> str:
    return _aliases().get(" ".join(heading.lower().split()), heading)


def _is_below(path: Path, folder: Path) -> bool:
    return path.absolute().is_relative_to(folder)


def _files_of(name: str, below: Mapping[str, InputFile]) -> list[InputFile]:
    name = name.strip().replace("\\", "/").removeprefix("./")
    if name in below:
        return [below[name]]
    return [
        f
        for key, f in sorted(below.items())
        if name and name.lower() in {PurePosixPath(key).name.lower(), PurePosixPath(key).stem.lower()}
    ]


def _checked(row: Mapping[str, Any], where: str, warnings: list[str]) -> dict[str, Any]:
    """Return the values of a row in the form of the document table; what does not fit is left out with a warning."""
    out: dict[str, Any] = {}
    for name, value in row.items():
        try:
            out[name] = _FORMS[name](value) if name in _FORMS else value
        except ValueError as error:
            warnings.append(f"{where}: {error}")
    return out


def _date(value: Any) -> str:
    text = str(value)
    if match := _RUSSIAN_DATE.fullmatch(text):
        text = f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}"
    if not _ISO_DATE.fullmatch(text):
        raise ValueError(f"дата «{value}» не понята; пишите 2024-05-31 или 31.05.2024.")
    parts = [int(p) for p in text.split("-")]
    try:
        datetime.date(*[*parts, 1, 1][:3])
    except ValueError:
        raise ValueError(f"даты «{value}» не бывает.") from None
    return text


def _region(value: Any) -> str:
    from civictext.gazetteer import regions

    text = " ".join(str(value).lower().replace("ё", "е").split())
    for region in regions():
        names = (region.code, region.ru, region.short, region.en, *region.forms)
        if text in {n.lower().replace("ё", "е") for n in names}:
            return region.code
    raise ValueError(f"регион «{value}» не найден; пишите название субъекта РФ или код RU-….")


def _id_of(kind: str, what: str, value: Any) -> str:
    for key, texts in labels(kind).items():
        if str(value).strip().lower() in {key, texts["ru"].lower(), texts["en"].lower()}:
            return key
    raise ValueError(f"{what} «{value}» не известен; известны: {', '.join(labels(kind))}.")


def _ordinal(value: Any) -> int:
    from civictext.read.labels import roman_value

    number = roman_value(str(value)) or (int(value) if str(value).isdigit() else 0)
    if not number:
        raise ValueError(f"номер «{value}» не понят; пишите 3 или III.")
    return number


_FORMS: dict[str, Callable[[Any], Any]] = {
    "date": _date,
    "region": _region,
    "event_kind": lambda value: _id_of("event_kinds", "вид мероприятия", value),
    "level": lambda value: _id_of("levels", "уровень", value),
    "ordinal": _ordinal,
    "event_name": str,
    "title": str,
    "place": str,
}

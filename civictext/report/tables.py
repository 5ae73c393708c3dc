"""The folder of a run: `write_tables` and the way back, `read_tables`. Formats have modules of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from civictext.report.csv import write_csv
from civictext.report.flat import flat, flat_recommendations
from civictext.report.jsonl import read_json, read_jsonl, write_json, write_jsonl
from civictext.report.names import Names
from civictext.report.parquet import read_parquet, write_parquet
from civictext.tables import Tables, rows

FORMATS = ("jsonl", "parquet", "csv")
#: table → fields without which a row means nothing
REQUIRED = {
    "documents": ("doc_id", "source", "text"),
    "recommendations": ("rec_id", "doc_id", "n", "text", "start", "end"),
    "clusters": ("cluster", "label", "medoid"),
    "errors": ("source", "error"),
    "changes": ("rec_id", "reason"),
}
RUN = "run.json"


def write_tables(tables: Tables, folder: Path, formats: Sequence[str] = FORMATS) -> Path:
    """Write the tables of a run into a folder, each in every format, and `run.json`.

    Every file is written aside and renamed. The same tables give the same bytes. Files that an earlier run listed in
    its `run.json` and this one does not write are removed, so that a folder never mixes two runs.

    Parameters
    ----------
    tables : Tables
    folder : Path
        Made where it is missing.
    formats : sequence of {"jsonl", "parquet", "csv"}

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ValueError
        If a format is unknown.
    """
    unknown = [f for f in formats if f not in FORMATS]
    if unknown or not formats:
        raise ValueError(f"no table format {(unknown or [''])[0]!r}; formats: {', '.join(FORMATS)}")
    wanted = [f for f in FORMATS if f in formats]
    before = _listed(folder)
    # a fresh run has nothing to differ from
    names = [name for name in REQUIRED if name != "changes" or tables.run.get("continued")]
    files = [f"{name}.{kind}" for name in names for kind in wanted]
    for name in names:
        _write_table(tables, name, folder, wanted)
    write_json({**tables.run, "files": [*files, RUN]}, folder / RUN)
    for name in sorted(set(before) - {*files, RUN}):
        (folder / name).unlink(missing_ok=True)
    return folder


def _write_table(tables: Tables, name: str, folder: Path, formats: Sequence[str]) -> None:
    table: pd.DataFrame = getattr(tables, name)
    values = rows(table)
    if "jsonl" in formats:
        write_jsonl(values, folder / f"{name}.jsonl")
    if "parquet" in formats:
        write_parquet(values, [str(c) for c in table.columns], folder / f"{name}.parquet")
    if "csv" in formats:
        lines, columns = _csv_rows(tables, name, values)
        write_csv(lines, columns, folder / f"{name}.csv")


def _csv_rows(tables: Tables, name: str, values: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    if name == "recommendations":
        lines = flat_recommendations(tables, Names("ru"))
        return lines, list(lines[0]) if lines else list(REQUIRED[name])
    flats = [flat(v) for v in values]
    seen = dict.fromkeys(k for row in flats for k in row) or dict.fromkeys(getattr(tables, name).columns)
    return flats, [str(c) for c in seen if c != "text"]


def _listed(folder: Path) -> list[str]:
    """Return the table files that an earlier run's `run.json` lists; nothing where there is no readable one."""
    try:
        listed = read_json(folder / RUN).get("files") or []
    except (OSError, ValueError):
        return []
    ours = {f"{name}.{kind}" for name in REQUIRED for kind in FORMATS}
    return [f for f in listed if f in ours]


def read_tables(folder: Path) -> Tables:
    """Return the tables that `write_tables` wrote, from JSON Lines or, where there are none, from Parquet.

    Raises
    ------
    FileNotFoundError
        If the folder holds no tables of documents and recommendations.
    ValueError
        If a line is no row of its table, or a recommendation's document is missing; the message names file and line.
    """
    tables = {name: _read_table(folder, name) for name in REQUIRED}
    run = read_json(folder / RUN) if (folder / RUN).is_file() else {}
    run.pop("files", None)
    _check_documents(tables)
    return Tables.from_rows(**tables, run=run)


def _read_table(folder: Path, name: str) -> list[dict[str, Any]]:
    lines, typed = folder / f"{name}.jsonl", folder / f"{name}.parquet"
    if lines.is_file():
        return read_jsonl(lines, REQUIRED[name])
    if typed.is_file():
        return read_parquet(typed)
    if name in {"documents", "recommendations"}:
        raise FileNotFoundError(
            f"{folder}: no {name}.jsonl or {name}.parquet; give a folder that `analyze` wrote with --format jsonl"
        )
    return []


def _check_documents(tables: Mapping[str, list[dict[str, Any]]]) -> None:
    known = {d["doc_id"] for d in tables["documents"]}
    for number, row in enumerate(tables["recommendations"], 1):
        if row["doc_id"] not in known:
            raise ValueError(
                f"recommendations, row {number}: doc_id {row['doc_id']!r} is not in the documents; write the tables again"
            )

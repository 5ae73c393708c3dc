"""JSON Lines, the lossless form of the tables: one object a line, in stable order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from civictext.report.files import write_bytes


def write_jsonl(rows: Iterable[Mapping[str, Any]], path: Path) -> Path:
    """Write rows one JSON object a line, UTF-8, keys in the order of the row."""
    return write_bytes(path, "".join(f"{_dumps(row)}\n" for row in rows).encode("utf-8"))


def write_json(value: Any, path: Path) -> Path:
    """Write one JSON value, indented for a reader."""
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    return write_bytes(path, f"{text}\n".encode())


def read_jsonl(path: Path, required: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Return the rows of a JSON Lines file; blank lines are skipped.

    Raises
    ------
    ValueError
        If a line is not UTF-8, no JSON object or lacks a required field; the message names file and line.
    """
    rows = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if line.strip():
            rows.append(_row(line, required, f"{path.name}, line {number}"))
    return rows


def read_json(path: Path) -> dict[str, Any]:
    """Return the object of a JSON file.

    Raises
    ------
    ValueError
        If the file is not UTF-8 or holds no JSON object.
    """
    return _row(path.read_bytes(), (), path.name)


def _row(line: bytes, required: Sequence[str], place: str) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{place}: not JSON in UTF-8 ({error}); write the tables again") from None
    if not isinstance(row, dict):
        raise ValueError(f"{place}: a JSON object is expected, not {type(row).__name__}; write the tables again")
    missing = [name for name in required if row.get(name) is None]
    if missing:
        raise ValueError(f"{place}: no {missing[0]!r}; write the tables again")
    return row


def _dumps(row: Mapping[str, Any]) -> str:
    # a lone surrogate cannot be encoded; \ud800 in ASCII form can, and comes back the same
    text = json.dumps(row, ensure_ascii=False, allow_nan=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = json.dumps(row, ensure_ascii=True, allow_nan=False)
    return text

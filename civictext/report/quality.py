"""How good the tags are, as measured: figures with their provenance, kept as data. Measures nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from civictext.report.jsonl import read_json
from civictext.report.names import LANGUAGES
from civictext.resources import data_path


@dataclass(frozen=True)
class Quality:
    """Figures of one measurement.

    `rows` are {figure, precision, recall, f1, n}; `provenance` says in each language of
    reports on what, by which version and command.
    """

    rows: tuple[Mapping[str, Any], ...]
    provenance: Mapping[str, Any]


def read_quality(path: Path | None = None) -> Quality | None:
    """Return the measured quality of the tags; None where nothing was measured.

    Parameters
    ----------
    path : Path, optional
        Default: ``quality.json`` of the package: ``{"provenance": {"ru": …, "en": …}, "rows": [{"figure": …, "precision": …}, …]}``.

    Raises
    ------
    ValueError
        If a row has no figure, or a value is not between 0 and 1; the message names the row.
    """
    path = path or data_path("quality.json")
    if not path.is_file():
        return None
    content = read_json(path)
    rows = tuple(content["rows"])
    for number, row in enumerate(rows, 1):
        _check(row, f"{path.name}, row {number}")
    return Quality(rows, {lang: content["provenance"].get(lang, "") for lang in LANGUAGES})


def _check(row: Mapping[str, Any], place: str) -> None:
    if not row.get("figure"):
        raise ValueError(f"{place}: no 'figure'; write the file again with the benchmark")
    for key in ("precision", "recall", "f1"):
        value = row.get(key)
        if value is not None and not (isinstance(value, int | float) and 0 <= value <= 1):
            raise ValueError(f"{place}: {key} must be between 0 and 1, is {value!r}")

"""Tables out: JSON Lines, Parquet, CSV, the page, the workbook, the terminal. Computes nothing but layout."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_PUBLIC = {
    "read_tables": "civictext.report.tables",
    "write_tables": "civictext.report.tables",
    "write_html": "civictext.report.html",
    "write_excel": "civictext.report.excel",
}

__all__ = ["read_tables", "write_excel", "write_html", "write_tables"]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'civictext.report' has no attribute {name!r}; public names: {', '.join(__all__)}")

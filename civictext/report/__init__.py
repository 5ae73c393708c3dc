"""Tables out: JSON Lines, Parquet, CSV, the page, the workbook, the memo, the terminal. Computes nothing but layout."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_PUBLIC = {
    "read_tables": "civictext.report.tables",
    "write_tables": "civictext.report.tables",
    "write_html": "civictext.report.html",
    "write_excel": "civictext.report.excel",
    "write_markdown": "civictext.report.markdown",
    "write_docx": "civictext.report.docx",
    "resolution_html": "civictext.report.display",
    "Plots": "civictext.report.plots",
    "offline_charts": "civictext.report.plots",
}

__all__ = [
    "Plots",
    "offline_charts",
    "read_tables",
    "resolution_html",
    "write_docx",
    "write_excel",
    "write_html",
    "write_markdown",
    "write_tables",
]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'civictext.report' has no attribute {name!r}; public names: {', '.join(__all__)}")

"""First stage: files → blocks of normalised text, every character traced back. Importing it loads no parser.

`read_document` reads one file, `find_inputs` lists the files of folders and globs, `blocks_of` gives the blocks of a plain text.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

#: public name → module that defines it; loaded when first asked for (PEP 562)
_PUBLIC = {
    "InputFile": "files",
    "ReadError": "errors",
    "Overrides": "overrides",
    "blocks_of": "blocks",
    "distinct_sources": "files",
    "find_inputs": "files",
    "near_duplicates": "duplicates",
    "normalize": "normalize",
    "read_document": "files",
    "read_overrides": "overrides",
    "to_raw": "edits",
    "to_text": "edits",
}

__all__ = sorted(_PUBLIC)


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(import_module(f"civictext.read.{_PUBLIC[name]}"), name)
    raise AttributeError(f"module 'civictext.read' has no attribute {name!r}; public names: {', '.join(__all__)}")


def __dir__() -> list[str]:
    return list(__all__)

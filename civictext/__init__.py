"""civictext: recommendations of civic forums, read, tagged, clustered and compared.

The stages, in the order of the data: `civictext.read` → `civictext.segment` → `civictext.annotate` → `civictext.tag` →
`civictext.cluster` → `civictext.compare` → `civictext.report`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

#: public name → module that defines it; loaded when first asked for (PEP 562)
_PUBLIC: dict[str, str] = {
    "load": "civictext.pipeline",
    "analyze": "civictext.analysis",
    "Analysis": "civictext.analysis",
    "RussianLemmatizer": "civictext.annotate.transformer",
    "nominative": "civictext.annotate.phrases",
    "to_conllu": "civictext.annotate.conllu",
}

__all__ = ["__version__", *_PUBLIC]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'civictext' has no attribute {name!r}; public names: {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted(__all__)

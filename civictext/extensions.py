"""Every extension and span-group key that civictext puts on a `Doc`, in one table. Computes nothing.

Values are plain JSON types, so that `Doc.to_bytes` and `DocBin` keep them. ``actors``, ``actions``, ``themes`` and ``details``
hold one entry for each entry of ``recommendations``, in the same order.
"""

from __future__ import annotations

from typing import Any

from spacy.tokens import Doc

#: extension of `Doc` → default value
DOC_EXTENSIONS: dict[str, Any] = {
    "blocks": None,  # list of Block dicts set by the caller (`civictext.read`), else None: lines of doc.text are taken
    "metadata": None,  # dict: title, event_kind, event_name, ordinal, date, place, region, level (+ evidence)
    "recommendations": None,  # list of Item dicts
    "actors": None,  # list (per recommendation) of lists of actor dicts
    "actions": None,  # list (per recommendation) of lists of action dicts
    "themes": None,  # list (per recommendation) of lists of theme dicts
    "details": None,  # list (per recommendation) of {deadline, deadline_date, programs, places, spans}
}

#: span groups
RECOMMENDATIONS, HEADINGS, ACTORS, ACTIONS = "recommendations", "headings", "actors", "actions"


def _resolution(doc: Doc) -> Any:
    from civictext.resolution import resolution_of

    return resolution_of(doc)


def register() -> None:
    """Declare the extensions on `Doc`; calling it again changes nothing."""
    if not Doc.has_extension("resolution"):
        Doc.set_extension("resolution", getter=_resolution)  # a `Resolution`, computed from the values below
    for name, default in DOC_EXTENSIONS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)

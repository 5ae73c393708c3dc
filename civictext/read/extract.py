"""What every reader returns: raw text in reading order, its parts, warnings and report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from civictext.read.layout import Part


@dataclass(slots=True)
class Extract:
    """The raw text of a file and what stands where in it.

    `warnings` are Russian sentences for a careful reader; `report` says what was read, skipped and how sure (plain JSON).
    """

    raw: str
    parts: list[Part]
    warnings: list[str] = field(default_factory=list)
    report: dict[str, Any] = field(default_factory=dict)


class RawText:
    """Builds a raw text piece by piece, for formats that have no text of their own."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.length = 0

    def add(self, text: str, separator: str = "\n") -> tuple[int, int]:
        """Append `text` behind `separator`; return its stretch."""
        if self._pieces:
            self._pieces.append(separator)
            self.length += len(separator)
        start = self.length
        self._pieces.append(text)
        self.length += len(text)
        return start, self.length

    def text(self) -> str:
        """The text so far."""
        return "".join(self._pieces)

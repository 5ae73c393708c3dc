"""The records of an explanation. Plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from civictext.records import Record, Shown

if TYPE_CHECKING:
    from civictext.report.display import Display


@dataclass(frozen=True, slots=True)
class Reason(Record):
    """Why a tag is there.

    `kind` is ``recommendation``, ``actor``, ``role``, ``action``, ``theme``, ``deadline``, ``program`` or ``specificity``
    (a part that the recommendation has, with what it adds to the score); `source` the rule or model as the
    output tables name it; `place` the data file and line of the rule where it has one, `example` what that line says.
    """

    kind: str
    label: str
    words: str
    source: str
    score: float | None = None
    place: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Near(Record):
    """What almost fired: `why` is a key of ``explain.why`` in the language files, `value` and `needed` the figures it compares."""

    kind: str
    label: str
    words: str
    source: str
    why: str
    value: float | None = None
    needed: float | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Explanation(Shown, Record):
    """The reasons for the tags of one recommendation, and what almost fired."""

    n: int
    text: str
    reasons: tuple[Reason, ...]
    near: tuple[Near, ...]
    names: Any = field(default=None, repr=False, compare=False)  # labels of the user's own taxonomy

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as JSON values."""
        return {k: v for k, v in Record.to_dict(self).items() if k != "names"}

    def show(self, lang: str = "ru") -> Display:
        """Return what a notebook and a terminal show of it, in Russian or English."""
        from civictext.report.explained import show_explanation

        return show_explanation(self, self.names, lang=lang)

    def of(self, kind: str) -> list[Reason]:
        """Return the reasons of one kind of tag."""
        return [r for r in self.reasons if r.kind == kind]

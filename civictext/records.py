"""Frozen records that the stages hand on: blocks, items, resolutions. Plain values, no spaCy, no files.

Every ``start``/``end`` counts Unicode code points in the normalised text of the document, half-open.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Self

if TYPE_CHECKING:
    from civictext.report.display import Display

BlockKind = Literal["heading", "paragraph", "item", "row", "page_break"]
Stretch = tuple[int, int]


class Record:
    """Base of the frozen records: conversion from and to plain JSON values."""

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as JSON values (tuples become lists)."""
        return {name: _plain(getattr(self, name)) for name in _field_names(type(self))}  # type: ignore[arg-type]

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Return a record from what `to_dict` gave; unknown keys are refused.

        Raises
        ------
        ValueError
            If a key is not a field of the record.
        """
        known = {f.name for f in dataclasses.fields(cls)}  # type: ignore[arg-type]
        unknown = sorted(set(values) - known)
        if unknown:
            raise ValueError(f"{cls.__name__} has no field {unknown[0]!r}; fields: {', '.join(sorted(known))}")
        return cls(**{k: cls._parse(k, v) for k, v in values.items()})

    @classmethod
    def _parse(cls, name: str, value: Any) -> Any:
        return _frozen(value)


class Shown:
    """Base of what shows itself: highlighted HTML in a notebook, plain text in a terminal; ``show("en")`` in English."""

    __slots__ = ()

    def show(self, lang: str = "ru") -> Display:
        """Return what a notebook and a terminal show of it, in Russian or English."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return self.show().text

    def _repr_html_(self) -> str:
        return self.show().html


_PLAIN = frozenset((type(None), bool, float, int, str))


@cache
def _field_names(record: type) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(record))


def _plain(value: Any) -> Any:
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Record):
        return value.to_dict()
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    return value


def _frozen(value: Any) -> Any:
    return tuple(_frozen(v) for v in value) if isinstance(value, list | tuple) else value


@dataclass(frozen=True, slots=True)
class Passage(Record):
    """A stretch of the document's text: a cell, a heading, an introducing item."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block(Record):
    """One layout unit of a document as the reader sees it.

    `text` is ``document_text[start:end]`` without the printed `label` («2.1», «·», «–»), which stands before
    `start` in the text where the file has it typed, and nowhere where Word numbers automatically.
    `depth` is the nesting of a list item (0 = outermost), `level` the rank of a styled heading (1 = highest).
    `cells` are the cells of a table row in column order, `table` the number of the table, `style` a sorted tuple of looks
    (``bold``, ``caps``, ``center``, ``italic``, ``right``), `indent` the left indent in characters or None,
    `origin` the stretch in the extracted raw text.
    """

    kind: BlockKind
    text: str
    start: int
    end: int
    label: str | None = None
    depth: int = 0
    level: int | None = None
    page: int | None = None
    cells: tuple[Passage, ...] = ()
    table: int | None = None
    style: tuple[str, ...] = ()
    indent: int | None = None
    origin: Stretch | None = None

    @classmethod
    def _parse(cls, name: str, value: Any) -> Any:
        if name == "cells":
            return tuple(c if isinstance(c, Passage) else Passage.from_dict(c) for c in value)
        return _frozen(value)


@dataclass(frozen=True, slots=True)
class SourceDocument(Record):
    """What a reader makes of a file: normalised text, blocks in reading order, and how sure it is.

    `sha256` is of the input bytes; `report` says what was read, skipped and repaired
    (plain JSON: ``{"encoding": …, "confidence": …, "repaired": {...}, "skipped": {...}}``); `warnings` are sentences for
    a careful reader, in Russian. `offsets` are the edits of normalisation, see `civictext.read.normalize`.
    """

    source: str
    sha256: str
    format: str
    text: str
    blocks: tuple[Block, ...]
    raw: str = ""
    offsets: tuple[tuple[int, ...], ...] = ()
    warnings: tuple[str, ...] = ()
    report: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def _parse(cls, name: str, value: Any) -> Any:
        if name == "blocks":
            return tuple(b if isinstance(b, Block) else Block.from_dict(b) for b in value)
        return value if name == "report" else _frozen(value)


@dataclass(frozen=True, slots=True)
class Item(Record):
    """One recommendation as segmentation found it, before any tag.

    `spans` lists its stretches in the document's text (one, unless a page header or another cell lies inside);
    `start`, `end` embrace them. `heading` is the addressee heading, `section` the thematic heading, `parent` the
    introducing item; `term` the deadline cell of a table row. `source` names the rule that found it.
    """

    text: str
    start: int
    end: int
    spans: tuple[Stretch, ...]
    source: str
    label: str | None = None
    heading: Passage | None = None
    section: Passage | None = None
    parent: Passage | None = None
    term: Passage | None = None
    page: int | None = None

    @classmethod
    def _parse(cls, name: str, value: Any) -> Any:
        if name in {"heading", "section", "parent", "term"} and isinstance(value, Mapping):
            return Passage.from_dict(value)
        return _frozen(value)

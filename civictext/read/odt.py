"""OpenDocument texts → parts: list numbers from their styles, tables, tracked deletions and notes left out. Doesn't interpret."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from civictext.read.docx_numbering import format_number
from civictext.read.errors import ReadError
from civictext.read.extract import Extract, RawText
from civictext.read.layout import Part
from civictext.read.lines import group_lines, split_lines
from civictext.read.normalize import CELL_BREAK
from civictext.read.zipguard import open_package

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_SKIPPED = {
    _TEXT + "tracked-changes",
    _TEXT + "note",
    _OFFICE + "annotation",
    _OFFICE + "forms",
    _TEXT + "table-of-content",
}
_PARAGRAPHS = {_TEXT + "p", _TEXT + "h"}
_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "а": "russianLower",
    "А": "russianUpper",
}


def read_odt(data: bytes, source: str = "") -> Extract:
    """Return the parts of an OpenDocument text.

    Raises
    ------
    ReadError
        If the package is damaged or has no text in it.
    """
    from lxml import etree

    open_package(data, source)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            roots = [
                etree.fromstring(package.read(name), parser)
                for name in ("content.xml", "styles.xml")
                if name in package.namelist()
            ]
        body = next(roots[0].iter(_OFFICE + "text"))
    except (etree.XMLSyntaxError, StopIteration, IndexError) as error:
        raise ReadError(
            source, "файл не открывается как документ OpenDocument: он повреждён.", "Сохраните его заново."
        ) from error
    walker = _Walker({str(s.get(_STYLE + "name")): s for root in roots for s in root.iter(_TEXT + "list-style")})
    walker.walk(body)
    report = {"n_tables": walker.n_tables} if walker.n_tables else {}
    return Extract(walker.raw.text(), walker.parts, [], report)


@dataclass(slots=True)
class _Walker:
    """Walks the body in document order and collects parts."""

    list_styles: dict[str, Any]
    raw: RawText = field(default_factory=RawText)
    parts: list[Part] = field(default_factory=list)
    n_tables: int = 0
    page: int = 1
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    lists: dict[str | None, dict[int, int]] = field(default_factory=dict)

    def walk(self, parent: Any) -> None:
        """Add everything under `parent`."""
        for element in parent:
            if element.tag in _PARAGRAPHS:
                self._paragraph(element, None)
            elif element.tag == _TEXT + "list":
                self._list(element, 0, "", {})
            elif element.tag == _TABLE + "table":
                self._table(element)
            elif isinstance(element.tag, str) and element.tag not in _SKIPPED:
                self.walk(element)

    def _paragraph(self, element: Any, label: tuple[str, int] | None) -> None:
        text = "".join(_texts(element))
        level = element.get(_TEXT + "outline-level") if element.tag == _TEXT + "h" else None
        for n, group in enumerate(group_lines(split_lines(text))):
            start, end = self.raw.add(text[group[0].start : group[-1].end])
            part = Part(
                start, end, "heading" if level else "paragraph", level=int(level) if level and level.isdigit() else None
            )
            if label and n == 0:
                part.label, part.depth = label
            self.parts.append(part)

    def _list(self, element: Any, depth: int, style: str, counts: dict[int, int]) -> None:
        style = element.get(_TEXT + "style-name") or style
        if depth == 0:
            counts = self._counts_of(element, style)
        elif element.get(_TEXT + "continue-numbering") != "true":
            counts.pop(depth, None)
        for item in element:
            if item.tag not in {_TEXT + "list-item", _TEXT + "list-header"}:
                continue
            label = self._label(item, depth, style, counts) if item.tag == _TEXT + "list-item" else None
            for child in item:
                if child.tag in _PARAGRAPHS:
                    self._paragraph(child, label)
                    label = None
                elif child.tag == _TEXT + "list":
                    self._list(child, depth + 1, style, counts)

    def _counts_of(self, element: Any, style: str) -> dict[int, int]:
        """Return where the counting stands: a list may go on from an earlier one, by its id or its style."""
        earlier = self.lists.get(element.get(_TEXT + "continue-list"))
        if earlier is None and element.get(_TEXT + "continue-numbering") == "true":
            earlier = self.counts.get(style)
        counts = earlier if earlier is not None else {}
        self.counts[style] = counts
        if (key := element.get("{http://www.w3.org/XML/1998/namespace}id")) is not None:
            self.lists[key] = counts
        return counts

    def _label(self, item: Any, depth: int, style: str, counts: dict[int, int]) -> tuple[str, int] | None:
        levels = {
            int(x.get(_TEXT + "level") or 0): x for x in self.list_styles.get(style, ()) if x.get(_TEXT + "level")
        }
        level = levels.get(depth + 1)
        if level is None or not "".join("".join(_texts(p)) for p in item if p.tag in _PARAGRAPHS).strip():
            return None
        if level.tag == _TEXT + "list-level-style-bullet":
            sign = level.get(_TEXT + "bullet-char") or "•"
            return ("•" if "\ue000" <= sign <= "\uf8ff" else sign), depth
        counts[depth] = (
            _number(item.get(_TEXT + "start-value"))
            or counts.get(depth, (_number(level.get(_TEXT + "start-value")) or 1) - 1) + 1
        )
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        shown = range(max(0, depth + 1 - (_number(level.get(_TEXT + "display-levels")) or 1)), depth + 1)
        numbers = [format_number(counts.get(d, 1), _format(levels.get(d + 1))) for d in shown]
        label = (
            (level.get(_STYLE + "num-prefix") or "")
            + ".".join(n for n in numbers if n)
            + (level.get(_STYLE + "num-suffix") or "")
        )
        return (label.strip(), depth) if label.strip() else None

    def _table(self, table: Any) -> None:
        rows = [[c for c in row if c.tag == _TABLE + "table-cell"] for row in table.iter(_TABLE + "table-row")]
        if max(map(len, rows), default=0) <= 1:
            for row in rows:
                for cell in row:
                    self.walk(cell)
            return
        self.n_tables += 1
        for row in rows:
            texts = [CELL_BREAK.join("".join(_texts(p)).strip() for p in cell.iter(*_PARAGRAPHS)) for cell in row]
            if any(texts):
                cells = [self.raw.add(text, "\t" if n else "\n") for n, text in enumerate(texts)]
                self.parts.append(Part(cells[0][0], cells[-1][1], "row", table=self.n_tables, cells=cells))


def _number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else None


def _format(level: Any) -> str:
    return _FORMATS.get((level.get(_STYLE + "num-format") or "")[:1], "none") if level is not None else "decimal"


def _texts(element: Any) -> Iterator[str]:
    """Yield the text of a paragraph: spaces and breaks as characters, notes and comments left out."""
    yield element.text or ""
    for child in element:
        if child.tag == _TEXT + "s":
            yield " " * (_number(child.get(_TEXT + "c")) or 1)
        elif child.tag == _TEXT + "tab":
            yield "\t"
        elif child.tag == _TEXT + "line-break":
            yield "\n"
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _texts(child)
        yield child.tail or ""

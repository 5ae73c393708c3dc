"""Word documents → parts: numbers as printed, tables, text boxes, tracked changes accepted. Doesn't interpret."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from civictext.read.docx_look import Looks
from civictext.read.docx_markup import (
    PAGE_ENDS,
    PRINTED_END,
    THROUGH,
    around_first_letter,
    cells_of,
    mark_deleted,
    paragraphs_of,
    rows_of,
    runs_of,
    text_boxes,
)  # fmt: skip
from civictext.read.docx_numbering import Numbering
from civictext.read.errors import ReadError
from civictext.read.extract import Extract, RawText
from civictext.read.layout import Part
from civictext.read.lines import group_lines, split_lines
from civictext.read.normalize import CELL_BREAK
from civictext.read.zipguard import open_package

MAX_PARAGRAPHS = 200_000


def read_docx(data: bytes, source: str = "") -> Extract:
    """Return the parts of a Word document.

    Raises
    ------
    ReadError
        If the package is damaged, protected, or no Word document.
    """
    open_package(data, source)
    try:
        document = Document(io.BytesIO(data))
        body = document.element.body
    except Exception as error:  # python-docx raises what its XML and zip layers raise
        raise ReadError(
            source,
            "файл не открывается как документ Word: он повреждён.",
            "Откройте его в Word и сохраните заново как .docx.",
        ) from error
    if sum(1 for _ in body.iter(qn("w:p"))) > MAX_PARAGRAPHS:
        raise ReadError(
            source, f"в документе больше {MAX_PARAGRAPHS} абзацев.", "Сохраните текст резолюции отдельным документом."
        )
    walker = _Walker(Numbering(_root(document, "numbering"), document.styles.element), Looks(document.styles.element))
    walker.walk(body)
    return walker.extract(_footnotes(document))


def _root(document: Any, name: str) -> Any:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/" + name) and not relation.is_external:
            part = relation.target_part
            return part.element if hasattr(part, "element") else _parse(part.blob)
    return None


def _parse(blob: bytes) -> Any:
    from lxml import etree

    return etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))


def _footnotes(document: Any) -> list[str]:
    notes = []
    for name in ("footnotes", "endnotes"):
        root = _root(document, name)
        for note in root if root is not None else ():
            if note.get(qn("w:type")) is None:
                text = " ".join("".join(t for t, _ in runs_of(p)) for p in note.iter(qn("w:p"))).strip()
                notes += [" ".join(text.split())] if text else []
    return notes


@dataclass(slots=True)
class _Walker:
    """Walks the body in document order and collects parts."""

    numbering: Numbering
    looks: Looks
    raw: RawText = field(default_factory=RawText)
    parts: list[Part] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    printed_page: int = 1
    broken_page: int = 1
    n_tables: int = 0
    pages: list[tuple[int, int]] = field(default_factory=list)
    held: str = ""

    def walk(self, parent: Any) -> None:
        """Add everything under `parent`: paragraphs, tables, and what wraps them."""
        for element in parent:
            if element.tag == qn("w:p"):
                self._paragraph(element)
            elif element.tag == qn("w:tbl"):
                self._table(element)
            elif element.tag in THROUGH:
                self.walk(element)

    def _paragraph(self, element: Any) -> None:
        runs = list(runs_of(element))
        before, after = around_first_letter("".join(t for t, _ in runs))
        self._turn_pages(before)
        text = self.held + PAGE_ENDS.sub(lambda m: "\n" if m[0] == "\f" else "", before + after)
        self._count_changes(element)
        if mark_deleted(element):
            self.held = text  # its paragraph mark was deleted by a tracked change: goes on in the next paragraph
            return
        self.held = ""
        label = self.numbering.label_of(element) if text.strip() else None
        self._add_text(text, label, self.looks.look(element, runs))
        self._turn_pages(after)
        for box in text_boxes(element):
            self.counts["text_boxes"] += 1
            self.walk(box)

    def _turn_pages(self, text: str) -> None:
        self.printed_page += text.count(PRINTED_END)
        self.broken_page += text.count("\f")
        if "\f" in text and self.parts:
            self._append(Part(self.raw.length, self.raw.length, "page_break"))

    def _count_changes(self, element: Any) -> None:
        self.counts["tracked_insertions"] += len(element.findall(".//" + qn("w:ins")))
        self.counts["tracked_deletions"] += len(element.findall(".//" + qn("w:del")))
        self.counts["comments"] += len(element.findall(".//" + qn("w:commentReference")))

    def _add_text(self, text: str, label: tuple[str, int] | None, look: dict[str, Any]) -> None:
        """Add one paragraph; line breaks inside it may hide several list items."""
        for n, group in enumerate(group_lines(split_lines(text))):
            start, _ = self.raw.add(text[group[0].start : group[-1].end])
            part = Part(start, self.raw.length, **look)
            if label is not None and n == 0:
                part.label, part.depth = label
            self._append(part)

    def _append(self, part: Part) -> None:
        self.parts.append(part)
        self.pages.append((self.printed_page, self.broken_page))

    def _table(self, table: Any) -> None:
        rows = list(rows_of(table))
        if max((len(cells_of(r)) for r in rows), default=0) <= 1:
            for row in rows:
                for cell in cells_of(row):
                    self.walk(cell)
            return
        self.n_tables += 1
        number = self.n_tables
        for row in rows:
            self._row(row, number)

    def _row(self, row: Any, number: int) -> None:
        texts, labels = [], []
        for cell in cells_of(row):
            text, label = self._cell(cell)
            texts.append(text)
            labels.append(label)
        cells = [self.raw.add(text, "\t" if n else "\n") for n, text in enumerate(texts)]
        if not any(t.strip() for t in texts):
            return
        part = Part(cells[0][0], cells[-1][1], "row", table=number, cells=cells)
        part.label = next((x for x, t in zip(labels, texts, strict=True) if x and not t.strip()), None) or labels[0]
        self._append(part)

    def _cell(self, cell: Any) -> tuple[str, str | None]:
        texts: list[str] = []
        first: str | None = None
        for paragraph in paragraphs_of(cell):
            text = "".join(t for t, _ in runs_of(paragraph))
            self._turn_pages(text.replace("\f", ""))
            text = PAGE_ENDS.sub("", text)
            label = self.numbering.label_of(paragraph)
            first = first or (label[0] if label else None)
            texts += [text[g[0].start : g[-1].end] for g in group_lines(split_lines(text))]
        return CELL_BREAK.join(texts), first

    def extract(self, footnotes: list[str]) -> Extract:
        """Return what was collected."""
        printed, broken = self.printed_page > 1, self.broken_page > 1
        for part, (by_print, by_break) in zip(self.parts, self.pages, strict=True):
            part.page = by_print if printed else by_break if broken else None
        report: dict[str, Any] = {"n_tables": self.n_tables, **{k: v for k, v in sorted(self.counts.items()) if v}}
        if footnotes:
            report["footnotes"] = footnotes
        return Extract(self.raw.text(), self.parts, [], report)

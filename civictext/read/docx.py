"""Word documents → parts: numbers as printed, tables, text boxes, tracked changes accepted. Doesn't interpret."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx import Document
from docx.oxml.ns import nsmap, qn

from civictext.read.docx_numbering import Numbering
from civictext.read.errors import ReadError
from civictext.read.extract import Extract, RawText
from civictext.read.layout import Part
from civictext.read.lines import group_lines, split_lines
from civictext.read.zipguard import open_package

CELL_BREAK = "\v"
MAX_PARAGRAPHS = 200_000
_HEADING_STYLE = re.compile(r"(?:heading|заголовок|title|название)\s*(\d?)", re.IGNORECASE)
_WML = nsmap["w"]
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: wrappers whose content counts as if they were not there
_THROUGH = {
    qn(n)
    for n in (
        "w:ins",
        "w:moveTo",
        "w:hyperlink",
        "w:smartTag",
        "w:fldSimple",
        "w:sdt",
        "w:sdtContent",
        "w:customXml",
        "w:dir",
        "w:bdo",
        "w:ruby",
        "w:rubyBase",
    )
}
_SKIPPED = {
    qn(n)
    for n in (
        "w:del",
        "w:moveFrom",
        "w:delText",
        "w:instrText",
        "w:rt",
        "w:pPr",
        "w:rPr",
        "w:sdtPr",
        "w:sdtEndPr",
        "w:tblPr",
        "w:tblGrid",
        "w:trPr",
        "w:tcPr",
        "w:sectPr",
    )
}


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
    walker = _Walker(Numbering(_root(document, "numbering"), document.styles.element), document.styles.element)
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
                text = " ".join("".join(t for t, _ in _runs(p)) for p in note.iter(qn("w:p"))).strip()
                notes += [" ".join(text.split())] if text else []
    return notes


def _runs(paragraph: Any) -> Iterator[tuple[str, Any]]:
    """Yield (text, run element) of a paragraph as it stands with all tracked changes accepted."""
    stack = [iter(paragraph)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag == qn("w:r"):
            if not _is_hidden(element):
                yield from ((text, element) for text in _run_texts(element))
        elif element.tag in _THROUGH:
            stack.append(iter(element))
        elif element.tag == _MC + "AlternateContent":
            choice = element.find(_MC + "Choice")
            stack.append(iter(choice if choice is not None else element))


def _run_texts(run: Any) -> Iterator[str]:
    for child in run:
        name = child.tag
        if name == qn("w:t"):
            yield child.text or ""
        elif name in {qn("w:tab"), qn("w:ptab")}:
            yield "\t"
        elif name == qn("w:br"):
            yield "\f" if child.get(qn("w:type")) == "page" else "\n"
        elif name == qn("w:cr"):
            yield "\n"
        elif name == qn("w:noBreakHyphen"):
            yield "\u2011"
        elif name == qn("w:softHyphen"):
            yield "\u00ad"
        elif name == qn("w:lastRenderedPageBreak"):
            yield "\x0e"  # marks a page end of the last print-out; taken out again below
        elif name == qn("w:sym"):
            yield chr(int(child.get(qn("w:char")) or "20", 16))


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val")) not in {"0", "false"}


@dataclass(slots=True)
class _Walker:
    """Walks the body in document order and collects parts."""

    numbering: Numbering
    styles: Any
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
            elif element.tag in _THROUGH:
                self.walk(element)

    def _paragraph(self, element: Any) -> None:
        runs = list(_runs(element))
        text = self.held + self._count_pages("".join(t for t, _ in runs))
        self._count_changes(element)
        if _mark_deleted(element):
            self.held = text  # its paragraph mark was deleted by a tracked change: goes on in the next paragraph
            return
        self.held = ""
        label = self.numbering.label_of(element) if text.strip() else None
        look = self._look(element, runs)
        self._add_text(text, label, look)
        for box in _text_boxes(element):
            self.counts["text_boxes"] += 1
            self.walk(box)

    def _count_pages(self, text: str) -> str:
        self.printed_page += text.count("\x0e")
        self.broken_page += text.count("\f")
        if "\f" in text and self.parts:
            self.parts.append(Part(self.raw.length, self.raw.length, "page_break"))
            self.pages.append((self.printed_page, self.broken_page))
        return text.replace("\x0e", "").replace("\f", "\n")

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

    def _look(self, element: Any, runs: list[tuple[str, Any]]) -> dict[str, Any]:
        props = element.find(qn("w:pPr"))
        chain = list(_style_chain(self.styles, _val(props, "w:pStyle")))
        level = _heading_level(props, chain)
        text = "".join(t for t, _ in runs).strip()
        style = set()
        visible = [r for t, r in runs if t.strip()]
        for name, tag in (("bold", "w:b"), ("italic", "w:i")):
            if visible and all(_is_on(r, tag, chain) for r in visible):
                style.add(name)
        align = next((a for a in (_val(p, "w:jc") for p in [props, *(s.find(qn("w:pPr")) for s in chain)]) if a), None)
        style |= {"center", "right", "end"} & {align} - {None}
        if "end" in style:
            style = style - {"end"} | {"right"}
        is_heading = level is not None or (
            "bold" in style and 0 < len(text) <= 200 and not text.endswith((".", ";", ","))
        )
        return {
            "kind": "heading" if is_heading else "paragraph",
            "level": level,
            "style": tuple(sorted(style)),
            "indent": _indent(props),
        }

    def _table(self, table: Any) -> None:
        rows = list(_rows(table))
        if max((len(_cells(r)) for r in rows), default=0) <= 1:
            for row in rows:
                for cell in _cells(row):
                    self.walk(cell)
            return
        self.n_tables += 1
        number = self.n_tables
        for row in rows:
            self._row(row, number)

    def _row(self, row: Any, number: int) -> None:
        texts, labels = [], []
        for cell in _cells(row):
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
        for paragraph in cell.iter(qn("w:p")):
            text = self._count_pages("".join(t for t, _ in _runs(paragraph)))
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


def _rows(table: Any) -> Iterator[Any]:
    for element in table:
        if element.tag == qn("w:tr"):
            if element.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
                yield element
        elif element.tag in _THROUGH:
            yield from _rows(element)


def _cells(row: Any) -> list[Any]:
    out: list[Any] = []
    for element in row:
        if element.tag == qn("w:tc"):
            out.append(element)
        elif element.tag in _THROUGH:
            out += _cells(element)
    return out


def _mark_deleted(paragraph: Any) -> bool:
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None


def _text_boxes(paragraph: Any) -> Iterator[Any]:
    """Yield the contents of text boxes, of the two versions that Word writes only one."""
    for box in paragraph.iter(qn("w:txbxContent")):
        if not any(
            a.tag == _MC + "Fallback" and a.getparent().find(_MC + "Choice") is not None for a in box.iterancestors()
        ) and not any(a.tag == qn("w:txbxContent") for a in box.iterancestors()):
            yield box


def _style_chain(styles: Any, style_id: str | None) -> Iterator[Any]:
    by_id = {s.get(qn("w:styleId")): s for s in styles.findall(qn("w:style"))}
    for _ in range(20):
        style = by_id.get(style_id)
        if style is None:
            return
        yield style
        style_id = _val(style, "w:basedOn")


def _heading_level(props: Any, chain: list[Any]) -> int | None:
    for holder in [props, *(s.find(qn("w:pPr")) for s in chain)]:
        outline = _val(holder, "w:outlineLvl")
        if outline is not None and outline.isdigit():
            return int(outline) + 1 if int(outline) < 9 else None
    for style in chain:
        match = _HEADING_STYLE.match(_val(style, "w:name") or "")
        if match:
            return int(match[1] or 1)
    return None


def _is_on(run: Any, tag: str, chain: list[Any]) -> bool:
    for holder in [run, *chain]:
        found = holder.find(f"{qn('w:rPr')}/{qn(tag)}")
        if found is not None:
            return found.get(qn("w:val")) not in {"0", "false", "none"}
    return False


def _indent(props: Any) -> int | None:
    ind = props.find(qn("w:ind")) if props is not None else None
    left = ind.get(qn("w:left")) or ind.get(qn("w:start")) if ind is not None else None
    try:
        return max(0, round(int(left) / 120)) if left else None  # 120 twips: the width of a letter of 12 points
    except ValueError:
        return None


def _val(element: Any, name: str) -> str | None:
    found = element.find(qn(name)) if element is not None else None
    return None if found is None else found.get(qn("w:val"))

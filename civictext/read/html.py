"""Web pages → parts: the resolution without the page around it, list numbers as a browser prints them. Doesn't interpret."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from civictext.read.docx_numbering import format_number
from civictext.read.encoding import decode
from civictext.read.errors import ReadError
from civictext.read.extract import Extract, RawText
from civictext.read.html_tree import all_texts, attribute, main_text, name_of, visible_length, walk_visible
from civictext.read.layout import Part, looks_like_heading
from civictext.read.lines import group_lines, split_lines

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
_BOLD = frozenset({"b", "strong"})
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_TYPE = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CSS_TYPE = {
    "decimal": "decimal", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "none": "none",
    "lower-russian": "russianLower", "upper-russian": "russianUpper", "cyrillic": "russianLower",
}  # fmt: skip
_CSS_LIST = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")
_BULLETS = ("•", "◦", "▪")
_MAX_TABLES = 100
_MIN_KEPT = 0.2


def read_html(data: bytes, source: str = "") -> Extract:
    """Return the parts of a web page.

    Raises
    ------
    ReadError
        If it has no visible text.
    """
    from resiliparse.parse.html import HTMLTree

    text, report = _decode(data)
    tree = HTMLTree.parse(text)
    body = tree.body or tree.document
    walker = _Walker()
    whole = visible_length(body) if body is not None else 0
    main = main_text(body, whole) if body is not None else None
    if main is not None:
        walker.walk(main)
    if not any(p.end > p.start for p in walker.parts):
        raise ReadError(source, "на веб-странице нет текста.", "Откройте страницу в браузере и сохраните её целиком.")
    printed = sum(len(t.strip()) for t in all_texts(body))
    report |= {"characters_on_page": printed, "characters_kept": walker.raw.length}
    return Extract(walker.raw.text(), walker.parts, _warnings(printed, walker.raw.length), report)


def _warnings(printed: int, kept: int) -> list[str]:
    if kept >= _MIN_KEPT * printed:
        return []
    return [f"Из {printed} знаков веб-страницы как текст документа взято {kept}; проверьте, не отброшено ли нужное."]


def _decode(data: bytes) -> tuple[str, dict[str, Any]]:
    declared = _CHARSET.search(data[:4096])
    if declared:
        try:
            name = declared[1].decode("ascii")
            return data.decode(name), {"encoding": name.lower(), "confidence": 1.0}
        except (LookupError, UnicodeDecodeError):
            pass  # a page that lies about its encoding: look at the bytes
    decoded = decode(data)
    return decoded.text, {"encoding": decoded.encoding, "confidence": round(decoded.confidence, 3)}


@dataclass(slots=True)
class _List:
    fmt: str
    value: int
    step: int
    suffix: str = "."


@dataclass(slots=True)
class _Walker:
    """Walks the visible elements and collects parts."""

    raw: RawText = field(default_factory=RawText)
    parts: list[Part] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    label: tuple[str, int] | None = None
    level: int | None = None
    bold: int = 0
    pre: int = 0
    n_tables: int = 0
    row: list[list[str]] | None = None
    table_depth: int = 0
    n_looked_into: int = 0

    def walk(self, root: Any) -> None:
        """Add everything visible under `root`."""
        for node, left in walk_visible(root):
            if node.type == 3:
                self._text(node.text)
            elif node.type == 1:
                (self._leave if left else self._enter)(node, name_of(node))
        self._flush()

    def _text(self, text: str) -> None:
        self.pieces.append((text if self.pre else re.sub(r"[ \t\r\n\f]+", " ", text), self.bold > 0))

    def _enter(self, node: Any, name: str) -> None:
        if name == "br":
            self.pieces.append(("\n", self.bold > 0))
        elif name in _BOLD:
            self.bold += 1
        elif name in _BLOCKS:
            self._flush()
            self._open(node, name)

    def _open(self, node: Any, name: str) -> None:
        if name in {"ol", "ul"}:
            self.lists.append(_list_of(node, name))
        elif name == "li":
            self.label = self._next_label(node)
        elif len(name) == 2 and name[0] == "h" and name[1].isdigit():
            self.level = int(name[1])
        elif name == "pre":
            self.pre += 1
        elif name == "table":
            self._open_table(node)
        elif name == "tr" and self.table_depth == 1:
            self.row = []
        elif name in {"td", "th"} and self.row is not None and self.table_depth == 1:
            self.row.append([])

    def _open_table(self, table: Any) -> None:
        """Count a table; one that only lays out the page is walked through as if it were not there."""
        if self.table_depth or not self._is_layout(table):
            self.table_depth += 1
            self.n_tables += self.table_depth == 1

    def _is_layout(self, table: Any) -> bool:
        self.n_looked_into += 1
        if self.n_looked_into > _MAX_TABLES:  # a look costs the whole of the table; nesting would multiply it
            return True
        if table.query_selector("table") is not None:
            return True
        cells = table.query_selector_all("td, th")
        if len(table.query_selector_all("tr")) > 3:
            return False
        return any(
            c.query_selector("li, h1, h2, h3, h4") is not None or len(c.query_selector_all("p")) > 3 for c in cells
        )

    def _leave(self, node: Any, name: str) -> None:
        if name in _BOLD:
            self.bold = max(0, self.bold - 1)
        elif name in _BLOCKS:
            self._flush()
            if name in {"ol", "ul"} and self.lists:
                self.lists.pop()
            elif name == "li":
                self.label = None
            elif self.level is not None and name == f"h{self.level}":
                self.level = None
            elif name == "pre":
                self.pre -= 1
            elif name == "table" and self.table_depth:
                self.table_depth -= 1
            elif name == "tr" and self.table_depth == 1:
                self._end_row()

    def _next_label(self, item: Any) -> tuple[str, int]:
        depth = max(0, len(self.lists) - 1)
        if not self.lists:
            return _BULLETS[0], depth
        current = self.lists[-1]
        value = attribute(item, "value")
        if re.fullmatch(r"-?\d+", value):
            current.value = int(value)
        style = _CSS_LIST.search(attribute(item, "style"))
        fmt = _CSS_TYPE.get(style[1], current.fmt) if style else current.fmt
        label = _BULLETS[min(depth, 2)] if fmt == "bullet" else format_number(current.value, fmt)
        current.value += current.step
        return (label if fmt in {"bullet", "none"} else label + current.suffix), depth

    def _flush(self) -> None:
        """End the paragraph that was being collected; line breaks in it may separate several."""
        pieces, self.pieces = self.pieces, []
        text = "".join(t for t, _ in pieces)
        if not text.strip():
            return
        groups = group_lines(split_lines(text))
        lines = [text[g[0].start : g[-1].end] for g in groups]
        if self.row is not None and self.row:
            label = (self.label[0] + " ") if self.label and self.label[0] else ""
            self.label = None
            self.row[-1] += [label + lines[0], *lines[1:]]
            return
        bold = all(b for t, b in pieces if t.strip())
        for n, line in enumerate(lines):
            self._add(line, bold, first=n == 0)

    def _add(self, line: str, bold: bool, *, first: bool) -> None:
        start, end = self.raw.add(line)
        heading = self.level is not None or looks_like_heading(line.strip(), bold=bold)
        part = Part(
            start, end, "heading" if heading else "paragraph", level=self.level, style=("bold",) if bold else ()
        )
        if self.label is not None and first:
            if self.label[0]:
                part.label = self.label[0]
            part.depth = self.label[1]
            self.label = None
        self.parts.append(part)

    def _end_row(self) -> None:
        row, self.row = self.row, None
        texts = ["\v".join(cell) for cell in row or []]
        if not any(t.strip() for t in texts):
            return
        if len(texts) == 1:
            for line in texts[0].split("\v"):
                self._add(line, False, first=False)
            return
        cells = [self.raw.add(t, "\t" if n else "\n") for n, t in enumerate(texts)]
        self.parts.append(Part(cells[0][0], cells[-1][1], "row", table=self.n_tables, cells=cells))


def _list_of(node: Any, name: str) -> _List:
    css = _CSS_LIST.search(attribute(node, "style"))
    fmt = (
        _CSS_TYPE.get(css[1], "bullet" if name == "ul" else "decimal")
        if css
        else "bullet"
        if name == "ul"
        else _TYPE.get(attribute(node, "type"), "decimal")
    )
    start = attribute(node, "start")
    step = -1 if node.hasattr("reversed") else 1
    value = int(start) if re.fullmatch(r"-?\d+", start) else 1
    if step < 0 and not start:
        value = sum(1 for c in node.child_nodes if name_of(c) == "li")
    return _List(fmt, value, step)

"""Web pages → parts: the resolution without the page around it, list numbers as a browser prints them. Doesn't interpret."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from civictext.read.docx_numbering import format_number
from civictext.read.encoding import decode
from civictext.read.errors import ReadError
from civictext.read.extract import Extract, RawText
from civictext.read.layout import Part, looks_like_heading
from civictext.read.lines import group_lines, split_lines
from civictext.resources import data_path, read_yaml

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
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_TYPE = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_CSS_TYPE = {
    "decimal": "decimal", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "none": "none",
    "lower-russian": "russianLower", "upper-russian": "russianUpper", "cyrillic": "russianLower",
}  # fmt: skip
_CSS_LIST = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_BULLETS = ("•", "◦", "▪")
_MAX_TABLES = 100
_MIN_KEPT = 0.2
_MIN_MAIN = 0.4


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
    whole = _visible_length(body) if body is not None else 0
    main = _main(body, whole) if body is not None else None
    if main is not None:
        walker.walk(main)
    if not any(p.end > p.start for p in walker.parts):
        raise ReadError(source, "на веб-странице нет текста.", "Откройте страницу в браузере и сохраните её целиком.")
    printed = sum(len(t.strip()) for t in _all_texts(body))
    report |= {"characters_on_page": printed, "characters_kept": walker.raw.length}
    return Extract(walker.raw.text(), walker.parts, _warnings(printed, walker.raw.length), report)


def _warnings(printed: int, kept: int) -> list[str]:
    if kept >= _MIN_KEPT * printed:
        return []
    return [f"Из {printed} знаков веб-страницы как текст документа взято {kept}; проверьте, не отброшено ли нужное."]


def _all_texts(root: Any) -> Iterator[str]:
    """Yield every text of the page, furniture too, scripts not."""
    node = root
    while node is not None:
        inside = node.type == 1 and _name(node) not in {"script", "style", "noscript", "template"}
        if node.type == 3:
            yield node.text
        following = node.first_child if inside else None
        while following is None and node is not None and node != root:
            following, node = node.next, node.parent
        node = following


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


@cache
def _furniture() -> dict[str, frozenset[str]]:
    content = read_yaml(data_path("tables", "html_furniture.yaml"))
    return {name: frozenset(content[name]) for name in ("drop", "furniture_words", "furniture_roles", "main_words")}


def _name(node: Any) -> str:
    return str(node.tag or "").lower() if node.type == 1 else ""


def _attr(node: Any, name: str) -> str:
    return str(node.getattr(name, "") or "")


def _class_words(node: Any) -> set[str]:
    return {w.lower() for w in _WORDS.findall(_attr(node, "class") + " " + _attr(node, "id"))}


def _is_furniture(node: Any) -> bool:
    table = _furniture()
    name = _name(node)
    if name in table["drop"]:
        return True
    if name in {"body", "html", "main", "article"}:
        return False
    if name == "header":  # of the page; the header of an article holds its title
        return not _has_ancestor(node, {"article", "main", "section"})
    if (
        _attr(node, "role") in table["furniture_roles"]
        or node.hasattr("hidden")
        or _attr(node, "aria-hidden") == "true"
    ):
        return True
    return bool(_HIDDEN.search(_attr(node, "style"))) or (
        name not in {"p", "li"} and bool(_class_words(node) & table["furniture_words"])
    )


def _has_ancestor(node: Any, names: set[str]) -> bool:
    node = node.parent
    while node is not None:
        if _name(node) in names:
            return True
        node = node.parent
    return False


def _walk_visible(root: Any) -> Iterator[tuple[Any, bool]]:
    """Yield (node, is it left?) in document order without recursion: deep nesting is no danger. Furniture is left out."""
    node = root
    while True:
        skip = node.type == 1 and node is not root and _is_furniture(node)
        if not skip:
            yield node, False
        child = None if skip or node.type != 1 else node.first_child
        if child is not None:
            node = child
            continue
        while True:
            if not skip and node.type == 1:
                yield node, True
            skip = False
            if node == root:
                return
            if node.next is not None:
                node = node.next
                break
            node = node.parent


def _visible_length(root: Any) -> int:
    return sum(len(node.text.strip()) for node, left in _walk_visible(root) if not left and node.type == 3)


def _main(body: Any, whole: int) -> Any:
    """Return the smallest element that the page marks as its text, if it holds a good part of the page."""
    best, best_length = body, whole
    for selector in ("main", "[role=main]", "article"):
        found = [(n, _visible_length(n)) for n in body.query_selector_all(selector)]
        found = [f for f in found if f[1] >= _MIN_MAIN * whole]
        if found:
            best, best_length = max(found, key=lambda f: f[1])
    return best if best_length else body


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
        for node, left in _walk_visible(root):
            if node.type == 3:
                self._text(node.text)
            elif node.type == 1:
                (self._leave if left else self._enter)(node, _name(node))
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
        value = _attr(item, "value")
        if re.fullmatch(r"-?\d+", value):
            current.value = int(value)
        style = _CSS_LIST.search(_attr(item, "style"))
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
    css = _CSS_LIST.search(_attr(node, "style"))
    fmt = (
        _CSS_TYPE.get(css[1], "bullet" if name == "ul" else "decimal")
        if css
        else "bullet"
        if name == "ul"
        else _TYPE.get(_attr(node, "type"), "decimal")
    )
    start = _attr(node, "start")
    step = -1 if node.hasattr("reversed") else 1
    value = int(start) if re.fullmatch(r"-?\d+", start) else 1
    if step < 0 and not start:
        value = sum(1 for c in node.child_nodes if _name(c) == "li")
    return _List(fmt, value, step)

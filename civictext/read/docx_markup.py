"""What stands in WordprocessingML: runs with tracked changes accepted, text boxes, rows. Doesn't know numbers or looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: wrappers whose content counts as if they were not there
THROUGH = frozenset(
    qn(f"w:{name}")
    for name in [
        "ins",
        "moveTo",
        "hyperlink",
        "smartTag",
        "fldSimple",
        "sdt",
        "sdtContent",
        "customXml",
        "dir",
        "bdo",
        "ruby",
        "rubyBase",
    ]
)


PRINTED_END = "\x0e"  # marks in a paragraph's text where a page ended when Word last printed it; taken out again
PAGE_ENDS = re.compile("[\f\x0e]")


def runs_of(paragraph: Any) -> Iterator[tuple[str, Any]]:
    """Yield (text, run element) of a paragraph as it stands with all tracked changes accepted."""
    stack = [iter(paragraph)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag == qn("w:r"):
            if not _is_hidden(element):
                yield from ((text, element) for text in _run_texts(element))
        elif element.tag in THROUGH:
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
            yield PRINTED_END
        elif name == qn("w:sym"):
            yield _symbol(child.get(qn("w:char")) or "")


def _symbol(code: str) -> str:
    return chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) else " "


def _is_hidden(run: Any) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val")) not in {"0", "false"}


def rows_of(table: Any) -> Iterator[Any]:
    """Yield the rows that stand with all tracked changes accepted."""
    for element in table:
        if element.tag == qn("w:tr"):
            if element.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
                yield element
        elif element.tag in THROUGH:
            yield from rows_of(element)


def cells_of(row: Any) -> list[Any]:
    """Return the cells of a row as stored: one for a merged cell."""
    out: list[Any] = []
    for element in row:
        if element.tag == qn("w:tc"):
            out.append(element)
        elif element.tag in THROUGH:
            out += cells_of(element)
    return out


def around_first_letter(text: str) -> tuple[str, str]:
    """Cut before the first visible character: page ends before it come before the paragraph."""
    visible = re.search(r"[^\s\x0e]", text)
    return (text[: visible.start()], text[visible.start() :]) if visible else (text, "")


def mark_deleted(paragraph: Any) -> bool:
    """Say whether a tracked change deleted the paragraph's end, so that it goes on in the next one."""
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None


def text_boxes(paragraph: Any) -> Iterator[Any]:
    """Yield the contents of text boxes, of the two versions that Word writes only one."""
    for box in paragraph.iter(qn("w:txbxContent")):
        if not any(
            a.tag == _MC + "Fallback" and a.getparent().find(_MC + "Choice") is not None for a in box.iterancestors()
        ) and not any(a.tag == qn("w:txbxContent") for a in box.iterancestors()):
            yield box


def paragraphs_of(cell: Any) -> Iterator[Any]:
    """Yield the paragraphs of a cell and of the tables in it, not those of text boxes."""
    for paragraph in cell.iter(qn("w:p")):
        if next(paragraph.iterancestors(qn("w:txbxContent")), None) is None:
            yield paragraph

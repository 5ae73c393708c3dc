"""How a Word paragraph looks: heading level, bold, centred, indented, from itself and the chain of its styles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from docx.oxml.ns import qn

from civictext.read.layout import looks_like_heading

_HEADING_STYLE = re.compile(r"(?:heading|заголовок|title|название)\s*(\d?)", re.IGNORECASE)


class Looks:
    """The paragraph looks of a document.

    Parameters
    ----------
    styles : lxml element
        Root of ``styles.xml``.
    """

    def __init__(self, styles: Any) -> None:
        self._styles = {s.get(qn("w:styleId")): s for s in styles.findall(qn("w:style"))}

    def look(self, paragraph: Any, runs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        """Return kind, level, style and indent of a paragraph with the given (text, run element) pairs."""
        props = paragraph.find(qn("w:pPr"))
        chain = list(self._chain(_val(props, "w:pStyle")))
        level = _heading_level(props, chain)
        style = {name for name, tag in (("bold", "w:b"), ("italic", "w:i")) if self._is_all(runs, tag, chain)}
        align = next((a for a in (_val(p, "w:jc") for p in _props(props, chain)) if a), None)
        style |= {"center"} if align == "center" else {"right"} if align in {"right", "end"} else set()
        text = "".join(t for t, _ in runs).strip()
        is_heading = level is not None or looks_like_heading(text, bold="bold" in style)
        return {
            "kind": "heading" if is_heading else "paragraph",
            "level": level,
            "style": tuple(sorted(style)),
            "indent": _indent(props),
        }

    def _chain(self, style_id: str | None) -> Iterator[Any]:
        for _ in range(20):  # a damaged file may base a style on itself
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            style_id = _val(style, "w:basedOn")

    def _is_all(self, runs: Sequence[tuple[str, Any]], tag: str, chain: Sequence[Any]) -> bool:
        visible = [run for text, run in runs if text.strip()]
        return bool(visible) and all(
            _is_on(run, tag, [*self._chain(_val(run.find(qn("w:rPr")), "w:rStyle")), *chain]) for run in visible
        )


def _props(own: Any, chain: Sequence[Any]) -> list[Any]:
    return [own, *(style.find(qn("w:pPr")) for style in chain)]


def _heading_level(props: Any, chain: list[Any]) -> int | None:
    for holder in _props(props, chain):
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

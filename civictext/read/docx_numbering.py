"""Automatic numbers of Word paragraphs as a reader sees them, resolved from numbering.xml and the styles.

Word's own model: counters belong to the abstract list, `startOverride` counts once for each `numId`, a level begins
anew when a higher one advances, a paragraph may get its list from its style.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"  # Word's russianLower leaves out ё й ъ ы ь
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how its numbers look, after which level it begins anew (None = any higher)."""

    start: int = 1
    fmt: str = "decimal"
    pattern: str = ""
    legal: bool = False
    restart: int | None = None


@dataclass(slots=True)
class _Num:
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


class Numbering:
    """The lists of a document and how far each has counted.

    Parameters
    ----------
    numbering, styles : lxml element or None
        Roots of ``numbering.xml`` and ``styles.xml``.
    """

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._abstracts: dict[str, dict[int, Level]] = {}
        self._by_style: dict[tuple[str, str], int] = {}
        self._nums: dict[str, _Num] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        found = styles.findall(qn("w:style")) if styles is not None else []
        self._styles = {str(s.get(qn("w:styleId")) or ""): s for s in found}
        if numbering is not None:
            self._read(numbering)

    def _read(self, root: Any) -> None:
        links: dict[str, str] = {}
        for abstract in root.findall(qn("w:abstractNum")):
            key = abstract.get(qn("w:abstractNumId"))
            self._abstracts[key] = dict(map(_level, abstract.findall(qn("w:lvl"))))
            for lvl in abstract.findall(qn("w:lvl")):
                if style := _child(lvl, "w:pStyle"):
                    self._by_style[key, style] = _int(lvl.get(qn("w:ilvl")), 0)
            if link := _child(abstract, "w:numStyleLink"):
                links[key] = link
        for num in root.findall(qn("w:num")):
            self._nums[num.get(qn("w:numId"))] = _num(num)
        for key, style in links.items():  # a list style: the real list hangs on the style's numId
            target = self._nums.get(self._of_style(style)[0] or "")
            if target is not None and target.abstract in self._abstracts:
                self._abstracts[key] = self._abstracts[target.abstract]

    def label_of(self, paragraph: Any) -> tuple[str, int] | None:
        """Count `paragraph` (a ``w:p`` element); return its printed label and depth, None if it has no number.

        Must be called once for each paragraph in document order.
        """
        num_id, level = self._list_of(paragraph)
        num = self._nums.get(num_id or "")
        if num is None or num_id == "0":
            return None
        levels = {**self._abstracts.get(num.abstract, {}), **num.levels}
        if level not in levels:
            return None
        counts = self._advance(num_id or "", num, level, levels)
        label = _render(levels, level, counts)
        return (label, level) if label else None

    def _list_of(self, paragraph: Any) -> tuple[str | None, int]:
        props = paragraph.find(qn("w:pPr"))
        style = _child(props, "w:pStyle") if props is not None else None
        num_id, level = _num_pr(props)
        from_style = self._of_style(style or self._default_style()) if num_id is None else (None, None)
        if num_id is None:
            num_id = from_style[0]
            level = level if level is not None else from_style[1]
        if level is None and num_id is not None and style and num_id in self._nums:
            level = self._by_style.get((self._nums[num_id].abstract, style))
        return num_id, level or 0

    def _default_style(self) -> str:
        for key, style in self._styles.items():
            if style.get(qn("w:default")) == "1" and style.get(qn("w:type")) == "paragraph":
                return key
        return ""

    def _of_style(self, style: str) -> tuple[str | None, int | None]:
        """Follow the chain of ``basedOn`` to the first style that names a list."""
        level: int | None = None
        for _ in range(20):
            element = self._styles.get(style)
            if element is None:
                break
            num_id, own = _num_pr(element.find(qn("w:pPr")))
            level = level if level is not None else own
            if num_id is not None:
                if level is None and num_id in self._nums:
                    level = self._by_style.get((self._nums[num_id].abstract, style))
                return num_id, level
            style = _child(element, "w:basedOn") or ""
        return None, None

    def _advance(self, num_id: str, num: _Num, level: int, levels: Mapping[int, Level]) -> dict[int, int]:
        counts = self._counts.setdefault(num.abstract, {})
        if level in num.starts and (num_id, level) not in self._started:
            counts[level] = num.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else num.starts.get(level, levels[level].start)
        self._started.add((num_id, level))
        for deeper in [n for n in counts if n > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart > 0 and level < restart):
                del counts[deeper]
        return counts


def _num(element: Any) -> _Num:
    num = _Num(_child(element, "w:abstractNumId") or "")
    for override in element.findall(qn("w:lvlOverride")):
        n = _int(override.get(qn("w:ilvl")), 0)
        if (start := _child(override, "w:startOverride")) is not None:
            num.starts[n] = _int(start, 1)
        lvl = override.find(qn("w:lvl"))
        if lvl is not None:
            num.levels[n] = _level(lvl)[1]
    return num


def _level(element: Any) -> tuple[int, Level]:
    restart = _child(element, "w:lvlRestart")
    legal = element.find(qn("w:isLgl"))
    return _int(element.get(qn("w:ilvl")), 0), Level(
        start=_int(_child(element, "w:start"), 0),
        fmt=_child(element, "w:numFmt") or "decimal",
        pattern=_child(element, "w:lvlText") or "",
        legal=legal is not None and legal.get(qn("w:val")) not in {"0", "false"},
        restart=_int(restart, 0) if restart is not None else None,
    )


def _render(levels: Mapping[int, Level], level: int, counts: Mapping[int, int]) -> str:
    own = levels[level]
    if own.fmt == "bullet":
        sign = own.pattern.strip()[:1]
        # Word's symbol fonts live in the private-use area; what the reader sees is a round or square mark
        return "•" if sign and unicodedata.category(sign) == "Co" else sign
    if own.fmt == "none":
        return _PLACE.sub("", own.pattern).strip()

    def number(match: re.Match[str]) -> str:
        n = int(match[1]) - 1
        of = levels.get(n, Level())
        return format_number(counts.get(n, of.start), "decimal" if own.legal else of.fmt)

    return _PLACE.sub(number, own.pattern).strip()


def format_number(value: int, fmt: str) -> str:
    """Return `value` as Word prints it in the number format `fmt`; unknown formats as decimals.

    Examples
    --------
    >>> format_number(4, "lowerRoman"), format_number(10, "russianLower"), format_number(3, "decimalZero")
    ('iv', 'к', '03')
    """
    if fmt in {"upperRoman", "lowerRoman"}:
        out, rest = "", value
        for n, sign in _ROMAN:
            out += sign * (rest // n)
            rest %= n
        return out.upper() if fmt == "upperRoman" else out
    letters = {"russian": _RUSSIAN, "lower": _LATIN, "upper": _LATIN}.get(re.sub(r"(Lower|Upper|Letter)$", "", fmt))
    if letters and fmt != "lower" and value > 0:
        text = letters[(value - 1) % len(letters)] * ((value - 1) // len(letters) + 1)
        return text.upper() if fmt in {"russianUpper", "upperLetter"} else text
    return f"{value:02d}" if fmt == "decimalZero" else "" if fmt in {"none", "bullet"} else str(value)


def _num_pr(props: Any) -> tuple[str | None, int | None]:
    num = props.find(qn("w:numPr")) if props is not None else None
    if num is None:
        return None, None
    level = _child(num, "w:ilvl")
    return _child(num, "w:numId"), None if level is None else _int(level, 0)


def _child(element: Any, name: str) -> str | None:
    found = element.find(qn(name)) if element is not None else None
    return None if found is None else found.get(qn("w:val"))


def _int(text: str | None, default: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return default

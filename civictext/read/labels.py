"""Printed labels of list items: «1.», «1.1.», «2)», «а)», «IV.», «–», «•» → what is printed and how deep it stands.

A line alone often cannot tell («1.5 млн», «г. Томск»), so `find_labels` looks at all lines of a document.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from civictext.resources import data_path, read_yaml

Style = Literal["decimal", "letter", "roman", "bullet"]

_DECIMAL = re.compile(
    r"(?P<open>\(?)(?P<n>\d{1,3}(?:\.\d{1,3}){0,5})(?P<close>\.\)|[.)](?!\d)|)(?=(?P<gap>\s*)(?P<next>\S|$))"
)
_LETTER = re.compile(r"(?P<open>\(?)(?P<n>[а-яёА-ЯЁa-zA-Z])(?P<close>\.?\)|\.)(?=(?P<gap>\s*)(?P<next>\S|$))")
_ROMAN = re.compile(r"(?P<open>\(?)(?P<n>[IVXLХІ]{1,6})(?P<close>\.\)|[.)])(?=(?P<gap>\s*)(?P<next>\S|$))")
_MIXED = re.compile(
    r"(?P<open>\(?)(?P<n>\d{1,3}(?:\.\d{1,3}){0,4}\.?\s?[а-яё])(?P<close>\))(?=(?P<gap>\s*)(?P<next>\S|$))"
)
_UNTIDY = 2  # characters
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label at the start of a line.

    `text` is what is printed, `end` where the item's own words begin, `value` the position in its list (0 for
    bullets), `path` the numbers of a dotted label, `certain` False where only the neighbours can tell, `depth` its nesting.
    """

    text: str
    end: int
    style: Style
    sign: str
    path: tuple[int, ...] = ()
    certain: bool = True
    depth: int = 0

    @property
    def value(self) -> int:
        """The last number of the label; 0 for a bullet."""
        return self.path[-1] if self.path else 0

    @property
    def series(self) -> tuple[str, str, int]:
        """What the labels of one list have in common."""
        return (self.style, self.sign, len(self.path))


def parse_label(line: str) -> Label | None:
    """Return the label that `line` begins with, None if it has none.

    Examples
    --------
    >>> parse_label("1.1.Создать совет").text, parse_label("а) школам").path, parse_label("27.09.2018")
    ('1.1.', (1,), None)
    """
    at = len(line) - len(line.lstrip())
    for read in (_mixed, _decimal, _roman, _letter, _bullet):
        label = read(line, at)
        if label is not None:
            return label if line[label.end :].strip() else None
    return None


def find_labels(lines: Sequence[str], indents: Sequence[int | None] | None = None) -> list[Label | None]:
    """Return the label of each line, with its depth; doubtful ones only where their neighbours confirm them.

    Parameters
    ----------
    lines : sequence of str
        One paragraph or item each.
    indents : sequence of int or None, optional
        Left indents in characters where they are known: an item with the sign of the list around it that stands further in
        belongs to a list inside that list.
    """
    labels = [parse_label(line) for line in lines]
    kept = [
        label if label is None or label.certain or _confirmed(labels, n) else None for n, label in enumerate(labels)
    ]
    return _with_depths(kept, lines, indents or [None] * len(lines))


def _confirmed(labels: Sequence[Label | None], n: int) -> bool:
    """Say whether the doubtful label `n` has a certain or matching neighbour: its predecessor, successor, parent or child."""
    label = labels[n]
    assert label is not None
    others = [
        x for x in (*labels[max(0, n - 40) : n], *labels[n + 1 : n + 41]) if x is not None and x.style == label.style
    ]
    head, value = label.path[:-1], label.value
    siblings = [x for x in others if x.path[:-1] == head and x.sign == label.sign and len(x.path) == len(label.path)]
    if len(label.path) > 1 and (value == 1 or siblings):
        return any(x.path == head for x in others) or any(abs(x.value - value) == 1 for x in siblings)
    return any(abs(x.value - value) == 1 for x in siblings)


@dataclass(frozen=True, slots=True)
class _Open:
    """A list that is not finished: what its labels have in common and how far in it stands."""

    series: tuple[str, str, int]
    indent: int | None


def _with_depths(
    labels: Sequence[Label | None], lines: Sequence[str], indents: Sequence[int | None]
) -> list[Label | None]:
    out: list[Label | None] = []
    stack: list[_Open] = []
    unlabelled = False
    for label, line, indent in zip(labels, lines, indents, strict=True):
        if label is None:
            # under a heading lists begin anew; behind any other paragraph only lists that are new
            stack = [] if line.rstrip().endswith(":") else stack
            unlabelled = unlabelled or bool(line.strip())
        else:
            stack = _opened(stack, label, indent, fresh=unlabelled)
            unlabelled = False
        depth = max(len(stack) - 1, len(label.path) - 1) if label and label.style == "decimal" else len(stack) - 1
        out.append(replace(label, depth=depth) if label else None)
    return out


def _opened(stack: Sequence[_Open], label: Label, indent: int | None, *, fresh: bool) -> list[_Open]:
    """Return the open lists once `label` has come: of its own list, or of a new one inside the last."""
    for n in range(len(stack) - 1, -1, -1):
        if stack[n].series == label.series:
            further = _further(indent, stack[n].indent)
            if further <= 0 and (further == 0 or n == 0 or not any(s.series == label.series for s in stack[:n])):
                return list(stack[: n + 1])
            if further > 0 and label.value <= 1 and not fresh:
                return [*stack, _Open(label.series, indent)]
            if further > 0:
                return list(stack[: n + 1])
    if label.style == "decimal" and len(label.path) > 1:
        outer = [
            s
            for s in stack
            if s.series[0] != "bullet" and not (s.series[0] == "decimal" and s.series[2] >= len(label.path))
        ]
        return [*outer, _Open(label.series, indent)]
    nested = label.value <= 1 and not fresh
    return [*(stack if nested else ()), _Open(label.series, indent)]


def _further(indent: int | None, than: int | None) -> int:
    """Compare two indents: 1, 0 or -1; a character or two are no more than untidy typing."""
    if indent is None or than is None or abs(indent - than) <= _UNTIDY:
        return 0
    return 1 if indent > than else -1


def _decimal(line: str, at: int) -> Label | None:
    match = _DECIMAL.match(line, at)
    if not match or (match["open"] and ")" not in match["close"]):
        return None
    numbers = match["n"].split(".")
    path = tuple(int(n) for n in numbers)
    if any(len(n) > 1 and n[0] == "0" for n in numbers) or 0 in path[:1]:
        return None  # dates and hours: 05.06.2015, 10.00
    bare = not match["close"]
    if bare and (not match["gap"] or not match["next"].isalpha() or (len(path) == 1 and match["next"].islower())):
        return None
    certain = not bare or (len(path) > 1 and match["next"].isupper() and len(numbers[-1]) == 1)
    if match["close"] == "." and not match["gap"] and not (match["next"].isalpha() or match["next"] in '«"('):
        return None
    return Label(
        match[0], match.end() + len(match["gap"]), "decimal", match["open"] + (match["close"] or "."), path, certain
    )


def _mixed(line: str, at: int) -> Label | None:
    match = _MIXED.match(line, at)
    if not match:
        return None
    numbers = [int(n) for n in re.findall(r"\d+", match["n"])]
    value = _RUSSIAN.find(match["n"][-1]) + 1
    return Label(match[0], match.end() + len(match["gap"]), "letter", match["close"], (*numbers, value))


def _letter(line: str, at: int) -> Label | None:
    match = _LETTER.match(line, at)
    if not match or (match["open"] and ")" not in match["close"]):
        return None
    letter = match["n"].lower()
    value = _RUSSIAN.find(letter) + 1 or ord(letter) - 96
    sign = ("A" if match["n"].isupper() else "a") + match["close"]
    return Label(match[0], match.end() + len(match["gap"]), "letter", sign, (value,), certain=")" in match["close"])


def _roman(line: str, at: int) -> Label | None:
    match = _ROMAN.match(line, at)
    if not match or (match["open"] and ")" not in match["close"]):
        return None
    value = roman_value(match["n"].replace("Х", "X").replace("І", "I"))
    if not value:
        return None
    return Label(match[0], match.end() + len(match["gap"]), "roman", match["close"], (value,))


def roman_value(numeral: str) -> int:
    """Return the value of a Roman numeral, 0 if it is none.

    Examples
    --------
    >>> roman_value("XIV"), roman_value("IIX")
    (14, 0)
    """
    if not re.fullmatch(r"(?=.)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})", numeral):
        return 0
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}[c] for c in numeral]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


@cache
def _marks() -> dict[str, frozenset[str]]:
    content = read_yaml(data_path("tables", "label_marks.yaml"))
    return {name: frozenset(content[name]) for name in ("bullets", "dashes", "letters")}


def _bullet(line: str, at: int) -> Label | None:
    sign = line[at : at + 1]
    rest = line[at + 1 :]
    gap = len(rest) - len(rest.lstrip())
    following = rest[gap : gap + 1]
    if not sign or not following:
        return None
    marks = _marks()
    if sign in marks["letters"]:
        if not gap or not "А" <= following <= "ё":
            return None
        return Label(sign, at + 1 + gap, "bullet", sign, certain=False)
    if sign in marks["dashes"]:
        if not (gap or following.isalpha() or following in '«"('):
            return None
    elif sign not in marks["bullets"] and not _is_picture(sign):
        return None
    return Label(sign, at + 1 + gap, "bullet", sign)


def _is_picture(sign: str) -> bool:
    """Say whether a sign is an arrow, a shape, an emoji or a letter of a symbol font; «№» and «©» are older than those."""
    return sign >= "\u2190" and unicodedata.category(sign) in {"So", "Co"}

"""Printed labels of list items («2.1», «а)», «IV.», «–») read as kind and numbers; labels inside a paragraph found."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

from civictext.records import Block, BlockKind

LETTERS = "абвгдежзиклмнопрстуфхцчшщэюя"  # Russian list letters: ё, й, ъ, ы, ь are left out
ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_NUMBER = re.compile(r"^[(\[]?\s*(\d{1,3}(?:\.\d{1,3})*)\s*([.)\]]*)\s*$")
_LETTER = re.compile(r"^[(\[]?\s*([а-яёa-z])\s*([.)\]]+)\s*$", re.IGNORECASE)
_ROMAN = re.compile(r"^[(\[]?\s*([IVXLCІХ]+)\s*([.)\]]*)\s*$")
_INLINE = re.compile(r"(?:(?<=[\s:;.,])|^)(\(?(?:\d{1,2}|[а-я])\)|\d{1,2}\.(?!\d))\s*(?=[«\"(]?[А-ЯЁа-яё])")


@dataclass(frozen=True, slots=True)
class Label:
    """A parsed label: `kind` (``number``, ``letter``, ``roman``, ``bullet``), closing sign, numbers (empty for a bullet)."""

    kind: str
    close: str
    parts: tuple[int, ...]

    @property
    def signature(self) -> tuple[str, str, int]:
        """Return what the labels of one list have in common."""
        return (self.kind, self.close, len(self.parts))

    @property
    def value(self) -> int | None:
        """Return the last number, None for a bullet."""
        return self.parts[-1] if self.parts else None


def parse_label(text: str | None) -> Label | None:
    """Return the label that a text prints, None for no text.

    Examples
    --------
    >>> parse_label("2.1.")
    Label(kind='number', close='.', parts=(2, 1))
    >>> parse_label("в)").value, parse_label("IV.").value, parse_label("–").kind
    (3, 4, 'bullet')
    """
    if not text or not text.strip():
        return None
    text = text.strip()
    if m := _NUMBER.match(text):
        parts = tuple(int(p) for p in m[1].split("."))
        return Label("number", _close(m[2], len(parts)), parts)
    if m := _ROMAN.match(text):
        return Label("roman", _close(m[2], 1), (_roman(m[1].replace("І", "I").replace("Х", "X")),))
    if (m := _LETTER.match(text)) and m[1].lower() in LETTERS:
        return Label("letter", _close(m[2], 1), (LETTERS.index(m[1].lower()) + 1,))
    return Label("bullet", text[:1], ())


def _close(sign: str, n_parts: int) -> str:
    """«1.1» and «1.1.» belong to one list."""
    return ")" if ")" in sign else "." if n_parts > 1 or sign else ""


def _roman(text: str) -> int:
    values = [ROMAN[c] for c in text]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def inline_labels(text: str, first: Label | None = None) -> list[tuple[int, int, str]]:
    """Return (start, end, label) of the labels inside a paragraph that count on: «1) …; 2) …», «а) …, б) …».

    Parameters
    ----------
    text : str
        Text of a block, without its own label.
    first : Label, optional
        The block's own label; the list may go on from it («1) создать …; 2) провести …» as one block).

    Returns
    -------
    list of (int, int, str)
        Empty unless at least two labels in order (one, when they go on from `first`) were found.

    Examples
    --------
    >>> [label for _, _, label in inline_labels("Предлагаем: 1) создать совет; 2) провести смотр.")]
    ['1)', '2)']
    """
    found: list[tuple[int, int, str]] = []
    last = first
    for m in _INLINE.finditer(text):
        label = parse_label(m[1])
        between = text[found[-1][1] if found else 0 : m.start(1)]
        if label is None or label.kind == "bullet" or between.count("(") > between.count(")"):
            continue
        if _is_abbreviation(text, m.start(1), label):
            continue
        follows = last is not None and label.signature == last.signature and label.value == (last.value or 0) + 1
        if follows or (not found and label.value == 1 and label.parts == (1,)):
            found.append((m.start(1), m.end(), m[1]))
            last = label
    continues = bool(found) and first is not None and parse_label(found[0][2]) != Label(first.kind, first.close, (1,))
    return found if len(found) >= 2 or continues else []


def _is_abbreviation(text: str, start: int, label: Label) -> bool:
    """«… в 2019 году 1. …» is no list: a number with a dot must follow a clause end."""
    if label.close != "." or start == 0:
        return False
    return text[:start].rstrip()[-1:] not in ":;."


def split_inline(block: Block) -> list[Block]:
    """Return the block, or its introducing part and one item for each label inside its text."""
    own = parse_label(block.label)
    marks = inline_labels(block.text, own) if block.kind in ("paragraph", "item", "heading") else []
    if not marks:
        return [block]
    out = []
    if block.text[: marks[0][0]].strip():
        out.append(_part(block, 0, marks[0][0], block.label, block.kind, block.depth))
    same = bool(out) and own is not None and own.signature == parse_label(marks[0][2]).signature  # type: ignore[union-attr]
    ends = [start for start, _, _ in marks[1:]] + [len(block.text)]
    out += [
        _part(block, s, e, label, "item", block.depth + (not same))
        for (_, s, label), e in zip(marks, ends, strict=True)
    ]
    return [b for b in out if b.text]


def _part(block: Block, start: int, end: int, label: str | None, kind: BlockKind, depth: int) -> Block:
    text = block.text[start:end]
    lead = len(text) - len(text.lstrip())
    text = text.strip()
    at = block.start + start + lead
    return dataclasses.replace(
        block, kind=kind, text=text, start=at, end=at + len(text), label=label, depth=depth, origin=None
    )

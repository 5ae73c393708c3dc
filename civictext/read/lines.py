"""Lines that belong together: hard-wrapped paragraphs and items, line breaks inside items. Decides by look, not by sense.

Whether a line goes on with the one before is decided by the first rule of `RULES` that has an answer.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from civictext.read.labels import Label, find_labels, parse_label
from civictext.read.words import parts_of_speech

_END = re.compile(r"[.;:!?…][»”\")\]]*$")
_HYPHEN = re.compile(r"[^\W\d_][-‐\u00ac\u00ad\ufffe]$")
_LAST_WORD = re.compile(r"([^\W\d_]+)\W*$")
_FIRST_WORD = re.compile(r"\W*([^\W\d_]+)")
_PLACE = re.compile(r"[а-яё]{1,3}\.\s?[А-ЯЁ]")  # «г. Тверь», «с. Заречье»
_LINES = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+|\r\n|[\r\n\f\v\x85\u2028\u2029]")
_OPEN_PARTS = {"PREP", "CONJ"}
_WRAPPED_SHARE = 0.5
_MAX_WIDTH = 130  # nobody wraps wider by hand
_MIN_WIDTH = 30
_ENOUGH = 5  # lines of one indent that tell a width of their own


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the raw text: its stretch without surrounding spaces, its indent, blank lines before it, page.

    `room` is the free space behind it in characters where the reader knows it from the printed page.
    """

    text: str
    start: int
    end: int
    indent: int = 0
    blank_before: int = 0
    page: int | None = None
    room: float | None = None


@dataclass(frozen=True, slots=True)
class _Seam:
    """The place between the last line of a group and the next line: what the rules look at.

    `full`: the next line's first word would not have fitted on the last; `wrapped`: the text has a width at all;
    `spaced`: its paragraphs are told by blank lines or indents.
    """

    first: Line
    last: Line
    line: Line
    first_label: Label | None
    label: Label | None
    full: bool
    wrapped: bool
    spaced: bool

    @property
    def is_ended(self) -> bool:
        return bool(_END.search(self.last.text))

    @property
    def is_lower(self) -> bool:
        return self.line.text[:1].islower() and not _PLACE.match(self.line.text)

    @property
    def starts_item(self) -> bool:
        """A bare item begins with an infinitive more often than any line that goes on."""
        word = _FIRST_WORD.match(self.line.text)
        return word is not None and "INFN" in parts_of_speech(word[1])


def split_lines(raw: str, start: int = 0, end: int | None = None) -> list[Line]:
    """Return the lines of ``raw[start:end]`` that are not blank."""
    lines: list[Line] = []
    n_ends = 0
    page = 1 if "\f" in raw else None
    for match in _LINES.finditer(raw, start, len(raw) if end is None else end):
        text = match[0].strip(" \t\u00a0\u3000\ufeff\u200b")
        if not text.strip():
            page = page + 1 if page and match[0] == "\f" else page
            n_ends += match[0] in {"\r\n", "\n", "\r", "\x85", "\v", "\u2028", "\u2029"}
            continue
        expanded = match[0].expandtabs(4)
        indent = len(expanded) - len(expanded.lstrip())
        at = match.start() + match[0].index(text)
        lines.append(Line(text, at, at + len(text), indent, max(0, n_ends - 1) if lines else 0, page))
        n_ends = 0
    return lines


def wrap_width(lines: Sequence[Line]) -> int | None:
    """Return the width to which the lines were wrapped, None for one paragraph a line."""
    lengths = sorted(line.indent + len(line.text) for line in lines)
    if len(lengths) < 4 or lengths[-1] > _MAX_WIDTH:
        return None
    width = lengths[int(len(lengths) * 0.95)] if len(lengths) > 20 else lengths[-1]
    if width < _MIN_WIDTH:
        return None
    # wrapped: most lines that go on in the next one are as long as the width allows
    running = [
        (a, b)
        for a, b in pairwise(lines)
        if _FIRST_WORD.match(b.text) and not b.blank_before and not _END.search(a.text)
    ]
    n_full = sum(_is_full(a, b, width) for a, b in running)
    return width if n_full >= max(2, _WRAPPED_SHARE * len(running)) else None


def _is_full(line: Line, following: Line, width: int) -> bool:
    """Say whether the first word of the next line would not have fitted."""
    word = following.text.split(maxsplit=1)[0]
    room = width - line.indent - len(line.text) if line.room is None else line.room
    return room < 1 + len(word) or bool(_HYPHEN.search(line.text))


def _widths(lines: Sequence[Line], width: int) -> dict[int, int]:
    """Return the width for each indent: some programs wrap before they indent, so that body lines are shorter."""
    by_indent: dict[int, list[int]] = defaultdict(list)
    for line in lines:
        by_indent[line.indent].append(line.indent + len(line.text))
    return {indent: min(width, max(found)) if len(found) >= _ENOUGH else width for indent, found in by_indent.items()}


def group_lines(lines: Sequence[Line], *, width: int | None = None) -> list[list[Line]]:
    """Return the paragraphs and items that the lines make up, each as its lines in order."""
    if not lines:
        return []
    labels = find_labels([line.text for line in lines])
    spaced = width is not None and _has_paragraph_signs(lines)
    widths = _widths(lines, width) if width is not None else {}
    groups = [[lines[0]]]
    first_label = labels[0]
    for (last, line), label in zip(pairwise(lines), labels[1:], strict=True):
        full = width is not None and _is_full(last, line, widths[last.indent])
        if _goes_on(_Seam(groups[-1][0], last, line, first_label, label, full, width is not None, spaced)):
            groups[-1].append(line)
        else:
            groups.append([line])
            first_label = label
    return groups


def _has_paragraph_signs(lines: Sequence[Line]) -> bool:
    """Say whether paragraphs are told by blank lines or a first-line indent."""
    margin = min(line.indent for line in lines)
    n_signs = sum(line.blank_before > 0 or line.indent > margin for line in lines[1:])
    return n_signs >= max(2, 0.05 * len(lines))


def _goes_on(seam: _Seam) -> bool:
    return next(answer for rule in RULES if (answer := rule(seam)) is not None)


def _divided_word(seam: _Seam) -> bool | None:
    divided = _HYPHEN.search(seam.last.text) and seam.line.text[:1].islower() and seam.line.blank_before <= 1
    return True if divided else None


def _bare_label(seam: _Seam) -> bool | None:
    """As when text is copied out of a pdf: the label on one line, its item on the next."""
    return True if seam.label is None and seam.line.blank_before <= 1 and is_bare_label(seam.last.text) else None


def _new_label(seam: _Seam) -> bool | None:
    """A label begins an item, unless it is the dash of a sentence that the margin cut."""
    if seam.label is None:
        return None
    if not seam.full or seam.is_ended or (seam.first_label is not None and seam.first_label.sign == seam.label.sign):
        return False
    behind = seam.line.text[len(seam.label.text) :]
    return seam.label.text in "-–—−" and behind[:1] == " " and behind.lstrip()[:1].islower()


def _blank_line(seam: _Seam) -> bool | None:
    return False if seam.line.blank_before else None


def _open_phrase(seam: _Seam) -> bool | None:
    """A comma, a preposition or a conjunction at the end cannot end a phrase; bare items may end in commas."""
    if seam.last.text.endswith(","):
        return None if not seam.wrapped and seam.starts_item else True
    word = _LAST_WORD.search(seam.last.text[-60:])
    if word is None or not seam.last.text[-1].isalpha():
        return None
    parts = parts_of_speech(word[1])
    return True if parts & _OPEN_PARTS and parts <= {*_OPEN_PARTS, "PRCL"} else None


def _unwrapped(seam: _Seam) -> bool | None:
    """Text without a width: a lower-case line goes on, unless it looks like one more bare item."""
    if seam.wrapped:
        return None
    if seam.is_ended or not seam.is_lower:
        return False
    if seam.line.indent > seam.first.indent:
        return True
    long = seam.first_label is not None or seam.first.text[:1].isupper() or len(seam.last.text) > 60
    return not seam.starts_item and long


def _short_line(seam: _Seam) -> bool | None:
    """Wrapped text: behind a line that was not filled only a broken sentence goes on."""
    if seam.full:
        return None
    return seam.is_lower and not seam.is_ended and abs(seam.line.indent - seam.last.indent) <= 4


def _first_line_indent(seam: _Seam) -> bool | None:
    hanging = seam.first_label is not None and seam.line.indent > seam.first.indent
    return False if seam.line.indent > seam.last.indent + 1 and not hanging and not seam.is_lower else None


def _ended_sentence(seam: _Seam) -> bool | None:
    """A full line that ends a sentence: the paragraph goes on where the text has other signs for a new one."""
    if not seam.is_ended:
        return None
    hanging = seam.first_label is not None and seam.line.indent > seam.first.indent
    inside = hanging or seam.line.indent <= seam.last.indent
    new_indent = seam.line.indent == seam.first.indent > 0 and seam.last is seam.first and not seam.is_lower
    return seam.spaced and inside and not new_indent


def _filled_line(_: _Seam) -> bool | None:
    return True


#: in order; the first that answers decides
RULES: tuple[Callable[[_Seam], bool | None], ...] = (
    _divided_word,
    _bare_label,
    _new_label,
    _blank_line,
    _open_phrase,
    _unwrapped,
    _short_line,
    _first_line_indent,
    _ended_sentence,
    _filled_line,
)


def is_bare_label(text: str) -> bool:
    """Say whether a line is nothing but a label.

    Examples
    --------
    >>> is_bare_label("1.1."), is_bare_label("•"), is_bare_label("12")
    (True, True, False)
    """
    label = parse_label(f"{text} x") if len(text) <= 12 else None
    return label is not None and label.certain and label.text == text

"""Lines that belong together: hard-wrapped paragraphs and items, line breaks inside items. Decides by look, not by sense."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from civictext.read.labels import Label, find_labels, parse_label
from civictext.read.words import parts_of_speech

_END = re.compile(r"[.;:!?…][»”\")\]]*$")
_HYPHEN = re.compile(r"[^\W\d_][-‐\u00ac\u00ad\ufffe]$")
_LAST_WORD = re.compile(r"([^\W\d_]+)\W*$")
_FIRST_WORD = re.compile(r"\W*([^\W\d_]+)")
_OPEN_PARTS = {"PREP", "CONJ"}
_PLACE = re.compile(r"[а-яё]{1,3}\.\s?[А-ЯЁ]")  # «г. Тверь», «с. Заречье»
_WRAPPED_SHARE = 0.5
_MAX_WIDTH = 130  # nobody wraps wider by hand


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


def split_lines(raw: str, start: int = 0, end: int | None = None) -> list[Line]:
    """Return the lines of ``raw[start:end]`` that are not blank."""
    lines: list[Line] = []
    blank = 0
    for match in re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+|\r\n|[\r\n\v\x85\u2028\u2029\f]").finditer(
        raw, start, len(raw) if end is None else end
    ):
        text = match[0].strip(" \t\u00a0\u3000\ufeff\u200b")
        if not text.strip():
            blank += match[0] in {"\r\n", "\n", "\r", "\x85", "\v", "\u2028", "\u2029"}
            continue
        indent = len(match[0].expandtabs(4)) - len(match[0].expandtabs(4).lstrip())
        at = match.start() + match[0].index(text)
        lines.append(Line(text, at, at + len(text), indent, max(0, blank - 1) if lines else 0))
        blank = 0
    return lines


def wrap_width(lines: Sequence[Line]) -> int | None:
    """Return the width to which the lines were wrapped, None for one paragraph a line."""
    lengths = sorted(line.indent + len(line.text) for line in lines)
    if len(lengths) < 4 or lengths[-1] > _MAX_WIDTH:
        return None
    width = lengths[int(len(lengths) * 0.95)] if len(lengths) > 20 else lengths[-1]
    if width < 30:
        return None
    # wrapped: most lines that go on in the next one are as long as the width allows
    running = [
        (a, b)
        for a, b in itertools.pairwise(lines)
        if _FIRST_WORD.match(b.text) and not b.blank_before and not _END.search(a.text)
    ]
    full = [a for a, b in running if _is_full(a, b, width)]
    return width if running and len(full) >= _WRAPPED_SHARE * len(running) and len(full) >= 2 else None


def _is_full(line: Line, following: Line, width: int) -> bool:
    """Say whether the first word of the next line would not have fitted."""
    word = following.text.split(maxsplit=1)[0]
    room = width - line.indent - len(line.text) if line.room is None else line.room
    return room < 1 + len(word) or bool(_HYPHEN.search(line.text))


def group_lines(lines: Sequence[Line], *, width: int | None = None) -> list[list[Line]]:
    """Return the paragraphs and items that the lines make up, each as its lines in order."""
    if not lines:
        return []
    labels = find_labels([line.text for line in lines])
    spaced = _has_paragraph_signs(lines, width)
    groups = [[lines[0]]]
    first_label = labels[0]
    for line, label in zip(lines[1:], labels[1:], strict=True):
        if _continues(groups[-1], line, label, first_label, width, spaced):
            groups[-1].append(line)
        else:
            groups.append([line])
            first_label = label
    return groups


def _has_paragraph_signs(lines: Sequence[Line], width: int | None) -> bool:
    """Say whether paragraphs are told by blank lines or a first-line indent."""
    if width is None:
        return False
    margin = min(line.indent for line in lines)
    n_signs = sum(line.blank_before > 0 or line.indent > margin for line in lines[1:])
    return n_signs >= max(2, 0.05 * len(lines))


def _continues(
    group: list[Line], line: Line, label: Label | None, first_label: Label | None, width: int | None, spaced: bool
) -> bool:
    last = group[-1]
    if _HYPHEN.search(last.text) and line.text[:1].islower() and line.blank_before <= 1:
        return True
    if label is None and line.blank_before <= 1 and is_bare_label(last.text):
        return True
    full = width is not None and _is_full(last, line, width)
    ended = bool(_END.search(last.text))
    if label is not None:
        # a dash at the start of a line may be the dash of a sentence, a number the second half of a date or sum
        return full and not ended and _is_sentence_dash(line, label, first_label)
    if line.blank_before:
        return False
    if _is_open(last.text):
        return True
    lower = line.text[:1].islower() and not _PLACE.match(line.text)
    if width is not None:
        return _continues_wrapped(group, line, full, ended, lower, first_label is not None, spaced)
    return not ended and lower and _goes_on(group, line, first_label)


def is_bare_label(text: str) -> bool:
    """Say whether a line is nothing but a label: its item stands on the next line, as when text is copied out of a pdf.

    Examples
    --------
    >>> is_bare_label("1.1."), is_bare_label("•"), is_bare_label("12")
    (True, True, False)
    """
    label = parse_label(f"{text} x") if len(text) <= 12 else None
    return label is not None and label.certain and label.text == text


def _is_sentence_dash(line: Line, label: Label, first_label: Label | None) -> bool:
    if label.style != "bullet" or (first_label is not None and first_label.sign == label.sign):
        return False
    return (
        label.sign in "-–—−"
        and line.text[len(label.sign) : len(label.sign) + 1] == " "
        and line.text[label.end : label.end + 1].islower()
    )


def _is_open(text: str) -> bool:
    """Say whether a line cannot end a phrase: a comma, a preposition or a conjunction last, a quotation not closed."""
    if text.endswith(","):
        return True
    word = _LAST_WORD.search(text)
    if word is None or _END.search(text) or not text[-1].isalpha():
        return False
    parts = parts_of_speech(word[1])
    return bool(parts) and parts <= {*_OPEN_PARTS, "PRCL"} and bool(parts & _OPEN_PARTS)


def _continues_wrapped(
    group: list[Line], line: Line, full: bool, ended: bool, lower: bool, labelled: bool, spaced: bool
) -> bool:
    first, last = group[0], group[-1]
    if not full:
        return lower and not ended and abs(line.indent - last.indent) <= 4
    hanging = labelled and line.indent > first.indent
    if line.indent > last.indent + 1 and not hanging and not lower:
        return False  # indent of a first line
    if ended:
        return (
            spaced
            and (hanging or line.indent <= last.indent)
            and not (line.indent == first.indent and len(group) == 1 and line.indent > 0 and not lower)
        )
    return True


def _goes_on(group: list[Line], line: Line, first_label: Label | None) -> bool:
    """Unwrapped text: a lower-case line goes on with the one before, unless it looks like one more bare item."""
    first, last = group[0], group[-1]
    if line.indent > first.indent:
        return True
    word = _FIRST_WORD.match(line.text)
    starts_item = word is not None and "INFN" in parts_of_speech(word[1])
    return not starts_item and (first_label is not None or first.text[:1].isupper() or len(last.text) > 60)

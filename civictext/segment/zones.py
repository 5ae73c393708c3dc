"""The zones of a document that tell about its event: the heading, the preamble, the rest. No value is read here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from civictext.resources import data_path, read_yaml
from civictext.segment.dates import unspace
from civictext.segment.nominative import parses

MAX_HEADER = 16  # lines
LONG_LINE = 170  # characters; a heading line is shorter
BEGINNING, ENDING = 20_000, 2_000  # characters of a long document that are read
PREAMBLE = 1_800  # characters after the heading


@cache
def event_words() -> dict[str, Any]:
    """Return the lexicon of events."""
    return read_yaml(data_path("lexicons", "events.yaml"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the document's text, `item` where the reader saw a list item."""

    text: str
    start: int
    end: int
    item: bool


@dataclass(frozen=True, slots=True)
class Zones:
    """The text (letter-spaced words closed up, length kept) with its lines and where heading and preamble end."""

    text: str
    lines: tuple[Line, ...]
    n_header: int

    @property
    def header(self) -> tuple[Line, ...]:
        """Return the lines of the heading."""
        return self.lines[: self.n_header]

    @property
    def header_end(self) -> int:
        """Return the offset at which the heading ends."""
        return self.header[-1].end if self.header else 0

    @property
    def preamble_end(self) -> int:
        """Return the offset at which the preamble ends: the first list item, or a stretch after the heading."""
        items = [line.start for line in self.lines[self.n_header :] if line.item]
        return min([self.header_end + PREAMBLE, len(self.text), *items[:1]])

    def zone(self, offset: int) -> str:
        """Return "header", "preamble" or "body"."""
        if offset < self.header_end:
            return "header"
        return "preamble" if offset < self.preamble_end else "body"

    def sentence(self, start: int, end: int) -> str:
        """Return the sentence (of the line) around a stretch, by full stops that end a sentence."""
        left = max(
            self.text.rfind("\n", 0, start) + 1,
            *(m.end() for m in re.finditer(r"(?<=[а-яё»)]{3})[.!?]\s", self.text[:start])),
            0,
        )
        stop = re.search(r"(?<=[а-яё»)]{3})[.!?](?=\s|$)|\n", self.text[end:])
        return self.text[left : end + stop.start() if stop else len(self.text)]

    def line_at(self, offset: int) -> Line | None:
        """Return the line that holds an offset."""
        return next((line for line in self.lines if line.start <= offset <= line.end), None)


@cache
def _body_start() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(event_words()['body_starts'])})(?![а-яё-])", re.IGNORECASE)


@cache
def document_word() -> re.Pattern[str]:
    """Return the pattern of a word that opens the heading of a resolution, at the start of a line."""
    return re.compile(rf"(?:проект\s+)?(?:{'|'.join(event_words()['documents'])})(?![а-яё-])", re.IGNORECASE)


def make_zones(text: str, blocks: Sequence[Mapping[str, Any]]) -> Zones:
    """Return the zones of a document's text and blocks."""
    spaced = unspace(_ends(text))
    found = [b for b in blocks if spaced[b["start"] : b["end"]].strip(" .\n") and b["kind"] != "page_break"]
    lines = tuple(
        Line(spaced[b["start"] : b["end"]], b["start"], b["end"], b["kind"] in {"item", "row"}) for b in found
    )
    return Zones(spaced, lines, _header_length(lines))


def _ends(text: str) -> str:
    """Return a long text with its middle blanked out by full stops: a heading and a signature stand at the ends."""
    if len(text) <= BEGINNING + ENDING:
        return text
    return text[:BEGINNING] + "." * (len(text) - BEGINNING - ENDING) + text[-ENDING:]


def _is_item(block: Mapping[str, Any]) -> bool:
    """Tell an item of a list; «№ 15 от …» is the number of an act."""
    return block["kind"] in {"item", "row"} and "№" not in str(block.get("label") or "")


def _header_length(lines: Sequence[Line]) -> int:
    for i, line in enumerate(lines[:MAX_HEADER]):
        if line.item or _is_body(line.text):
            # a file may begin with a title of the page or a number: the heading is what comes before the first sentence
            return i
    return min(len(lines), MAX_HEADER)


def _is_body(text: str) -> bool:
    if len(text) > LONG_LINE:
        return not document_word().match(text.strip()) or len(text) > 3 * LONG_LINE
    return bool(_body_start().match(text.strip())) or text.rstrip().endswith(":") or is_sentence(text.strip())


def is_sentence(text: str) -> bool:
    """Tell whether a line is a whole sentence with a verb: its words end with a full stop or a semicolon."""
    if not text.endswith((".", ";")) or text[:1] in '«"“(' or document_word().match(text):
        return False
    words = re.findall(r"(?<![А-ЯЁа-яё])[а-яё]{3,}|^[А-ЯЁ][а-яё]{2,}", text)
    return any(parses(w.lower())[0].tag.POS in {"VERB", "INFN", "PRTS"} for w in words)

"""Raw parts → normalised text and blocks. The one place where a reader's extract becomes what later stages see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from civictext.read.edits import Change, Edit, Traced
from civictext.read.labels import Label, find_labels
from civictext.read.normalize import normalize_traced
from civictext.records import Block, BlockKind, Passage, Stretch

_CAPS = re.compile(r"[А-ЯЁA-Z]")
_LOWER = re.compile(r"[а-яёa-z]")
_HEADING_CHARS = 200  # an all-capitals line longer than this is a shouted paragraph


@dataclass(slots=True)
class Part:
    """A paragraph or a table row in the raw text: where it stands and how it looks.

    `start`, `end` are its stretch of the raw text; `drop` are stretches inside it that are none of its text (a running
    header), `cells` the stretches of a row's cells; `label` is an automatic number, which is not in the raw text.
    """

    start: int
    end: int
    kind: BlockKind = "paragraph"
    label: str | None = None
    depth: int = 0
    level: int | None = None
    page: int | None = None
    style: tuple[str, ...] = ()
    indent: int | None = None
    table: int | None = None
    cells: list[Stretch] = field(default_factory=list)
    drop: list[Stretch] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Layout:
    """Normalised text with its blocks and the edits that lead to it."""

    text: str
    blocks: tuple[Block, ...]
    offsets: tuple[Edit, ...]
    repaired: dict[str, int]


@dataclass(slots=True)
class _Line:
    part: Part
    start: int
    text: str
    cells: tuple[Passage, ...]


def lay_out(raw: str, parts: Iterable[Part]) -> Layout:
    """Return the normalised text of `parts` (in the order of `raw`), one line each, and their blocks.

    Parts without a visible character disappear; page breaks stay as empty blocks.
    """
    counts: Counter[str] = Counter()
    writer = _Writer(raw)
    lines: list[_Line] = []
    for part in parts:
        if part.kind == "page_break":
            lines.append(_Line(part, writer.length, "", ()))
            continue
        pieces = [_piece(raw, part, s, counts) for s in part.cells or [(part.start, part.end)]]
        if not any(p.text for _, p in pieces):
            continue
        lines.append(writer.write_line(part, pieces))
    text = writer.text()
    return Layout(text, tuple(_blocks(lines)), writer.edits(), dict(sorted(counts.items())))


def _piece(raw: str, part: Part, stretch: Stretch, counts: Counter[str]) -> tuple[int, Traced]:
    start, end = stretch
    drops = [Change(max(a, start) - start, min(b, end) - start, "") for a, b in part.drop if a < end and b > start]
    return start, normalize_traced(Traced.of(raw[start:end]).replace(drops), counts=counts)


class _Writer:
    """Puts normalised pieces one behind the other and keeps the edits against the whole raw text."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.out: list[str] = []
        self.length = 0
        self._edits: list[Edit] = []
        self._raw_at = 0

    def write_line(self, part: Part, pieces: Sequence[tuple[int, Traced]]) -> _Line:
        """Append one line; a row's cells are separated by tabs."""
        self._between("\n" if self.out else "", pieces[0][0])
        start = self.length
        cells = []
        for n, (raw_start, piece) in enumerate(pieces):
            if n:
                self._between("\t", raw_start)
            cells.append(Passage(piece.text, self.length, self.length + len(piece.text)))
            self._add(raw_start, piece)
        text = "\t".join(p.text for _, p in pieces)
        return _Line(part, start, text, tuple(cells) if part.kind == "row" else ())

    def _between(self, separator: str, raw_start: int) -> None:
        if self.raw[self._raw_at : raw_start] != separator:
            self._push(Edit(self._raw_at, raw_start, self.length, self.length + len(separator)))
        self.out.append(separator)
        self.length += len(separator)
        self._raw_at = raw_start

    def _add(self, raw_start: int, piece: Traced) -> None:
        for e in piece.edits:
            self._push(Edit(e[0] + raw_start, e[1] + raw_start, e[2] + self.length, e[3] + self.length))
        self.out.append(piece.text)
        self.length += len(piece.text)
        self._raw_at = raw_start + len(piece.raw)

    def _push(self, edit: Edit) -> None:
        last = self._edits[-1] if self._edits else None
        if last and last.end >= edit.start and last.raw_end >= edit.raw_start:
            self._edits[-1] = Edit(last.raw_start, edit.raw_end, last.start, edit.end)
        else:
            self._edits.append(edit)

    def text(self) -> str:
        """The normalised text so far."""
        return "".join(self.out)

    def edits(self) -> tuple[Edit, ...]:
        """All edits, with the tail of the raw text that no part covers."""
        if self._raw_at < len(self.raw):
            self._push(Edit(self._raw_at, len(self.raw), self.length, self.length))
            self._raw_at = len(self.raw)
        return tuple(self._edits)


def _blocks(lines: Sequence[_Line]) -> Iterable[Block]:
    texts = ["" if _has_own_label(line.part) else line.text for line in lines]
    labels = find_labels(texts, [line.part.indent for line in lines])
    for line, label in zip(lines, labels, strict=True):
        yield _block(line, label)


def _has_own_label(part: Part) -> bool:
    """Say whether a typed label is not to be looked for; behind an automatic bullet a typed number is the label."""
    if part.kind in {"row", "page_break"}:
        return True
    return part.label is not None and any(c.isalnum() for c in part.label)


def _block(line: _Line, label: Label | None) -> Block:
    part, start = line.part, line.start + (label.end if label else 0)
    printed = label.text if label else part.label
    kind = part.kind
    if kind == "paragraph":
        kind = "item" if printed is not None else "heading" if is_caps(line.text) else kind
    return Block(
        kind=kind,
        text=line.text[start - line.start :],
        start=start,
        end=line.start + len(line.text),
        label=printed,
        depth=max(part.depth, label.depth if label else 0),
        level=part.level,
        page=part.page,
        cells=line.cells,
        table=part.table,
        style=tuple(sorted({*part.style, "caps"} if is_caps(line.text) else part.style)),
        indent=part.indent,
        origin=(part.start, part.end),
    )


def is_caps(text: str) -> bool:
    """Say whether a line is set in capitals, as the titles of resolutions are.

    Examples
    --------
    >>> is_caps("РЕЗОЛЮЦИЯ"), is_caps("НКО края"), is_caps("II")
    (True, False, False)
    """
    if len(text) > _HEADING_CHARS or (n_caps := len(_CAPS.findall(text))) < 4:
        return False
    return len(_LOWER.findall(text)) <= n_caps * 0.1


def looks_like_heading(text: str, *, bold: bool) -> bool:
    """Say whether a paragraph that no style calls a heading is one by its look: bold, short, no end of a sentence.

    Examples
    --------
    >>> looks_like_heading("Администрации города:", bold=True), looks_like_heading("Создать совет.", bold=True)
    (True, False)
    """
    return bold and 0 < len(text) <= _HEADING_CHARS and not text.endswith((".", ";", ","))

"""Table rows that a text prints with pipes: «1 | Провести … | Администрация | до 1 июля»."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from civictext.records import Block, Passage

MIN_PIPES = 2


def rows_from_pipes(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks; runs of two and more lines with pipes become rows of a table of their own.

    Examples
    --------
    >>> text = "№ | Мера"
    >>> [cell.text for cell in pipe_cells(Block("paragraph", text, 0, len(text)))]
    ['№', 'Мера']
    """
    out: list[Block] = []
    table = -1
    for is_row, run in groupby(blocks, key=_is_piped):
        lines = list(run)
        if not is_row or len(lines) < 2:
            out += lines
            continue
        out += [
            replace(b, kind="row", cells=tuple(pipe_cells(b)), table=table) for b in lines if b.text.strip("|-+: \t")
        ]
        table -= 1
    return out


def _is_piped(block: Block) -> bool:
    return block.kind in ("paragraph", "item") and not block.cells and block.text.count("|") >= MIN_PIPES


def pipe_cells(block: Block) -> Iterator[Passage]:
    """Yield the cells between the pipes of a line, without those that only the border makes."""
    at = block.start
    pieces = block.text.split("|")
    last = len(pieces) - 1
    for i, piece in enumerate(pieces):
        start = at + len(piece) - len(piece.lstrip())
        text = piece.strip()
        if text or 0 < i < last:
            yield Passage(text, start, start + len(text))
        at += len(piece) + 1

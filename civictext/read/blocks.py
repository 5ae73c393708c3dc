"""Blocks of a text that is already plain: one block for each line, characters untouched. Used by ``nlp(text)``."""

from __future__ import annotations

from civictext.read.labels import find_labels, parse_label
from civictext.read.layout import is_caps
from civictext.records import Block, BlockKind, Passage


def blocks_of(text: str) -> list[Block]:
    r"""Return a block for each line of `text` that is not blank.

    Parameters
    ----------
    text : str
        Plain text, one paragraph, item or table row (cells between tabs) a line. Nothing in it is changed; offsets are
        those of `text`.

    Examples
    --------
    >>> [(b.kind, b.label, b.text) for b in blocks_of("РЕШЕНИЕ\nРекомендовать:\n1.Создать совет.")]
    [('heading', None, 'РЕШЕНИЕ'), ('paragraph', None, 'Рекомендовать:'), ('item', '1.', 'Создать совет.')]
    """
    lines = [line for line in _lines(text) if line[1].strip()]
    rows = _rows([line for _, line in lines])
    indents = [len(line) - len(line.lstrip()) for _, line in lines]
    labels = find_labels(["" if row else line for (_, line), row in zip(lines, rows, strict=True)], indents)
    blocks = []
    for (start, line), label, row in zip(lines, labels, rows, strict=True):
        body = len(line) - len(line.lstrip()) if label is None else label.end
        first, last = start + body, start + len(line.rstrip())
        caps = is_caps(line.strip())
        kind: BlockKind = "item" if label else "heading" if caps else "row" if row else "paragraph"
        blocks.append(
            Block(
                kind=kind,
                text=text[first:last],
                start=first,
                end=last,
                label=label.text if label else None,
                depth=label.depth if label else 0,
                cells=_cells(text, first, last) if kind == "row" else (),
                table=0 if kind == "row" else None,
                style=("caps",) if caps else (),
                indent=len(line) - len(line.lstrip()),
                origin=(start, start + len(line)),
            )
        )
    return blocks


def _lines(text: str) -> list[tuple[int, str]]:
    out, at = [], 0
    for line in text.split("\n"):
        out.append((at, line))
        at += len(line) + 1
    return out


def _rows(lines: list[str]) -> list[bool]:
    """Say of each line whether it is a table row: tabs inside, as many as a neighbour has; one tab may follow a label."""
    n_tabs = [line.strip().count("\t") for line in lines]
    labelled = [
        n == 1 and parse_label(line.split("\t")[0] + " x") is not None for n, line in zip(n_tabs, lines, strict=True)
    ]
    around = [{*n_tabs[max(0, i - 1) : i], *n_tabs[i + 1 : i + 2]} for i in range(len(lines))]
    return [n > 0 and not one and (n > 1 or n in near) for n, one, near in zip(n_tabs, labelled, around, strict=True)]


def _cells(text: str, start: int, end: int) -> tuple[Passage, ...]:
    cells, at = [], start
    for cell in text[start:end].split("\t"):
        first = at + len(cell) - len(cell.lstrip())
        cells.append(Passage(cell.strip(), first, first + len(cell.strip())))
        at += len(cell) + 1
    return tuple(cells)

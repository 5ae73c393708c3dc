"""Rows of tables as candidates: the measure cell is the item, the responsible cell its heading, the term cell its term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from civictext.records import Block, Passage
from civictext.segment.candidates import Candidate
from civictext.segment.headings import is_addressee_heading
from civictext.segment.lines import make_lines
from civictext.segment.scope import Scope
from civictext.segment.tables import Columns, cell, header_columns, read_table_rows, row_label


def read_rows(doc: Doc, rows: Sequence[Block], scope: Scope) -> Iterator[Candidate]:
    """Yield a candidate for each row with a measure; a row of one cell is a heading for those after it."""
    has_header = any(header_columns(r.cells) for r in rows)
    for row, found in read_table_rows(rows):
        if isinstance(found, Passage):
            _read_heading(doc, row, found, scope)
        else:
            yield from _read_row(doc, row, found, scope, has_header)


def _read_row(doc: Doc, row: Block, columns: Columns, scope: Scope, has_header: bool) -> Iterator[Candidate]:
    measure = cell(row, columns, "measure")
    label = row_label(row, columns)
    for line in make_lines(doc, [_as_block(row, measure, label)] if measure else [])[:1]:
        yield Candidate(
            line,
            "row",
            scope.announced or ("ask" if has_header else None),
            heading=cell(row, columns, "responsible") or scope.heading,
            section=scope.section,
            term=cell(row, columns, "term"),
            label=label,
            spans=((line.block.start, line.block.end),),
        )


def _read_heading(doc: Doc, row: Block, text: Passage, scope: Scope) -> None:
    for line in make_lines(doc, [_as_block(row, text, None)]):
        if is_addressee_heading(line):
            scope.set_heading(line.passage)
        else:
            scope.set_section(line.passage)


def _as_block(row: Block, text: Passage, label: str | None) -> Block:
    return replace(row, kind="paragraph", text=text.text, start=text.start, end=text.end, cells=(), label=label)

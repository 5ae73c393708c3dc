"""Tables of measures: which column is what, by the words of the header or else by what the cells look like."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from civictext.records import Block, Passage
from civictext.segment.labels import parse_label
from civictext.segment.lexicon import table_headers

Columns = dict[str, int]
_DATE = re.compile(
    r"\b(?:20\d\d|квартал|ежегодно|постоянно|ежемесячно|ежеквартально|в течение|до \d|полугоди)", re.IGNORECASE
)


def header_columns(cells: Sequence[Passage]) -> Columns | None:
    """Return role → column of a header row, None for a row that is none.

    A header names the measure and at least one more column in few words, in any order.

    Examples
    --------
    >>> names = ["Срок", "№ п/п", "Ответственные", "Наименование мероприятия"]
    >>> header_columns([Passage(n, 0, len(n)) for n in names])
    {'term': 0, 'number': 1, 'responsible': 2, 'measure': 3}
    """
    found: Columns = {}
    for column, cell in enumerate(cells):
        role = _header_role(cell.text)
        if role is not None and role not in found:
            found[role] = column
    return found if "measure" in found and len(found) > 1 else None


def _header_role(text: str) -> str | None:
    words = re.findall(r"[№\w]+", text.lower())
    if not words or len(words) > 8 or re.search(r"[.;!?]\s*$", text):
        return None
    for role, stem in table_headers():
        if any(w == stem if len(stem) == 1 else w.startswith(stem) for w in words):
            return role
    return None


def guess_columns(rows: Sequence[Block]) -> Columns | None:
    """Return role → column of a table without a header, from its cells: the longest text column holds the measure.

    Numbers tell the number column, dates the term, a short text column behind the measure names who is responsible. A table whose
    longest column has fewer than four words on average is no table of measures.
    """
    width = Counter(len(r.cells) for r in rows).most_common(1)[0][0]
    columns = [[r.cells[i].text for r in rows if len(r.cells) == width] for i in range(width)]
    n_words = [sum(len(c.split()) for c in column) / len(column) for column in columns]
    measure = max(range(width), key=lambda i: n_words[i])
    if n_words[measure] < 4:
        return None
    found: Columns = {"measure": measure}
    for i, column in enumerate(columns):
        if i == measure:
            continue
        role = _cell_role(column)
        if role and role not in found:
            found[role] = i
    return found


def _cell_role(column: Sequence[str]) -> str | None:
    def most(test: re.Pattern[str]) -> bool:
        return 2 * sum(bool(test.search(c)) for c in column) > len(column)

    if most(re.compile(r"^\s*\d{0,3}(?:\.\d+)*[.)]?\s*$")):
        return "number"
    if most(_DATE):
        return "term"
    return "responsible" if most(re.compile(r"[А-Яа-яЁё]{3}")) else None


def read_table_rows(rows: Sequence[Block]) -> list[tuple[Block, Columns | Passage]]:
    """Return the rows that carry measures with their columns; a row that is one heading cell comes with that cell.

    Header rows, rows of column numbers and empty rows are left out; a header inside the table starts a new set of columns.
    """
    columns = next((found for r in rows if (found := header_columns(r.cells))), None) or guess_columns(rows)
    out: list[tuple[Block, Columns | Passage]] = []
    for row in rows:
        header = header_columns(row.cells)
        filled = [c for c in row.cells if c.text.strip()]
        if header:
            columns = header
        elif not filled or all(re.fullmatch(r"[\d.\s]+", c.text) for c in filled):
            continue
        elif len({c.text for c in filled}) == 1 and len(row.cells) > 1:
            out.append((row, filled[0]))
        elif columns and columns["measure"] < len(row.cells) and row.cells[columns["measure"]].text.strip():
            out.append((row, columns))
    return out


def cell(row: Block, columns: Columns, role: str) -> Passage | None:
    """Return the filled cell of a role, None where the row has none."""
    at = columns.get(role)
    if at is None or at >= len(row.cells) or not row.cells[at].text.strip():
        return None
    return row.cells[at]


def row_label(row: Block, columns: Columns) -> str | None:
    """Return what the number cell prints, or the row's own label."""
    number = cell(row, columns, "number")
    return number.text.strip() if number and parse_label(number.text) else row.label

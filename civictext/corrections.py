"""An analyst's last word: ``corrections.csv`` (or ``.xlsx``) beside the documents, applied to the finished rows.

A row names a recommendation by ``rec_id`` or by its text (both: the text must still be the one), a field and the value that it should
have. What a row says replaces what rules and models found, carries the source ``correction:<file>:<line>`` and is listed in the
recommendation's ``corrections``. A row that fits no recommendation, or whose value is not understood, changes nothing and
becomes a warning of the run.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from civictext.correction_values import corrected
from civictext.evaluate import SAME, fold, ratio
from civictext.read import ReadError
from civictext.read.files import InputFile
from civictext.read.sheets import read_sheet, tables_beside
from civictext.resources import data_path, read_table

NAMES = ("corrections.csv", "corrections.xlsx")
NEEDED = {"field": "поле", "value": "значение"}
NO = frozenset({"нет", "no", "0", "-", "–", "—"})


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of a table of corrections; `scope` holds the sources of the documents that the table lies beside or above."""

    table: str
    line: int
    field: str
    value: str
    rec_id: str = ""
    text: str = ""
    source: str = ""
    scope: frozenset[str] = frozenset()

    @property
    def place(self) -> str:
        """Where the row stands, for messages."""
        return f"{self.table}, строка {self.line}"

    @property
    def mark(self) -> str:
        """What the corrected tag names as its source."""
        return f"correction:{self.table}:{self.line}"


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrections of a run, outer tables first, and what could not be read of them."""

    rows: tuple[Correction, ...] = ()
    warnings: tuple[str, ...] = ()


def read_corrections(files: Iterable[InputFile]) -> Corrections:
    """Return the corrections in the folders of `files` and above, as far up as the input root.

    A table that cannot be read is a warning: the run goes on without it.
    """
    files = list(files)
    rows: list[Correction] = []
    warnings: list[str] = []
    for path in tables_beside(files, NAMES):
        scope = frozenset(f.source for f in files if f.path.absolute().is_relative_to(path.parent))
        try:
            rows += read_correction_table(path, scope)
        except ReadError as error:
            warnings.append(f"{path.name}: {error.error} {error.hint}".rstrip())
    return Corrections(tuple(rows), tuple(warnings))


def read_correction_table(path: Path, scope: frozenset[str] = frozenset()) -> list[Correction]:
    """Return the rows of one table.

    Raises
    ------
    ReadError
        If a column is missing or the table cannot be read.
    """
    grid = read_sheet(path)
    header = [_aliases("correction_columns", "heading").get(_plain(c), "") for c in grid[0][1]] if grid else []
    missing = [name for name in NEEDED if name not in header]
    if not {"rec_id", "text"} & set(header):
        missing.append("rec_id")
    if missing:
        name = NEEDED.get(missing[0], "rec_id» или «текст")
        raise ReadError(
            path.name, f"в таблице нет столбца «{name}».", "Нужны столбцы: rec_id или текст, поле, значение."
        )
    found = []
    for line, cells in grid[1:]:
        row = {
            h: str(c if c is not None else "").strip() for h, c in zip(header, cells, strict=False) if h and h != "note"
        }
        if any(row.values()):
            found.append(Correction(path.name, line, scope=scope, **{"field": "", "value": ""} | row))
    return found


@cache
def _aliases(table: str, key: str) -> dict[str, str]:
    return {row[key]: row["field"] for _, row in read_table(data_path("tables", f"{table}.csv"), [key, "field"])}


def _plain(value: Any) -> str:
    return " ".join(str(value or "").lower().split())


def apply_corrections(
    documents: Sequence[Mapping[str, Any]], recommendations: Sequence[dict[str, Any]], corrections: Corrections
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the rows of the recommendations as corrected, and what did not fit, in sentences for the analyst.

    Parameters
    ----------
    documents, recommendations : sequences of rows
        As in the output schema; neither is changed.
    corrections : Corrections
        Later rows win over earlier ones, nearer tables over outer ones.
    """
    warnings = list(corrections.warnings)
    sources = {d["doc_id"]: (d["source"], *(d.get("also") or ())) for d in documents}
    by_id = {r["rec_id"]: r for r in recommendations}
    by_text: dict[str, list[str]] = defaultdict(list)
    for row in recommendations:
        by_text[fold(row["text"])].append(row["rec_id"])
    for correction in corrections.rows:
        ids, problem = _targets(correction, by_id, by_text, sources)
        for rec_id in ids:
            try:
                by_id[rec_id] = _apply(by_id[rec_id], correction)
            except ValueError as error:
                problem = str(error)
        if problem:
            warnings.append(f"{correction.place}: {problem}")
    return [r for r in by_id.values() if not r.get("dropped")], warnings


def _targets(
    correction: Correction,
    by_id: Mapping[str, Mapping[str, Any]],
    by_text: Mapping[str, Sequence[str]],
    sources: Mapping[str, Sequence[str]],
) -> tuple[list[str], str]:
    """Return the recommendations that a row means, or why there is none."""
    if correction.rec_id:
        row = by_id.get(correction.rec_id)
        if row is None:
            hint = "документ изменился или его нет среди прочитанных; укажите текст рекомендации"
            return [], f"рекомендации {correction.rec_id} нет: {hint}."
        if correction.text and ratio(fold(correction.text), fold(row["text"]), SAME) < SAME:
            return [], f"под номером {correction.rec_id} теперь другой текст: «{_clip(row['text'])}»."
        return [correction.rec_id], ""
    if not correction.text:
        return [], "не указано, какая рекомендация: нужен rec_id или текст."
    ids = [i for i in by_text.get(fold(correction.text), ()) if _in_scope(correction, sources[by_id[i]["doc_id"]])]
    return ids, "" if ids else _no_such_text(correction, by_id, sources)


def _in_scope(correction: Correction, names: Sequence[str]) -> bool:
    if correction.source and not any(n == correction.source or Path(n).name == correction.source for n in names):
        return False
    return not correction.scope or not correction.scope.isdisjoint(names)


def _no_such_text(
    correction: Correction, by_id: Mapping[str, Mapping[str, Any]], sources: Mapping[str, Sequence[str]]
) -> str:
    wanted = fold(correction.text)
    near = [
        (ratio(wanted, fold(r["text"]), 0.7), i)
        for i, r in by_id.items()
        if _in_scope(correction, sources[r["doc_id"]])
    ]
    best, rec_id = max(near, default=(0.0, ""))
    hint = f" Похожа {rec_id}: «{_clip(by_id[rec_id]['text'])}»." if best >= 0.7 else ""
    return f"рекомендации «{_clip(correction.text)}» в документах нет.{hint}"


def _clip(text: str, limit: int = 80) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _apply(row: dict[str, Any], correction: Correction) -> dict[str, Any]:
    """Return a row with one correction in it.

    Raises
    ------
    ValueError
        If the field is unknown or the value is not understood.
    """
    name, mode = _plain(correction.field), ""
    if name[-1:] in {"+", "-"}:
        name, mode = name[:-1].strip(), name[-1]
    known = _aliases("correction_fields", "name")
    if name not in known:
        raise ValueError(f"нет поля «{correction.field}»; есть: {', '.join(dict.fromkeys(known.values()))}.")
    field = known[name]
    if field == "recommendation":
        if _plain(correction.value) not in NO:
            raise ValueError("в поле «рекомендация» бывает только «нет»: такая строка исключается.")
        return row | {"dropped": True}
    new = corrected(row, field, mode, correction.value, correction.mark)
    note = {"field": field, "source": correction.mark}
    return row | {field: new, "corrections": [*(row.get("corrections") or ()), note]}

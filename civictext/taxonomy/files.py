"""Reads a taxonomy file, YAML or spreadsheet, into plain labels, and finds what is wrong with its form. Compiles nothing.

YAML: ``kind`` (themes, actors, actions; themes when left out), ``mode`` (extend or replace; extend when left out) and ``labels``; or one
section for each kind: ``themes: {mode: …, labels: […]}``. A spreadsheet (CSV, XLSX) has a row a label: kind, mode, id, ru, en,
definition, parent, strong, medium, weak, negative, examples, where several phrases are separated by ``;``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from civictext.resources import read_yaml

KINDS = ("themes", "actors", "actions")
MODES = ("extend", "replace")
GRADES = ("strong", "medium", "weak")
SHEETS = frozenset({".csv", ".xlsx"})
TEXT_KEYS = ("id", "ru", "en", "definition", "definition_ru", "definition_en", "parent")
LABEL_KEYS = frozenset({*TEXT_KEYS, "positive", "negative", "examples"})
SHEET_COLUMNS = ("kind", "mode", *TEXT_KEYS, *GRADES, "positive", "negative", "examples", "note")
Grade = Literal["error", "warning"]


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """Something about a taxonomy file that its author should know, with its place."""

    line: int
    grade: Grade
    message: str
    file: str = ""

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.message}"


@dataclass(frozen=True)
class Section:
    """The labels of one kind; every label has ``__line__``, ``positive`` (grade → phrases), ``negative`` and ``examples``."""

    kind: str
    mode: str
    labels: tuple[Mapping[str, Any], ...]


@dataclass
class TaxonomyFile:
    """A parsed file: its sections by kind, and what is wrong with its form."""

    path: Path
    sections: dict[str, Section] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def say(self, line: int, message: str, grade: Grade = "error") -> None:
        """Add a finding."""
        self.findings.append(Finding(line, grade, message, self.path.name))

    def line_of(self, label: Mapping[str, Any], text: str) -> int:
        """Return the line of a phrase or example: the first at or after the label's that has its words; in a sheet the row."""
        first = int(label["__line__"])
        if self.path.suffix.lower() in SHEETS:
            return first
        lines = self.path.read_text(encoding="utf-8").splitlines()
        return next((n for n, line in enumerate(lines[first - 1 :], first) if text in line), first)


def parse_taxonomy(path: Path) -> TaxonomyFile:
    """Return a taxonomy file with what is wrong with its form.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is neither YAML nor a table.
    """
    if not path.is_file():
        raise FileNotFoundError(f"no taxonomy file {path}; write one (YAML, CSV or XLSX) or leave --taxonomy out")
    file = TaxonomyFile(path)
    raw = _from_sheet(file) if path.suffix.lower() in SHEETS else _from_yaml(file)
    for kind, (mode, labels) in raw.items():
        seen: dict[str, int] = {}
        checked = [label for label in labels if _check_label(file, label, seen)]
        file.sections[kind] = Section(kind, mode, tuple(_normal(label) for label in checked))
    if not any(s.labels for s in file.sections.values()) and not file.findings:
        file.say(1, "no labels; a file has 'labels:' or a section for themes, actors or actions")
    return file


def load_taxonomy_file(path: Path) -> TaxonomyFile:
    """Return a taxonomy file that is in order.

    Raises
    ------
    ValueError
        With the first mistake of its form; the message names file and line.
    """
    file = parse_taxonomy(path)
    errors = sorted(f for f in file.findings if f.grade == "error")
    if errors:
        more = f" (and {len(errors) - 1} more: run 'taxonomy check')" if len(errors) > 1 else ""
        raise ValueError(f"{errors[0]}{more}")
    return file


def _from_yaml(file: TaxonomyFile) -> dict[str, tuple[str, list[Any]]]:
    content = read_yaml(file.path)
    if not isinstance(content, Mapping):
        raise ValueError(f"{file.path.name}, line 1: a taxonomy is a mapping with 'labels:'")
    if "labels" in content:
        _unknown(file, content, {"kind", "mode", "labels"})
        kind = content.get("kind", "themes")
        if kind not in KINDS:
            file.say(content["__line__"], f"no kind {kind!r}; kinds: {', '.join(KINDS)}")
            return {}
        return {kind: _section(file, content)}
    _unknown(file, content, set(KINDS))
    found = {}
    for kind in KINDS:
        section = content.get(kind)
        if isinstance(section, list):
            section = {"labels": section, "__line__": content["__line__"]}
        if isinstance(section, Mapping):
            _unknown(file, section, {"mode", "labels"})
            found[kind] = _section(file, section)
    return found


def _section(file: TaxonomyFile, content: Mapping[str, Any]) -> tuple[str, list[Any]]:
    mode = content.get("mode", "extend")
    if mode not in MODES:
        file.say(content["__line__"], f"no mode {mode!r}; modes: {', '.join(MODES)}")
        mode = "extend"
    labels = content.get("labels")
    if not isinstance(labels, list):
        file.say(content["__line__"], "'labels' is no list")
        return mode, []
    return mode, labels


def _unknown(file: TaxonomyFile, mapping: Mapping[str, Any], known: set[str] | frozenset[str]) -> None:
    for key in sorted(map(str, set(mapping) - known - {"__line__"})):
        file.say(mapping["__line__"], f"no key {key!r}; keys: {', '.join(sorted(known))}")


def _from_sheet(file: TaxonomyFile) -> dict[str, tuple[str, list[Any]]]:
    from civictext.read.sheets import read_sheet

    grid = read_sheet(file.path)
    header = [str(c or "").strip().lower() for c in grid[0][1]] if grid else []
    for name in [h for h in header if h and h not in SHEET_COLUMNS]:
        file.say(grid[0][0], f"no column {name!r}; columns: {', '.join(SHEET_COLUMNS)}")
    found: dict[str, tuple[str, list[Any]]] = {}
    for line, cells in grid[1:]:
        row = {h: str(c if c is not None else "").strip() for h, c in zip(header, cells, strict=False)}
        kind, mode = row.get("kind") or "themes", row.get("mode") or "extend"
        if kind not in KINDS or mode not in MODES:
            what, known = ("kind", KINDS) if kind not in KINDS else ("mode", MODES)
            file.say(line, f"no {what} {row[what]!r}; {what}s: {', '.join(known)}")
            continue
        first, labels = found.setdefault(kind, (mode, []))
        if row.get("mode") and mode != first:
            file.say(line, f"mode {mode!r} after {first!r}: all {kind} are either replaced or extended")
        labels.append(_label_of_row(row, line))
    return found


def _label_of_row(row: Mapping[str, str], line: int) -> dict[str, Any]:
    parts = lambda name: [p.strip() for p in row.get(name, "").replace("\n", ";").split(";") if p.strip()]  # noqa: E731
    label: dict[str, Any] = {k: row[k] for k in TEXT_KEYS if row.get(k)}
    graded = {g: parts(g) for g in GRADES}
    graded["strong"] += parts("positive")
    return label | {
        "__line__": line,
        "positive": {g: p for g, p in graded.items() if p},
        "negative": parts("negative"),
        "examples": parts("examples"),
    }


def _check_label(file: TaxonomyFile, label: Any, seen: dict[str, int]) -> bool:
    """Report what is wrong with the form of a label; return whether it can be used."""
    if not isinstance(label, Mapping):
        file.say(1, f"label {label!r} is no mapping; write '- id: …'")
        return False
    line = label["__line__"]
    _unknown(file, label, LABEL_KEYS)
    key = label.get("id")
    if not key or not isinstance(key, str):
        file.say(line, "a label needs an id (letters, digits, _)")
        return False
    if key in seen:
        file.say(line, f"id {key!r} repeats line {seen[key]}")
        return False
    seen[key] = line
    if not key.replace("_", "").isalnum():
        file.say(line, f"id {key!r} has other signs than letters, digits and _")
    positive = label.get("positive") or {}
    if isinstance(positive, Mapping):
        _unknown(file, {"__line__": line, **positive}, frozenset(GRADES))
    lists = [
        *(positive.values() if isinstance(positive, Mapping) else [positive]),
        label.get("negative"),
        label.get("examples"),
    ]
    wrong = [p for p in lists if p is not None and not isinstance(p, list | int)]
    if wrong:
        file.say(line, f"{wrong[0]!r} is no list; write [a, b]")
        return False
    for value in (v for part in lists if isinstance(part, list) for v in part if not isinstance(v, str)):
        file.say(file.line_of(label, str(value)), f"{value!r} is no text; put it in quotes")
    return True


def _normal(label: Mapping[str, Any]) -> dict[str, Any]:
    """Return a label with every key in one form."""
    positive = label.get("positive") or {}
    graded = positive if isinstance(positive, Mapping) else {"strong": positive}
    texts: Sequence[str] = label.get("negative") or ()
    return {
        **{k: str(label.get(k) or "") for k in TEXT_KEYS},
        "positive": {g: [p for p in graded.get(g) or () if isinstance(p, str)] for g in GRADES},
        "negative": [p for p in texts if isinstance(p, str)],
        "examples": [e for e in label.get("examples") or () if isinstance(e, str)],
        "__line__": label["__line__"],
    }


def phrases_of(label: Mapping[str, Any]) -> list[str]:
    """Return all positive phrases of a label, the strong ones first."""
    return [p for grade in GRADES for p in label["positive"][grade]]

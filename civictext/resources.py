"""Loads and checks data files: taxonomies, lexicons, gazetteers, models. No word lists here.

An error names the file and the line.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

MAX_YAML = 2_000_000  # bytes; a larger taxonomy is a mistake or an attack with aliases


def data_path(*parts: str) -> Path:
    """Return the path of a file of the package's ``data`` folder."""
    return Path(str(files("civictext"))).joinpath("data", *parts)


def models_path(*parts: str) -> Path:
    """Return the path of a file under ``models``: inside an installed package, beside it in a checkout."""
    package = Path(str(files("civictext")))
    inside = package / "models"
    return (inside if inside.is_dir() else package.parent / "models").joinpath(*parts)


def model_folder(model: str, kind: str, version: int, way_out: str) -> tuple[Path, dict[str, Any]]:
    """Return the folder of a model that comes with civictext (by name) or of one's own, and its ``meta.json``.

    Parameters
    ----------
    model : str
        Name or folder.
    kind : str
        What it is, for messages.
    version : int
        Format that this version reads.
    way_out : str
        What to give or to run instead.

    Raises
    ------
    FileNotFoundError
        If there is no such model.
    ValueError
        If its format is another one.
    """
    folder = Path(model) if Path(model).is_dir() else models_path(model)
    path = folder / "meta.json"
    if not path.is_file():
        raise FileNotFoundError(f"no {kind} {model!r}: {way_out}")
    meta: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if meta.get("format") != version:
        raise ValueError(f"{kind} {model!r} has format {meta.get('format')}, this version reads {version}: {way_out}")
    return folder, meta


def read_table(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line number, row) of a UTF-8 comma-separated table with a header; lines that begin with # are comments.

    Raises
    ------
    ValueError
        If a column is missing, or a row has another number of cells than the header; the message names file and line.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = [(n, line) for n, line in enumerate(file, 1) if line.strip() and not line.startswith("#")]
    reader = csv.reader(line for _, line in lines)
    header = next(reader, [])
    missing = [c for c in columns if c not in header]
    if missing:
        raise ValueError(f"{path.name}: no column {missing[0]!r} in the header {header}; add it")
    for (number, _), cells in zip(lines[1:], reader, strict=True):
        if len(cells) != len(header):
            raise ValueError(f"{path.name}, line {number}: {len(cells)} cells, the header has {len(header)}")
        yield number, dict(zip(header, (c.strip() for c in cells), strict=True))


# libyaml reads ten times as fast; PyYAML's wheels have it, a build of one's own may not
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):
    """Safe loader that keeps the line of every mapping under ``__line__`` and refuses repeated keys."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    out: dict[str, Any] = {"__line__": node.start_mark.line + 1}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in out:
            raise ValueError(f"line {key_node.start_mark.line + 1}: key {key!r} stands twice")
        out[key] = loader.construct_object(value_node, deep=True)
    return out


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read_yaml(path: Path) -> Any:
    """Return the content of a YAML file; every mapping carries its line under ``__line__``.

    Raises
    ------
    ValueError
        If the file is too large, is no YAML or repeats a key; the message names file and line.
    """
    if path.stat().st_size > MAX_YAML:
        raise ValueError(f"{path.name}: larger than {MAX_YAML} bytes; split it")
    try:
        return yaml.load(path.read_text(encoding="utf-8"), _Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise ValueError(f"{path.name}, line {line}: {error.problem}") from None
    except ValueError as error:
        raise ValueError(f"{path.name}, {error}") from None


#: labels of a user's taxonomy, set by `using_labels` while a report is written
_OWN: ContextVar[Mapping[str, Mapping[str, dict[str, str]]]] = ContextVar("own_labels")


@contextmanager
def using_labels(own: Mapping[str, Mapping[str, dict[str, str]]] | None) -> Iterator[None]:
    """Let `labels` answer from a user's taxonomy (kind → id → names) inside a with statement."""
    token = _OWN.set(own or {})
    try:
        yield
    finally:
        _OWN.reset(token)


#: table of a vocabulary's lookups in which a pipeline keeps the labels of a user's taxonomy
OWN_TABLE = "civictext_labels"


def own_labels(vocab: Any) -> Mapping[str, Mapping[str, dict[str, str]]] | None:
    """Return the labels of the user's taxonomy that a pipeline of this vocabulary was loaded with, None without one."""
    return vocab.lookups.get_table(OWN_TABLE, {}).get("labels")


def labels(kind: str) -> Mapping[str, dict[str, str]]:
    """Return the labels of a taxonomy, a user's inside `using_labels`: id → {"ru": …, "en": …, "definition": …}, in file order.

    Parameters
    ----------
    kind : {"actors", "actions", "themes", "roles", "levels", "event_kinds", "strengths"}
    """
    own = _OWN.get({})
    return own[kind] if kind in own else default_labels(kind)


@cache
def default_labels(kind: str) -> dict[str, dict[str, str]]:
    """Return the labels of one of civictext's own taxonomies, in file order."""
    rows = read_yaml(data_path("taxonomies", f"{kind}.yaml"))["labels"]
    return {
        r["id"]: {k: str(r.get(k) or "") for k in ("ru", "en", "definition", "definition_ru", "definition_en")}
        for r in rows
    }

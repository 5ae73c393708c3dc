"""An evaluation in depth as one HTML page that needs no network."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from civictext.evaluation.study import Study
from civictext.report.files import write_bytes
from civictext.report.names import Names
from civictext.resources import data_path

TAXONOMY = {"theme": "themes", "category": "actors", "role": "roles", "type": "actions"}
#: figures that the tables of regions and formats show
COLUMNS = ("segmentation", "addressee", "actor.category", "actor.category+role", "action.type", "theme", "deadline")
MANY = 30


def write_page(study: Study, path: Path, *, lang: str = "ru") -> Path:
    """Write an evaluation as a page and return its path; the same study gives the same bytes.

    Parameters
    ----------
    study : Study
    path : Path
    lang : {"ru", "en"}
    """
    names = Names(lang)
    environment = Environment(
        loader=FileSystemLoader(data_path("web")), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    text = environment.get_template("evaluation.html.jinja").render(
        study=study, lang=lang, word=names.word, label=lambda kind, key: names.label(TAXONOMY[kind], key), columns=COLUMNS,
        groups={name: _wide(study, name, names) for name in study.groups}, many=MANY, figure=_figure,
    )  # fmt: skip
    return write_bytes(path, text.encode("utf-8"))


def _wide(study: Study, name: str, names: Names) -> list[tuple[str, int, list[str]]]:
    """Return one row a group: name, documents, F1 of each figure."""
    found: dict[str, dict[str, float | None]] = {}
    sizes: dict[str, int] = {}
    for row in study.groups[name]:
        found.setdefault(row["group"], {})[row["figure"]] = row["f1"] if row["n"] else None
        sizes[row["group"]] = row["documents"]
    shown = names.region if name == "region" else str
    return [(shown(g), sizes[g], [_figure(f.get(c)) for c in COLUMNS]) for g, f in found.items()]


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"

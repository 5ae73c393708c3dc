"""The report as one self-contained page that works offline and runs no script but its own."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import civictext
from civictext.compare import UNASSIGNED
from civictext.gazetteer import regions
from civictext.report import charts, lists
from civictext.report.figures import FEW, Figures
from civictext.report.files import write_bytes
from civictext.report.headlines import headlines
from civictext.report.messages import translated
from civictext.report.names import Names, words
from civictext.report.payload import MOST, SET, packed, payload
from civictext.report.quality import read_quality
from civictext.report.wording import Linked, clip, decimal, number, percent, points, query
from civictext.resources import data_path, labels
from civictext.tables import Tables

SECTIONS = (
    "read", "headlines", "themes", "addressees", "heatmap", "clusters", "apart", "years", "recurrence", "spread", "table", "method",
    "quality",
)  # fmt: skip
#: clusters of a group shown one by one: at once, and on demand; the others are reached by the table's filter. Paths of spread shown
FIRST_CLUSTERS, MANY_CLUSTERS, MANY_PATHS = 5, 40, 20
#: longer texts are cut where they are not the text of a recommendation: a browser lays out a word of 100 KB for seconds
LONG = 400
#: words that the page's script needs
SCRIPT_WORDS = ("table.", "mark.", "facet.", "page.swipe")
#: columns of the downloaded CSV → words of its header
DOWNLOAD = {
    "rec_id": "columns.rec_id", "text": "table.text", "addressee": "table.addressee", "theme": "table.theme",
    "action": "table.action", "region": "table.region", "year": "table.year", "deadline": "table.deadline",
    "until": "columns.deadline_date", "heading": "table.heading", "cluster": "table.cluster", "document": "table.document", "source": "columns.source",
    "position": "table.position",
}  # fmt: skip


def write_html(tables: Tables, path: Path, *, lang: str = "ru") -> Path:
    """Write the report page.

    Parameters
    ----------
    tables : Tables
    path : Path
        Written aside and renamed.
    lang : {"ru", "en"}

    Returns
    -------
    Path
        `path`.

    Notes
    -----
    All text of documents is escaped or carried as JSON that cannot close its tag. The content policy of the page allows
    the three scripts and the style sheet whose hashes it names, and nothing else: no request, no other script.
    The same tables give the same bytes.

    Raises
    ------
    ValueError
        If there is no such language.
    """
    text = page(tables, Names(lang))
    return write_bytes(path, text.encode("utf-8", "replace"))


def page(tables: Tables, names: Names) -> str:
    """Return the report page as text."""
    figures = Figures(tables, names)
    css, js, vega, sheets = (_asset(name) for name in ("page.css", "page.js", "vega.js", "sheets.js"))
    context = {**_head(figures), **_body(figures), **_helpers(figures)}
    data = {**payload(figures), "charts": _charts(context), "words": _script_words(names), "lang": names.lang}
    template = _environment().get_template("page.html.jinja")
    return template.render(
        **context,
        css=Markup(css),
        js=Markup(js),
        vega=Markup(vega),
        sheets=Markup(sheets),
        policy=_policy([vega, sheets, js], [css]),
        data=packed(data),
    )


@cache
def _asset(name: str) -> str:
    return data_path("web", name).read_text(encoding="utf-8")


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(data_path("web")), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )


def _policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """Return a content security policy that allows these inline texts and nothing else."""
    allow = lambda texts: " ".join(f"'sha256-{_digest(t)}'" for t in texts)  # noqa: E731
    return (
        f"default-src 'none'; script-src {allow(scripts)}; style-src {allow(styles)}; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _head(figures: Figures) -> dict[str, Any]:
    names = figures.names
    return {"lang": names.lang, "version": civictext.__version__, "lead": figures.lead, "sections": SECTIONS}


def _body(figures: Figures) -> dict[str, Any]:
    total = figures.n_recommendations
    return {
        "f": figures,
        "few": FEW,
        "n_carried": min(MOST, len(figures.tables.recommendations)),
        "n_all": len(figures.tables.recommendations),
        "long": LONG,
        **_read(figures),
        "tiles": _tiles(figures),
        "map": tile_map(figures),
        "headlines": [h.html(figures.names) for h in headlines(figures)],
        "themes": figures.lines("theme"),
        "no_theme": total - figures.n_with("theme"),
        "addressees": figures.lines("addressee"),
        "no_addressee": total - figures.n_with("addressee"),
        "addressee_theme": figures.grid("addressee", "theme"),
        "region_theme": figures.grid("region", "theme"),
        "region_action": figures.grid("region", "action"),
        "year_theme": figures.grid("year", "theme"),
        "groups": figures.groups,
        "first_clusters": FIRST_CLUSTERS,
        "many_clusters": MANY_CLUSTERS,
        "apart": figures.apart,
        "typical": figures.typical,
        "chains": figures.chains,
        "years": sorted(figures.lines("year"), key=lambda line: line.key),
        **_answers(figures),
        "definitions": {k: _definitions(figures.names, k) for k in ("themes", "actors", "actions")},
        "run": figures.run,
        "quality": read_quality(),
    }


def _answers(figures: Figures) -> dict[str, Any]:
    """Return what answers a question beyond counts: who is asked what, what is left open, silences, trends, spread."""
    open_lines, n_all_open = lists.left_open(figures)
    paths = lists.spread(figures)
    shares = lists.year_shares(figures)
    return {
        "asked": lists.asked(figures),
        "left_open": open_lines,
        "n_all_open": n_all_open,
        "silences": lists.silences(figures),
        "expected": {"region": lists.expected(figures, "region", "theme")},
        "trends": lists.trend_lines(figures),
        "cluster_trends": [t for t in lists.trend_lines(figures, "cluster") if t["trend"] != "steady"],
        "sparks": lists.sparks(shares),
        "spread": paths[:MANY_PATHS],
        "more_spread": max(0, len(paths) - MANY_PATHS),
    }


def _read(figures: Figures) -> dict[str, Any]:
    documents, lang = figures.documents, figures.names.lang
    return {
        "errors": figures.errors,
        "warnings": [
            *(("", translated(w, lang)) for w in figures.tables.run.get("warnings") or ()),
            *((d["source"], translated(w, lang)) for d in documents for w in d["warnings"] or ()),
        ],
        "n_unknown_region": sum(not d["region"] for d in figures.kept),
        "n_unknown_year": sum(not d["date"] for d in figures.kept),
        "sources": {d["doc_id"]: d["source"] for d in documents},
    }


def _tiles(figures: Figures) -> list[tuple[str, str | None, str]]:
    """Return (figure, query or None, what it counts)."""
    names, total = figures.names, figures.n_recommendations
    counts = {
        "documents": (len(figures.kept), None),
        "regions": (len(figures.regions), None),
        "recommendations": (total, ""),
        "clusters": (len(figures.clusters), None),
    }
    out = [(number(n, names.lang), q, names.say(f"overview.{key}", n=n)) for key, (n, q) in counts.items()]
    shares = {
        "addressee": figures.n_with("addressee"),
        "theme": figures.n_with("theme"),
        "deadline": figures.n_with_deadline,
    }
    for key, n in shares.items():
        q = query(deadline=SET) if key == "deadline" else None
        out.append((percent(n / total if total else 0.0, names.lang), q, names.word(f"overview.{key}")))
    return out


@dataclass(frozen=True)
class TileMap:
    """The tile grid of the federation: `tiles` are {code, name, short, n, level, x, y}, sizes are in SVG units."""

    tile: int
    width: int
    height: int
    tiles: tuple[dict[str, Any], ...]


def tile_map(figures: Figures, tile: int = 46) -> TileMap | None:
    """Return the map of recommendations by region; None where no region is known.

    `level` is 0 to 3: none, less than a third of the largest count, less than two thirds, more.
    """
    lines = {line.key: line.n for line in figures.lines("region")}
    if not lines:
        return None
    most, step = max(lines.values()), tile + 3
    left, top = min(r.column for r in regions()), min(r.row for r in regions())
    width, height = max(r.column for r in regions()) - left, max(r.row for r in regions()) - top
    tiles = []
    for r in regions():
        n = lines.get(r.code, 0)
        level = 0 if not n else 1 + (3 * n >= most) + (3 * n >= 2 * most)
        place = {"x": (r.column - left) * step, "y": (r.row - top) * step}
        name, short = figures.names.region(r.code), figures.names.tile(r.code)
        tiles.append({"code": r.code, "name": name, "short": short, "n": n, "level": level, **place})
    return TileMap(tile, width * step + tile, height * step + tile, tuple(tiles))


def _definitions(names: Names, kind: str) -> list[tuple[str, str]]:
    return [(names.label(kind, key), names.definition(kind, key)) for key in labels(kind)]


def _charts(context: Mapping[str, Any]) -> dict[str, Any]:
    names = context["f"].names
    makers = {"themes": charts.bars, "addressees": charts.bars, "years": charts.years}
    return {key: make(context[key], names).to_dict() for key, make in makers.items() if context[key]}


def _script_words(names: Names) -> dict[str, str]:
    table = words(names.lang)
    own = {k: v for k, v in table.items() if k.startswith(SCRIPT_WORDS)}
    return own | {f"download.{k}": table[word] for k, word in DOWNLOAD.items()}


def _helpers(figures: Figures) -> dict[str, Any]:
    names, total = figures.names, figures.n_recommendations
    return {
        "word": names.word,
        "say": names.say,
        "say_html": names.say_html,
        "region": names.region,
        "clip": clip,
        "number": lambda n: number(int(n), names.lang),
        "percent": lambda share: percent(share, names.lang),
        "decimal": lambda value, digits=2: decimal(value, digits, names.lang),
        "points": lambda value: points(value, names.lang),
        "anchor": lambda rec_id: f"#{quote(f'rec-{rec_id}', safe='')}",
        "query": lambda state: query(**state),
        "linked": lambda n, state: Linked(n, query(**state)),
        "share": lambda n: n / total if total else 0.0,
        "span": lambda years: str(min(years)) if len(set(years)) == 1 else f"{min(years)}–{max(years)}",
        "UNASSIGNED": UNASSIGNED,
    }

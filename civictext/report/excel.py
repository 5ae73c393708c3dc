"""The workbook: tables for analysts. Which sheets there are; how cells are written is `civictext.report.workbook`'s."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xlsxwriter.worksheet import Worksheet

from civictext.compare import UNKNOWN, facet, gaps, incomplete
from civictext.report import lists
from civictext.report.figures import FEW, Figures, Grid
from civictext.report.files import write_aside
from civictext.report.flat import flat, flat_recommendations
from civictext.report.messages import translated
from civictext.report.names import Names
from civictext.report.outliers import outliers_told
from civictext.report.quality import read_quality
from civictext.report.workbook import WIDTHS, Book
from civictext.tables import Tables, rows

#: how many of the most asked addressees have a sheet of their own
MANY_ADDRESSEES = 10
#: recommendations that stand alone and are explained
MANY_ALONE = 30
CLUSTER_COLUMNS = (
    "cluster", "cluster_label", "group_theme", "group_label", "size", "n_documents", "n_regions", "regions", "years", "theme", "flag",
    "keywords", "medoid",
)  # fmt: skip
DOCUMENT_COLUMNS = (
    "doc_id", "source", "title", "event_kind", "event_name", "ordinal", "date", "place", "region", "level",
    "n_recommendations", "duplicate_of", "also", "warnings",
)  # fmt: skip
ADDRESSEE_COLUMNS = (
    "rec_id", "region", "year", "text", "addressee", "predicates", "objects", "themes", "deadline", "cluster_label", "source",
)  # fmt: skip
RECURRENCE_COLUMNS = ("region", "cluster_label", "status", "change", "years", "n_occasions", "n_met", "cluster")
MEMBER_COLUMNS = ("cluster", "cluster_label", "rec_id", "region", "year", "text", "source")
ASKED_COLUMNS = ("addressee_category", "theme", "action_type", "n_recommendations", "n_documents", "n_regions")
OPEN_COLUMNS = ("rec_id", "no_addressee", "no_deadline", "no_number", "region", "year", "text", "source")
GAP_COLUMNS = ("region", "theme", "n_recommendations", "expected", "residual", "silence", "n_documents", "few")
YEAR_COLUMNS = ("theme", "year", "n_recommendations", "of", "n_documents", "share", "low", "high")
TREND_COLUMNS = (
    "kind",
    "name",
    "n_recommendations",
    "first_year",
    "last_year",
    "slope",
    "low",
    "high",
    "q_value",
    "verdict",
)
ALONE_COLUMNS = ("rec_id", "region", "year", "text", "nearest_label", "likeness", "reason", "source")
SPREAD_COLUMNS = ("cluster_label", "step", "region", "date", "lag", "rec_id", "text", "source")
REGION_COLUMNS = ("region", "n_documents", "years", "n_recommendations", "first_theme", "first_addressee")


def write_excel(tables: Tables, path: Path, *, lang: str = "ru") -> Path:
    """Write the workbook: recommendations, documents, clusters and their members, cross tables, regions, time, the ten most asked, not read, method.

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
    Cells hold text, numbers and dates: no formulas, no links out (a cluster leads to its members, a member to its recommendation). Text longer than Excel's 32,767 characters is cut with
    an ellipsis; the whole text is in the JSON Lines. The same tables give the same bytes.
    """
    names = Names(lang)
    return write_aside(path, lambda aside: _write(tables, names, aside))


def _write(tables: Tables, names: Names, path: Path) -> None:
    figures = Figures(tables, names)
    book = Book(path, names)
    try:
        places = _recommendations(book, tables)
        _documents(book, figures)
        _clusters(book, figures, places)
        _alone(book, figures, places)
        _grid(book, "themes_regions", figures.grid("region", "theme"))
        _grid(book, "addressee_theme", figures.grid("addressee", "theme"))
        book.table(book.sheet("asked"), ASKED_COLUMNS, lists.asked_pairs(figures))
        _left_open(book, figures)
        _regions(book, figures)
        _gaps(book, figures)
        _years(book, figures)
        _recurrence(book, figures)
        _spread(book, figures)
        _addressees(book, figures)
        book.table(book.sheet("unread"), ("source", "error", "hint"), figures.errors)
        _method(book, figures)
    finally:
        book.book.close()


def _recommendations(book: Book, tables: Tables) -> dict[str, int]:
    """Write the sheet and return rec_id → its row, counted from 1."""
    lines = flat_recommendations(tables, book.names)
    columns = list(lines[0]) if lines else ["rec_id", "text"]
    sheet = book.sheet("recommendations")
    book.table(sheet, columns, lines)
    sheet.freeze_panes(1, 1)
    return {line["rec_id"]: n for n, line in enumerate(lines, 2)}


def _documents(book: Book, figures: Figures) -> None:
    names = book.names
    lines = [
        {
            **flat(d),
            "region": names.region(d["region"]),
            "level": names.label("levels", d["level"]),
            "event_kind": names.label("event_kinds", d["event_kind"]),
            "warnings": [translated(w, names.lang) for w in d["warnings"] or ()],
        }
        for d in figures.documents
    ]
    book.table(book.sheet("documents"), DOCUMENT_COLUMNS, lines)


def _clusters(book: Book, figures: Figures, places: Mapping[str, int]) -> None:
    """Write the clusters by theme and group; the number of each leads to its members."""
    names, sheet = book.names, book.sheet("clusters")
    texts = {r["rec_id"]: r["text"] for r in rows(figures.tables.recommendations)}
    lines = [
        {
            **c,
            "cluster_label": c["label"],
            "group_theme": group.theme_name,
            "group_label": group.name,
            "regions": [names.region(r) for r in c["regions"] or ()],
            "theme": names.label("themes", c["theme"]),
            "flag": names.word("clusters.weak") if c["flag"] else "",
            "medoid": texts.get(c["medoid"], c["medoid"]),
        }
        for group in figures.groups
        for c in group.clusters
    ]
    book.table(sheet, CLUSTER_COLUMNS, lines)
    first = _members(book, figures, places)
    found = [(n, str(c["cluster"]), first[c["cluster"]]) for n, c in enumerate(lines, 1) if c["cluster"] in first]
    book.links(sheet, CLUSTER_COLUMNS.index("cluster"), found, names.word("sheet.members"))


def _members(book: Book, figures: Figures, places: Mapping[str, int]) -> dict[Any, int]:
    """Write the members of the clusters, each linked to its recommendation, and return cluster → its first row, counted from 1."""
    order = {c["cluster"]: n for n, c in enumerate(c for group in figures.groups for c in group.clusters)}
    lines = [r for r in flat_recommendations(figures.tables, book.names) if r["cluster"] in order]
    lines.sort(key=lambda r: (order[r["cluster"]], str(r["date"] or ""), r["rec_id"]))
    sheet = book.sheet("members")
    book.table(sheet, MEMBER_COLUMNS, lines)
    found = [(n, r["rec_id"], places[r["rec_id"]]) for n, r in enumerate(lines, 1)]
    book.links(sheet, MEMBER_COLUMNS.index("rec_id"), found, book.names.word("sheet.recommendations"))
    first: dict[Any, int] = {}
    for n, row in enumerate(lines, 2):
        first.setdefault(row["cluster"], n)
    return first


def _alone(book: Book, figures: Figures, places: Mapping[str, int]) -> None:
    """Write the recommendations that stand alone but nearest to a commitment, each linked to its row, and why they do."""
    documents = {r["rec_id"]: r for r in flat_recommendations(figures.tables, book.names)}
    found = rows(outliers_told(figures.tables, MANY_ALONE, lang=book.names.lang))
    lines = [
        {**documents[row["rec_id"]], "nearest_label": row["label"], "likeness": row["score"], "reason": row["reason"]}
        for row in found
    ]
    sheet = book.sheet("alone")
    book.table(sheet, ALONE_COLUMNS, lines)
    linked = [(n, row["rec_id"], places[row["rec_id"]]) for n, row in enumerate(lines, 1)]
    book.links(sheet, ALONE_COLUMNS.index("rec_id"), linked, book.names.word("sheet.recommendations"))


def _left_open(book: Book, figures: Figures) -> None:
    """Write the recommendations that name no addressee, deadline or number; those that leave most open first."""
    sources = {r["rec_id"]: r["doc_source"] for r in rows(figures.counted)}
    mark = book.names.word("sheet.absent")
    lines = [
        {
            **row, "region": book.names.region(row["region"]), "source": sources[row["rec_id"]],
            **{f"no_{key}": "" if row[f"has_{key}"] else mark for key in lists.OPEN},
        }
        for row in rows(incomplete(figures.tables))
    ]  # fmt: skip
    book.table(book.sheet("open"), OPEN_COLUMNS, lines)


def _gaps(book: Book, figures: Figures) -> None:
    """Write observed against expected recommendations of every theme in every region."""
    names = book.names
    lines = [
        {
            **row, "region": names.region(row["group"]), "theme": names.facet("theme", row["label"]), "n_recommendations": row["observed"],
            "n_documents": row["group_resolutions"], "few": names.word("sheet.few") if row["few"] else "",
        }
        for row in rows(gaps(figures.tables))
    ]  # fmt: skip
    book.table(book.sheet("gaps"), GAP_COLUMNS, lines)


def _years(book: Book, figures: Figures) -> None:
    """Write the share of each theme in each year, and which themes and commitments grow or decline."""
    names = book.names
    shares = [
        {**row, "theme": row["name"], "of": row["denominator"], "n_documents": row["group_resolutions"]}
        for row in sorted(lists.year_shares(figures), key=lambda r: (r["name"], r["year"]))
    ]
    book.table(book.sheet("years"), YEAR_COLUMNS, shares)
    lines = [
        {**row, "kind": names.word(f"facet.{what}.name"), "verdict": row["trend_name"]}
        for what in ("theme", "cluster")
        for row in lists.trend_lines(figures, what)
    ]
    book.table(book.sheet("trends"), TREND_COLUMNS, lines)


def _spread(book: Book, figures: Figures) -> None:
    """Write where each commitment appeared first and where next."""
    lines = [
        {**step, "cluster_label": path["name"], "region": step["region_name"]}
        for path in lists.spread(figures, min_regions=2)
        for step in path["steps"]
    ]
    book.table(book.sheet("spread"), SPREAD_COLUMNS, lines)


def _regions(book: Book, figures: Figures) -> None:
    """Write a line for each region: how much it says, and what it speaks of and asks most."""
    themes, addressees = figures.grid("region", "theme"), figures.grid("region", "addressee")
    lines = [
        {
            "region": name,
            "n_documents": n_resolutions,
            "years": sorted({d["date"][:4] for d in figures.kept if d["region"] == key and d["date"]}),
            "n_recommendations": n,
            "first_theme": themes.first(key),
            "first_addressee": addressees.first(key),
        }
        for key, name, n, n_resolutions in themes.rows
        if key != UNKNOWN
    ]
    book.table(book.sheet("regions"), REGION_COLUMNS, lines)


def _recurrence(book: Book, figures: Figures) -> None:
    """Write a line for each commitment of a region that met more than once."""
    lines = [{**c, "cluster_label": c["label"], "status": c["status_name"]} for c in figures.chains]
    book.table(book.sheet("recurrence"), RECURRENCE_COLUMNS, lines)


def _addressees(book: Book, figures: Figures) -> None:
    """Write a sheet for each of the most asked addressees: all that it is asked."""
    lines = {line["rec_id"]: line for line in flat_recommendations(figures.tables, book.names)}
    asked = dict(zip(figures.counted["rec_id"], facet(figures.counted, "addressee"), strict=True))
    for n, who in enumerate(figures.lines("addressee")[:MANY_ADDRESSEES], 1):
        mine = [lines[rec_id] for rec_id, keys in asked.items() if who.key in keys]
        book.table(book.named(f"{n} {who.name}"), ADDRESSEE_COLUMNS, mine)


def _grid(book: Book, key: str, grid: Grid) -> None:
    """Write a cross table: counts, the row's total in front, columns by name."""
    sheet, names = book.sheet(key), book.names
    sheet.set_column(0, 0, WIDTHS["name"])
    sheet.set_column(1, 1, 8)
    sheet.set_column(2, len(grid.columns) + 1, 5)
    sheet.write_string(0, 0, names.word(f"facet.{grid.by}.name"), book.head)
    sheet.write_string(0, 1, names.word("sheet.total"), book.turned)
    for n, (_, name, _) in enumerate(grid.columns, 2):
        book.cell(sheet, 0, n, name, book.turned)
    for row, (group, name, total, n_resolutions) in enumerate(grid.rows, 1):
        book.cell(sheet, row, 0, f"{name} *" if n_resolutions < FEW else name)
        book.cell(sheet, row, 1, total)
        for n, (label, _, _) in enumerate(grid.columns, 2):
            cell = grid.cells.get((group, label))
            book.cell(sheet, row, n, cell.n if cell else None)
    last = (max(len(grid.rows), 1), max(len(grid.columns) + 1, 2))
    sheet.conditional_format(1, 2, *last, {"type": "2_color_scale", "min_color": "#F2F6FA", "max_color": "#6FA0CC"})
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, last[0], 1)


def _method(book: Book, figures: Figures) -> None:
    sheet, names = book.sheet("method"), book.names
    sheet.set_column(0, 0, 100)
    sheet.set_column(1, 4, 12)
    book.cell(sheet, 0, 0, figures.lead)
    row = 1
    for key in ("steps", "unit", "shares", "duplicates", "caution"):
        book.cell(sheet, row, 0, names.word(f"method.{key}"))
        row += 1
    row = _quality(book, sheet, row + 1)
    book.cell(sheet, row + 1, 0, names.word("method.run"), book.title)
    for n, (key, value) in enumerate(figures.run, row + 2):
        book.cell(sheet, n, 0, f"{key}: {value}")


def _quality(book: Book, sheet: Worksheet, row: int) -> int:
    """Write the measured quality and return the next free row."""
    names, quality = book.names, read_quality()
    book.cell(sheet, row, 0, names.word("section.quality"), book.title)
    if quality is None:
        book.cell(sheet, row + 1, 0, names.word("quality.none"))
        return row + 2
    book.cell(sheet, row + 1, 0, names.word("quality.note"))
    keys = ("figure", "precision", "recall", "f1", "n")
    for n, key in enumerate(keys):
        sheet.write_string(row + 2, n, names.word(f"terminal.{key}"), book.head)
        for at, line in enumerate(quality.rows, row + 3):
            book.cell(sheet, at, n, line.get(key))
    return row + 3 + len(quality.rows)

"""Commands that ask the tables of an earlier `analyze`: compare, recurrence, search, kwic, trace. Each prints one table."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from civictext.cli_common import clear_errors

if TYPE_CHECKING:
    import pandas as pd

    from civictext.analysis import Analysis


class Output(StrEnum):
    """How a table is printed."""

    text = "text"
    csv = "csv"
    jsonl = "jsonl"


class By(StrEnum):
    """What a concordance compares."""

    lemma = "lemma"
    form = "form"


class Sort(StrEnum):
    """Order of a concordance."""

    document = "document"
    left = "left"
    right = "right"
    hit = "hit"


class Show(StrEnum):
    """What a concordance shows."""

    lines = "lines"
    collocations = "collocations"
    frequency = "frequency"


class Measure(StrEnum):
    """What a comparison shows."""

    shares = "shares"
    apart = "apart"
    gaps = "gaps"
    trends = "trends"
    spread = "spread"
    asked = "asked"
    incomplete = "incomplete"


#: pairs of theme and action of an addressee that `--show asked` lists: all
ALL_PAIRS = 1_000_000

Out = Annotated[Path, typer.Argument(help="Folder of an earlier `analyze`.")]
As = Annotated[Output, typer.Option("--as", help="Print for people, as CSV, or as JSON Lines.")]
Limit = Annotated[int, typer.Option("-n", help="Rows at most; 0: all.", min=0)]
Filters = Annotated[
    list[str] | None, typer.Option("--where", help="Filter FACET=VALUE, for instance region=RU-PER or theme=youth.")
]


def register(app: typer.Typer) -> None:
    """Add the commands to an application."""
    for command in (compare, recurrence, search, kwic, trace):
        app.command()(command)


def compare(
    out: Out,
    by: Annotated[
        str, typer.Option(help="Groups: region, federal_district, year, level, event_kind, addressee or any column.")
    ] = "region",
    what: Annotated[str, typer.Option(help="Labels: theme, action, addressee, cluster, lemma …")] = "theme",
    show: Annotated[
        Measure,
        typer.Option(
            help="Shares; what sets groups apart; gaps; trends over years; spread over regions; who is asked what; what is left open."
        ),
    ] = Measure.shares,
    n: Limit = 0,
    output: As = Output.text,
) -> None:
    """Compare groups: counts with denominators, shares with 95 % intervals over resolutions, differences, q-values."""
    ask: dict[Measure, Callable[[Analysis], pd.DataFrame]] = {
        Measure.shares: lambda a: a.compare(by=by, what=what),
        Measure.apart: lambda a: a.log_odds(by=by, what=what),
        Measure.gaps: lambda a: a.gaps(by=by, what=what),
        Measure.trends: lambda a: a.trends(what=what),
        Measure.spread: lambda a: a.diffusion(what=what),
        Measure.asked: lambda a: a.asked_most(n=ALL_PAIRS),
        Measure.incomplete: lambda a: a.incomplete(),
    }
    _answer(out, ask[show], _SHOWN[show], output, n)


def recurrence(
    out: Out,
    series: Annotated[str, typer.Option(help="Column whose equal values make a series.")] = "region",
    n: Limit = 0,
    output: As = Output.text,
) -> None:
    """Show what became of each commitment in later years: repeated, strengthened, weakened, dropped, new."""
    shown = ("series", "label", "status", "change", "n_occasions", "n_met", "first_date", "last_date")
    _answer(out, lambda a: a.recurrence(series), shown, output, n)


def search(
    out: Out,
    query: Annotated[str, typer.Argument(help="A measure in words, or the rec_id of a recommendation.")],
    where: Filters = None,
    n: Limit = 10,
    output: As = Output.text,
) -> None:
    """Find the commitments nearest to a measure; words of the query stand [in brackets]."""

    def ask(a: Analysis) -> pd.DataFrame:
        table = a.similar(query, where=_where(where), n=n or len(a.recommendations))
        return table.assign(text=_bracketed(table)) if output is Output.text else table

    _answer(out, ask, ("score", "text", "region", "year", "source", "rec_id"), output, n)


def kwic(
    out: Out,
    query: Annotated[str, typer.Argument(help="A word or phrase; * stands for any letters.")],
    by: Annotated[By, typer.Option(help="Compare lemmas or forms.")] = By.lemma,
    sort: Annotated[Sort, typer.Option(help="Order of the lines.")] = Sort.document,
    show: Annotated[Show, typer.Option(help="Lines, collocations, or frequency by group.")] = Show.lines,
    group: Annotated[str, typer.Option(help="Groups of --show frequency.")] = "region",
    where: Filters = None,
    n: Limit = 0,
    output: As = Output.text,
) -> None:
    """Show every use of a word in its context."""
    chosen = _where(where)
    ask: dict[Show, Callable[[Analysis], pd.DataFrame]] = {
        Show.lines: lambda a: a.kwic(query, by=by.value, sort=sort.value, where=chosen),
        Show.collocations: lambda a: a.collocations(query, by=by.value, where=chosen),
        Show.frequency: lambda a: a.frequency(query, by=by.value, group=group, where=chosen),
    }
    shown = ("left", "hit", "right", "region", "year", "source") if show is Show.lines else ()
    _answer(out, ask[show], shown, output, n)


def trace(
    out: Out,
    programmes: Annotated[Path, typer.Argument(help="Programmes, plans or reports: a file, folder or glob.")],
    threshold: Annotated[float | None, typer.Option(help="Score from which a passage is a match.")] = None,
    anywhere: Annotated[bool, typer.Option("--anywhere", help="Look in documents of other regions too.")] = False,
    where: Filters = None,
    n: Limit = 0,
    output: As = Output.text,
) -> None:
    """Find, for each commitment, the passages of other documents that take it up."""
    options: dict[str, Any] = {} if threshold is None else {"threshold": threshold}
    shown = ("text", "status", "score", "quote", "place", "document")
    ask = lambda a: a.trace(programmes, same_region=not anywhere, where=_where(where), **options)  # noqa: E731
    _answer(out, ask, shown, output, n)


def _answer(out: Path, ask: Callable[[Analysis], pd.DataFrame], shown: Sequence[str], output: Output, n: int) -> None:
    """Ask the tables of a run, print the answer and, on stderr, what could not be read."""
    with clear_errors():
        from civictext.analysis import Analysis

        table = ask(Analysis.load(out))
        _print(table.head(n) if n else table, shown, output)
        for error in table.attrs.get("errors", ()):
            typer.echo(f"{error['source']}: {error['error']} {error['hint']}".rstrip(), err=True)


#: columns shown to people
_SHOWN: dict[Measure, tuple[str, ...]] = {
    Measure.shares: ("group", "label", "n_recommendations", "denominator", "group_resolutions", "share", "low", "high", "difference", "q_value", "few"),
    Measure.apart: ("group", "label", "n_recommendations", "rest_recommendations", "log_odds", "z", "q_value"),
    Measure.gaps: ("group", "label", "observed", "expected", "residual", "silence", "group_resolutions"),
    Measure.trends: ("label", "n_recommendations", "first_year", "last_year", "slope", "low", "high", "q_value", "trend"),
    Measure.spread: ("name", "step", "region", "date", "lag", "text"),
    Measure.asked: ("addressee", "rank", "theme", "action", "n_recommendations", "n_resolutions", "n_regions", "asked"),
    Measure.incomplete: ("rec_id", "has_addressee", "has_deadline", "has_number", "region", "year", "text"),
}  # fmt: skip


def _where(filters: Sequence[str] | None) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for item in filters or ():
        name, sign, value = item.partition("=")
        if not sign or not name:
            raise typer.BadParameter(f"--where is FACET=VALUE, for instance region=RU-PER; it was {item!r}")
        out.setdefault(name, []).append(value)
    return out


def _bracketed(table: pd.DataFrame) -> list[str]:
    out = []
    for text, stretches in zip(table["text"], table["highlights"], strict=True):
        for start, end in sorted(stretches, reverse=True):
            text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
        out.append(text)
    return out


def _print(table: pd.DataFrame, shown: Sequence[str], output: Output) -> None:
    if output is Output.csv:
        table.to_csv(sys.stdout, index=False)
        return
    if output is Output.jsonl:
        typer.echo(table.to_json(orient="records", lines=True, force_ascii=False).rstrip("\n"))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    names = [c for c in (shown or table.columns) if c in table.columns]
    grid = Table(box=None, pad_edge=False)
    for name in names:
        grid.add_column(name, justify="right" if name == "left" else "default", overflow="fold")
    for row in table[names].itertuples(index=False):
        grid.add_row(*(Text(_cell(v)) for v in row))  # Text: brackets of a document are no markup
    Console().print(grid)


def _cell(value: Any) -> str:
    if value is None or (not isinstance(value, list | tuple) and value != value) or str(value) == "<NA>":
        return ""
    return f"{value:.3f}" if isinstance(value, float) else str(value)

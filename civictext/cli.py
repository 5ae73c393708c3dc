"""Thin commands over the public functions. Only this module prints; results go to stdout, talk to stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from civictext import cli_compare, cli_evaluate, cli_explain, cli_taxonomy, cli_train
from civictext.cli_common import NONE_READ, SOME_UNREAD, clear_errors

if TYPE_CHECKING:
    from civictext.analysis import Analysis
    from civictext.documents import Progress

app = typer.Typer(
    help="Reads resolutions of civic forums: finds recommendations, tags actors, actions and themes, compares regions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(cli_taxonomy.app, name="taxonomy")
app.command()(cli_explain.explain)
app.command()(cli_explain.together)
app.command()(cli_explain.outliers)
app.command()(cli_evaluate.evaluate)
app.command()(cli_train.train)
cli_compare.register(app)


PAGE_SUFFIXES = (".html", ".htm")


class Lang(StrEnum):
    """Language of the report."""

    ru = "ru"
    en = "en"


class Format(StrEnum):
    """Format of the tables."""

    jsonl = "jsonl"
    parquet = "parquet"
    csv = "csv"


Inputs = Annotated[
    list[str] | None, typer.Argument(help="Files, folders (searched recursively) or globs.", metavar="INPUT...")
]
Taxonomy = Annotated[
    Path | None,
    typer.Option(
        "--taxonomy",
        metavar="FILE",
        help="Your own themes, actor categories, action types (YAML, CSV, XLSX); see `taxonomy check`.",
    ),
]
Granularity = Annotated[
    str | None,
    typer.Option(help="How fine the clusters are: coarse, normal, fine, or a number from -1 to 1 (default: normal)."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Name every input and every warning.")]


def _version(value: bool) -> None:
    if value:
        import civictext

        typer.echo(f"civictext {civictext.__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Russian console in another encoding must not stop a run
            stream.reconfigure(errors="replace")


@app.command()
def report(
    inputs: Inputs = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The page; the workbook is written beside it.")] = Path(
        "report.html"
    ),
    lang: Annotated[Lang, typer.Option(help="Language of the report.")] = Lang.ru,
    memo: Annotated[bool, typer.Option("--memo", help="Also write the memo: .docx and .md beside the page.")] = False,
    sample: Annotated[bool, typer.Option("--sample", help="Use the embedded sample instead of INPUT.")] = False,
    taxonomy: Taxonomy = None,
    granularity: Granularity = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Analyse resolutions and write one page (works offline) and a workbook beside it.

    INPUT may be the folder of an earlier `analyze`.
    """
    if output.suffix.lower() not in PAGE_SUFFIXES:
        raise typer.BadParameter(f"{output.name}: the report is a page; end its name with .html")
    analysis = _analysis(inputs or [], sample, quiet, verbose, taxonomy, granularity)
    with clear_errors():
        written = [
            analysis.to_html(output, lang=lang.value),
            analysis.to_excel(output.with_suffix(".xlsx"), lang=lang.value),
        ]
        if memo:
            written.append(analysis.to_docx(output.with_suffix(".docx"), lang=lang.value))
            written.append(analysis.to_markdown(output.with_suffix(".md"), lang=lang.value))
    _say(quiet, "\n".join(map(str, written)))
    raise typer.Exit(_code(analysis))


@app.command()
def analyze(
    inputs: Inputs = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="Folder for the tables.")] = Path("civictext-out"),
    formats: Annotated[
        list[Format] | None, typer.Option("--format", help="Formats of the tables; default: all three.")
    ] = None,
    sample: Annotated[bool, typer.Option("--sample", help="Use the embedded sample instead of INPUT.")] = False,
    taxonomy: Taxonomy = None,
    granularity: Granularity = None,
    earlier: Annotated[
        Path | None,
        typer.Option(
            "--continue",
            metavar="EARLIER",
            help="Output folder of an earlier run: its clusters and their numbers stay, new documents join or found; "
            "changes.jsonl says what differs. INPUT still holds all documents.",
        ),
    ] = None,
    recluster: Annotated[
        bool, typer.Option("--recluster", help="With --continue: group afresh all the same, as without it.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Analyse resolutions and write the tables: JSON Lines, Parquet, and CSV for Excel."""
    if output.is_file():
        raise typer.BadParameter(f"{output} is a file; the tables need a folder")
    continues = None if recluster else earlier
    analysis = _analysis(inputs or [], sample, quiet, verbose, taxonomy, granularity, continues)
    with clear_errors():
        folder = analysis.save(output, [f.value for f in formats or list(Format)])
    _say(quiet, str(folder))
    raise typer.Exit(_code(analysis))


@app.command()
def show(
    file: Annotated[Path, typer.Argument(help="One resolution.")],
    blocks: Annotated[bool, typer.Option("--blocks", help="Show how the file was read, block by block.")] = False,
    lang: Annotated[Lang, typer.Option(help="Language of the labels.")] = Lang.ru,
    taxonomy: Taxonomy = None,
) -> None:
    """Show one resolution in the terminal: its metadata and every recommendation with its tags."""
    from rich.console import Console

    from civictext.report.terminal import show_blocks, show_resolution

    with clear_errors():
        from civictext.read import read_document

        source = read_document(file)
        console = Console()
        if blocks:
            show_blocks(source, console)
            return
        from civictext.documents import corrected_rows
        from civictext.pipeline import load
        from civictext.resources import using_labels
        from civictext.taxonomy.own import taxonomy_of

        nlp = load(taxonomy=taxonomy)
        rows, warnings = corrected_rows(source, file, nlp)
        with using_labels(taxonomy_of(nlp).get("labels")):
            show_resolution(rows, console, lang=lang.value)
    for warning in warnings:
        typer.echo(warning, err=True)


@app.command()
def sample(folder: Annotated[Path, typer.Argument(help="Where to write the sample documents.")]) -> None:
    """Write out the embedded sample: composed resolutions, not real ones."""
    from civictext.sample import write_sample

    with clear_errors():
        for path in write_sample(folder):
            typer.echo(path)


def _analysis(
    inputs: list[str],
    use_sample: bool,
    quiet: bool,
    verbose: bool,
    taxonomy: Path | None = None,
    granularity: str | None = None,
    earlier: Path | None = None,
) -> Analysis:
    """Return the analysis of the inputs, of the sample, or of an earlier run's folder; exit with a clear message."""
    from civictext.analysis import Analysis, analyze

    if use_sample == bool(inputs):
        raise typer.BadParameter("give INPUT (files, folders, globs) or --sample, one of the two")
    with clear_errors():
        if len(inputs) == 1 and (Path(inputs[0]) / "recommendations.jsonl").is_file():
            if taxonomy is not None:
                raise ValueError("--taxonomy needs the documents: an earlier run's folder is tagged already")
            if granularity is not None:
                raise ValueError("--granularity needs the documents: an earlier run's folder has its clusters already")
            if earlier is not None:
                raise ValueError("--continue needs the documents: INPUT is an earlier run's folder")
            return Analysis.load(inputs[0])
        from civictext.cluster.granularity import granularity_value
        from civictext.pipeline import load
        from civictext.sample import sample_folder

        fineness = granularity_value(granularity or "normal")  # a wrong one is told before anything is read
        nlp = load(taxonomy=taxonomy)
        with _progress(quiet) as progress:
            analysis = analyze(
                [sample_folder()] if use_sample else list(inputs),
                nlp=nlp,
                progress=progress,
                granularity=fineness,
                earlier=earlier,
            )
    _report_problems(analysis, quiet, verbose)
    if not len(analysis.documents):
        typer.echo("Ничего не прочитано, поэтому ничего и не записано.", err=True)
        raise typer.Exit(NONE_READ)
    return analysis.marked_composed() if use_sample else analysis


@contextmanager
def _progress(quiet: bool) -> Iterator[Progress | None]:
    """Show a bar on a terminal; nothing in a pipe."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("чтение", total=None)
        yield lambda done, total, source: bar.update(
            task, completed=done, total=total, description=Path(source).name[:40]
        )


def _report_problems(analysis: Analysis, quiet: bool, verbose: bool) -> None:
    for error in analysis.errors.to_dict("records"):
        typer.echo(f"{error['source']}: {error['error']} {error['hint']}".rstrip(), err=True)
    for warning in () if quiet else analysis.run.get("warnings") or ():
        typer.echo(warning, err=True)
    if verbose and not quiet:
        for document in analysis.documents.to_dict("records"):
            typer.echo(f"{document['source']}: {document['n_recommendations']}", err=True)
            for warning in document["warnings"]:
                typer.echo(f"  {warning}", err=True)


def _code(analysis: Analysis) -> int:
    if not len(analysis.errors):
        return 0
    return SOME_UNREAD if len(analysis.documents) else NONE_READ


def _say(quiet: bool, text: str) -> None:
    if not quiet:
        typer.echo(text)

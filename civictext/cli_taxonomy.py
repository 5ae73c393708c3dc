"""Commands ``taxonomy check`` and ``taxonomy try``: thin, over `civictext.taxonomy`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from civictext.cli_common import clear_errors

app = typer.Typer(help="Your own themes, actor categories and action types.", no_args_is_help=True)

FAULTS = 1


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="Taxonomy: YAML, CSV or XLSX.")],
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
) -> None:
    """Check a taxonomy: unknown keys, phrases that are no lemmas, overlaps, labels and examples that never fire.

    Exit code 1 where there is an error.
    """
    with clear_errors():
        from civictext.taxonomy.check import check_taxonomy

        findings = check_taxonomy(file)
    for finding in findings:
        typer.echo(f"{finding.file}, line {finding.line}: {finding.grade}: {finding.message}")
    errors = sum(f.grade == "error" for f in findings)
    typer.echo(f"{errors} errors, {len(findings) - errors} warnings", err=True)
    raise typer.Exit(FAULTS if errors or (strict and findings) else 0)


@app.command("try")
def try_(
    file: Annotated[Path, typer.Argument(help="Taxonomy: YAML, CSV or XLSX.")],
    corpus: Annotated[list[str], typer.Argument(help="Files, folders or globs of resolutions.")],
    samples: Annotated[int, typer.Option(min=0, help="Hits to show for a label.")] = 3,
    every: Annotated[bool, typer.Option("--all", help="Also civictext's labels that the file does not name.")] = False,
) -> None:
    """Show what each label of a taxonomy hits in a corpus; labels without a hit are listed too."""
    with clear_errors():
        from civictext.report.terminal import visible
        from civictext.taxonomy.tryout import try_taxonomy

        for hits in try_taxonomy(file, corpus, samples=samples, every=every):
            typer.echo(f"{hits.kind}.{hits.label} «{hits.name}»: {hits.n} / {len(hits.documents)}")
            for words, text in hits.samples:
                typer.echo(f"  [{visible(words)}] {visible(text)}")

"""Command ``evaluate``: thin, over `civictext.evaluation`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from civictext.cli_common import clear_errors


def evaluate(
    output: Annotated[Path, typer.Argument(help="Folder of an earlier `analyze`.")],
    gold: Annotated[Path, typer.Argument(help="Folder of gold labels, one JSON file a document.")],
    html: Annotated[Path | None, typer.Option("--html", help="Write everything as a page.")] = None,
    as_json: Annotated[Path | None, typer.Option("--json", help="Write everything as JSON.")] = None,
    worst: Annotated[int, typer.Option(min=0, help="How many of the worst items to list.")] = 20,
    draws: Annotated[int, typer.Option(min=0, help="Bootstrap samples of documents; 0: no intervals.")] = 1000,
    lang: Annotated[str, typer.Option(help="ru or en.")] = "ru",
) -> None:
    """Print precision, recall and F1 of every kind of label against gold, with intervals.

    Labels, roles, regions, formats, confusion tables and the worst items go into --html and --json.
    """
    from rich.console import Console

    from civictext.report.terminal import show_figures

    with clear_errors():
        from civictext.analysis import Analysis
        from civictext.evaluate import load_gold
        from civictext.evaluation import study, write_page
        from civictext.tables import rows

        analysis = Analysis.load(output)
        found = study(
            rows(analysis.documents), rows(analysis.recommendations), load_gold(gold), worst=worst, draws=draws
        )
        show_figures(found.evaluation, Console(), lang=lang, rows=found.figures)
        if as_json is not None:
            text = json.dumps(found.to_dict(), ensure_ascii=False, indent=1)
            as_json.write_text(text + "\n", encoding="utf-8")
        if html is not None:
            write_page(found, html, lang=lang)
    for path in (as_json, html):
        if path is not None:
            typer.echo(path, err=True)

"""Command ``train``: thin, over `civictext.train`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from civictext.cli_common import clear_errors


def train(
    gold: Annotated[Path, typer.Option("--gold", help="Folder of gold labels, one JSON file a document.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder of the model, for example models/NAME.")],
    encoder: Annotated[
        str, typer.Option(help="Sentence vectors: sentences-1, e5 (needs civictext[e5]) or none.")
    ] = "sentences-1",
) -> None:
    """Train a theme model on labelled documents of your own and print how it does on documents held out in turn."""
    with clear_errors():
        from civictext.train import train_themes

        meta = train_themes(gold, out, encoder=None if encoder == "none" else encoder)
    data, scores = meta["training"], meta["scores"]
    typer.echo(f"{data['recommendations']} recommendations of {data['documents']} documents; held out: F1 micro {scores['micro_f1']}, macro {scores['macro_f1']}")  # fmt: skip
    typer.echo(out, err=True)

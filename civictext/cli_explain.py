"""Command ``explain``: thin, over `civictext.explain`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from civictext.cli_common import clear_errors


def explain(
    file: Annotated[Path, typer.Argument(help="One resolution.")],
    item: Annotated[
        list[int] | None, typer.Option("--item", "-i", min=1, help="Number of a recommendation; default: all.")
    ] = None,
    rejected: Annotated[bool, typer.Option("--rejected", help="The lines that were not taken, and why.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON Lines instead of text.")] = False,
    taxonomy: Annotated[Path | None, typer.Option("--taxonomy", metavar="FILE", help="Your own taxonomy.")] = None,
    lang: Annotated[str, typer.Option(help="ru or en.")] = "ru",
) -> None:
    """Explain each tag of a recommendation: which rule or model, on which words, with which score, and what almost fired."""
    with clear_errors():
        from civictext import explain as ex
        from civictext.pipeline import load
        from civictext.read import read_document
        from civictext.report.explained import explained, rejected_lines
        from civictext.resources import using_labels
        from civictext.taxonomy.own import taxonomy_of

        nlp = load(taxonomy=taxonomy)
        source = read_document(file)
        doc = nlp.make_doc(source.text)
        doc._.blocks = [b.to_dict() for b in source.blocks]
        doc = nlp(doc)
        with using_labels(taxonomy_of(nlp).get("labels")):
            if rejected:
                found = ex.rejected(doc)
                lines = [json.dumps(r.to_dict(), ensure_ascii=False) for r in found]
                typer.echo("\n".join(lines) if as_json else rejected_lines(found, lang=lang))
                return
            for n in item or range(1, len(doc._.recommendations) + 1):
                got = ex.explain_item(doc, n, nlp)
                typer.echo(
                    json.dumps(got.to_dict(), ensure_ascii=False) if as_json else explained(got, lang=lang) + "\n"
                )

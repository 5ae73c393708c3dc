"""Commands ``explain``, ``together``, ``outliers``: thin, over public functions."""

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


def together(
    folder: Annotated[Path, typer.Argument(help="Output folder of `analyze`.")],
    what: Annotated[
        list[str],
        typer.Argument(metavar="REC_ID REC_ID | CLUSTER", help="Two recommendations, or a cluster: its weakest link."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of text.")] = False,
    lang: Annotated[str, typer.Option(help="ru or en.")] = "ru",
) -> None:
    """Say why two recommendations count as one measure, or which two members of a cluster hang together least."""
    with clear_errors():
        from civictext.analysis import Analysis
        from civictext.report.tied import texts_of, tied
        from civictext.tables import rows

        analysis = Analysis.load(folder)
        try:
            if len(what) == 1 and what[0].isdigit():
                link = analysis.weakest_link(int(what[0]))
            elif len(what) == 2:
                link = analysis.together(*what)
            else:
                raise ValueError("give two rec_id, or the number of one cluster")
        except KeyError as error:
            raise ValueError(error.args[0]) from None
        with analysis._labels():
            text = tied(link, texts_of(rows(analysis.recommendations)), lang=lang)
        typer.echo(json.dumps(link.to_dict(), ensure_ascii=False) if as_json else text)


def outliers(
    folder: Annotated[Path, typer.Argument(help="Output folder of `analyze`.")],
    n: Annotated[int, typer.Option("-n", min=1, help="How many, the nearest to a commitment first.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="JSON Lines instead of text.")] = False,
    lang: Annotated[str, typer.Option(help="ru or en.")] = "ru",
) -> None:
    """Say of recommendations that stand alone which commitment is nearest and why they are not part of it."""
    with clear_errors():
        from civictext.analysis import Analysis
        from civictext.report.outliers import outlier_lines
        from civictext.tables import rows

        found = rows(Analysis.load(folder).outliers(n, lang=lang))
        lines = [json.dumps(row, ensure_ascii=False) for row in found]
        typer.echo("\n".join(lines) if as_json else outlier_lines(found))

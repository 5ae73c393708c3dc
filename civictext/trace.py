"""Trace: which passages of other documents (programmes, plans, reports) take a commitment up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from civictext.nearest import scores
from civictext.passages import as_rows
from civictext.search import Where, select
from civictext.tables import Tables, rows

if TYPE_CHECKING:
    from spacy import Language

    from civictext.records import Block, SourceDocument

#: score from which a passage is a match; on the programmes of the development corpus four of five matches come to it
DEFAULT_THRESHOLD = 0.2
#: a further passage is a match from this part of the best one's score on: beside the right passage its neighbours score too
NEAR_BEST = 0.5
#: passages of fewer words promise nothing: numbers of pages, cells of a table
MIN_WORDS = 3
COLUMNS = (
    "rec_id", "text", "region", "year", "source", "status", "rank", "score", "quote", "document", "place", "page", "start", "end",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A passage of another document: its words, the file, where in it (label or heading, page, characters of its text)."""

    text: str
    document: str
    place: str | None
    page: int | None
    start: int
    end: int
    region: str | None


def trace(
    tables: Tables,
    programmes: str | Path | Sequence[str | Path],
    *,
    threshold: float = DEFAULT_THRESHOLD,
    near_best: float = NEAR_BEST,
    n: int = 3,
    same_region: bool = True,
    where: Where | None = None,
) -> pd.DataFrame:
    """Return, for each commitment, the passages of other documents that take it up.

    Parameters
    ----------
    tables : Tables
        The tables of a run; documents that repeat an earlier one are left out.
    programmes : path, glob or several
        Documents to look in: any format that civictext reads.
    threshold : float, default=0.2
        Score (0 to 1) from which a passage counts as a match; larger: fewer and surer matches.
    near_best : float, default=0.5
        A further passage is a match from this part of the best one's score on (0 to 1; 0: no such bound).
    n : int, default=3
        Matches of a commitment at most.
    same_region : bool, default=True
        Look only in documents of the commitment's region, where both are known.
    where : mapping, optional
        Which commitments to trace, see `civictext.search.select`.

    Returns
    -------
    DataFrame
        ``rec_id``, ``text``, ``region``, ``year``, ``source`` of the commitment, ``status`` (``match``, ``no match``, or ``no document`` where none is
        of this region), ``rank`` (1 = best;
        missing without a match), ``score`` (without a match: of the best passage that was not good enough), ``quote`` (the
        passage), ``document``, ``place`` (its number or heading), ``page``, ``start``, ``end`` (characters of the document's text). Every
        commitment has a row. Files that could not be read are in ``attrs["errors"]``, as in the errors table.

    Raises
    ------
    FileNotFoundError
        If no document is there to look in.

    Notes
    -----
    The score is that of the pair model: how probably both ask for the same measure. It ranks well and is not a probability that
    the promise was kept: a passage promises, it does not report. Accuracy is measured by ``benchmarks/trace.py``.
    """
    found, errors = passages(programmes)
    if not found:
        reason = f"; {errors[0]['source']}: {errors[0]['error']}" if errors else ""
        raise FileNotFoundError(f"no passage to look in under {programmes}{reason}")
    members = rows(select(tables.counted(), where))
    values = scores(members, as_rows([p.text for p in found]))
    out: list[dict[str, Any]] = []
    for row, line in zip(members, values, strict=True):
        allowed = [
            k for k, p in enumerate(found) if not same_region or row["region"] in (None, p.region) or not p.region
        ]
        ranked = _ranked(line, [(k, found[k]) for k in allowed])
        least = max(threshold, near_best * ranked[0][0]) if ranked else threshold
        out += _matches(row, ranked[:n], least)
    table = pd.DataFrame(out, columns=list(COLUMNS)).astype(
        {"rank": "Int64", "page": "Int64", "start": "Int64", "end": "Int64"}
    )
    table.attrs["errors"] = errors
    return table


def _ranked(line: np.ndarray, allowed: Sequence[tuple[int, Found]]) -> list[tuple[float, Found]]:
    """Return the passages with their scores, best first."""
    scored = ((round(float(line[k]), 4), p) for k, p in allowed)
    return sorted(scored, key=lambda x: (-x[0], x[1].document, x[1].start))


def _matches(row: dict[str, Any], ranked: Sequence[tuple[float, Found]], least: float) -> list[dict[str, Any]]:
    head = {"rec_id": row["rec_id"], "text": row["text"], "region": row["region"], "year": row["year"], "source": row.get("doc_source")}  # fmt: skip
    if not ranked:
        return [{**head, "status": "no document"}]
    best = [(score, p) for score, p in ranked if score >= least]
    if not best:
        return [{**head, "status": "no match", "score": ranked[0][0]}]
    return [
        {
            **head, "status": "match", "rank": rank, "score": score, "quote": p.text, "document": p.document, "place": p.place,
            "page": p.page, "start": p.start, "end": p.end,
        }
        for rank, (score, p) in enumerate(best, 1)
    ]  # fmt: skip


def passages(inputs: str | Path | Sequence[str | Path]) -> tuple[list[Found], list[dict[str, str]]]:
    """Return the passages of documents, in order, and an error row for each file that could not be read."""
    from civictext.read import ReadError, find_inputs, read_document

    paths = [inputs] if isinstance(inputs, str | Path) else list(inputs)
    out: list[Found] = []
    errors: list[dict[str, str]] = []
    for item in find_inputs(paths):
        try:
            out += _of_document(read_document(item.path, source=item.source))
        except ReadError as error:
            errors.append(error.to_dict())
    return out, errors


def _of_document(document: SourceDocument) -> list[Found]:
    """Return the items, rows and paragraphs of a document that can promise; a long paragraph falls into its sentences."""
    region, heading, out = _region(document), None, []
    for n, block in enumerate(document.blocks):
        if block.kind == "heading" or _is_section(document.blocks, n):
            heading = " ".join(block.text.split())
        elif block.kind in ("item", "paragraph", "row") and not _is_opening(document.blocks, n):
            label, skipped = _whole_label(block, document.text)
            place = (label or heading or "").strip() or None
            out += [
                Found(" ".join(text.split()), document.source, place, block.page, start, end, region)
                for text, start, end in _parts(block, skipped)
                if len(text.split()) >= MIN_WORDS
            ]
    return out


def _is_opening(blocks: Sequence[Block], n: int) -> bool:
    """Say whether a paragraph stands before the first item or row: stamp and title of a programme promise nothing."""
    listed = [k for k, b in enumerate(blocks) if b.kind in ("item", "row")]
    return blocks[n].kind == "paragraph" and bool(listed) and n < listed[0]


def _is_section(blocks: Sequence[Block], n: int) -> bool:
    """Say whether an item is the heading of those after it: no stop at its end, labels of another style follow («IV. Культура», «23. …»)."""
    if n + 1 >= len(blocks) or blocks[n].kind != "item" or blocks[n + 1].kind != "item":
        return False
    here, after = _style(blocks[n]), _style(blocks[n + 1])
    return None not in (here, after) and here != after and blocks[n].text.rstrip()[-1:].isalnum()


def _style(block: Block) -> str | None:
    from civictext.read.labels import parse_label

    label = parse_label(f"{block.label} …") if block.label else None
    return label.style if label else None


def _whole_label(block: Block, text: str) -> tuple[str | None, int]:
    """Return the label of a block and how many characters of its text belong to it: «А.» before «3. …» is «А.3.»."""
    from civictext.read.labels import parse_label

    joined = bool(block.label) and block.start > 0 and not text[block.start - 1].isspace()
    rest = parse_label(block.text) if joined else None
    if rest is None:
        return block.label, 0
    after = block.text[rest.end :]
    return f"{block.label}{rest.text}", len(block.text) - len(after.lstrip())


def _parts(block: Block, skipped: int) -> list[tuple[str, int, int]]:
    if block.kind == "item" or block.label:
        return [(block.text[skipped:], block.start + skipped, block.end)]
    if block.cells:
        return [(c.text, c.start, c.end) for c in block.cells]
    from razdel import sentenize

    return [(s.text, block.start + s.start, block.start + s.stop) for s in sentenize(block.text)]


@cache
def _metadata() -> Language:
    from civictext.pipeline import FACTORIES, LINGUISTIC, load

    return load(exclude=sorted(set(FACTORIES) - {*LINGUISTIC, "civictext_metadata"}))


def _region(document: SourceDocument) -> str | None:
    nlp = _metadata()
    doc = nlp.make_doc(document.text)
    doc._.blocks = [b.to_dict() for b in document.blocks]
    return (nlp(doc)._.metadata or {}).get("region")

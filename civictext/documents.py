"""From the inputs of a run to the rows of their documents: each depends on its file and the pipeline alone. No clusters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civictext.resources import using_labels

if TYPE_CHECKING:
    from spacy import Language

    from civictext.read.files import InputFile
    from civictext.read.overrides import Overrides
    from civictext.records import SourceDocument
    from civictext.resolution import Resolution

#: called with (number of inputs done, number of all inputs, source) after each input
Progress = Callable[[int, int, str], None]


def outcomes(found: list[InputFile], nlp: Language, progress: Progress | None) -> Iterator[dict[str, Any]]:
    """Yield, input by input, the rows of a document or an error row."""
    from civictext.read import ReadError, read_document

    for done, item in enumerate(found, 1):
        try:
            yield document_rows(read_document(item.path, source=item.source), nlp)
        except ReadError as error:
            yield error.to_dict()
        if progress:
            progress(done, len(found), item.source)


def overrides_of(found: list[InputFile]) -> tuple[Overrides, list[dict[str, str]]]:
    """Return what metadata tables beside the documents say, or an error row for a table that cannot be used."""
    from civictext.read import Overrides, ReadError, read_overrides

    try:
        return read_overrides(found), []
    except ReadError as error:
        return Overrides(), [{**error.to_dict(), "stage": "metadata"}]


def inputs_of(inputs: list[str | Path]) -> tuple[list[InputFile], list[dict[str, str]]]:
    """Return the files that the inputs name, by source, and an error row for each input that names none."""
    from civictext.read import ReadError, distinct_sources, find_inputs

    found: dict[Path, InputFile] = {}
    missing = []
    for item in inputs:
        try:
            found.update((f.path.absolute(), f) for f in find_inputs([item]) if f.path.absolute() not in found)
        except ReadError as error:
            missing.append(error.to_dict())
    return distinct_sources(found.values()), missing


def with_corrections(
    documents: Sequence[dict[str, Any]], recommendations: Sequence[dict[str, Any]], found: Sequence[InputFile]
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the recommendations as ``corrections.csv`` beside the documents has them, and warnings; counts of documents follow."""
    from civictext.corrections import apply_corrections, read_corrections

    kept, warnings = apply_corrections(documents, recommendations, read_corrections(found))
    for document in documents:
        document["n_recommendations"] = sum(r["doc_id"] == document["doc_id"] for r in kept)
    return kept, warnings


def document_rows(source: SourceDocument, nlp: Language) -> dict[str, Any]:
    """Return the row of a document and the rows of its recommendations, keyed by the content of the file.

    Returns
    -------
    dict
        ``{"document": row, "recommendations": rows}`` as in the output schema, clusters not yet assigned.
    """
    doc = nlp.make_doc(source.text)
    doc._.blocks = [b.to_dict() for b in source.blocks]
    resolution = nlp(doc)._.resolution
    doc_id = source.sha256[:16]
    document = {k: v for k, v in resolution.to_dict().items() if k != "recommendations"} | {
        "doc_id": doc_id,
        "source": source.source,
        "also": [],
        "sha256": source.sha256,
        "n_recommendations": len(resolution.recommendations),
        "duplicate_of": None,
        "warnings": [*source.warnings, *_warnings(resolution)],
    }
    rows = [
        {"rec_id": f"{doc_id}#{r.n}", "doc_id": doc_id, **r.to_dict(), "cluster": None}
        for r in resolution.recommendations
    ]
    return {"document": document, "recommendations": rows}


def corrected_rows(source: SourceDocument, path: Path, nlp: Language) -> tuple[dict[str, Any], list[str]]:
    """Return the rows of one document as `document_rows` does, with the corrections beside the file, and warnings."""
    from civictext.read.files import InputFile
    from civictext.taxonomy.own import taxonomy_of

    rows = document_rows(source, nlp)
    with using_labels(taxonomy_of(nlp).get("labels")):
        rows["recommendations"], warnings = with_corrections(
            [rows["document"]], rows["recommendations"], [InputFile(path, source.source)]
        )
    return rows, warnings


def _warnings(resolution: Resolution) -> list[str]:
    return [] if resolution.recommendations else ["рекомендаций не найдено: проверьте, резолюция ли это"]

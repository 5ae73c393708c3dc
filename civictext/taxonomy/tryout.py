"""What each label of a taxonomy would hit in a corpus, before anybody trusts it: counts and sample hits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from civictext.taxonomy.files import load_taxonomy_file
from civictext.taxonomy.own import clear_caches, own_names

ID = {"themes": "id", "actors": "category", "actions": "type"}


@dataclass
class Hits:
    """Hits of one label: how many recommendations, in how many documents, and the first few with the words that fired."""

    kind: str
    label: str
    name: str
    n: int = 0
    documents: set[str] = field(default_factory=set)
    samples: list[tuple[str, str]] = field(default_factory=list)


def try_taxonomy(
    path: str | Path, corpus: str | Path | Iterable[str | Path], *, samples: int = 3, every: bool = False
) -> list[Hits]:
    """Return the hits of each label of a taxonomy file in a corpus, labels in the order of the file.

    Parameters
    ----------
    path : path
        The taxonomy file.
    corpus : path, glob or several
        Documents, as for `civictext.analyze`.
    samples : int
        How many hits to keep for a label: (words that fired, text of the recommendation).
    every : bool
        Also the labels of civictext that the file extends; else only those that it names.

    Raises
    ------
    FileNotFoundError, ValueError
        If the taxonomy is missing or not in order, or no document could be read.
    """
    from civictext.analysis import analyze
    from civictext.pipeline import load
    from civictext.tables import rows

    clear_caches()
    path = Path(path)
    file = load_taxonomy_file(path)
    names = own_names(path)
    given = {kind: {label["id"] for label in section.labels} for kind, section in file.sections.items()}
    found = {
        (kind, key): Hits(kind, key, texts["ru"] or key)
        for kind in file.sections
        for key, texts in names[kind].items()
        if every or key in given[kind]
    }
    analysis = analyze(corpus, nlp=load(taxonomy=path))
    if not len(analysis.documents):
        raise ValueError("no document of the corpus could be read: " + "; ".join(analysis.errors["error"].head(3)))
    for row in rows(analysis.recommendations):
        for kind in file.sections:
            for key, words in _labels(row, kind).items():
                if (kind, key) in found:
                    _count(found[kind, key], row, words, samples)
    return list(found.values())


def _labels(row: Mapping[str, Any], kind: str) -> dict[str, str]:
    """Return label → words that fired of one recommendation."""
    out: dict[str, str] = {}
    for tag in row[kind] or ():
        words = (
            ", ".join(e["text"] for e in tag["evidence"])
            if kind == "themes"
            else tag.get("text") or tag.get("predicate")
        )
        out.setdefault(tag[ID[kind]], str(words))
    return out


def _count(hits: Hits, row: Mapping[str, Any], words: str, samples: int) -> None:
    hits.n += 1
    if len(hits.samples) < samples and row["doc_id"] not in hits.documents:  # samples from different documents first
        hits.samples.append((words, row["text"]))
    hits.documents.add(row["doc_id"])

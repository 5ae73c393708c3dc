"""RuREBus-2020 for benchmarks/rurebus.py: texts with entities from brat archives, folds of whole documents, the official measure."""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from spacy.tokens import Doc

TYPES = ("BIN", "MET", "QUA", "CMP", "SOC", "INST", "ECO", "ACT")
PART = re.compile(r"_part_\d+_?$")


class Entity(NamedTuple):
    """A typed span in characters of the text."""

    start: int
    end: int
    type: str


class Text(NamedTuple):
    """A file of the data; the parts of one document share `document`."""

    name: str
    document: str
    text: str
    entities: frozenset[Entity]


class Score(NamedTuple):
    """Micro-averaged over entities."""

    f1: float
    precision: float
    recall: float
    n_gold: int


def parse_entities(annotation: str) -> frozenset[Entity]:
    """Return the entities (lines T…) of a brat file; relations are left out."""
    cells = [line.split("\t")[1].split() for line in annotation.splitlines() if line.startswith("T")]
    return frozenset(Entity(int(start), int(end), label) for label, start, end in cells)


def read_texts(archives: Iterable[Path]) -> list[Text]:
    """Return the texts of zip archives in a fixed order; of equal texts only the first is kept."""
    found: dict[str, Text] = {}
    for path in sorted(archives):
        with zipfile.ZipFile(path) as archive:
            for member in sorted(n for n in archive.namelist() if n.endswith(".txt")):
                text = archive.read(member).decode("utf-8")
                name = Path(member).stem
                entities = parse_entities(archive.read(f"{member[:-4]}.ann").decode("utf-8"))
                found.setdefault(text, Text(name, PART.sub("", name), text, entities))
    return list(found.values())


def assign_folds(texts: Sequence[Text], n_folds: int) -> list[int]:
    """Return the fold of each text: documents are whole, the largest goes first to the smallest fold."""
    sizes: dict[str, int] = defaultdict(int)
    for text in texts:
        sizes[text.document] += len(text.text)
    filled, fold = [0] * n_folds, {}
    for document in sorted(sizes, key=lambda d: (-sizes[d], d)):
        fold[document] = filled.index(min(filled))
        filled[fold[document]] += sizes[document]
    return [fold[text.document] for text in texts]


def to_tags(doc: Doc, entities: Iterable[Entity]) -> list[str]:
    """Return BIO tags of tokens; a token that an entity covers in part belongs to it."""
    tags = ["O"] * len(doc)
    for start, end, label in sorted(entities):
        span = doc.char_span(start, end, alignment_mode="expand")
        for n, token in enumerate(span if span is not None else ()):
            tags[token.i] = f"{'I' if n else 'B'}-{label}"
    return tags


def from_tags(doc: Doc, tags: Sequence[str]) -> set[Entity]:
    """Return the entities that BIO tags mean; an I- without its B- begins one."""
    out: set[Entity] = set()
    first = 0
    for i, tag in enumerate(tags):
        if tag[0] == "B" or (tag[0] == "I" and (i == 0 or tags[i - 1][1:] != tag[1:])):
            first = i
        if tag != "O" and (i + 1 == len(tags) or tags[i + 1] != f"I-{tag[2:]}"):
            out.add(Entity(doc[first].idx, doc[i].idx + len(doc[i]), tag[2:]))
    return out


def score(gold: Sequence[Iterable[Entity]], predicted: Sequence[Iterable[Entity]], label: str | None = None) -> Score:
    """Return micro scores: right is what has the same start, end and type in the same file.

    No two entities of the data overlap, and a tagger by BIO predicts none that do: then the walk of the organisers'
    evaluate_ners.py counts the same hits and the same sum of misses and false alarms, hence the same F1.
    """
    pairs = [
        tuple({e for e in side if label in (None, e.type)} for side in both)
        for both in zip(gold, predicted, strict=True)
    ]
    hits = sum(len(g & p) for g, p in pairs)
    n_gold, n_predicted = (sum(len(pair[side]) for pair in pairs) for side in (0, 1))
    both = n_gold + n_predicted
    return Score(2 * hits / both if both else 0.0, hits / n_predicted if n_predicted else 0.0, hits / n_gold if n_gold else 0.0, n_gold)  # fmt: skip

"""The labelled recommendations that models learn from, and the folds that hold whole commitments and documents apart."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from civictext.datasets import collections, commitments, measures, resolutions

N_FOLDS = 4
#: the fold of the development parts
DEVELOPMENT = 0


@dataclass(frozen=True)
class TrainingText:
    """A labelled recommendation.

    Attributes
    ----------
    text, heading, themes : str, str or None, sequence of str or None
        No themes: nobody has labelled them.
    commitment, negative_of : str or None
        Equal for wordings of one commitment; the commitment that a hard negative imitates.
    source : str
        Data set and part: ``commitments/train``, ``resolutions/development``, ``corpus``.
    held : str
        What is held out as a whole: a commitment, or the document of one that stands alone.
    document : str
    """

    text: str
    heading: str | None
    themes: Sequence[str] | None
    commitment: str | None
    negative_of: str | None
    source: str
    held: str
    document: str

    @property
    def family(self) -> str:
        """Texts of one family say of any two whether they are one commitment: composed commitments with the corpus, each kind of
        resolutions, each area of measures, each collection.
        """
        kind = self.source.split("/")[0]
        own = {"resolutions": self.document[:3], "measures": self.held.split(":")[0], "collection": self.source}
        return own.get(kind, "commitments")


def composed(splits: Sequence[str]) -> list[TrainingText]:
    """Return composed commitments."""
    return [
        TrainingText(
            r.text,
            r.heading,
            r.themes,
            r.commitment,
            r.negative_of,
            f"commitments/{r.split}",
            r.commitment or r.negative_of,
            f"composed-{r.id}",
        )
        for split in splits
        for r in commitments(split).itertuples()  # type: ignore[arg-type]
    ]


def composed_documents(splits: Sequence[str]) -> list[TrainingText]:
    """Return recommendations of composed documents."""
    return [
        TrainingText(
            r.text,
            r.heading,
            r.themes,
            r.commitment,
            None,
            f"resolutions/{r.split}",
            r.commitment or r.document,
            r.document,
        )
        for split in splits
        for r in resolutions(split).itertuples()  # type: ignore[arg-type]
    ]


def composed_measures(splits: Sequence[str]) -> list[TrainingText]:
    """Return recommendations of areas; of their themes nothing is known, and each is of a document of its own."""
    return [
        TrainingText(r.text, r.heading, None, r.commitment, None, f"measures/{r.split}", r.commitment or r.area, r.id)
        for split in splits
        for r in measures(split).itertuples()  # type: ignore[arg-type]
    ]


def composed_collections() -> list[TrainingText]:
    """Return recommendations of the collections, which no model learns from."""
    return [
        TrainingText(
            r.text,
            r.heading,
            None,
            r.commitment,
            None,
            f"collection/{r.collection}",
            r.commitment or r.document,
            r.document,
        )
        for r in collections().itertuples()
    ]


def gold(folder: Path, *, only: Sequence[str] | None = None, without: Sequence[str] = (), source: str = "corpus") -> list[TrainingText]:  # fmt: skip
    """Return the recommendations of gold files."""
    found = []
    for path in sorted(folder.glob("*.json")):
        doc = json.loads(path.read_text(encoding="utf-8"))
        if doc["id"] in without or (only is not None and doc["id"] not in only):
            continue
        for r in doc["recommendations"]:
            cluster = r.get("cluster")
            found.append(TrainingText(" ".join(r["text"].split()), r["heading"], r["themes"], cluster, None, source, cluster or doc["id"], doc["id"]))  # fmt: skip
    return found


def training_texts(corpus: Path, without: Sequence[str]) -> list[TrainingText]:
    """Return everything that the shipped models learn from, each text once."""
    splits = ("train", "development")
    every = composed(splits) + composed_documents(splits) + composed_measures(splits) + gold(corpus, without=without)
    return list({t.text: t for t in every}.values())


def read_ids(path: Path) -> list[str]:
    """Return the ids of a list, one a line; # begins a comment."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def folds_of(texts: Sequence[TrainingText]) -> list[int]:
    """Return the fold of each text: the development parts have one of their own, the others are spread by what is held out."""
    development = {t.held for t in texts if t.source.endswith("/development")}
    return [DEVELOPMENT if t.held in development else 1 + digest(t.held) % (N_FOLDS - 1) for t in texts]


def digest(held: str) -> int:
    """Return a number that depends on a string alone, the same on every machine."""
    return int(hashlib.md5(held.encode(), usedforsecurity=False).hexdigest(), 16)

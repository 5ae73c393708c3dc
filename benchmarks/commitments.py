"""The composed commitments: their statistics, the agreement of the two labellings, and how well the taggers do on them.

Usage: python benchmarks/commitments.py stats | agreement | score | collections [--split development]

`score` tags each recommendation on its own, under its heading, with segmentation given: what the taggers know of wordings that no
rule was written on. Figures are those of `civictext.evaluate`. `collections`: pairwise F1 of the two labellings of the composed collections.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from civictext.datasets import SPLITS, collections, commitments
from civictext.evaluate import Evaluation, evaluate, pair_counts
from civictext.resources import models_path


def gold(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a recommendation as a gold document of its own."""
    return {"id": row["id"], "source": row["id"], "recommendations": [row]}


def show(evaluation: Evaluation) -> None:
    for r in evaluation.rows():
        if r["n"] and not r["figure"].startswith(("cluster", "offsets")):
            p, q = ("" if v is None else f"{v:.3f}" for v in (r["precision"], r["recall"]))
            print(f"{r['figure']:22s} {p:>6} {q:>6} {r['f1']:.3f} {r['n']:5d}")


def stats() -> None:
    frame = commitments()
    n = len(frame)
    print(
        f"{n} recommendations, {frame['commitment'].nunique()} commitments, {frame['commitment'].isna().sum()} hard negatives"
    )
    print("splits:", frame["split"].value_counts().to_dict())
    words = frame["text"].str.split().str.len()
    print(f"words: mean {words.mean():.1f}, {words.min()} to {words.max()}")
    distribution("themes (share of recommendations)", (t for row in frame["themes"] for t in row), n)
    distribution("action types (share of actions)", [a["type"] for row in frame["actions"] for a in row])
    addressees = [{a["category"] for a in row if a["role"] == "addressee"} for row in frame["actors"]]
    distribution("addressees (share of recommendations)", [c for row in addressees for c in row or {"none named"}], n)
    distribution("roles (share of actors)", [a["role"] for row in frame["actors"] for a in row])


def distribution(title: str, labels: Iterable[str], total: int | None = None) -> None:
    counts = Counter(labels)
    total = total or sum(counts.values())
    print(f"\n{title}: " + ", ".join(f"{k} {v} ({v / total:.0%})" for k, v in counts.most_common()))


def agreement() -> None:
    path = models_path("data", "commitments", "second-labels.jsonl")
    second = {r["id"]: r for r in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    first = [r for r in commitments().to_dict("records") if r["id"] in second]
    documents = [{"doc_id": r["id"], "source": r["id"]} for r in first]
    other = [{**r, **second[r["id"]], "doc_id": r["id"]} for r in first]
    show(evaluate(documents, other, [gold(r) for r in first]))


def score(split: str) -> None:
    import civictext
    from civictext.records import Item, Passage

    nlp = civictext.load(exclude=["civictext_metadata", "civictext_recommendations"])
    rows = commitments(split).to_dict("records")  # type: ignore[arg-type]
    found = []
    for row in rows:
        start = len(row["heading"]) + 2 if row["heading"] else 0
        doc = nlp.make_doc((f"{row['heading']}:\n" if row["heading"] else "") + row["text"])
        end = len(doc.text)
        heading = Passage(row["heading"], 0, len(row["heading"])) if row["heading"] else None
        item = Item(row["text"], start, end, ((start, end),), "gold", heading=heading)
        doc._.recommendations = [item.to_dict()]
        found.append(nlp(doc)._.resolution.recommendations[0].to_dict() | {"doc_id": row["id"]})
    show(evaluate([{"doc_id": r["id"], "source": r["id"]} for r in rows], found, [gold(r) for r in rows]))


def labellings_of_collections() -> None:
    frame = collections()
    for number, part in frame[frame["collection"] < 3].groupby("collection"):
        own = [first or f"~{n}" for n, first in zip(part["id"], part["commitment"], strict=True)]
        other = [second or f"~{n}" for n, second in zip(part["id"], part["second"], strict=True)]
        print(f"collection {number}: pairwise F1 {pair_counts(list(zip(other, own, strict=True))).f1:.3f}")


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["stats", "agreement", "score", "collections"])
    parser.add_argument("--split", choices=SPLITS, default="development")
    args = parser.parse_args()
    {
        "stats": stats,
        "agreement": agreement,
        "collections": labellings_of_collections,
        "score": lambda: score(args.split),
    }[args.what]()


if __name__ == "__main__":
    main()

"""Score `civictext.compare.recurrence` on a corpus with `series.json`: with gold clusters and tags, and end to end.

Usage: python benchmarks/recurrence.py CORPUS [ANALYSIS]

CORPUS holds ``gold/`` and ``series.json``; ANALYSIS is the folder of an earlier ``analyze`` of its documents.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from civictext.analysis import Analysis
from civictext.compare import recurrence
from civictext.compare.recurrence import STATUSES
from civictext.tables import Tables, rows
from civictext.tag.strength import strength_of


def gold_tables(corpus: Path, ids: list[str]) -> Tables:
    """Return tables made of gold labels; strengths follow from predicate and type, as the guide has it."""
    documents, recommendations = [], []
    for name in ids:
        gold = json.loads((corpus / "gold" / f"{name}.json").read_text(encoding="utf-8"))
        documents.append({k: v for k, v in gold.items() if k != "recommendations"} | {"doc_id": name})
        for r in gold["recommendations"]:
            actions = [a | {"strength": strength_of(a["predicate"].split()[0], a["type"])} for a in r["actions"]]
            themes = [{"id": t} for t in r["themes"]]
            recommendations.append(
                {k: v for k, v in r.items() if k != "cluster"}
                | {
                    "key": r["cluster"],
                    "doc_id": name,
                    "rec_id": f"{name}#{r['n']}",
                    "actions": actions,
                    "themes": themes,
                }
            )
    return Tables.from_rows(documents, recommendations)


def of_series(tables: Tables, ids: list[str]) -> Tables:
    """Return the tables of the documents of the series alone, `doc_id` replaced by the name of the file."""
    names = {d["doc_id"]: Path(d["source"]).stem.split(".")[0] for d in rows(tables.documents)}
    documents = [d | {"doc_id": names[d["doc_id"]]} for d in rows(tables.documents) if names[d["doc_id"]] in ids]
    found = [r | {"doc_id": names[r["doc_id"]]} for r in rows(tables.recommendations) if names[r["doc_id"]] in ids]
    return Tables.from_rows(documents, found, rows(tables.clusters))


def score(tables: Tables, corpus: Path, what: str) -> None:
    """Print the share of gold chains that were found whole, and that have the right status."""
    truth = json.loads((corpus / "series.json").read_text(encoding="utf-8"))["chains"]
    gold = {frozenset((o["doc"], o["n"]) for o in c["occurrences"]): c["status"] for c in truth}
    found = {}
    for chain in recurrence(tables, what=what).to_dict("records"):
        found[frozenset((o["doc_id"], o["n"]) for o in chain["occurrences"])] = chain["status"]
    exact = [key for key in gold if key in found]
    print(
        f"chains: gold {len(gold)}, found {len(found)}, equal {len(exact)}, with equal status {sum(gold[k] == found[k] for k in exact)}"
    )
    best = {key: max(found, key=lambda f: (len(f & key) / len(f | key), sorted(f))) for key in gold}
    right = {key: found[best[key]] == gold[key] and bool(best[key] & key) for key in gold}
    overlap = sum(len(best[k] & k) / len(best[k] | k) for k in gold) / len(gold)
    print(f"best matching chain: mean overlap {overlap:.3f}, status right {sum(right.values())} of {len(gold)}")
    for status in STATUSES:
        keys = [k for k in gold if gold[k] == status]
        wrong = Counter(found[best[k]] for k in keys if not right[k])
        print(
            f"  {status}: {sum(right[k] for k in keys)} of {len(keys)}"
            + (f", taken for {dict(sorted(wrong.items()))}" if wrong else "")
        )


def main(corpus: Path, analysis: Path | None = None) -> None:
    series = json.loads((corpus / "series.json").read_text(encoding="utf-8"))["series"]
    ids = [d for s in series for d in s["docs"]]
    print("gold clusters and tags")
    score(gold_tables(corpus, ids), corpus, "key")
    if analysis:
        print("end to end")
        score(of_series(Analysis.load(analysis).tables, ids), corpus, "cluster")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

"""Score `civictext.trace` on a corpus with `programs/links.json`: precision and recall at the default threshold, reliability.

Usage: python benchmarks/trace.py CORPUS ANALYSIS

ANALYSIS is the folder of an earlier ``analyze`` of the corpus's documents. A link names a recommendation, a programme and all of its
passages that take the recommendation up, none in a third of the cases; other passages of the programme are wrong answers.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from civictext.analysis import Analysis
from civictext.tables import Tables, rows
from civictext.trace import DEFAULT_THRESHOLD, NEAR_BEST, trace

#: thresholds among which one is chosen on the other programmes; passages of a commitment at most
THRESHOLDS, MOST = np.arange(0.02, 0.72, 0.02), 3
BINS = (0.0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1.0)


def scored(corpus: Path, tables: Tables) -> pd.DataFrame:
    """Return a row for each linked recommendation and passage of its programme that came to any score, and whether it is right."""
    programs = json.loads((corpus / "programs" / "links.json").read_text(encoding="utf-8"))
    names = {d["doc_id"]: Path(d["source"]).stem for d in rows(tables.documents)}
    ids = {(names[r["doc_id"]], r["n"]): r["rec_id"] for r in rows(tables.recommendations)}
    out = []
    for program in programs["programs"]:
        links = {ids.get((k["doc"], k["n"])): k for k in programs["links"] if k["program"] == program["id"]}
        kept = tables.recommendations[tables.recommendations["rec_id"].isin(links)]
        file = corpus / "programs" / program["file"]
        table = trace(Tables(tables.documents, kept), file, threshold=0.0, n=1000, same_region=False, near_best=0.0)
        for row in rows(table):
            link = links[row["rec_id"]]
            place = (row["place"] or "").rstrip(".")
            wrong = "near miss" if place in link["near_misses"] else "other"
            right = place in link["passages"]
            out.append(
                {
                    "program": program["id"],
                    "rec_id": row["rec_id"],
                    "place": place,
                    "score": row["score"],
                    "right": right,
                    "kind": "match" if right else wrong,
                }
            )
        missing = [k for k in links if k is None]
        if missing:
            print(f"{program['id']}: {len(missing)} linked recommendations were not found in the analysis")
    return pd.DataFrame(out)


def taken(table: pd.DataFrame, threshold: float) -> pd.DataFrame:
    """Return the rows that `trace` takes for matches at a threshold."""
    ranked = table.sort_values(["rec_id", "score"], ascending=[True, False], kind="stable")
    of = ranked.groupby("rec_id")["score"]
    near = ranked["score"] >= np.maximum(threshold, NEAR_BEST * of.transform("max"))
    return ranked[near & (of.cumcount() < MOST)]


def f1(found: pd.DataFrame, n_right: int) -> float:
    """Return F1 of the rows that were taken for matches."""
    return 2 * float(found["right"].sum()) / max(len(found) + n_right, 1)


def left_out(table: pd.DataFrame, n_right: dict[str, int]) -> pd.DataFrame:
    """Return the rows taken for matches with each programme's threshold chosen on the other programmes alone; the lowest of equal ones."""
    parts = []
    for program, part in table.groupby("program"):
        others, n = table[table["program"] != program], sum(v for k, v in n_right.items() if k != program)
        best = max(THRESHOLDS, key=lambda t: (round(f1(taken(others, t), n), 6), -t))
        print(f"  {program}: threshold {best:.2f}, {rates(taken(part, best), n_right[str(program)])}")
        parts.append(taken(part, best))
    return pd.concat(parts)


def rates(found: pd.DataFrame, n_right: int) -> str:
    """Return precision, recall and F1 of the rows that were taken for matches."""
    hits = int(found["right"].sum())
    precision, recall = hits / max(len(found), 1), hits / max(n_right, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"precision {precision:.2f}, recall {recall:.2f}, F1 {f1:.2f} ({len(found)} given, {hits} right, {n_right} in gold)"


def main(corpus: Path, analysis: Path) -> None:
    links = json.loads((corpus / "programs" / "links.json").read_text(encoding="utf-8"))["links"]
    table = scored(corpus, Analysis.load(analysis).tables)
    n_passages, with_match = sum(len(k["passages"]) for k in links), sum(bool(k["passages"]) for k in links)
    given = taken(table, DEFAULT_THRESHOLD)
    print(f"threshold {DEFAULT_THRESHOLD}, {len(links)} recommendations, {n_passages} passages to find")
    print(f"passages: {rates(given, n_passages)}")
    print("threshold of each programme chosen on the others:")
    n_right = {p: sum(len(k["passages"]) for k in links if k["program"] == p) for p in {k["program"] for k in links}}
    print(f"passages: {rates(left_out(table, n_right), n_passages)}")
    best = given.sort_values("score", ascending=False).drop_duplicates("rec_id")
    print(f"best passage of each: {rates(best, with_match)}")
    silent = [k for k, part in table.groupby("rec_id") if not part["right"].any()]
    print(f"'no match' where there is none: {len(set(silent) - set(given['rec_id']))} of {len(silent)}")
    near = given[given["kind"] == "near miss"]
    print(f"near misses taken for matches: {len(near)} of {int((table['kind'] == 'near miss').sum())}")
    print("reliability: score, pairs, share right")
    for low, high in pairwise(BINS):
        part = table[(table["score"] >= low) & ((table["score"] < high) | (high == 1.0))]
        share = part["right"].mean() if len(part) else np.nan
        print(f"  {low:.2f}–{high:.2f}: {len(part):4d}  {share:.2f}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

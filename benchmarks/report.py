"""Time and size of a report for small, usual and large collections.

Usage: python benchmarks/report.py [N ...]      (default: 32 1000 20000)

The tables are drawn from the composed commitments (training and development split) with replacement: ten recommendations a resolution, 89
regions, ten years, their labels as annotated. Wordings of one commitment make a cluster in groups of at most forty, as many
as a large collection would hold. Printed: seconds and megabytes of the page and of the workbook, peak memory, and seconds
until a browser has drawn the page and has answered a filter (needs playwright and Chromium).
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from civictext.analysis import Analysis
from civictext.datasets import commitments
from civictext.gazetteer import regions
from civictext.passages import as_rows
from civictext.tables import Tables

A_RESOLUTION, A_CLUSTER, YEARS = 10, 40, 10


def tables_of(n: int, items: Sequence[Any], tagged: Sequence[dict[str, Any]], seed: int = 0) -> Tables:
    """Return tables of so many recommendations, drawn from items with their tags."""
    rng = np.random.default_rng(seed)
    codes = [r.code for r in regions()]
    documents: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for d in range(-(-n // A_RESOLUTION)):
        chosen = rng.integers(0, len(items), min(A_RESOLUTION, n - d * A_RESOLUTION))
        meta = {"region": codes[int(rng.integers(len(codes)))], "date": f"{2015 + int(rng.integers(YEARS))}-05-01"}
        documents.append(
            {"doc_id": f"d{d:05}", "source": f"resolution-{d:05}.docx", "title": f"Форум {d}", "warnings": [], **meta}
        )
        at, texts = 0, []
        for k, i in enumerate(chosen, 1):
            row = _moved(tagged[i], at) | {
                "doc_id": f"d{d:05}",
                "rec_id": f"d{d:05}#{k}",
                "n": k,
                "label": f"{k}.",
                "cluster": None,
            }
            row |= {"start": at, "end": at + len(row["text"]), "spans": [[at, at + len(row["text"])]]}
            rows.append(row)
            if name := items[i]["commitment"]:
                groups[name].append(row | meta)
            texts.append(row["text"])
            at += len(row["text"]) + 1
        documents[-1] |= {"text": "\n".join(texts), "n_recommendations": len(texts)}
    return Tables.from_rows(documents, *_clustered(rows, groups))


def _moved(row: dict[str, Any], by: int) -> dict[str, Any]:
    """Return a row whose offsets count from elsewhere."""
    ends = ("start", "end", "object_start", "object_end")
    shift = lambda tag: {k: v + by if k in ends and v is not None else v for k, v in tag.items()}  # noqa: E731
    themes = [{**t, "evidence": [shift(e) for e in t["evidence"]]} for t in row["themes"]]
    return row | {"actors": [shift(a) for a in row["actors"]], "actions": [shift(a) for a in row["actions"]], "themes": themes}  # fmt: skip


def _clustered(rows: list[dict[str, Any]], groups: dict[str, list[dict[str, Any]]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:  # fmt: skip
    """Return the rows with their clusters, and the clusters."""
    clusters, cluster_of = [], {}
    for members in groups.values():
        for start in range(0, len(members), A_CLUSTER):
            part, number = members[start : start + A_CLUSTER], len(clusters)
            if len(part) < 2:
                continue
            cluster_of |= {m["rec_id"]: number for m in part}
            places = sorted({m["region"] for m in part})
            clusters.append(
                {
                    "cluster": number, "label": part[0]["text"][:80], "medoid": part[0]["rec_id"], "size": len(part),
                    "n_documents": len({m["doc_id"] for m in part}), "n_regions": len(places), "regions": places,
                    "years": sorted({int(m["date"][:4]) for m in part}), "cohesion": 1.0, "keywords": [],
                }
            )  # fmt: skip
    return [row | {"cluster": cluster_of.get(row["rec_id"])} for row in rows], clusters


def in_browser(page: Path) -> str:
    """Return how long a browser takes to draw the page and to answer a filter; a dash where there is none."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return "–"
    if not chromium:
        return "–"
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page()
        start = time.perf_counter()
        tab.goto(page.as_uri())
        tab.wait_for_selector("tr.rec", timeout=120_000)
        drawn = time.perf_counter() - start
        answer = tab.evaluate("() => { const t = performance.now(); document.querySelector('[data-facet=theme] input').click(); return performance.now() - t; }")  # fmt: skip
        browser.close()
    return f"drawn in {drawn:.1f} s, a filter in {answer / 1000:.2f} s"


def main(*sizes: str) -> None:
    items = [row for split in ("train", "development") for row in commitments(split).to_dict("records")]
    tagged = as_rows([item["text"] for item in items])
    for n in map(int, sizes or ("32", "1000", "20000")):
        analysis = Analysis(tables_of(n, items, tagged))
        with tempfile.TemporaryDirectory() as folder:
            said = []
            for name, write in (("report.html", analysis.to_html), ("report.xlsx", analysis.to_excel)):
                start, spent = time.perf_counter(), time.process_time()
                path = write(Path(folder) / name)
                said.append(
                    f"{name} {time.perf_counter() - start:.1f} s ({time.process_time() - spent:.1f} s of the processor), {path.stat().st_size / 1e6:.2f} MB"
                )
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{n} recommendations: {'; '.join(said)}; peak {peak:.0f} MB; {in_browser(Path(folder) / 'report.html')}",
                flush=True,
            )


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Measure the tags on gold documents and write the figures that the report shows (civictext/data/quality.json).

Usage: python benchmarks/quality.py DOCS GOLD [--only FILE] [--out civictext/data/quality.json]

DOCS is a folder of resolutions, GOLD their labels (one JSON file a document), FILE the ids to score, one a line. The figures are
those of `civictext.evaluate`; clusters are formed over all documents of DOCS.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import civictext
from civictext import evaluate
from civictext.tables import rows

SHOWN = (
    "segmentation",
    "heading",
    "addressee",
    "actor.category",
    "actor.category+role",
    "action.predicate",
    "action.type",
    "action.object",
    "theme",
    "deadline",
    "cluster.pair_f1",
    "meta.date",
    "meta.region",
)


def main() -> None:
    """Analyse, score and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("docs", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--only", type=Path, help="ids to score, one a line")
    parser.add_argument("--out", type=Path, default=Path("civictext/data/quality.json"))
    args = parser.parse_args()
    golds = evaluate.load_gold(args.gold)
    if args.only:
        ids = {line.strip() for line in args.only.read_text(encoding="utf-8").splitlines() if not line.startswith("#")}
        golds = [g for g in golds if g["id"] in ids]
    analysis = civictext.analyze(args.docs)
    figures = evaluate.evaluate(rows(analysis.documents), rows(analysis.recommendations), golds).rows()
    shown = [
        {k: round(v, 3) if isinstance(v, float) else v for k, v in r.items()} for r in figures if r["figure"] in SHOWN
    ]
    shown.sort(key=lambda r: SHOWN.index(r["figure"]))
    tail = f"python benchmarks/quality.py, civictext {civictext.__version__}"
    provenance = {
        "ru": f"сочинённые резолюции, отложенные от разработки (документов: {len(golds)}); {tail}",
        "en": f"composed resolutions kept apart from development ({len(golds)} documents); {tail}",
    }
    args.out.write_text(
        json.dumps({"provenance": provenance, "rows": shown}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    for r in shown:
        print(f"{r['figure']:22s} {r['f1']:.3f}  (n = {r['n']})")


if __name__ == "__main__":
    main()

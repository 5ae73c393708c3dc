"""Write the tables of `analyze` from gold labels, so that a later stage can be measured on perfect input.

Usage: python benchmarks/gold_tables.py GOLD_DIR OUT_DIR
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path


def find(recommendation: dict, start: int, phrase: str | None) -> tuple[int | None, int | None]:
    """Return the offsets of a phrase inside a recommendation that begins at `start`."""
    at = recommendation["text"].find(phrase) if phrase else -1
    return (start + at, start + at + len(phrase)) if at >= 0 and phrase else (None, None)


def main(gold: Path, out: Path) -> None:
    """Write documents.jsonl and recommendations.jsonl with the gold labels; `cluster` is left out (null)."""
    documents, recommendations = [], []
    for path in sorted(gold.glob("*.json")):
        g = json.loads(path.read_text(encoding="utf-8"))
        doc_id = hashlib.sha256(g["id"].encode()).hexdigest()[:12]
        parts, at = [], 0
        for n, r in enumerate(g["recommendations"], 1):
            start, end = at, at + len(r["text"])
            actors = [
                dict(
                    a,
                    lemma=a["text"].lower(),
                    canonical=a["text"].lower(),
                    start=find(r, start, a["text"])[0],
                    end=find(r, start, a["text"])[1],
                    source="gold",
                    score=1.0,
                )
                for a in r["actors"]
            ]
            actions = [
                dict(
                    a,
                    object_lemma=(a.get("object") or "").lower(),
                    strength="direct",
                    start=None,
                    end=None,
                    object_start=find(r, start, a.get("object"))[0],
                    object_end=find(r, start, a.get("object"))[1],
                    source="gold",
                    score=1.0,
                    cluster=None,
                )
                for a in r["actions"]
            ]
            recommendations.append(
                {
                    "rec_id": f"{doc_id}#{n}",
                    "doc_id": doc_id,
                    "n": n,
                    "label": None,
                    "text": r["text"],
                    "start": start,
                    "end": end,
                    "heading": r["heading"],
                    "section": None,
                    "parent": None,
                    "page": None,
                    "specificity": 0.5,
                    "lemmas": r["text"].lower(),
                    "actors": actors,
                    "actions": actions,
                    "themes": [{"id": t, "score": 1.0, "source": "gold", "evidence": []} for t in r["themes"]],
                    "deadline": r["deadline"],
                    "deadline_date": None,
                    "programs": r["programs"],
                    "places": [],
                    "cluster": None,
                    "gold_cluster": r.get("cluster"),
                }
            )
            parts.append(r["text"])
            at = end + 1
        meta = {
            k: g.get(k) for k in ("title", "event_kind", "event_name", "ordinal", "date", "place", "region", "level")
        }
        documents.append(
            {
                "doc_id": doc_id,
                "source": g["source"],
                "also": [],
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                "text": "\n".join(parts),
                **meta,
                "n_recommendations": len(g["recommendations"]),
                "warnings": [],
            }
        )
    out.mkdir(parents=True, exist_ok=True)
    for name, rows in (("documents", documents), ("recommendations", recommendations)):
        (out / f"{name}.jsonl").write_text(
            "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

"""Run the tagging components on given recommendations, so that the pair model learns from the tags that it meets in use."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from civictext.datasets import commitments
from civictext.pipeline import load
from civictext.records import Item, Passage
from civictext.resolution import resolution_of


def composed(splits: Iterable[str]) -> list[dict[str, Any]]:
    """Return the composed recommendations of some splits; `held` is the commitment that they are held apart by."""
    return [
        {
            "doc_id": f"composed-{x['id']}",
            "text": x["text"],
            "heading": x["heading"],
            "gold": x["commitment"],
            "held": x["commitment"] or x["negative_of"],
            "split": split,
        }
        for split in splits
        for x in commitments(split).to_dict("records")  # type: ignore[arg-type]
    ]


def corpus(folder: Path, ids: set[str] | None, without: set[str] = frozenset()) -> list[dict[str, Any]]:
    """Return the gold recommendations of a corpus (all but `without`, or only `ids`)."""
    out = []
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if gold["id"] in without or (ids is not None and gold["id"] not in ids):
            continue
        for r in gold["recommendations"]:
            held = r.get("cluster") or f"document:{gold['id']}"
            out.append({"doc_id": gold["id"], "text": " ".join(r["text"].split()), "heading": r["heading"], "gold": r.get("cluster"), "held": held, "split": "corpus", "n": r["n"]})  # fmt: skip
    return out


def tagged(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the items with the tags that the pipeline gives them when the segmentation is right."""
    nlp = load(exclude=["civictext_recommendations", "civictext_metadata"])
    out = []
    for n, item in enumerate(items):
        heading, text = item["heading"], item["text"]
        start = len(heading) + 2 if heading else 0
        doc = nlp.make_doc(f"{heading}:\n{text}" if heading else text)
        place = Passage(heading, 0, len(heading)) if heading else None
        doc._.recommendations = [Item(text, start, start + len(text), ((start, start + len(text)),), "gold", heading=place).to_dict()]  # fmt: skip
        row = resolution_of(nlp(doc)).to_dict()["recommendations"][0]
        out.append({**row, **item, "rec_id": f"{item['doc_id']}#{n}"})
    return out

"""Run the tagging components on given recommendations, so that the pair model learns from the tags that it meets in use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from training_texts import TrainingText

from civictext.pipeline import load
from civictext.records import Item, Passage
from civictext.resolution import resolution_of


def tagged(texts: Iterable[TrainingText]) -> list[dict[str, Any]]:
    """Return rows of the recommendation table with the tags that the pipeline gives when the segmentation is right."""
    nlp = load(exclude=["civictext_recommendations", "civictext_metadata"])
    out = []
    for n, t in enumerate(texts):
        start = len(t.heading) + 2 if t.heading else 0
        doc = nlp.make_doc(f"{t.heading}:\n{t.text}" if t.heading else t.text)
        place = Passage(t.heading, 0, len(t.heading)) if t.heading else None
        doc._.recommendations = [Item(t.text, start, start + len(t.text), ((start, start + len(t.text)),), "gold", heading=place).to_dict()]  # fmt: skip
        row = resolution_of(nlp(doc)).to_dict()["recommendations"][0]
        own = {"doc_id": t.document, "text": t.text, "gold": t.commitment, "held": t.held, "split": t.source, "family": t.family}  # fmt: skip
        out.append({**row, **own, "rec_id": f"{t.document}#{n}"})
    return out

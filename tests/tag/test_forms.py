"""Composed documents, one for each form of list and text that real documents have, with what must be found in them."""

import json
from pathlib import Path

import pytest

from civictext.read import read_document

FORMS = Path(__file__).parents[1] / "data" / "forms"


def expected(gold):
    return [(r["text"], r["heading"]) for r in gold["recommendations"] if not r.get("optional")]


@pytest.mark.parametrize("path", sorted((FORMS / "gold").glob("*.json")), ids=lambda p: p.stem)
def test_form_gives_its_recommendations_in_order(finder, path):
    gold = json.loads(path.read_text(encoding="utf-8"))
    source = read_document(FORMS / gold["source"])
    doc = finder.make_doc(source.text)
    doc._.blocks = [b.to_dict() for b in source.blocks]
    unsure = {r["text"] for r in gold["recommendations"] if r.get("optional")}
    items = [r for r in finder(doc)._.recommendations if r["text"] not in unsure]
    assert [(r["text"], (r["heading"] or {}).get("text")) for r in items] == expected(gold)
    for item in items:
        assert " ".join(" ".join(source.text[s:e] for s, e in item["spans"]).split()) == item["text"]


def test_every_form_has_its_gold():
    assert {p.stem for p in FORMS.glob("*.*")} == {p.stem for p in (FORMS / "gold").glob("*.json")}

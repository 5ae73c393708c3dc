"""Two real documents beside the project: how many recommendations they have, and under which headings."""

from collections import Counter

import pytest

from civictext.read import read_document


@pytest.mark.parametrize(
    ("name", "by_heading"),
    [("000_2a2b6d78c8e9a3ea", [10]), ("002_98c79471f7e30afd", [2, 14, 9, 9])],
)
def test_seed_has_its_recommendations(finder, shared, name, by_heading):
    source = read_document(shared / "seeds" / f"{name}.txt")
    doc = finder.make_doc(source.text)
    doc._.blocks = [b.to_dict() for b in source.blocks]
    found = finder(doc)._.recommendations
    counts = Counter((r["heading"] or {}).get("start") for r in found)
    assert list(counts.values()) == by_heading
    assert len(finder(doc).spans["recommendations"]) == sum(by_heading)

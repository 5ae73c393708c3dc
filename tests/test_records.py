"""Records go to JSON and come back."""

from __future__ import annotations

import json

import pytest

from civictext.records import Block, Item, Passage, SourceDocument


def test_blocks_come_back_from_json():
    row = Block("row", "a\tb", 0, 3, cells=(Passage("a", 0, 1), Passage("b", 2, 3)), style=("bold",), origin=(0, 3))
    document = SourceDocument("a.txt", "0" * 64, "txt", "a\tb", (row,), report={"encoding": "utf-8"})
    assert SourceDocument.from_dict(json.loads(json.dumps(document.to_dict()))) == document


def test_items_come_back_from_json():
    item = Item("создать парк", 3, 15, ((3, 15),), "rule:list", heading=Passage("Администрации", 20, 33))
    assert Item.from_dict(json.loads(json.dumps(item.to_dict()))) == item


def test_unknown_key_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"Passage has no field 'txt'; fields: end, start, text"):
        Passage.from_dict({"txt": "a"})

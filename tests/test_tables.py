"""Tables keep types, and count what counts."""

from __future__ import annotations

import pandas as pd

from civictext.tables import Tables, frame, rows


def test_rows_come_back_from_a_frame():
    given = [{"n": 1, "text": "а", "page": None, "extra": [1]}, {"n": 2, "text": None, "page": 3, "extra": None}]
    assert rows(frame(given, ("n", "text", "page"))) == given


def test_counted_joins_documents_and_leaves_repeats_out():
    documents = [
        {"doc_id": "a", "source": "a.txt", "date": "2020-05-01", "region": "RU-CHE"},
        {"doc_id": "b", "source": "b.txt", "date": None, "region": "unknown place"},
        {"doc_id": "c", "source": "c.txt", "date": "2021", "region": None, "duplicate_of": "a"},
    ]
    table = Tables.from_rows(documents, [{"rec_id": f"{d}#1", "doc_id": d} for d in "abc"]).counted()
    assert table["doc_id"].tolist() == ["a", "b"]
    assert table["year"].tolist() == [2020, pd.NA]
    assert table["federal_district"].tolist() == ["Уральский федеральный округ", None]

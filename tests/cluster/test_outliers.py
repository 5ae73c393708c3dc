import pandas as pd

import civictext
from civictext.cluster.outliers import COLUMNS, outliers
from civictext.report.names import Names
from civictext.resources import data_path


def test_each_that_stands_alone_has_a_nearest_cluster_and_a_reason():
    analysis = civictext.analyze(data_path("sample", "docs"))
    found = analysis.outliers()
    alone = analysis.recommendations["cluster"].isna()
    assert sorted(found["rec_id"]) == sorted(analysis.recommendations.loc[alone, "rec_id"])
    assert set(found["cluster"]) <= set(analysis.clusters["cluster"])
    assert found["score"].is_monotonic_decreasing and found["score"].between(0, 1).all()
    names = Names("ru")
    assert all(names.word(f"together.kind.{kind}") for row in found["against"] for kind in row)
    assert any(found["shared"].map(len))
    assert not any(
        t.startswith("together.")
        for row in found["against"]
        for kind in row
        for t in [names.word(f"together.kind.{kind}")]
    )


def test_nothing_alone_or_no_clusters_is_an_empty_table():
    row = {"rec_id": "a#1", "text": "Создать парк", "lemmas": "создать парк", "cluster": None}
    for table in (outliers([row], []), outliers([], [])):
        assert isinstance(table, pd.DataFrame) and list(table.columns) == list(COLUMNS) and table.empty

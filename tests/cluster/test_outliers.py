import pandas as pd
import pytest

import civictext
from civictext.cluster.outliers import COLUMNS, outliers
from civictext.resources import data_path


@pytest.fixture(scope="module")
def analysis():
    return civictext.analyze(data_path("sample", "docs"))


def row(rec_id, text, lemmas, cluster=None, kind="create", theme="youth", doc="d"):
    obj = text.split(maxsplit=1)[1].rstrip(".")
    actions = [
        {"predicate": lemmas.split()[0], "object": obj, "object_lemma": lemmas.split(maxsplit=1)[1], "type": kind}
    ]
    return {"rec_id": rec_id, "doc_id": doc, "text": text, "lemmas": lemmas, "cluster": cluster, "actions": actions,
            "themes": [{"id": theme}], "actors": [], "programs": []}  # fmt: skip


ROWS = [
    row("a#1", "Создать молодёжный совет.", "создать молодежный совет", 5),
    row("a#2", "Создать молодёжные советы районов.", "создать молодежный совет район", 5),
    row("a#3", "Высадить деревья вдоль дорог.", "высадить дерево вдоль дорога", 6, "build", "ecology"),
    row("a#4", "Высадить деревья и кусты.", "высадить дерево и куст", 6, "build", "ecology"),
    row("b#1", "Обучать молодёжный совет.", "обучать молодежный совет", None, "educate", "education"),
]
CLUSTERS = [
    {"cluster": 5, "label": "создание советов", "medoid": "a#1"},
    {"cluster": 6, "label": "высадка деревьев", "medoid": "a#3"},
]


def test_each_that_stands_alone_has_a_nearest_cluster_and_a_reason(analysis):
    found = analysis.outliers()
    alone = analysis.recommendations["cluster"].isna()
    assert sorted(found["rec_id"]) == sorted(analysis.recommendations.loc[alone, "rec_id"])
    assert set(found["cluster"]) <= set(analysis.clusters["cluster"])
    assert found["score"].is_monotonic_decreasing and found["score"].between(0, 1).all()
    assert found["score"].max() < analysis.run["clustering"]["threshold"]
    assert any(found["shared"].map(len))
    assert all(d["here"] != d["there"] for against in found["against"] for d in against)


def test_a_few_are_the_nearest_of_all(analysis):
    every, few = analysis.outliers(), analysis.outliers(3)
    assert few["rec_id"].tolist() == every["rec_id"].tolist()[:3]


def test_what_is_shared_and_what_differs():
    (found,) = outliers(ROWS, CLUSTERS).to_dict("records")
    assert (found["rec_id"], found["cluster"], found["medoid"]) == ("b#1", 5, "Создать молодёжный совет.")
    assert sorted(found["shared"]) == ["молодежный", "совет"]
    differ = {d["kind"]: (d["here"], d["there"]) for d in found["against"]}
    assert differ["theme"] == (["education"], ["youth"])
    assert "programs" not in differ and "beneficiaries" not in differ


def test_nothing_alone_or_no_clusters_is_an_empty_table():
    alone = {"rec_id": "a#1", "text": "Создать парк", "lemmas": "создать парк", "cluster": None}
    for table in (outliers([alone], []), outliers([], []), outliers(ROWS[:4], CLUSTERS)):
        assert isinstance(table, pd.DataFrame) and list(table.columns) == list(COLUMNS) and table.empty

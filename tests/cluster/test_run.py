import pandas as pd
import pytest

from civictext.cluster import cluster_commitments

TEXTS = [
    ("a", "создать ресурсный центр для НКО", "создать ресурсный центр для нко", "создать", "ресурсный центр для НКО"),
    (
        "b",
        "Открыть ресурсный центр НКО края.",
        "открыть ресурсный центр нко край",
        "открыть",
        "ресурсный центр НКО края",
    ),
    ("a", "проводить ярмарки вакансий", "проводить ярмарка вакансия", "проводить", "ярмарки вакансий"),
    ("c", "проводить весной ярмарки вакансий", "проводить весна ярмарка вакансия", "проводить", "ярмарки вакансий"),
    ("c", "высадить деревья вдоль дорог", "высадить дерево вдоль дорога", "высадить", "деревья"),
    (
        "b",
        "отремонтировать крышу библиотеки",
        "отремонтировать крыша библиотека",
        "отремонтировать",
        "крышу библиотеки",
    ),
]


@pytest.fixture
def tables():
    documents = pd.DataFrame(
        {"doc_id": ["a", "b", "c"], "region": ["RU-TOM", "RU-PER", None], "date": ["2018", "2019-05-01", None]},
        dtype=object,
    )
    rows = [
        {
            "rec_id": f"{doc}#{n}",
            "doc_id": doc,
            "text": text,
            "lemmas": lemmas,
            "actions": [{"predicate": predicate, "object": obj}],
            "themes": [{"id": "employment"}] if "вакансия" in lemmas else [],
        }
        for n, (doc, text, lemmas, predicate, obj) in enumerate(TEXTS)
    ]
    return pd.DataFrame(rows), documents


def test_clusters_hold_what_asks_for_the_same(tables):
    labels, actions, clusters = cluster_commitments(*tables)
    assert labels[0] == labels[1] is not None
    assert labels[2] == labels[3] not in (None, labels[0])
    assert labels[4:] == [None, None]
    assert actions == [[label] for label in labels]
    assert sorted(c["label"] for c in clusters) == ["проведение ярмарок вакансий", "создание ресурсного центра для НКО"]


def test_clusters_tell_their_regions_years_and_documents(tables):
    clusters = {c["label"]: c for c in cluster_commitments(*tables)[2]}
    center = clusters["создание ресурсного центра для НКО"]
    assert (center["size"], center["n_documents"], center["n_regions"]) == (2, 2, 2)
    assert (center["regions"], center["years"]) == (["RU-PER", "RU-TOM"], [2018, 2019])
    fairs = clusters["проведение ярмарок вакансий"]
    assert (fairs["regions"], fairs["years"], fairs["theme"]) == (["RU-TOM"], [2018], "employment")
    assert {"вакансия", "ярмарка"} <= set(fairs["keywords"])


def test_clusters_do_not_depend_on_the_order_of_documents(tables):
    recommendations, documents = tables
    labels, _, clusters = cluster_commitments(recommendations, documents)
    turned, _, same = cluster_commitments(recommendations.iloc[::-1], documents.iloc[::-1])
    assert turned[::-1] == labels
    assert same == clusters


def test_a_threshold_of_one_leaves_everything_alone(tables):
    labels, _, clusters = cluster_commitments(*tables, threshold=1.0)
    assert labels == [None] * 6
    assert clusters == []


def test_an_empty_run_has_no_clusters(tables):
    recommendations, documents = tables
    assert cluster_commitments(recommendations.iloc[:0], documents) == ([], [], [])


def test_missing_tags_and_lemmas_do_not_matter():
    bare = pd.DataFrame(
        {"doc_id": ["a", "b"], "text": ["Создать парк.", "Провести ярмарку."], "lemmas": ["создать парк", None]}
    )
    labels, actions, _ = cluster_commitments(bare, pd.DataFrame({"doc_id": ["a"]}))
    assert labels == [None, None]
    assert actions == [[], []]


def test_many_recommendations_are_grouped_by_their_neighbours(tables, monkeypatch):
    import civictext.cluster.commitments as commitments

    whole = cluster_commitments(*tables)[0]
    monkeypatch.setattr(commitments, "MAX_EXACT", 5)
    labels, _, clusters = cluster_commitments(*tables)
    assert labels == whole
    assert all(0 < c["cohesion"] <= 1 for c in clusters)


def test_weakly_tied_clusters_are_flagged(tables):
    flags = {c["label"]: c["flag"] for c in cluster_commitments(*tables)[2]}
    assert set(flags.values()) == {None}
    loose = cluster_commitments(*tables, threshold=0.0001)[2]
    assert sorted(str(c["flag"]) for c in loose) == ["None", "None", "weak"]


def test_clusters_have_groups_named_by_one_of_them(tables):
    clusters = cluster_commitments(*tables)[2]
    assert {c["group"] for c in clusters} <= {c["cluster"] for c in clusters}

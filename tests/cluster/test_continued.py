import pytest

import civictext
from civictext.analysis import Analysis
from civictext.cluster.continued import changes, continued

HEAD = "РЕЗОЛЮЦИЯ\nфорума\nг. Тверь, 12 мая {year} года\n\nУчастники форума рекомендуют администрации города:\n"
ITEMS = {
    "a": ["Создать ресурсный центр для некоммерческих организаций.", "Провести ремонт крыши библиотеки."],
    "b": [
        "Открыть ресурсный центр для некоммерческих организаций.",
        "Ежегодно проводить ярмарку вакансий для молодёжи.",
    ],
    "c": ["Создать ресурсный центр некоммерческих организаций.", "Проводить ярмарку вакансий для молодёжи."],
}


def row(rec_id, text, cluster=None):
    return {"rec_id": rec_id, "text": text, "cluster": cluster}


@pytest.fixture(scope="module")
def nlp():
    return civictext.load()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("docs")
    for n, (name, items) in enumerate(ITEMS.items()):
        text = HEAD.format(year=2018 + n) + "".join(f"{k}. {t}\n" for k, t in enumerate(items, 1))
        (out / f"{name}.txt").write_text(text, "utf-8")
    return out


def test_new_ones_join_found_or_stay_alone():
    earlier = [row("a#1", "x", 7), row("b#1", "y", 7), row("b#2", "z")]
    now = [row("a#1", "x"), row("b#1", "y"), row("b#2", "z"), row("c#1", "u"), row("c#2", "v"), row("c#3", "w")]
    # the fresh run splits the earlier cluster: it stays all the same
    labels, founded = continued([0, -1, 1, 0, 1, -1], now, earlier)
    assert labels == [7, 7, None, 7, None, None]
    assert founded == [[2, 4]]
    told = changes([7, 7, 5, 7, 5, None], now, earlier)
    assert [(c["rec_id"], c["old"], c["new"], c["reason"]) for c in told] == [
        ("b#2", None, 5, "founded"),
        ("c#1", None, 7, "joined"),
        ("c#2", None, 5, "founded"),
        ("c#3", None, None, "alone"),
    ]


def test_those_that_stood_alone_stay_alone_without_new_ones():
    earlier = [row("a#1", "x"), row("b#1", "y")]
    assert continued([0, 0], earlier, earlier) == ([None, None], [])


def test_a_cluster_whose_members_are_gone_is_given_up():
    earlier = [row("a#1", "x", 7), row("b#1", "y", 7)]
    labels, founded = continued([-1], [row("a#1", "x")], earlier)
    assert (labels, founded) == ([None], [])
    assert [c["reason"] for c in changes(labels, [row("a#1", "x")], earlier)] == ["left_alone", "gone"]


def test_a_changed_text_is_a_new_recommendation():
    earlier = [row("a#1", "x", 7), row("b#1", "y", 7), row("c#1", "z", 7)]
    labels, _ = continued([0, 0, -1], [*earlier[:2], row("c#1", "other")], earlier)
    assert labels == [7, 7, None]


def test_a_fresh_run_depends_on_the_set_of_documents_alone(folder, nlp):
    files = sorted(folder.iterdir())
    first, second = civictext.analyze(files, nlp=nlp), civictext.analyze(files[::-1], nlp=nlp)
    clusters = [
        dict(zip(a.recommendations["rec_id"], a.recommendations["cluster"].astype(str), strict=True))
        for a in (first, second)
    ]
    assert clusters[0] == clusters[1]
    assert first.clusters["cluster"].tolist() == second.clusters["cluster"].tolist()
    assert first.run["continued"] is None


def test_a_continued_run_renumbers_nothing_and_tells_what_changed(folder, nlp, tmp_path):
    files = sorted(folder.iterdir())
    civictext.analyze(files[:2], nlp=nlp).save(tmp_path / "old", ["jsonl"])
    assert not (tmp_path / "old" / "changes.jsonl").exists()
    old = Analysis.load(tmp_path / "old")
    new = civictext.analyze(folder, nlp=nlp, earlier=tmp_path / "old")
    assert len(old.clusters) == 1
    kept = new.recommendations.merge(old.recommendations, on="rec_id", suffixes=("", "_old")).dropna(
        subset="cluster_old"
    )
    assert (kept["cluster"] == kept["cluster_old"]).all()
    assert set(old.clusters["cluster"]) < set(new.clusters["cluster"])
    assert sorted(new.changes["reason"]) == ["founded", "founded", "joined"]
    new.save(tmp_path / "new", ["jsonl"])
    again = Analysis.load(tmp_path / "new")
    assert again.changes["reason"].tolist() == new.changes["reason"].tolist()
    assert again.run["continued"]["from"] == "old"


def test_a_foreign_or_damaged_folder_is_told(folder, nlp, tmp_path):
    with pytest.raises(ValueError, match="no earlier run to continue"):
        civictext.analyze(folder, nlp=nlp, earlier=tmp_path)
    civictext.analyze(folder, nlp=nlp).save(tmp_path / "run", ["jsonl"])
    (tmp_path / "run" / "clusters.jsonl").write_text("", "utf-8")
    with pytest.raises(ValueError, match="damaged"):
        civictext.analyze(folder, nlp=nlp, earlier=tmp_path / "run")

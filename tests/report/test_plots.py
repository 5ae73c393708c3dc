from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
import pytest

from civictext.report import Plots
from civictext.report.plots.layout import branches, coordinates, distances_of, placed
from civictext.tables import Tables

ALL = {
    "themes": {}, "addressees": {"by": "region"}, "actions": {}, "labels": {"what": "level", "by": "year"}, "gaps": {},
    "share": {"label": "youth"}, "years": {}, "trends": {}, "log_odds": {"what": "theme"}, "map": {}, "dendrogram": {}, "clusters": {},
}  # fmt: skip


def values(chart) -> list[dict]:
    """All rows of all data of a chart."""
    return [row for rows in chart.to_dict()["datasets"].values() for row in rows]


def texts(chart) -> list[str]:
    return [v["text"].replace("\u00a0", " ") for v in values(chart) if "text" in v]


def title(chart) -> str:
    spec = chart.to_dict()["title"]
    return " ".join([spec["text"], *spec["subtitle"]]).replace("\u00a0", " ")


@pytest.fixture
def met_again() -> Tables:
    """Return a region that met three times and another that met once, four commitments, names that repeat."""

    def row(doc: str, n: int, cluster: int | None, strength: str = "direct") -> dict:
        text = f"Создать центр номер {cluster}" if cluster else f"Провести праздник {doc}"
        return {"doc_id": doc, "rec_id": f"{doc}#{n}", "n": n, "text": text, "lemmas": text.lower(), "cluster": cluster,
                "actors": [], "programs": [], "themes": [{"id": "youth" if cluster == 1 else "ecology"}],
                "actions": [{"type": "create", "predicate": "создать", "strength": strength}]}  # fmt: skip

    documents = [{"doc_id": d, "region": r, "date": y, "source": d} for d, r, y in
                 (("a", "RU-TOM", "2018"), ("b", "RU-TOM", "2020"), ("c", "RU-TOM", "2021"), ("d", "RU-PER", "2021"))]  # fmt: skip
    recommendations = [
        row("a", 1, 1, "exploratory"), row("a", 2, 2), row("a", 3, None), row("b", 1, 1), row("b", 2, None), row("c", 1, 3),
        row("c", 2, 3), row("d", 1, 1), row("d", 2, 3), row("d", 3, None),
    ]  # fmt: skip
    clusters = [
        {"cluster": c, "label": label, "medoid": "a#1", "size": n, "n_documents": n, "n_regions": r, "regions": [], "years": [],
         "cohesion": 0.8, "keywords": [], "group": g, "theme": "youth", "flag": None}
        for c, label, n, r, g in ((1, "создать центр", 3, 2, 1), (2, "создать центр", 1, 1, 1), (3, "открыть центр", 3, 2, 3))
    ]  # fmt: skip
    return Tables.from_rows(documents, recommendations, clusters)


def test_bars_carry_numbers_and_shares(tables: Tables) -> None:
    chart = Plots(tables).themes()
    found = [(v["name"], v["n"], v["text"].replace("\u00a0", " ")) for v in values(chart)]
    assert found == [("Некоммерческий сектор", 2, "2  (67 %)"), ("Молодёжь", 1, "1  (33 %)")]
    assert "Интервалов нет" in title(chart)


def test_bars_have_an_interval_where_resolutions_allow(builders) -> None:
    chart = Plots(builders.many_tables()).themes()
    assert all(v["low"] <= v["share"] <= v["high"] <= v["end"] for v in values(chart))
    assert "95 %-й интервал" in title(chart)


def test_what_is_left_out_is_told(builders) -> None:
    chart = Plots(builders.many_tables()).labels("theme", n=1)
    assert [v["name"] for v in values(chart)] == ["Экология"]
    assert "Не показано: 1." in title(chart)


def test_a_group_makes_a_heat_map(tables: Tables) -> None:
    found = {(v["group"], v["label"]): (v["n"], v["share"]) for v in values(Plots(tables).themes(by="region"))}
    assert found["Пермский край (1)*", "Молодёжь"] == (1, 0.5)
    assert ("Томская область (1)*", "Молодёжь") not in found


def test_gaps_show_silence_and_what_is_unusual(builders) -> None:
    tables = builders.many_tables()
    young = tables.recommendations["doc_id"].isin(["d000", "d004", "d008"])
    themes = [[{"id": "youth" if y else "ecology"}] for y in young]
    found = {
        (v["group"], v["label"]): v["text"]
        for v in values(Plots(Tables(tables.documents, tables.recommendations.assign(themes=themes))).gaps())
    }
    assert found["Пермский край (3)", "Молодёжь"] == "▲30"
    assert found["Пермский край (3)", "Экология"] == "–"
    assert found["Томская область (3)", "Молодёжь"] == "–"


def test_a_share_across_groups_has_hollow_points_for_few(met_again: Tables) -> None:
    found = {v["name"]: v for v in values(Plots(met_again).share("ecology")) if "name" in v}
    assert list(found) == ["Томская область", "Пермский край"]
    assert (found["Томская область"]["few"], found["Пермский край"]["few"]) == (False, True)
    assert found["Пермский край"]["low"] is None and found["Томская область"]["low"] <= 5 / 7
    assert found["Пермский край"]["text"] == "2 из 3, 1 резолюция"
    assert "Пунктир – доля во всей подборке: 70 %" in title(Plots(met_again).share("ecology"))


def test_a_share_of_what_does_not_occur_lists_the_known(met_again: Tables) -> None:
    with pytest.raises(ValueError, match="no theme 'sport' in these tables; there are: ecology, youth"):
        Plots(met_again).share("sport")


def test_years_stand_in_order(tables: Tables) -> None:
    assert [v["name"] for v in values(Plots(tables, lang="en").years())] == ["2018", "2019"]


def test_trends_show_each_label_by_year(met_again: Tables) -> None:
    chart = Plots(met_again).trends(labels=["youth"])
    assert {v["head"] for v in values(chart)} == {"Молодёжь"}
    assert [(v["year"], round(v["share"], 2)) for v in values(chart)] == [(2018, 0.33), (2020, 0.5), (2021, 0.2)]
    with pytest.raises(ValueError, match="no theme 'sport'"):
        Plots(met_again).trends(labels=["youth", "sport"])


def test_a_trend_that_is_no_chance_has_an_arrow(builders) -> None:
    tables = builders.many_tables(300)
    late = tables.recommendations["doc_id"].map(
        dict(zip(tables.documents["doc_id"], tables.documents["date"], strict=True))
    )
    themes = [[{"id": "youth" if date > "2020" else "ecology"}] for date in late]
    chart = Plots(Tables(tables.documents, tables.recommendations.assign(themes=themes))).trends()
    assert {v["head"] for v in values(chart)} == {"Молодёжь ↗", "Экология ↘"}


def test_log_odds_name_what_is_typical_of_groups_of_enough_resolutions(builders) -> None:
    tables = builders.many_tables()
    young = tables.recommendations["doc_id"].isin(["d000", "d004", "d008"])
    themes = [[{"id": "youth" if y else "ecology"}] for y in young]
    found = values(Plots(Tables(tables.documents, tables.recommendations.assign(themes=themes))).log_odds(what="theme"))
    first = next(v for v in found if v["group"] == "Пермский край")
    assert (first["name"], first["text"], first["sure"]) == ("Молодёжь", "30 / 0", True)


def test_recurrence_shows_when_each_stood_and_what_became_of_it(met_again: Tables) -> None:
    chart = Plots(met_again).recurrence()
    stood = {}
    for v in values(chart):
        if "year" in v:
            stood.setdefault(v["name"], []).append(v["year"])
    assert stood == {"создать центр": [2018, 2020], "создать центр (2)": [2018], "открыть центр": [2021]}
    assert [v["text"] for v in values(chart) if "note" in v] == ["× больше не звучит", "× больше не звучит", "+ новое"]
    assert "Томская область" in title(chart)


def test_recurrence_of_nothing_says_so(tables: Tables, met_again: Tables) -> None:
    with pytest.raises(ValueError, match="nothing recurs"):
        Plots(tables).recurrence()
    with pytest.raises(ValueError, match="no series 'RU-PER'; there are: RU-TOM"):
        Plots(met_again).recurrence(of="RU-PER")


def test_the_map_ties_members_and_is_the_same_again(met_again: Tables) -> None:
    chart = Plots(met_again).map(encoder="tfidf")
    points = [v for v in values(chart) if "alone" in v]
    assert len(points) == 10 and sum(v["alone"] for v in points) == 3
    assert len([v for v in values(chart) if "x2" in v]) == 6
    assert {v["text"] for v in values(chart) if "align" in v} == {"создать центр", "открыть центр"}
    assert chart.to_json() == Plots(met_again).map(encoder="tfidf").to_json()
    assert chart.to_json() != Plots(met_again).map(encoder="tfidf", seed=1).to_json()


def test_a_map_of_many_keeps_members_of_clusters(met_again: Tables) -> None:
    chart = Plots(met_again).map(n=7)
    assert not any(v["alone"] for v in values(chart) if "alone" in v)
    assert "7 рекомендаций из 10" in title(chart)


def test_the_tree_has_a_leaf_for_each_member_and_a_name_for_each_cluster(met_again: Tables) -> None:
    chart = Plots(met_again).dendrogram(1)
    leaves = [v for v in values(chart) if "whole" in v]
    assert len(leaves) == 4 and len({v["y"] for v in leaves}) == 4
    assert {t for t in texts(chart) if ":" not in t} == {"создать центр"}
    with pytest.raises(ValueError, match="no group 2 of clusters; there are: 1, 3"):
        Plots(met_again).dendrogram(2)


def test_trees_and_maps_are_titled_by_theme_and_group(met_again: Tables) -> None:
    named = met_again.clusters.assign(group_label="создание центров", group_theme="youth")
    plots = Plots(Tables(met_again.documents, met_again.recommendations, named))
    assert "«Молодёжь: создание центров»" in title(plots.dendrogram(1))
    one = plots.map(group=1)
    assert "Карта группы «Молодёжь: создание центров»: 4 рекомендации" in title(one)
    assert {v["group"] for v in values(one) if "alone" in v} == {"Молодёжь: создание центров"}
    with pytest.raises(ValueError, match="no group 2 of clusters"):
        plots.map(group=2)


def test_commitments_by_region(met_again: Tables) -> None:
    found = {(v["name"], v["group"]): v["n"] for v in values(Plots(met_again).clusters())}
    assert found["создать центр", "Томская область (3)"] == 2
    assert found["открыть центр", "Пермский край (1)*"] == 1


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_each_plot_of_any_text_is_a_valid_chart_to_be_set_beside_another(
    builders, met_again, name: str, lang: str
) -> None:
    for tables in (met_again, builders.hostile_tables(), Tables.from_rows([], [])):
        plots = Plots(tables)
        try:
            chart = getattr(plots, name)(**ALL[name], lang=lang)
        except ValueError as error:
            assert "there are" in str(error)  # a theme or a group that these tables do not have
            continue
        assert json.loads((chart | plots.years(lang=lang)).to_json())["hconcat"]
        assert all(len(label) <= 320 for v in values(chart) for label in v.values() if isinstance(label, str))


def test_names_of_an_own_taxonomy_are_on_the_plot(tables: Tables) -> None:
    own = {"themes": {"youth": {"ru": "Юность", "en": "The young", "definition": ""}}}
    plots = Plots(Tables(tables.documents, tables.recommendations, tables.clusters, run={"labels": own}))
    assert "Юность" in [v["name"] for v in values(plots.themes())]
    assert "The young" in [v["name"] for v in values(plots.themes(lang="en"))]


def test_an_unknown_facet_or_language_lists_the_known(tables: Tables) -> None:
    with pytest.raises(ValueError, match="no facet or column 'mood'"):
        Plots(tables).labels("mood")
    with pytest.raises(ValueError, match="no language 'de'; languages: ru, en"):
        Plots(tables).themes(lang="de")


def pairs(boxes: list) -> Iterator[tuple]:
    return ((a, b) for n, a in enumerate(boxes) for b in boxes[:n])


def test_names_on_the_plane_do_not_cover_each_other() -> None:
    spots = [(100.0 + 3 * i, 100.0 + 2 * i, 110.0 + 3 * i, 110.0 + 2 * i) for i in range(30)]
    found = [p for p in placed(["десять букв"] * 30, spots, (400, 300), np.zeros((0, 2))) if p]
    wide = 6.6 * len("десять букв")
    left = {"left": 0.0, "right": -wide, "center": -wide / 2}
    boxes = [(p["x"] + left[p["align"]], p["y"] - 7) for p in found]
    assert 4 < len(boxes) < 30
    assert all(abs(a[0] - b[0]) > wide - 0.5 or abs(a[1] - b[1]) > 13.5 for a, b in pairs(boxes))


def test_a_tree_joins_the_nearest_first() -> None:
    similarities = np.array([[1, 0.1, 0.9], [0.1, 1, 0.2], [0.9, 0.2, 1]])
    order, lines = branches(similarities)
    assert order in ([1, 0, 2], [1, 2, 0], [0, 2, 1], [2, 0, 1])
    assert sorted({round(s["x2"], 2) for s in lines}) == [0.1, 0.85]


def test_few_points_have_places_and_near_ones_are_near() -> None:
    assert coordinates(np.zeros((3, 3))).shape == (3, 2)
    same = np.kron(np.eye(2), np.ones((10, 10)))
    distances = distances_of(np.clip(same, 0.001, 1))
    assert distances.max() == pytest.approx(0.75) and distances.min() == 0
    places = coordinates(distances)
    gap = np.linalg.norm(places[:10].mean(0) - places[10:].mean(0))
    assert gap > 2 * places[:10].std(0).max()

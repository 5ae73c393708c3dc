from types import ModuleType

from lxml import html

from civictext.report.figures import Figures
from civictext.report.html import FIRST_CLUSTERS, page
from civictext.report.names import Names


def test_groups_of_one_theme_stand_together_and_those_of_many_last(builders: ModuleType) -> None:
    found = Figures(builders.grouped_tables(), Names("ru")).groups
    assert [(g.title, g.n, len(g.clusters)) for g in found] == [
        ("Некоммерческий сектор: создание центров", 42, 7),
        ("Молодёжь: проведение форумов", 2, 1),
        ("Разные темы: разное", 1, 1),
    ]
    english = Figures(builders.grouped_tables(), Names("en")).groups
    assert english[0].title == "Nonprofit sector: создание центров"
    assert [g.theme_name for g in english] == ["Nonprofit sector", "Youth", "Several themes"]


def test_a_run_without_groups_has_a_group_for_each_cluster(tables) -> None:
    (group,) = Figures(tables, Names("ru")).groups
    assert (group.group, group.title) == (0, "Некоммерческий сектор: ресурсный центр для НКО")


def test_the_page_lists_themes_groups_and_clusters(builders: ModuleType) -> None:
    tree = html.fromstring(page(builders.grouped_tables(), Names("ru")))
    boxes = tree.xpath("//div[@class='groups']")
    assert [b.get("data-theme") for b in boxes] == ["nonprofit_sector", "youth", "unassigned"]
    assert [b.findtext("h3/bdi") for b in boxes] == ["Некоммерческий сектор", "Молодёжь", "Разные темы"]
    assert [b.findtext("h4/bdi") for b in boxes] == ["создание центров", "проведение форумов", "разное"]
    assert boxes[0].xpath("h4/a/@href") == ["#t?group=10"]
    assert len(boxes[0].xpath("./details[@class='cluster']")) == FIRST_CLUSTERS
    assert len(boxes[0].xpath("./details[@class='values']/details[@class='cluster']")) == 7 - FIRST_CLUSTERS
    options = tree.xpath("//select[@id='cluster-theme']/option/@value")
    assert sorted(options) == ["", "nonprofit_sector", "unassigned", "youth"]

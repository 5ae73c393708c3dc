from __future__ import annotations

import pytest
from lxml import html

from civictext.analysis import Analysis
from civictext.report import resolution_html
from civictext.report.display import Display
from civictext.tables import Tables, rows


def resolution(tables: Tables, n: int = 0) -> dict:
    document = rows(tables.documents)[n]
    return {
        "document": document,
        "recommendations": [r for r in rows(tables.recommendations) if r["doc_id"] == document["doc_id"]],
    }


def tree_of(shown: str) -> html.HtmlElement:
    return html.fragment_fromstring(str(shown).replace("\x00", "").replace("\x1b", ""))


def test_tags_are_highlighted_in_the_text(tables: Tables) -> None:
    tree = tree_of(resolution_html(resolution(tables)))
    found = [(m.text, m.get("title"), [t.text for t in m]) for m in tree.iter("mark")]
    title = "действующее лицо · НКО · для кого\nпризнак темы · Некоммерческий сектор\nобъект действия · Создать"
    assert ("НКО", title, ["для кого"]) in found
    text = tree.text_content()
    assert "Вместе · форум · 2018-05-04 · Пермь · Пермский край" in text
    assert "адресат: Местное самоуправление · темы: Некоммерческий сектор" in text
    assert "адресат не назван · темы: Молодёжь" in text


def test_the_legend_names_what_occurs_and_nothing_else(tables: Tables) -> None:
    first, second = (resolution_html(resolution(tables, n)) for n in (0, 1))
    assert "Обозначения в тексте" in first and ">срок</mark>" in first
    assert ">срок</mark>" not in second


def test_a_mark_is_known_without_its_colour(tables: Tables) -> None:
    tree = tree_of(resolution_html(resolution(tables)))
    lines = ("border-bottom", "text-decoration", "font-weight", "font-style")
    assert all(any(line in m.get("style") for line in lines) for m in tree.iter("mark"))


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_text_is_escaped_and_whole(builders, lang: str) -> None:
    analysis = Analysis(builders.hostile_tables())
    shown = [analysis, analysis.resolution("eeee"), analysis.recommendation("eeee#1"), analysis.cluster(0)]
    shown.append(analysis.recommendation("eeee#1").explain())
    for thing in shown:
        assert type(thing._repr_html_()) is str  # joined with other text it must not be escaped again
        tree = tree_of(thing.show(lang).html)
        assert not tree.xpath("//script | //img | //a | //*[@onerror] | //*[@onload]")
        assert "\x1b" not in thing.show(lang).text
    assert builders.HOSTILE[0] in tree_of(shown[1]._repr_html_()).text_content()


def test_a_document_without_recommendations_says_so(tables: Tables) -> None:
    assert "No recommendations" in resolution_html({**resolution(tables), "recommendations": []}, lang="en")


def test_an_analysis_shows_counts_coverage_what_leads_and_what_was_not_read(tables: Tables) -> None:
    text = repr(Analysis(tables)).replace("\u00a0", " ")
    for words in (
        "2 резолюции, 2 региона, 2018–2019 годы: 3 рекомендации",
        "с названным адресатом: 2 из 3 (67 %)",
        "со сроком: 1 из 3 (33 %)",
        "Некоммерческий сектор  2 (67 %)",
        "ресурсный центр для НКО  2 в 2 регионах",
        "Прочитано 2 документа, не прочитано 1.",
        "пустой.txt: Файл пуст.",
    ):
        assert words in text
    assert "Nonprofit sector" in Analysis(tables).show("en").html


def test_an_analysis_of_nothing_shows_itself() -> None:
    empty = Analysis(Tables.from_rows([], []))
    assert "0 рекомендаций" in repr(empty) and "0 рекомендаций" in empty._repr_html_()


def test_a_cluster_shows_its_members_with_region_and_year(tables: Tables) -> None:
    cluster = Analysis(tables).cluster(0)
    assert cluster.texts == ["Создать ресурсный центр для НКО.", "Открыть центр поддержки НКО."]
    assert "Томская область, 2019: Открыть центр поддержки НКО." in repr(cluster)
    assert "Томская область, 2019:" in tree_of(cluster._repr_html_()).text_content()
    assert cluster.to_dict() == rows(tables.clusters)[0]


def test_a_recommendation_of_the_tables_is_highlighted_as_one_of_the_pipeline(tables: Tables) -> None:
    marked = [m.text for m in tree_of(Analysis(tables).recommendation("bbbb#1")._repr_html_()).iter("mark")]
    assert marked[:2] == ["Открыть", "центр поддержки "]


def test_what_is_not_there_is_named(tables: Tables) -> None:
    analysis = Analysis(tables)
    with pytest.raises(KeyError, match=r"no document 'x' in this run; see analysis.documents: пермь 2018.txt"):
        analysis.resolution("x")
    with pytest.raises(KeyError, match="no recommendation 'x#1'"):
        analysis.recommendation("x#1")
    with pytest.raises(KeyError, match=r"no cluster 7 in this run; it has 1: 0 \(ресурсный центр для НКО\)"):
        analysis.cluster(7)


def test_names_of_an_own_taxonomy_are_shown(tables: Tables) -> None:
    own = {"themes": {"youth": {"ru": "Юность <b>", "en": "The young", "definition": ""}}}
    named = Analysis(Tables(tables.documents, tables.recommendations, tables.clusters, tables.errors, {"labels": own}))
    assert "Юность <b>" in repr(named)
    assert "Юность &lt;b&gt;" in named.resolution("aaaa")._repr_html_()
    assert "темы: Юность <b>" in repr(named.recommendation("aaaa#2"))


def test_a_display_has_both_forms() -> None:
    shown = Display("<b>x</b>", "x")
    assert (repr(shown), shown._repr_html_()) == ("x", "<b>x</b>")

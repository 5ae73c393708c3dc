from __future__ import annotations

from lxml import html

from civictext.report import resolution_html
from civictext.tables import Tables, rows


def resolution(tables: Tables, n: int = 0) -> dict:
    document = rows(tables.documents)[n]
    return {
        "document": document,
        "recommendations": [r for r in rows(tables.recommendations) if r["doc_id"] == document["doc_id"]],
    }


def test_tags_are_highlighted_in_the_text(tables: Tables) -> None:
    tree = html.fragment_fromstring(resolution_html(resolution(tables)))
    spans = [(s.text, s.get("title")) for s in tree.iter("span")]
    assert (
        "НКО",
        "действующее лицо · НКО · для кого\nпризнак темы · Некоммерческий сектор\nобъект действия · Создать",
    ) in spans
    text = tree.text_content()
    assert "Вместе · форум · 2018-05-04 · Пермь · Пермский край" in text
    assert "Местное самоуправление · Некоммерческий сектор" in text
    assert "адресат не назван · Молодёжь" in text


def test_text_is_escaped_and_whole(builders) -> None:
    tree = html.fragment_fromstring(
        resolution_html(resolution(builders.hostile_tables())).replace("\x00", "").replace("\x1b", "")
    )
    assert not tree.xpath("//script | //img")
    assert builders.HOSTILE[0] in tree.text_content()


def test_a_document_without_recommendations_says_so(tables: Tables) -> None:
    assert "No recommendations" in resolution_html({**resolution(tables), "recommendations": []}, lang="en")

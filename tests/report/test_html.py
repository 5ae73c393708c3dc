from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from lxml import html

from civictext.report import write_html
from civictext.report.html import page
from civictext.report.names import Names
from civictext.tables import Tables

ORDER = ["read", "headlines", "themes", "addressees", "heatmap", "clusters", "apart", "years", "recurrence", "spread", "table", "method", "quality"]  # fmt: skip


def parsed(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


def data(text: str) -> dict:
    packed = re.search('<script type="application/gzip" id="data">([^<]*)</script>', text)
    assert packed
    return json.loads(gzip.decompress(base64.b64decode(packed[1])))


def test_sections_come_in_the_order_in_which_they_are_read(tables: Tables) -> None:
    assert [h.get("id") for h in parsed(page(tables, Names("ru"))).iter("h2")] == ORDER


def test_unread_inputs_and_warnings_are_told(tables: Tables) -> None:
    text = parsed(page(tables, Names("ru"))).text_content()
    for words in (
        "Прочитано 2 документа, не прочитано 1.",
        "пустой.txt",
        "Файл пуст.",
        "Проверьте файл.",
        "кодировка сомнительна",
    ):
        assert words in text


def test_numbers_link_to_their_recommendations(tables: Tables) -> None:
    tree = parsed(page(tables, Names("ru")))
    cells = {a.get("href"): a.text for a in tree.xpath("//table[@class='grid']//td[starts-with(@class, 'h')]/a")}
    assert cells["#t?region=RU-PER&theme=nonprofit_sector"] == "1"
    assert cells["#t?addressee=local_government&theme=nonprofit_sector"] == "2"


def test_data_carries_marks_facets_and_names(tables: Tables) -> None:
    carried = data(page(tables, Names("ru")))
    second = carried["rows"][1]
    shown = {(kind, second["t"][a:b]) for a, b, kind, *_ in second["m"]}
    assert ("deadline", "до 1 сентября 2019 года") in shown
    values = dict(zip(carried["filters"], second["f"], strict=True))
    wanted = {
        "region": ["RU-PER"],
        "year": ["2018"],
        "addressee": ["unassigned"],
        "theme": ["youth"],
        "cluster": ["unassigned"],
    }
    assert {k: values[k] for k in wanted} == wanted
    assert carried["names"]["addressee"] == {"local_government": "Местное самоуправление", "unassigned": "не назван"}


def test_marks_count_utf16_units_for_the_browser(builders) -> None:
    text = "😀 Создать парк."
    row = builders.recommendation("aaaa", 1, 0, text, actions=[builders.action("Создать", "create", "парк", 2, 10)])
    document = {"doc_id": "aaaa", "source": "a", "text": text, "date": None, "region": None, "warnings": []}
    start, end, *_ = data(page(Tables.from_rows([document], [row]), Names("ru")))["rows"][0]["m"][0]
    units = text.encode("utf-16-le")
    assert units[2 * start : 2 * end].decode("utf-16-le") == "Создать"


def test_the_page_is_one_file_without_requests(tables: Tables, tmp_path: Path) -> None:
    text = write_html(tables, tmp_path / "отчёт с пробелом.html").read_text(encoding="utf-8")
    tree = parsed(text)
    assert not tree.xpath("//link | //iframe | //img | //*[@src] | //*[starts-with(name(@*), 'on')]")
    assert all(a.get("href").startswith("#") for a in tree.iter("a"))


def test_the_policy_allows_only_the_texts_it_hashes(tables: Tables) -> None:
    tree = parsed(page(tables, Names("ru")))
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    inline = [*tree.xpath("//script[not(@type)]/text()"), *tree.xpath("//style/text()")]
    assert len(inline) == 4
    for text in inline:
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy


def test_hostile_text_stays_text(builders) -> None:
    text = page(builders.hostile_tables(), Names("ru"))
    tree = parsed(text)
    assert len(tree.xpath("//script")) == 4
    assert not tree.xpath("//img")
    assert "49" not in tree.xpath("//bdi[contains(., '7 * 7')]/text()")[0]
    assert data(text)["rows"][0]["t"] == builders.HOSTILE[0]


def test_the_same_tables_give_the_same_bytes(tables: Tables, tmp_path: Path) -> None:
    first = write_html(tables, tmp_path / "a.html").read_bytes()
    assert write_html(tables, tmp_path / "a.html").read_bytes() == first
    assert [p.name for p in tmp_path.iterdir()] == ["a.html"]


def test_english_has_no_russian_of_ours(tables: Tables) -> None:
    tree = parsed(page(Tables.from_rows([], []), Names("en")))
    for node in tree.xpath("//script | //style | //dl[@class='defs']"):
        node.drop_tree()
    assert not re.search("[а-яё]", tree.text_content(), re.IGNORECASE)


def test_nothing_at_all_still_gives_a_page() -> None:
    text = parsed(page(Tables.from_rows([], []), Names("ru"))).text_content()
    for words in (
        "0 резолюций, 0 регионов: 0 рекомендаций",
        "Данных слишком мало",
        "Повторяющихся предложений не найдено",
    ):
        assert words in text


def test_a_repeated_document_is_shown_but_not_counted(tables: Tables) -> None:
    tables.documents.loc[1, "duplicate_of"] = "aaaa"
    text = page(tables, Names("ru"))
    assert "1 резолюция, 1 регион, 2018 год: 2 рекомендации" in text
    assert "повторяет пустой" not in text
    assert "повторяет пермь 2018.txt" in text
    assert data(text)["documents"][1]["again"] is True


def test_an_unknown_language_is_refused(tables: Tables, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no language 'fr'"):
        write_html(tables, tmp_path / "a.html", lang="fr")
    assert not list(tmp_path.iterdir())


def test_a_page_that_cannot_carry_all_says_so(builders, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("payload", "html"):
        monkeypatch.setattr(f"civictext.report.{module}.MOST", 50)
    text = page(builders.many_tables(), Names("ru"))
    assert len(data(text)["rows"]) == 50
    assert "здесь первые 50 из 120, остальные – в книге Excel" in text
    assert "120 рекомендаций" in text
    assert "здесь первые" not in page(builders.small_tables(), Names("ru"))


def test_an_english_page_holds_only_the_russian_of_documents(builders) -> None:
    tables = builders.spread_tables()
    tables.errors.loc[0] = ["a.pdf", "read", "pdf защищён паролем.", "Снимите пароль и сохраните файл ещё раз."]
    tables.documents.at[0, "warnings"] = ["При чтении исправлено: разорванные слова – 2."]
    tree = parsed(page(tables, Names("en")))
    said = tree.text_content()
    assert "the pdf is protected by a password." in said
    assert "Repaired in reading: broken words – 2." in said
    for node in tree.xpath("//script | //style | //bdi"):
        node.drop_tree()
    left = [t for t in tree.itertext() if re.search("[а-яё]", t, re.IGNORECASE)]
    assert all("создать парк" in t or "Words that set" in t for t in left)

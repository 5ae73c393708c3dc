"""The page in a real browser: filters, deep links, download, phone width, hostile text. Needs Chromium and playwright."""

from __future__ import annotations

import csv
import datetime
import os
import shutil
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import openpyxl
import pytest

from civictext.report import write_html
from civictext.report.html import SECTIONS
from civictext.tables import Tables

pytestmark = pytest.mark.slow
playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: pip install 'civictext[test]'"
)
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine (set CHROMIUM or apt-get install chromium)")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Any, tmp_path: Path) -> Iterator[Any]:
    """Open tables as a page from disk; at the end nothing may have been requested, printed or asked."""
    troubles: list[str] = []
    context = chromium.new_context(accept_downloads=True)

    def open_(tables: Tables, fragment: str = "", width: int = 1280, lang: str = "ru") -> Any:
        path = write_html(tables, tmp_path / "r.html", lang=lang)
        tab = context.new_page()
        tab.set_viewport_size({"width": width, "height": 900})
        tab.on("console", lambda m: troubles.append(m.text) if m.type in {"error", "warning"} else None)
        tab.on("pageerror", lambda e: troubles.append(str(e)))
        tab.on("dialog", lambda d: troubles.append(d.message))
        tab.on("request", lambda r: None if r.url.startswith(("file:", "blob:")) else troubles.append(r.url))
        tab.goto(path.as_uri() + fragment)
        tab.wait_for_selector("tr.rec, td.empty")
        tab.wait_for_timeout(300)
        return tab

    yield open_
    context.close()
    assert troubles == []


def found(tab: Any) -> str:
    return tab.inner_text(".bar output")


def test_charts_are_drawn(opened: Any, tables: Tables) -> None:
    tab = opened(tables)
    assert tab.locator("[data-chart] svg").count() == 3
    assert "Некоммерческий сектор" in tab.locator("[data-chart=themes] svg").text_content()


def test_filters_combine_and_stay_in_the_address(opened: Any, builders: ModuleType) -> None:
    tab = opened(builders.many_tables())
    assert found(tab) == "Найдено: 120 из 120"
    for facet, value in (("region", "RU-PER"), ("theme", "youth"), ("theme", "ecology")):
        tab.locator(f"[data-facet={facet}]").evaluate("d => { d.open = true; }")
        tab.check(f"[data-facet={facet}] input[value={value}]")
    assert found(tab) == "Найдено: 27 из 120"
    assert tab.evaluate("location.hash") == "#t?region=RU-PER&theme=youth&theme=ecology"
    again = opened(builders.many_tables(), tab.evaluate("location.hash"))
    assert found(again) == "Найдено: 27 из 120"
    again.fill("#q", "номер 4-")
    playwright.expect(again.locator(".bar output")).to_have_text("Найдено: 9 из 120")
    again.click("#reset")
    assert found(again) == "Найдено: 120 из 120"


def test_a_number_opens_as_many_recommendations_as_it_says(opened: Any, builders: ModuleType) -> None:
    tab = opened(builders.many_tables())
    links = tab.eval_on_selector_all("table.grid td a", "as => as.map(a => [a.textContent, a.getAttribute('href')])")
    assert len(links) > 10
    for number, href in links[:: max(1, len(links) // 6)]:
        tab.evaluate("h => { location.hash = h; }", href)
        tab.wait_for_function(
            "n => document.querySelector('.bar output').textContent.includes(' ' + n + ' ')", arg=number
        )


def test_rows_sort_open_and_show_more(opened: Any, builders: ModuleType) -> None:
    tab = opened(builders.many_tables())
    assert tab.locator("tr.rec").count() == 50
    tab.click("#more")
    assert tab.locator("tr.rec").count() == 100
    tab.click("th[data-sort=year] button")
    tab.click("th[data-sort=year] button")
    assert tab.get_attribute("th[data-sort=year]", "aria-sort") == "descending"
    assert tab.inner_text("tr.rec:first-child td.c-year") == "2020"
    tab.click("tr.rec:first-child .opener")
    tab.locator("tr.more").wait_for()
    assert "Форум" in tab.inner_text("tr.more")


def test_tags_are_marked_in_the_text(opened: Any, tables: Tables) -> None:
    tab = opened(tables)
    marked = tab.eval_on_selector_all("tr.rec:nth-child(2) .m", "ms => ms.map(m => [m.textContent, m.className])")
    assert ["Провести", "m m-action"] in marked
    assert ["до 1 сентября 2019 года", "m m-deadline"] in marked


@pytest.mark.parametrize("fragment", ["#rec-bbbb%231", "#rec-bbbb#1"])
def test_a_deep_link_opens_its_recommendation(opened: Any, tables: Tables, fragment: str) -> None:
    tab = opened(tables, fragment)
    assert tab.inner_text("tr.rec.target td.c-text").endswith("Открыть центр поддержки НКО.")
    assert tab.locator("tr.more").count() == 1


def test_a_deep_link_beyond_the_first_page_is_found(opened: Any, builders: ModuleType) -> None:
    tab = opened(builders.many_tables(), "#rec-d011%2310")
    assert "номер 11-9" in tab.inner_text("tr.rec.target")


def test_a_cluster_opens_to_its_members(opened: Any, tables: Tables) -> None:
    tab = opened(tables)
    tab.click("details.cluster summary")
    tab.locator("details.cluster li").nth(1).wait_for()
    lines = [line.strip() for line in tab.locator("details.cluster li .where").all_inner_texts()]
    assert lines == ["Пермский край · 2018 · пермь 2018.txt →", "Томская область · 2019 · b.docx →"]


def test_what_is_filtered_comes_down_as_csv(opened: Any, builders: ModuleType, tmp_path: Path) -> None:
    tables = builders.many_tables(20)
    tables.recommendations.loc[1, "text"] = '=1+1;"да"'
    tab = opened(tables, "#t?region=RU-PER")
    with tab.expect_download() as download:
        tab.click("#download")
    download.value.save_as(tmp_path / "d.csv")
    assert (tmp_path / "d.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "d.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file, delimiter=";"))
    assert len(lines) == 10
    assert lines[1]["Рекомендация"] == '\'=1+1;"да"'
    assert {line["Регион"] for line in lines} == {"Пермский край"}


def downloaded_book(tab: Any, path: Path) -> openpyxl.Workbook:
    with tab.expect_download() as download:
        tab.click("#workbook")
    download.value.save_as(path)
    with warnings.catch_warnings():  # the writer names no default style, which Excel and LibreOffice do without
        warnings.filterwarnings("ignore", message="Workbook contains no default style")
        return openpyxl.load_workbook(path)


def test_what_is_filtered_comes_down_as_a_workbook(opened: Any, builders: ModuleType, tmp_path: Path) -> None:
    tables = builders.many_tables(20)
    tables.recommendations.loc[1, "text"] = '=1+1;"да"'
    tables.recommendations.loc[2, "deadline"] = "до 1 мая 2020 года"
    tables.recommendations.loc[2, "deadline_date"] = "2020-05-01"
    sheet = downloaded_book(opened(tables, "#t?region=RU-PER"), tmp_path / "d.xlsx").active
    header, *lines = [[c.value for c in row] for row in sheet.iter_rows()]
    assert len(lines) == 10
    at = {name: n for n, name in enumerate(header)}
    assert lines[1][at["Рекомендация"]] == '=1+1;"да"'
    assert lines[2][at["Срок до"]] == datetime.datetime(2020, 5, 1)
    assert lines[0][at["Год"]] == 2018
    assert {line[at["Регион"]] for line in lines} == {"Пермский край"}
    assert sheet.freeze_panes == "A2"


def test_a_downloaded_workbook_holds_text_whatever_it_says(opened: Any, builders: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "d.xlsx"
    texts = [c.value for c in downloaded_book(opened(builders.hostile_tables()), path).active["B"]][1:]
    assert texts[:4] == list(builders.HOSTILE[:4])
    assert len(texts[6]) == 32_767
    with zipfile.ZipFile(path) as parts:
        assert not any(b"<f>" in parts.read(n) or b"hyperlink" in parts.read(n) for n in parts.namelist())


def test_back_undoes_a_choice(opened: Any, builders: ModuleType) -> None:
    tab = opened(builders.many_tables())
    for value in ("youth", "ecology"):
        tab.locator("[data-facet=theme]").evaluate("d => { d.open = true; }")
        tab.check(f"[data-facet=theme] input[value={value}]")
    tab.go_back()
    playwright.expect(tab.locator(".bar output")).to_have_text("Найдено: 36 из 120")
    tab.go_back()
    playwright.expect(tab.locator(".bar output")).to_have_text("Найдено: 120 из 120")
    tab.go_forward()
    playwright.expect(tab.locator(".bar output")).to_have_text("Найдено: 36 из 120")


def test_the_map_shows_one_theme(opened: Any, builders: ModuleType) -> None:
    tab = opened(builders.many_tables())
    tab.select_option("#map-theme", "youth")
    tile = tab.locator(".map a[data-region=RU-PER]")
    shown = tile.locator(".count").text_content()
    tile.click()
    playwright.expect(tab.locator(".bar output")).to_have_text(f"Найдено: {shown} из 120")
    assert "theme=youth" in tab.evaluate("location.hash")
    assert int(shown) > 0


def test_a_district_holds_the_recommendations_of_its_regions(opened: Any, builders: ModuleType) -> None:
    tab = opened(builders.many_tables())
    tab.locator("[data-facet=federal_district]").evaluate("d => { d.open = true; }")
    tab.check("[data-facet=federal_district] input[value^=Приволжский]")
    assert found(tab) == "Найдено: 60 из 120"


def test_what_is_wider_than_a_phone_says_so(opened: Any, builders: ModuleType) -> None:
    tab = opened(builders.many_tables(), width=400)
    assert tab.locator("figure .swipe").count() == 1
    assert tab.locator("figure .scroll").get_attribute("tabindex") == "0"
    wide = opened(builders.many_tables(), width=1280)
    assert wide.locator("figure .swipe").count() == 0


def test_a_path_of_spread_opens_its_recommendation(opened: Any, builders: ModuleType) -> None:
    tab = opened(builders.spread_tables())
    steps = tab.locator("ol.paths li > a:not(.name)")
    assert steps.all_inner_texts() == ["Пермский край", "Томская область", "Республика Татарстан"]
    steps.nth(1).click()
    tab.locator("tr.rec.target").wait_for()
    assert "парк" in tab.inner_text("tr.rec.target")


@pytest.mark.parametrize("name", ["small_tables", "many_tables", "hostile_tables"])
@pytest.mark.parametrize("width", [400, 1280])
def test_nothing_is_wider_than_the_screen(opened: Any, builders: ModuleType, name: str, width: int) -> None:
    tab = opened(getattr(builders, name)(), width=width)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_text_runs_nothing_and_stays_in_its_cell(opened: Any, builders: ModuleType) -> None:
    tab = opened(builders.hostile_tables())
    for summary in tab.locator("details.cluster > summary, details.values > summary").all():
        summary.click()
    for opener in tab.locator(".opener").all():
        opener.click()
    assert tab.evaluate("window.hacked") is None
    assert tab.locator("img").count() == 0
    assert tab.locator("tr.rec").count() == len(builders.HOSTILE)
    cells = tab.locator("tr.rec td.c-text > bdi")
    assert cells.nth(0).text_content() == builders.HOSTILE[0]
    assert tab.locator("h2").count() == len(SECTIONS)


def test_commitments_are_shown_by_theme_and_their_group_opens_in_the_table(opened: Any, builders: ModuleType) -> None:
    tab = opened(builders.grouped_tables())
    assert tab.locator(".groups:visible").count() == 3
    tab.select_option("#cluster-theme", "youth")
    assert tab.locator(".groups:visible h4").all_inner_texts()[0].startswith("проведение форумов")
    tab.select_option("#cluster-theme", "")
    tab.click(".groups h4 a >> nth=0")
    tab.wait_for_timeout(300)
    assert found(tab) == "Найдено: 2 из 3"
    assert "Группа предложений: Некоммерческий сектор: создание центров" in tab.inner_text(".chips")


def test_an_injected_script_does_not_run(chromium: Any, tables: Tables, tmp_path: Path) -> None:
    path = write_html(tables, tmp_path / "r.html")
    text = path.read_text(encoding="utf-8").replace(
        "</main>", "<script>window.hacked = 1</script><p onclick='0'></main>"
    )
    path.write_text(text, encoding="utf-8")
    tab = chromium.new_page()
    refused: list[str] = []
    tab.on("console", lambda m: refused.append(m.text))
    tab.goto(path.as_uri())
    tab.wait_for_selector("tr.rec")
    assert tab.evaluate("window.hacked") is None
    assert any("Content Security Policy" in text for text in refused)
    tab.close()


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("width", [400, 1280])
def test_the_page_can_be_used_by_keyboard_and_reader(opened: Any, builders: ModuleType, lang: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    tab = opened(builders.spread_tables(), lang=lang, width=width)
    for box in tab.locator("main details").all():
        box.evaluate("d => { d.open = true; }")
    tab.locator(".facet").evaluate_all("boxes => boxes.forEach((b) => { b.open = false; })")
    tab.click("tr.rec:first-child .opener")
    violations = axe.Axe().run(tab).response["violations"]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in violations] == []

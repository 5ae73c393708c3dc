"""What notebooks show, in a real browser without a network: charts are drawn, hostile text runs nothing. Needs Chromium and playwright."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from types import ModuleType

import altair as alt
import pytest

from civictext.analysis import Analysis
from civictext.report import Plots, offline_charts
from civictext.report.plots.offline import rendered
from civictext.tables import Tables

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: pip install 'civictext[test]'"
)
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture
def loaded():
    """Load the engine; afterwards altair draws as it did before."""
    before = alt.renderers.active
    yield offline_charts().html
    alt.renderers.enable(before)


def shown(parts: list[str], folder: Path) -> tuple[list[str], list[str], object]:
    """Return the texts of the drawn charts, what went wrong, and what hostile text left behind."""
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine (set CHROMIUM or apt-get install chromium)")
    page = folder / "cell.html"
    page.write_text("<!doctype html><meta charset=utf-8>" + "\n".join(parts), encoding="utf-8", errors="replace")
    troubles: list[str] = []
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page()
        tab.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
        tab.on("pageerror", lambda e: troubles.append(str(e)))
        tab.on("request", lambda r: None if r.url.startswith("file:") else troubles.append(r.url))
        tab.goto(page.as_uri())
        tab.wait_for_timeout(500)
        texts = [s.text_content() for s in tab.locator("svg").all()]
        hacked = tab.evaluate("window.hacked ?? null")
        browser.close()
    return texts, troubles, hacked


@pytest.mark.slow
def test_charts_are_drawn_without_a_network(loaded: str, builders: ModuleType, tmp_path: Path) -> None:
    plots = Plots(builders.many_tables())
    charts = [
        plots.themes(),
        plots.themes(by="region"),
        plots.gaps(),
        plots.trends(),
        plots.log_odds(what="theme"),
        plots.map(n=30),
    ]
    texts, troubles, _ = shown([loaded, *(chart._repr_mimebundle_()["text/html"] for chart in charts)], tmp_path)
    assert troubles == []
    assert len(texts) == len(charts)
    assert all("Экология" in text for text in texts[:4])


@pytest.mark.slow
def test_hostile_text_runs_nothing(loaded: str, builders: ModuleType, tmp_path: Path) -> None:
    analysis = Analysis(builders.hostile_tables())
    things = [analysis, analysis.resolution("eeee"), analysis.cluster(0), analysis.recommendation("eeee#1").explain()]
    charts = [
        analysis.plot.themes(),
        analysis.plot.addressees(by="region"),
        analysis.plot.map(),
        analysis.plot.dendrogram(),
    ]
    parts = [*(str(t._repr_html_()) for t in things), *(rendered(c.to_dict())["text/html"] for c in charts)]
    texts, troubles, hacked = shown([loaded, *parts], tmp_path)
    assert (troubles, hacked, len(texts)) == ([], None, len(charts))


@pytest.mark.slow
def test_a_chart_without_the_engine_says_what_to_do(loaded: str, tables: Tables, tmp_path: Path) -> None:
    part = Plots(tables).years()._repr_mimebundle_()["text/html"]
    assert "run the cell with offline_charts()" in part
    texts, troubles, _ = shown([part], tmp_path)
    assert (texts, troubles) == ([], [])


def test_a_chart_of_a_notebook_is_known_as_text(loaded: str, tables: Tables) -> None:
    assert Plots(tables).years()._repr_mimebundle_()["text/plain"] == "<chart Рекомендации по годам>"
    assert rendered({"mark": "bar"})["text/plain"] == "<chart>"

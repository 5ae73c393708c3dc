"""What the report says of commitments over the years."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import openpyxl

from civictext.report import write_excel
from civictext.report.figures import Figures
from civictext.report.html import page
from civictext.report.names import Names
from civictext.tables import Tables, rows


def same_region(tables: Tables) -> Tables:
    """Return the tables with both documents in one region, so that they are two occasions."""
    documents = [d | {"region": "RU-TOM"} for d in rows(tables.documents)]
    found = [r | {"actions": [a | {"strength": "direct"} for a in r["actions"]]} for r in rows(tables.recommendations)]
    found[0]["actions"][0]["strength"] = "exploratory"
    return Tables.from_rows(documents, found, rows(tables.clusters))


def test_page_and_workbook_say_what_became_of_commitments(tables: Tables, tmp_path: Path):
    tables = same_region(tables)
    chain = Figures(tables, Names("ru")).chains[0]
    status = {"усилено": "изучить и рассмотреть → сделать", "ослаблено": "сделать → изучить и рассмотреть"}
    assert chain["change"] == status[chain["status_name"]]
    html = page(tables, Names("en"))
    assert "What became of commitments" in html
    assert f"region=RU-TOM&amp;cluster={chain['cluster']}" in html
    sheet = openpyxl.load_workbook(write_excel(tables, tmp_path / "a.xlsx"))["Что стало"]
    assert [c.value for c in sheet[2]][:3] == ["Томская область", "ресурсный центр для НКО", chain["status_name"]]


def test_regions_of_one_occasion_have_no_recurrence(tables: Tables):
    assert Figures(tables, Names("ru")).chains == []
    assert "Ни один регион не представлен" in page(tables, Names("ru"))


def test_shares_have_intervals_from_three_resolutions_on(tables: Tables, builders: ModuleType):
    assert all(line.low is None for line in Figures(tables, Names("ru")).lines("theme"))
    for line in Figures(builders.many_tables(), Names("ru")).lines("theme"):
        assert line.low is not None
        assert line.high is not None
        assert 0 <= line.low <= line.share <= line.high <= 1

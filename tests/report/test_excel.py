from __future__ import annotations

import datetime
import zipfile
from pathlib import Path

import openpyxl
import pytest

from civictext.report import write_excel
from civictext.tables import Tables


def book(tables: Tables, path: Path, lang: str = "ru") -> openpyxl.Workbook:
    return openpyxl.load_workbook(write_excel(tables, path / "книга.xlsx", lang=lang))


def column(sheet, name: str) -> list:
    at = [c.value for c in sheet[1]].index(name)
    return [row[at].value for row in sheet.iter_rows(min_row=2)]


def test_sheets_have_headers_that_stay_and_filters(tables: Tables, tmp_path: Path) -> None:
    sheets = book(tables, tmp_path)
    wanted = [
        "Рекомендации",
        "Документы",
        "Предложения",
        "Темы × регионы",
        "Адресаты × темы",
        "Регионы",
        "Что стало",
        "1 Местное самоуправление",
        "Не прочитано",
        "Метод",
    ]
    assert sheets.sheetnames == wanted
    assert all(sheets[n].freeze_panes for n in wanted[:9])
    assert all(sheets[n].auto_filter.ref for n in wanted[:9])


def test_recommendations_stand_in_rows_with_dates_as_dates(tables: Tables, tmp_path: Path) -> None:
    sheet = book(tables, tmp_path)["Рекомендации"]
    assert column(sheet, "Рекомендация") == tables.recommendations["text"].tolist()
    assert column(sheet, "Срок до") == [None, datetime.datetime(2019, 9, 1), None]
    assert column(sheet, "Дата")[0] == datetime.datetime(2018, 5, 4)
    assert column(sheet, "Дата")[2] == "2019"
    assert column(sheet, "Год") == [2018, 2018, 2019]


def test_cross_tables_count(tables: Tables, tmp_path: Path) -> None:
    sheet = book(tables, tmp_path)["Темы × регионы"]
    assert [[c.value for c in row] for row in sheet.iter_rows()] == [
        ["Регион", "Всего", "Некоммерческий сектор", "Молодёжь"],
        ["Пермский край *", 2, 1, 1],
        ["Томская область *", 1, 1, None],
    ]


def test_a_cluster_leads_to_its_typical_recommendation(tables: Tables, tmp_path: Path) -> None:
    cell = book(tables, tmp_path)["Предложения"]["A2"]
    assert cell.hyperlink.location == "'Рекомендации'!A2"


def test_regions_and_the_most_asked_have_their_sheets(tables: Tables, tmp_path: Path) -> None:
    sheets = book(tables, tmp_path)
    first = [c.value for c in sheets["Регионы"][2]]
    assert first == ["Пермский край", 1, "2018", 2, "Некоммерческий сектор (1)", "Местное самоуправление (1)"]
    assert column(sheets["1 Местное самоуправление"], "Код") == ["aaaa#1", "bbbb#1"]


def test_hostile_text_is_neither_formula_nor_link(builders, tmp_path: Path) -> None:
    path = write_excel(builders.hostile_tables(), tmp_path / "x.xlsx")
    with zipfile.ZipFile(path) as parts:
        sheets = b"".join(parts.read(n) for n in parts.namelist() if "worksheets" in n)
        assert b"<f>" not in sheets
        assert not any("externalLinks" in n for n in parts.namelist())
        assert b"http" not in b"".join(parts.read(n) for n in parts.namelist() if n.endswith("sheet3.xml.rels"))
    sheet = openpyxl.load_workbook(path)["Рекомендации"]
    texts = column(sheet, "Рекомендация")
    assert texts[:4] == list(builders.HOSTILE[:4])
    assert len(texts[6]) == 32_767


def test_the_same_tables_give_the_same_bytes(tables: Tables, tmp_path: Path) -> None:
    first = write_excel(tables, tmp_path / "a.xlsx").read_bytes()
    assert write_excel(tables, tmp_path / "a.xlsx").read_bytes() == first


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_nothing_at_all_still_gives_a_workbook(lang: str, tmp_path: Path) -> None:
    sheets = book(Tables.from_rows([], []), tmp_path, lang)
    assert len(sheets.sheetnames) == 9
    assert sheets.worksheets[0].max_row == 1

from __future__ import annotations

import datetime
import shutil
import subprocess
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
        "Состав предложений",
        "Стоят отдельно",
        "Темы × регионы",
        "Адресаты × темы",
        "Кого о чём просят",
        "Чего не сказано",
        "Регионы",
        "Пробелы",
        "Темы по годам",
        "Рост и спад",
        "Что стало",
        "Распространение",
        "1 Местное самоуправление",
        "Не прочитано",
        "Метод",
    ]
    assert sheets.sheetnames == wanted
    assert all(sheets[n].freeze_panes for n in wanted[:-1])
    assert all(sheets[n].auto_filter.ref for n in wanted[:-1])


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


def test_a_cluster_leads_to_its_members_and_they_to_their_recommendations(tables: Tables, tmp_path: Path) -> None:
    sheets = book(tables, tmp_path)
    assert sheets["Предложения"]["A2"].hyperlink.location == "'Состав предложений'!A2"
    members = sheets["Состав предложений"]
    assert column(members, "Код") == ["aaaa#1", "bbbb#1"]
    assert [members[f"C{n}"].hyperlink.location for n in (2, 3)] == ["'Рекомендации'!A2", "'Рекомендации'!A4"]


def test_what_stands_alone_has_a_reason_and_leads_to_its_row(tables: Tables, tmp_path: Path) -> None:
    sheet = book(tables, tmp_path)["Стоят отдельно"]
    assert column(sheet, "Код") == ["aaaa#2"]
    assert sheet["A2"].hyperlink.location == "'Рекомендации'!A3"
    assert column(sheet, "Ближайшее предложение") == ["ресурсный центр для НКО"]
    assert "вероятность" in column(sheet, "Почему отдельно")[0]


def test_clusters_stand_by_theme_and_group(builders, tmp_path: Path) -> None:
    sheet = book(builders.grouped_tables(), tmp_path)["Предложения"]
    assert column(sheet, "Тема группы") == ["Некоммерческий сектор"] * 7 + ["Молодёжь", "Разные темы"]
    assert column(sheet, "Группа") == ["создание центров"] * 7 + ["проведение форумов", "разное"]
    assert column(sheet, "Предложение") == [f"предложение {n}" for n in range(9)]
    weak = book(builders.spread_tables(), tmp_path)["Предложения"]
    assert column(weak, "Проверить") == ["слабая связь: проверьте"]


def test_who_is_asked_what_and_what_is_left_open(tables: Tables, tmp_path: Path) -> None:
    sheets = book(tables, tmp_path)
    asked = [[c.value for c in row] for row in sheets["Кого о чём просят"].iter_rows(min_row=2)]
    assert asked == [["Местное самоуправление", "Некоммерческий сектор", "Создать", 2, 2, 2]]
    left = sheets["Чего не сказано"]
    assert dict(zip(column(left, "Код"), column(left, "Адресат"), strict=True)) == {
        "aaaa#1": None,
        "bbbb#1": None,
        "aaaa#2": "нет",
    }
    assert column(left, "Срок назван").count("нет") == 2


def test_time_has_shares_trends_and_spread(builders, tmp_path: Path) -> None:
    sheets = book(builders.spread_tables(), tmp_path)
    years = sheets["Темы по годам"]
    assert column(years, "Год") == [2018, 2019, 2020, 2021] * 2
    assert column(years, "Доля") == pytest.approx([1, 1, 2 / 3, 2 / 3, 0, 0, 1 / 3, 1 / 3])
    trends = sheets["Рост и спад"]
    assert dict(zip(column(trends, "Название"), column(trends, "Вывод"), strict=True))["Экология"] == "растёт"
    spread = sheets["Распространение"]
    assert column(spread, "Регион") == ["Пермский край", "Томская область", "Республика Татарстан"]
    assert column(spread, "Лет с первого") == [0, 1, 2]


def test_libreoffice_opens_what_it_is_given(builders, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine (apt-get install libreoffice-calc)")
    path = write_excel(builders.hostile_tables(), tmp_path / "книга.xlsx")
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    done = subprocess.run([office, home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "out", path], capture_output=True, timeout=180, check=True)  # fmt: skip
    again = openpyxl.load_workbook(tmp_path / "out" / "книга.xlsx")
    assert again.sheetnames == openpyxl.load_workbook(path).sheetnames, done.stderr
    assert column(again["Рекомендации"], "Рекомендация")[:4] == list(builders.HOSTILE[:4])


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
        assert b"http" not in b"".join(
            parts.read(n) for n in parts.namelist() if n.endswith(("sheet3.xml.rels", "sheet4.xml.rels"))
        )
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
    assert len(sheets.sheetnames) == 17
    assert sheets.worksheets[0].max_row == 1

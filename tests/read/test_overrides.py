import datetime

import pytest
from openpyxl import Workbook

from civictext.read.errors import ReadError
from civictext.read.files import find_inputs
from civictext.read.overrides import read_overrides


@pytest.fixture
def folder(tmp_path):
    for name in ("а 1.txt", "б.txt", "архив/в.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Форум рекомендует: создать совет.", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8-sig", ";"), ("cp1251", ";"), ("utf-8", ",")])
def test_csv_overrides_and_extends(folder, encoding, delimiter):
    rows = [
        ["Файл", "Регион", "Дата", "Мероприятие", "Грант"],
        ["а 1.txt", "Пермский край", "31.05.2024", "Форум соседей", "да"],
        ["в", "RU-TOM", "2023", "", ""],
    ]
    (folder / "metadata.csv").write_bytes("\n".join(delimiter.join(r) for r in rows).encode(encoding))
    found = read_overrides(find_inputs([folder]))
    assert found.warnings == ()
    assert found.columns == ("Грант",)
    assert found.values == {
        "а 1.txt": {"region": "RU-PER", "date": "2024-05-31", "event_name": "Форум соседей", "Грант": "да"},
        "архив/в.txt": {"region": "RU-TOM", "date": "2023"},
    }


def test_xlsx_with_real_dates_and_numbers(folder):
    book = Workbook()
    book.active.append(["file", "date", "ordinal", "участников", "level"])
    book.active.append(["б.txt", datetime.datetime(2022, 3, 4), "IV", 120.0, "regional"])
    book.save(folder / "metadata.xlsx")
    found = read_overrides(find_inputs([folder]))
    assert found.values == {"б.txt": {"date": "2022-03-04", "ordinal": 4, "участников": 120, "level": "regional"}}


def test_nearer_table_wins(folder):
    (folder / "metadata.csv").write_text("файл,место,тема\nархив/в.txt,Тверь,Клубы\n", encoding="utf-8")
    (folder / "архив" / "metadata.csv").write_text("файл,место\nв.txt,Томск\n", encoding="utf-8")
    assert read_overrides(find_inputs([folder])).values == {"архив/в.txt": {"place": "Томск", "title": "Клубы"}}


def test_what_does_not_fit_is_said_with_its_line(folder):
    text = "файл;дата;регион\nб.txt;32.05.2024;Озёрия\nнет.txt;2020;\n"
    (folder / "metadata.csv").write_text(text, encoding="utf-8")
    found = read_overrides(find_inputs([folder]))
    assert found.values == {"б.txt": {}}
    assert [w.split(":")[0] for w in found.warnings] == ["metadata.csv, строка 2"] * 2 + ["metadata.csv, строка 3"]


def test_table_without_file_column_is_refused(folder):
    (folder / "metadata.csv").write_text("регион,дата\nПермский край,2020\n", encoding="utf-8")
    with pytest.raises(
        ReadError, match=r"metadata\.csv: в таблице нет столбца с именем файла\. Назовите этот столбец «файл»\."
    ):
        read_overrides(find_inputs([folder]))


def test_no_table_overrides_nothing(folder):
    assert read_overrides(find_inputs([folder])).values == {}

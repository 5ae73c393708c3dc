from __future__ import annotations

import csv
from pathlib import Path

import pytest

from civictext.report import write_tables
from civictext.report.csv import cell, write_csv
from civictext.tables import Tables


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_csv_begins_with_a_mark_and_uses_semicolons(tables: Tables, tmp_path: Path) -> None:
    content = (write_tables(tables, tmp_path, ["csv"]) / "recommendations.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfrec_id;")
    assert content.count(b"\r\n") == 4


def test_csv_has_flat_tags_and_metadata(tables: Tables, tmp_path: Path) -> None:
    first = read(write_tables(tables, tmp_path, ["csv"]) / "recommendations.csv")[0]
    wanted = {
        "year": "2018", "addressee": "Администрации города", "addressee_categories": "Местное самоуправление",
        "beneficiary": "НКО", "themes": "Некоммерческий сектор", "cluster_label": "ресурсный центр для НКО",
        "specificity": "0,5", "source": "пермь 2018.txt",
    }  # fmt: skip
    assert {k: first[k] for k in wanted} == wanted


@pytest.mark.parametrize("text", ["=1+1", "+7", "-создать", "@x", "\t=1", " =1", "=1", "2.1", "1/2"])
def test_a_live_cell_is_guarded(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (0.25, "0,25"),
        (3, "3"),
        (["а", "б"], "а; б"),
        ("а\x00б", "аб"),
        ("а\ud800", "а?"),
        ("– создать", "– создать"),
    ],
)
def test_values_are_shown_for_a_russian_spreadsheet(value: object, shown: str) -> None:
    assert cell(value) == shown


def test_line_breaks_quotes_and_separators_stay_in_their_cell(tmp_path: Path) -> None:
    text = 'а;б\n"в"'
    assert read(write_csv([{"x": text, "y": "з"}], ["x", "y"], tmp_path / "x.csv")) == [{"x": text, "y": "з"}]

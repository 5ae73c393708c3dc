from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civictext.report import read_tables, write_tables
from civictext.report.jsonl import read_jsonl, write_jsonl
from civictext.tables import Tables, rows

TABLES = ("documents", "recommendations", "clusters", "errors")


def test_tables_come_back_as_they_were(tables: Tables, tmp_path: Path) -> None:
    back = read_tables(write_tables(tables, tmp_path / "новая папка"))
    for name in TABLES:
        assert rows(getattr(back, name)) == rows(getattr(tables, name))
    assert back.run == tables.run


def test_second_run_writes_the_same_bytes(tables: Tables, tmp_path: Path) -> None:
    write_tables(tables, tmp_path)
    first = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    write_tables(tables, tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == first
    assert sorted(first) == sorted([f"{t}.{k}" for t in TABLES for k in ("jsonl", "parquet", "csv")] + ["run.json"])


def test_parquet_alone_is_enough_and_keeps_nested_values(tables: Tables, tmp_path: Path) -> None:
    back = read_tables(write_tables(tables, tmp_path, ["parquet"]))
    assert [r["actors"] for r in rows(back.recommendations)] == [r["actors"] for r in rows(tables.recommendations)]
    assert (
        pd.read_parquet(tmp_path / "recommendations.parquet")["text"].tolist()
        == tables.recommendations["text"].tolist()
    )


def test_parquet_of_empty_tables_has_the_types(tmp_path: Path) -> None:
    write_tables(Tables.from_rows([], []), tmp_path)
    import pyarrow.parquet as pq

    schema = pq.read_schema(tmp_path / "recommendations.parquet")
    assert str(schema.field("n").type) == "int64"
    assert str(schema.field("actors").type).startswith("list<element: struct<text: string")


def test_fields_that_the_schema_does_not_know_are_kept(tables: Tables, tmp_path: Path) -> None:
    documents = tables.documents.assign(бюджет=[1.5, None], куратор=["Ш.", 3])
    recommendations = rows(tables.recommendations)
    recommendations[0]["actors"][0]["gender"] = "нет"
    more = Tables.from_rows(rows(documents), recommendations)
    back = read_tables(write_tables(more, tmp_path))
    assert rows(back.documents)[0]["бюджет"] == 1.5
    assert rows(back.recommendations)[0]["actors"][0]["gender"] == "нет"
    typed = pd.read_parquet(tmp_path / "recommendations.parquet")["actors"][0]
    assert typed[0]["gender"] == "нет"


def test_files_of_an_earlier_run_do_not_stay_beside_another(tables: Tables, tmp_path: Path) -> None:
    write_tables(tables, tmp_path)
    (tmp_path / "notes.csv").write_text("mine")
    write_tables(tables, tmp_path, ["jsonl"])
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        [*(f"{t}.jsonl" for t in TABLES), "notes.csv", "run.json"]
    )


def test_a_failure_leaves_the_former_file(tables: Tables, tmp_path: Path) -> None:
    write_tables(tables, tmp_path)
    before = (tmp_path / "documents.jsonl").read_bytes()
    broken = dataclasses.replace(tables, documents=tables.documents.assign(x=[object(), None]))
    with pytest.raises(TypeError):
        write_tables(broken, tmp_path)
    assert (tmp_path / "documents.jsonl").read_bytes() == before
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r"recommendations\.jsonl, line 2: not JSON"),
        ("[1]", r"recommendations\.jsonl, line 2: a JSON object is expected, not list"),
        ('{"rec_id": "x"}', r"recommendations\.jsonl, line 2: no 'doc_id'"),
        ("[" * 100_000, r"recommendations\.jsonl, line 2: not JSON"),
    ],
)
def test_a_bad_line_is_named(tables: Tables, tmp_path: Path, line: str, message: str) -> None:
    write_tables(tables, tmp_path)
    path = tmp_path / "recommendations.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], line, *lines[2:]]), encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        read_tables(tmp_path)


def test_a_recommendation_without_its_document_is_named(tables: Tables, tmp_path: Path) -> None:
    lost = dataclasses.replace(tables, documents=tables.documents.iloc[:1])
    with pytest.raises(ValueError, match=r"row 3: doc_id 'bbbb' is not in the documents"):
        read_tables(write_tables(lost, tmp_path))


def test_a_folder_without_tables_says_what_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no documents\.jsonl or documents\.parquet"):
        read_tables(tmp_path)


def test_an_unknown_format_lists_the_known(tables: Tables, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no table format 'xls'; formats: jsonl, parquet, csv"):
        write_tables(tables, tmp_path, ["xls"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(st.dictionaries(st.text(), st.none() | st.integers() | st.text(st.characters()) | st.lists(st.text()))))
def test_any_text_survives_json_lines(tmp_path: Path, values: list[dict]) -> None:
    path = write_jsonl([{"id": n, "v": v} for n, v in enumerate(values)], tmp_path / "x.jsonl")
    assert read_jsonl(path) == [{"id": n, "v": v} for n, v in enumerate(values)]

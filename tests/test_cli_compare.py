"""Commands over the tables of an earlier run."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from civictext.analysis import Analysis
from civictext.cli import app
from civictext.passages import as_rows
from civictext.tables import CLUSTER_COLUMNS, Tables


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    texts = ["Изучить возможность открыть ресурсный центр для НКО", "Открыть [новый] ресурсный центр для НКО"]
    rows = [{**r, "doc_id": f"d{n}", "rec_id": f"d{n}#1", "n": 1, "cluster": 5} for n, r in enumerate(as_rows(texts))]
    documents = [
        {"doc_id": f"d{n}", "source": f"{n}.txt", "region": "RU-TOM", "date": str(2018 + n), "text": t, "warnings": []}
        for n, t in enumerate(texts)
    ]
    cluster = dict.fromkeys(CLUSTER_COLUMNS, 1) | {"cluster": 5, "label": "центр для НКО", "medoid": "d0#1"}
    tables = Tables.from_rows(documents, rows, [cluster])
    return Analysis(tables).save(tmp_path_factory.mktemp("run"), ["jsonl"])


def ask(*arguments: object) -> str:
    result = CliRunner().invoke(app, [str(a) for a in arguments], env={"COLUMNS": "250"})
    assert result.exit_code == 0, result.output
    return result.output


def table(*arguments: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(ask(*arguments, "--as", "csv"))))


@pytest.mark.parametrize("show", ["shares", "apart", "gaps", "trends", "spread"])
def test_compare_prints_every_measure(out: Path, show: str):
    assert ask("compare", out, "--by", "year", "--what", "strength", "--show", show).strip()


def test_compare_has_counts_for_two_resolutions_and_no_interval(out: Path):
    rows = table("compare", out, "--by", "region", "--what", "strength")
    assert {(r["label"], r["n_recommendations"], r["low"], r["few"]) for r in rows if r["label"] != "unassigned"} == {
        ("direct", "1", "", "True"),
        ("exploratory", "1", "", "True"),
    }


def test_recurrence_names_the_change(out: Path):
    rows = table("recurrence", out)
    assert [(r["label"], r["status"], r["change"]) for r in rows] == [
        ("центр для НКО", "strengthened", "exploratory → direct")
    ]


def test_search_marks_the_words_of_the_query(out: Path):
    text = ask("search", out, "создать ресурсный центр", "--where", "year=2019")
    assert "Открыть [новый] [ресурсный] [центр] для НКО" in text
    assert "Изучить" not in text
    first = json.loads(ask("search", out, "ресурсный центр", "-n", "1", "--as", "jsonl").splitlines()[0])
    assert first["region"] == "RU-TOM"


def test_kwic_lines_collocations_and_frequency(out: Path):
    assert [r["hit"] for r in table("kwic", out, "центры", "--by", "lemma")] == ["центр", "центр"]
    assert table("kwic", out, "центр", "--show", "frequency", "--group", "year")[0]["group"] == "2018"
    assert "lemma" in ask("kwic", out, "центр", "--show", "collocations")


def test_trace_quotes(out: Path, tmp_path: Path):
    (tmp_path / "план.txt").write_text(
        "План города Томска\n\n1. Открытие ресурсного центра для НКО.\n", encoding="utf-8"
    )
    rows = table("trace", out, tmp_path, "--anywhere")
    assert {r["status"] for r in rows} == {"match"}
    assert rows[0]["quote"] == "Открытие ресурсного центра для НКО."


def test_what_cannot_be_asked_is_said_in_one_sentence(out: Path, tmp_path: Path):
    for arguments in (
        ["compare", out, "--by", "oblast"],
        ["compare", tmp_path / "нет"],
        ["trace", out, tmp_path / "нет"],
        ["search", out, " "],
    ):
        result = CliRunner().invoke(app, [str(a) for a in arguments])
        assert result.exit_code == 4, result.output
        assert result.output.startswith("civictext: ")
        assert len(result.output.strip().splitlines()) == 1
    assert CliRunner().invoke(app, ["search", str(out), "центр", "--where", "region"]).exit_code == 2

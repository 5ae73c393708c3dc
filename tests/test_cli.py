"""Commands: what they write, their exit codes and their messages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import civictext
from civictext.cli import app
from civictext.sample import sample_folder, sample_gold


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an analysis of three sample documents."""
    folder = tmp_path_factory.mktemp("out")
    sources = [str(p) for p in sorted(sample_folder().iterdir())[:3]]
    result = CliRunner().invoke(app, ["analyze", *sources, "-o", str(folder), "-q"])
    assert result.exit_code == 0, result.output
    return folder


def invoke(*arguments: object):
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_version():
    assert invoke("--version").output.strip() == f"civictext {civictext.__version__}"


def test_analyze_writes_every_table_in_every_format(out: Path):
    names = {p.name for p in out.iterdir()}
    for table in ("documents", "recommendations", "clusters", "errors"):
        assert {f"{table}.jsonl", f"{table}.parquet", f"{table}.csv"} <= names
    run = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert run["counts"]["documents"] == 3
    assert "spacy" in run["versions"]


def test_report_of_an_earlier_analysis(out: Path, tmp_path: Path):
    result = invoke("report", out, "--memo", "-o", tmp_path / "страница.html")
    assert result.exit_code == 0, result.output
    assert {p.suffix for p in tmp_path.glob("страница.*")} == {".html", ".xlsx", ".docx", ".md"}


def test_evaluate_prints_the_figures(out: Path):
    result = invoke("evaluate", out, sample_gold())
    assert result.exit_code == 0, result.output
    assert "segmentation" in result.output


def test_show_names_every_recommendation():
    result = invoke("show", sample_folder() / "33-perm-2018.txt")
    assert result.exit_code == 0, result.output
    assert "увеличить объём субсидий" in result.output
    blocks = invoke("show", sample_folder() / "33-perm-2018.txt", "--blocks")
    assert blocks.exit_code == 0, blocks.output


def test_exit_codes(tmp_path: Path):
    assert invoke("report").exit_code == 2
    assert invoke("analyze", "--sample", "x").exit_code == 2
    assert invoke("analyze", tmp_path / "нет", "-o", tmp_path / "o").exit_code == 4
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(
        "РЕЗОЛЮЦИЯ\nАдминистрации города рекомендуем:\n1. Создать парк.\n", encoding="utf-8"
    )
    (tmp_path / "in" / "b.pdf").write_bytes(b"%PDF-")
    result = invoke("analyze", tmp_path / "in", "-o", tmp_path / "o")
    assert result.exit_code == 3
    assert "b.pdf" in result.output


def test_sample_is_written_out(tmp_path: Path):
    result = invoke("sample", tmp_path / "s")
    assert result.exit_code == 0, result.output
    assert len(result.output.splitlines()) == 33
    assert (tmp_path / "s" / "docs" / "33-perm-2018.txt").is_file()
    assert invoke("sample", tmp_path / "s").exit_code == 4


def test_nothing_read_leaves_an_earlier_report_alone(tmp_path: Path):
    page = tmp_path / "report.html"
    page.write_text("прежний отчёт", encoding="utf-8")
    result = invoke("report", tmp_path / "нет такого", "-o", page)
    assert result.exit_code == 4
    assert page.read_text(encoding="utf-8") == "прежний отчёт"
    assert not page.with_suffix(".xlsx").exists()


def test_wrong_kinds_of_output_are_wrong_usage(tmp_path: Path):
    (tmp_path / "f").write_text("", encoding="utf-8")
    assert invoke("report", "--sample", "-o", tmp_path / "a.pdf").exit_code == 2
    assert invoke("analyze", "--sample", "-o", tmp_path / "f").exit_code == 2


def test_report_on_the_sample_says_that_it_is_composed(out: Path, tmp_path: Path):
    analysis = civictext.Analysis.load(out).marked_composed()
    assert "сочинены" in analysis.to_html(tmp_path / "a.html").read_text(encoding="utf-8")
    assert "сочинены" in analysis.to_markdown(tmp_path / "a.md").read_text(encoding="utf-8")

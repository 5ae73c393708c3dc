"""Commands over commitments: continued runs, and why recommendations count as one."""

import json
import re

import pytest
from typer.testing import CliRunner

from civictext.cli import app

HEAD = "РЕЗОЛЮЦИЯ\nгородского форума\nАдминистрации города рекомендуем:\n"
TEXTS = {
    "a.txt": HEAD + "1. Создать ресурсный центр для НКО.\n2. Отремонтировать дорогу к садам.\n",
    "b.txt": HEAD + "1. Создать в городе ресурсный центр для НКО.\n2. Провести ярмарку вакансий для студентов.\n",
    "c.txt": HEAD
    + "1. Открыть ресурсный центр для НКО города.\n2. Провести ярмарку вакансий для молодёжи и студентов.\n",
}


def run(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


def rows(folder, name):
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    top = tmp_path_factory.mktemp("runs")
    docs = top / "docs"
    docs.mkdir()
    for name in ("a.txt", "b.txt"):
        (docs / name).write_text(TEXTS[name], encoding="utf-8")
    assert run("analyze", docs, "-o", top / "old").exit_code == 0
    (docs / "c.txt").write_text(TEXTS["c.txt"], encoding="utf-8")
    assert run("analyze", docs, "-o", top / "new", "--continue", top / "old").exit_code == 0
    return top


def test_a_continued_run_keeps_numbers_and_writes_what_changed(folders):
    old = {r["rec_id"]: r["cluster"] for r in rows(folders / "old", "recommendations")}
    new = {r["rec_id"]: r["cluster"] for r in rows(folders / "new", "recommendations")}
    kept = {i: c for i, c in old.items() if c is not None}
    assert kept and all(new[i] == c for i, c in kept.items())
    assert json.loads((folders / "new" / "run.json").read_text(encoding="utf-8"))["continued"]["from"] == "old"
    assert json.loads((folders / "old" / "run.json").read_text(encoding="utf-8"))["continued"] is None
    changed = {r["rec_id"] for r in rows(folders / "new", "changes")}
    assert changed == {i for i in new if new[i] != old.get(i) or (i not in old and new[i] is not None)}


def test_recluster_gives_the_fresh_result(folders):
    docs = folders / "docs"
    assert run("analyze", docs, "-o", folders / "again", "--continue", folders / "old", "--recluster").exit_code == 0
    assert run("analyze", docs, "-o", folders / "fresh").exit_code == 0
    for name in ("recommendations.jsonl", "clusters.jsonl"):
        assert (folders / "again" / name).read_bytes() == (folders / "fresh" / name).read_bytes()


def test_a_folder_that_is_no_run_is_said(folders, tmp_path):
    result = run("analyze", folders / "docs", "-o", tmp_path / "out", "--continue", tmp_path)
    assert result.exit_code != 0
    assert "no earlier run to continue" in result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("lang", "word"), [("ru", "Общие слова"), ("en", "Words in common")])
def test_together_says_what_ties_members(folders, lang, word):
    cluster = rows(folders / "new", "clusters")[0]
    result = run("together", folders / "new", cluster["cluster"], "--lang", lang)
    assert result.exit_code == 0
    assert re.search(r"0\.\d\d|1\.00", result.output)
    assert word.lower() in result.output.lower()


@pytest.mark.parametrize(("lang", "word"), [("ru", "вероятность"), ("en", "probability")])
def test_outliers_say_why_they_stand_alone(folders, lang, word):
    alone = [r for r in rows(folders / "new", "recommendations") if r["cluster"] is None]
    result = run("outliers", folders / "new", "-n", "1", "--lang", lang)
    assert result.exit_code == 0
    assert sum(r["rec_id"] in result.output for r in alone) == 1 and word in result.output
    lines = run("outliers", folders / "new", "--json").output.splitlines()
    assert {json.loads(line)["rec_id"] for line in lines} == {r["rec_id"] for r in alone}

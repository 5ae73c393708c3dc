"""Taxonomies of a user: forms of the file, what they do to tags, the linter, the try-out."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import civictext
from civictext.cli import app
from civictext.resources import default_labels, labels, using_labels
from civictext.taxonomy.check import check_taxonomy, tag_sentences
from civictext.taxonomy.files import load_taxonomy_file, parse_taxonomy
from civictext.taxonomy.own import own_lexicon, own_names, own_themes
from civictext.taxonomy.tryout import try_taxonomy

BEES = """\
themes:
  labels:
    - id: bees
      ru: Пчёлы
      positive: {strong: [улей, пчел*], weak: [мёд]}
      negative: [улей память]
      examples: [Поставить ульи при школе]
actors:
  - id: beekeepers
    ru: Пчеловоды
    positive: [пчеловод|пасечник, союз пчеловод]
    examples: ["Поддержать [пчеловодов района]"]
actions:
  - id: plant
    ru: Посадить
    positive: [высадить|посадить дерево|липа]
    examples: [Посадить липы вдоль дороги]
"""


def written(tmp_path: Path, text: str, name: str = "my.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def messages(tmp_path: Path, text: str, name: str = "my.yaml") -> list[str]:
    return [str(f) for f in check_taxonomy(written(tmp_path, text, name))]


def test_a_good_file_has_no_findings(tmp_path: Path):
    assert messages(tmp_path, BEES) == []


def test_labels_of_a_file_reach_the_tags(tmp_path: Path):
    path = written(tmp_path, BEES)
    (got,) = tag_sentences(["Пасечникам области посадить липы у ульев и поддержать молодёжь."], path)
    assert ("beekeepers", "Пасечникам области") in got["actors"]
    assert {"plant", "support"} == {kind for kind, _ in got["actions"]}
    assert {"bees", "youth"} <= {key for key, _ in got["themes"]}


def test_replacing_leaves_only_what_the_file_names(tmp_path: Path):
    head = "{kind}:\n  mode: replace\n  labels:\n"
    text = "".join(
        head.format(kind=kind) + f"    - {{id: {own}, ru: x, positive: [{phrase}]}}\n    - {{id: {kept}}}\n"
        for kind, own, phrase, kept in (
            ("themes", "bees", "пасека", "youth"),
            ("actors", "beekeepers", "пасечник", "nonprofits"),
            ("actions", "plant", "посадить", "create"),
        )
    )
    path = written(tmp_path, text)
    (got,) = tag_sentences(
        ["НКО, школам и пасечникам открыть пасеку для молодёжи, провести спортивный форум и посадить липы."], path
    )
    assert {key for key, _ in got["actors"]} == {"nonprofits", "beekeepers"}
    assert {key for key, _ in got["actions"]} == {"create", "other", "plant"}
    assert {key for key, _ in got["themes"]} <= {"bees", "youth"}
    assert list(own_names(path)["themes"]) == ["bees", "youth"]


def test_extending_a_theme_adds_to_its_phrases(tmp_path: Path):
    path = written(tmp_path, "labels:\n  - id: ecology\n    positive: [бобёр]\n")
    both = own_themes(path)
    assert len(both.themes) == len(default_labels("themes"))
    assert {p.theme for p in both.starting_with("бобер")} == {"ecology"}
    assert own_names(path)["themes"]["ecology"]["ru"] == "Экология"


def test_a_phrase_of_the_user_wins_over_an_equal_row(tmp_path: Path):
    path = written(tmp_path, "actors:\n  - {id: schools, ru: Школы, positive: [школа]}\n")
    rows = own_lexicon(path).match(["школа"], set(), {"plural"})
    assert rows[0].category == "schools"


def test_a_sheet_says_the_same_as_yaml(tmp_path: Path):
    sheet = written(
        tmp_path,
        "kind;id;ru;strong;negative;examples\nthemes;bees;Пчёлы;«пасека»\n".replace("«пасека»", '"пасека; пчел*";;'),
        "my.csv",
    )
    (label,) = load_taxonomy_file(sheet).sections["themes"].labels
    assert (label["positive"]["strong"], label["__line__"]) == (["пасека", "пчел*"], 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("labels:\n  - id: a\n    ru: A\n    colour: red\n", "my.yaml, line 2: no key 'colour'"),
        ("labels:\n  - {id: a, ru: A}\n  - {id: a, ru: A}\n", "my.yaml, line 3: id 'a' repeats line 2"),
        ("labels:\n  - ru: A\n", "my.yaml, line 2: a label needs an id"),
        ("kind: moods\nlabels: []\n", "my.yaml, line 1: no kind 'moods'"),
        ("mode: mix\nlabels:\n  - {id: a, ru: A}\n", "my.yaml, line 1: no mode 'mix'"),
        ("themen: []\n", "my.yaml, line 1: no key 'themen'"),
        ("labels:\n  - id: a\n    ru: A\n    positive:\n      strong:\n        - пчела\n        - пчёлы\n", "line 7: 'пчелы' in 'пчёлы' is no lemma; write 'пчела'"),
        ("labels:\n  - {id: a, ru: A, positive: [пчела ..], examples: [b]}\n", "begins or ends with"),
        ("labels:\n  - {id: a, ru: A, parent: zoo}\n", "parent 'zoo' is no label"),
        ("labels:\n  - {id: a, ru: A}\n", "'a' never fires: it has no phrases"),
        ("labels:\n  - {id: a, ru: A, positive: {weak: [мёд]}}\n", "never fires: its phrases sum to 0.30"),
        ("labels:\n  - {id: a, ru: A, positive: [пасека]}\n", "'a' has no examples"),
        ("labels:\n  - {id: a, positive: [пасека], examples: [Открыть пасеку]}\n", "'a' has no name"),
        ("labels:\n  - {id: a, ru: A, positive: [пасека], examples: [Открыть музей]}\n", "example 'Открыть музей' does not fire 'a'; it fires culture_heritage (музей)"),
        ("labels:\n  - {id: a, ru: A, positive: [субботник], examples: [Провести субботник]}\n", "phrase 'субботник' of 'a' is also one of"),
        ("labels:\n  - {id: a, ru: A, positive: [пасека], negative: [пасека], examples: [x]}\n", "is positive and negative"),
        ("actors:\n  - {id: a, ru: A, positive: [пчел*], examples: [x]}\n", "beginnings of words"),
        ("actions:\n  - {id: a, ru: A, positive: [дерево], examples: [x]}\n", "must begin with an infinitive"),
        ("labels:\n  - {id: a, ru: A, positive: [112]}\n", "112 is no text; put it in quotes"),
        ("labels:\n  - {id: a, ru: A, positive: мёд}\n", "is no list"),
    ],
)  # fmt: skip
def test_check_tells_what_is_wrong_and_where(tmp_path: Path, text: str, message: str):
    found = messages(tmp_path, text)
    assert any(message in m for m in found), found
    assert all(m.startswith("my.yaml, line ") for m in found)


def test_a_run_refuses_a_file_with_a_mistake(tmp_path: Path):
    path = written(tmp_path, "labels:\n  - ru: A\n  - ru: B\n")
    with pytest.raises(ValueError, match=r"my\.yaml, line 2: a label needs an id.*1 more"):
        civictext.load(taxonomy=path)
    assert len(parse_taxonomy(path).findings) == 2


def test_unknown_file_is_named(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match="no taxonomy file"):
        civictext.load(taxonomy=tmp_path / "none.yaml")


def test_own_labels_hold_only_inside():
    with using_labels({"themes": {"bees": {"ru": "Пчёлы", "en": "", "definition": ""}}}):
        assert list(labels("themes")) == ["bees"]
        assert "create" in labels("actions")
    assert "bees" not in labels("themes")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    text = "РЕЗОЛЮЦИЯ\nАдминистрации города рекомендуем:\n1. Поставить улей в парке.\n2. Посадить липы.\n"
    (folder / "a.txt").write_text(text, encoding="utf-8")
    return folder


def test_try_counts_hits_and_keeps_samples(tmp_path: Path, corpus: Path):
    hits = {h.label: h for h in try_taxonomy(written(tmp_path, BEES), corpus)}
    assert list(hits) == ["bees", "beekeepers", "plant"]
    assert (hits["bees"].n, hits["bees"].samples) == (1, [("улей", "Поставить улей в парке.")])
    assert hits["beekeepers"].n == 0


def test_commands(tmp_path: Path, corpus: Path):
    path, out = written(tmp_path, BEES), tmp_path / "out"
    run = lambda *args: CliRunner().invoke(app, [str(a) for a in args])  # noqa: E731
    assert run("taxonomy", "check", path).exit_code == 0
    assert run("taxonomy", "check", written(tmp_path, "labels:\n  - ru: A\n", "bad.yaml")).exit_code == 1
    assert "themes.bees «Пчёлы»: 1 / 1" in run("taxonomy", "try", path, corpus).output
    assert "Пчёлы" in run("show", corpus / "a.txt", "--taxonomy", path).output
    result = run("report", corpus, "--taxonomy", path, "-q", "-o", out / "p.html")
    assert result.exit_code == 0, result.output
    assert "Пчёлы" in (out / "p.html").read_text(encoding="utf-8")


def test_a_resolution_of_an_own_taxonomy_shows_its_names(tmp_path: Path):
    path = written(tmp_path, "labels:\n  - {id: bees, ru: Пчёлы <и> мёд, en: Bees, positive: [пасека]}\n")
    (recommendation,) = civictext.load(taxonomy=path)(
        "РЕЗОЛЮЦИЯ\nАдминистрации:\n1. Открыть пасеку."
    )._.resolution.recommendations
    assert "Пчёлы <и> мёд" in repr(recommendation)
    assert "Пчёлы &lt;и&gt; мёд" in recommendation._repr_html_()
    assert "Bees" in recommendation.show("en").text
    assert "тема: Пчёлы <и> мёд – «пасеку»" in repr(recommendation.explain())
    assert "names" not in recommendation.to_dict() and "names" not in recommendation.explain().to_dict()

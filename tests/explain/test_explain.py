"""Explanations: every tag has its rule and words; what almost fired says why it did not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spacy.tokens import Doc
from typer.testing import CliRunner

import civictext
from civictext.cli import app
from civictext.explain import explain_item, explain_row, rejected
from civictext.explain.records import Explanation
from civictext.report.names import words

TEXT = (
    "РЕЗОЛЮЦИЯ\nАдминистрации города рекомендуем:\n"
    "1. Создать ресурсный центр для НКО и молодёжи, чтобы проводить лекции о мёде, до 1 июня 2022 года.\n"
    "2. Комитету по делам молодёжи открыть музей «Старый порт».\n"
    "3. Посадить молодой сад.\n"
    "Резолюцию направить в администрацию.\n"
)


@pytest.fixture(scope="module")
def doc() -> Doc:
    return civictext.load()(TEXT)


def near(explanation: Explanation) -> set[tuple[str, str, str]]:
    return {(n.kind, n.label, n.why) for n in explanation.near}


def test_every_tag_has_a_reason_with_its_words(doc: Doc):
    for n, rec in enumerate(doc._.resolution.recommendations, 1):
        got = explain_item(doc, n)
        assert {(r.label, r.words) for r in got.of("actor")} == {(a["category"], a["text"]) for a in rec.actors}
        assert {r.label for r in got.of("role")} == {a["role"] for a in rec.actors}
        assert [r.label for r in got.of("action")] == [a["type"] for a in rec.actions]
        assert [(r.label, r.score) for r in got.of("theme")] == [(t["id"], t["score"]) for t in rec.themes]
        assert [r.source for r in got.of("recommendation")] == [rec.source]


def test_specificity_is_the_sum_of_its_parts(doc: Doc):
    for n, rec in enumerate(doc._.resolution.recommendations, 1):
        parts = explain_item(doc, n).of("specificity")
        assert sum(p.score for p in parts) == pytest.approx(rec.specificity)
    assert {p.label for p in explain_item(doc, 1).of("specificity")} == {"addressee", "object", "deadline"}
    assert "конкретность: указан срок, 0.20" in repr(explain_item(doc, 1))


def test_rules_are_named_with_file_line_and_example(doc: Doc):
    (action,) = explain_item(doc, 2).of("action")
    name, line = action.place.split(", line ")
    assert name == "predicates.csv"
    assert int(line) > 1
    assert "открыть" in action.example
    assert any("[" in r.example and r.place.startswith("actors.csv, line") for r in explain_item(doc, 2).of("actor"))


def test_what_almost_fired_says_why(doc: Doc):
    first, second, third = (near(explain_item(doc, n)) for n in (1, 2, 3))
    assert ("actor", "nonprofits", "no_actor") in first
    assert ("action", "", "infinitive") in first
    assert ("action", "ensure", "needs_object") in first
    assert ("theme", "youth", "in_addressee") in second
    assert ("actor", "youth", "second_row") in second
    assert ("theme", "youth", "negative") in third


def test_a_theme_below_its_threshold_shows_both_figures(doc: Doc):
    nlp = civictext.load(
        overrides={"components.civictext_themes.threshold": 0.9, "components.civictext_themes.themes": "rules"}
    )
    got = explain_item(nlp(TEXT), 1, nlp)
    below = [(n.label, n.value, n.needed) for n in got.near if n.why == "below_threshold"]
    assert ("youth", 0.8, 0.9) in below


def test_the_deadline_names_its_pattern(doc: Doc):
    (term,) = explain_item(doc, 1).of("deadline")
    assert (term.words, term.label) == ("до 1 июня 2022 года", "2022-06-01")
    assert term.source.startswith("rule:deadlines.")


def test_explain_of_a_record_and_of_a_row(doc: Doc):
    rec = doc._.resolution.recommendations[1]
    assert rec.explain().to_dict() == explain_item(doc, 2).to_dict()
    row = rec.to_dict()
    assert "doc" not in row
    again = type(rec).from_dict(row).explain()
    assert again == explain_row(row)
    assert again.near == ()


def test_explanations_are_readable(doc: Doc):
    text = repr(explain_item(doc, 1))
    assert "действие: Создать" in text
    assert words("ru")["explain.near"] in text
    assert "{" not in text


def test_rejected_lines_have_their_rule(doc: Doc):
    (line,) = [r for r in rejected(doc) if r.text.startswith("Резолюцию")]
    assert line.declined_by == "order_about_document"
    assert not any("Создать" in r.text for r in rejected(doc))


def test_an_unknown_number_is_told(doc: Doc):
    with pytest.raises(ValueError, match="no recommendation 9; the document has 3"):
        explain_item(doc, 9)


def test_command(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    run = lambda *args: CliRunner().invoke(app, ["explain", str(path), *args])  # noqa: E731
    assert "музей" in run("--item", "2").output
    (line,) = run("--item", "2", "--json").output.splitlines()
    assert json.loads(line)["n"] == 2
    assert "order_about_document" in run("--rejected").output
    assert run("--item", "7").exit_code == 4


def test_an_addressee_of_the_heading_says_so():
    doc = civictext.load()(
        "РЕЗОЛЮЦИЯ\nФорум решил рекомендовать:\nАдминистрации города:\n1. Создать парк.\n2. Открыть музей."
    )
    (role,) = [r for r in explain_item(doc, 2).of("role") if r.label == "addressee"]
    assert (role.words, role.source) == ("Администрации города", "rule:heading")

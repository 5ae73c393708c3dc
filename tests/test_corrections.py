"""Corrections of an analyst: what they change, how they are shown, and what is said when they fit nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

import civictext
from civictext.correction_values import corrected, label_id
from civictext.corrections import Correction, Corrections, apply_corrections, read_correction_table
from civictext.read import ReadError
from tests.report.builders import actor, recommendation, theme

MARK = "correction:c.csv:2"
DOCUMENTS = [{"doc_id": "d", "source": "a.txt", "also": []}, {"doc_id": "e", "source": "b.txt", "also": []}]


def row(**more):
    text = "Открыть клуб для подростков до 1 мая."
    actors = [actor("подростков", "children_families", "beneficiary", 17)]
    return recommendation("d", 1, 0, text, actors=actors, themes=[theme("youth", "клуб", 8)]) | more


def apply(field, value, **where):
    correction = Correction("c.csv", 2, field, value, **({"rec_id": "d#1"} | where))
    rows, warnings = apply_corrections(DOCUMENTS, [row()], Corrections((correction,)))
    return rows, warnings


@pytest.mark.parametrize(
    ("field", "value", "ids"),
    [
        ("темы", "Экология; sport", None),
        ("темы", "Экология; Здоровье и спорт", ["ecology", "health_sport"]),
        ("Themes +", "family_children", ["youth", "family_children"]),
        ("темы-", "Молодёжь", []),
        ("темы", "нет", []),
    ],
)
def test_themes_are_set_added_and_taken(field, value, ids):
    rows, warnings = apply(field, value)
    if ids is None:
        assert "метка «sport» не известна" in warnings[0]
        assert [t["id"] for t in rows[0]["themes"]] == ["youth"]
        return
    assert [t["id"] for t in rows[0]["themes"]] == ids
    assert rows[0]["corrections"] == [{"field": "themes", "source": MARK}]
    assert all(t["source"] == MARK for t in rows[0]["themes"] if t["id"] != "youth")


def test_an_actor_that_is_there_keeps_its_place_and_name():
    (new,), _ = apply("actors+", "подростков ~ Молодёжь ~ партнёр".replace("партнёр", "вместе с кем"))
    (found,) = new["actors"]
    assert (found["category"], found["role"], found["start"], found["source"]) == ("youth", "partner", 17, MARK)
    assert found["canonical"] == "подростков"


def test_actions_find_their_words_in_the_text():
    (new,), _ = apply("действия", "открыть ~ Создать ~ клуб для подростков")
    (found,) = new["actions"]
    assert (found["type"], found["start"], found["end"], found["object_start"]) == ("create", 0, 7, 8)
    assert found["strength"] == "direct"


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("настроение", "бодрое", "нет поля «настроение»"),
        ("deadline_date", "завтра", "дата «завтра» не понята"),
        ("срок+", "в мае", "не список"),
        ("actors", "подростков", "пишите: слова из текста"),
        ("actors", "депутаты ~ legislature ~ адресат", "слов «депутаты» в рекомендации нет"),
        ("actions", "открыть", "вид действия"),
        ("темы-", "Экология", "убрать нельзя"),
        ("рекомендация", "да", "бывает только «нет»"),
    ],
)
def test_what_is_not_understood_changes_nothing_and_is_told(field, value, problem):
    rows, warnings = apply(field, value)
    assert rows == [row()]
    assert warnings[0].startswith("c.csv, строка 2: ")
    assert problem in warnings[0]


def test_an_item_can_be_struck_out():
    assert apply("рекомендация", "нет") == ([], [])


def test_text_finds_the_item_whatever_case_and_dots():
    rows, warnings = apply("срок", "до 1 мая", rec_id="", text="открыть клуб для подростков до 1 мая")
    assert (rows[0]["deadline"], warnings) == ("до 1 мая", [])


@pytest.mark.parametrize(
    ("where", "problem"),
    [
        ({"rec_id": "x#9"}, "рекомендации x#9 нет"),
        ({"text": "Закрыть завод."}, "под номером d#1 теперь другой текст: «Открыть клуб"),
        ({"rec_id": "", "text": "Открыть кружок для подростков до 1 мая."}, "Похожа d#1"),
        ({"rec_id": "", "text": row()["text"], "source": "b.txt"}, "в документах нет"),
        ({"rec_id": "", "text": row()["text"], "scope": frozenset({"b.txt"})}, "в документах нет"),
        ({"rec_id": ""}, "не указано, какая рекомендация"),
    ],
)
def test_a_correction_without_its_document_is_told(where, problem):
    rows, warnings = apply("темы", "Экология", **where)
    assert rows == [row()]
    assert problem in warnings[0]


def test_the_later_of_two_rows_wins():
    both = [Correction("c.csv", n, "срок", v, rec_id="d#1") for n, v in ((2, "в мае"), (3, "в июне"))]
    rows, _ = apply_corrections(DOCUMENTS, [row()], Corrections(tuple(both)))
    assert rows[0]["deadline"] == "в июне"


def test_a_table_without_its_columns_is_refused(tmp_path: Path):
    path = tmp_path / "corrections.csv"
    path.write_text("текст;поле\nа;темы\n", encoding="utf-8")
    with pytest.raises(ReadError, match="нет столбца «значение»"):
        read_correction_table(path)


def test_labels_by_any_name():
    assert {label_id("themes", n) for n in ("ecology", "Экология", "ecology ")} == {"ecology"}
    assert corrected(row(programs=["Рост"]), "programs", "-", "рост", MARK) == []


def test_corrections_beside_the_documents_are_applied_last(tmp_path: Path):
    (tmp_path / "a.txt").write_text(
        "РЕЗОЛЮЦИЯ\nАдминистрации города рекомендуем:\n1. Создать парк.\n2. Открыть музей.\n", encoding="utf-8"
    )
    (tmp_path / "corrections.csv").write_bytes(
        "Текст;Поле;Как надо\nСоздать парк.;темы;Экология\nОткрыть музей.;рекомендация;нет\nСнести дом.;срок;в мае\n".encode(
            "cp1251"
        )
    )
    analysis = civictext.analyze(tmp_path)
    (found,) = analysis.recommendations.to_dict("records")
    assert [(t["id"], t["source"]) for t in found["themes"]] == [("ecology", "correction:corrections.csv:2")]
    assert analysis.documents["n_recommendations"].tolist() == [1]
    assert analysis.run["warnings"] == ["corrections.csv, строка 4: рекомендации «Снести дом.» в документах нет."]

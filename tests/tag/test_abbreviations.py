"""Short names that a document explains itself."""

import pytest


def actors(tag, *lines):
    return [[(a["text"], a["category"], a["role"]) for a in found] for found in tag(lines)._.actors]


def test_short_name_is_learnt_from_a_bracket_and_known_in_every_item(tag):
    got = actors(
        tag,
        "Благодарить Ассоциацию приёмных семей (далее – Содружество) за праздник.",
        "Рекомендовать Содружеству издать сборник.",
    )
    assert got[1] == [("Содружеству", "nonprofits", "addressee")]


def test_acronym_behind_a_full_name_is_learnt(tag):
    got = actors(tag, "Поддержать Союз лесных музеев (СЛМ) грантом.", "СЛМ издать сборник.")
    assert got[1] == [("СЛМ", "nonprofits", "addressee")]


@pytest.mark.parametrize("bracket", ["(далее – Форум)", "(см. приложение)", "(2024)", "(далее –)", "("])
def test_what_names_no_body_teaches_nothing(tag, bracket):
    assert actors(tag, f"Провести праздник улицы {bracket}.", "Форум открыть в мае.")[1] == []


def test_small_letters_are_not_the_short_name(tag):
    got = actors(tag, "Благодарить Союз ткачей (далее – Центр) за праздник.", "Отремонтировать центр города.")
    assert got[1] == []

"""Deadlines, quoted names and places of recommendations."""

import pytest


@pytest.fixture
def details(tag):
    def run(line, **metadata):
        return tag([line], **metadata)._.details[0]

    return run


def test_first_term_counts_and_its_words_are_those_of_the_text(details):
    got = details("Провести до 1 июня 2025 года смотр дворов, затем проводить его ежегодно.")
    assert (got["deadline"], got["deadline_date"]) == ("до 1 июня 2025 года", "2025-06-01")


def test_spans_are_offsets_of_the_document(tag):
    doc = tag(["Открыть каток.", "Открыть ежегодный лагерь «Орлёнок» в 2025 году."])
    details = doc._.details[1]
    start, end = details["spans"]["deadline"]
    assert doc.text[start:end] == details["deadline"] == "в 2025 году"
    assert [doc.text[s:e] for s, e in details["spans"]["programs"]] == details["programs"]


@pytest.mark.parametrize(
    "line",
    [
        "Учесть итоги Стратегии развития туризма до 2036 года.",
        "Открыть портал, где житель получает ответ в течение трёх дней.",
        "Поддержать проект «Чистый двор до 2030 года».",
    ],
)
def test_a_term_of_a_plan_a_relative_clause_or_a_name_is_none(details, line):
    assert details(line, date="2024")["deadline"] is None


def test_a_near_year_after_a_program_is_a_term(details):
    assert (
        details("Разработать программу ремонта дворов до 2025 года.", date="2024-02-01")["deadline"] == "до 2025 года"
    )


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ('Продлить программу «Земский учитель» и конкурс "Лучший двор".', ["Земский учитель", "Лучший двор"]),
        ('Принять Федеральный закон «О "зелёных" городах».', ['О "зелёных" городах']),
        ("Развивать «серебряное» волонтёрство.", []),
        ("Завести на сайте раздел «Вопросы жителей».", []),
        ("Поддержать НКО «Тёплый дом» грантом.", []),
        ("Закрыть скобку «без пары.", []),
    ],
)
def test_quoted_names_of_programs(details, line, names):
    assert details(line)["programs"] == names


def test_places_are_given_in_the_nominative(details):
    assert details("Изучить опыт Тюмени и Калужской области.")["places"] == ["Тюмень", "Калужская область"]


def test_deadline_cell_of_a_table_row_comes_first(tag, linguistic):
    from civictext.tag.details import DetailTagger

    doc = linguistic("Отремонтировать сквер до осени\nдо 1 июля 2026 г.\n")
    term = {"text": "до 1 июля 2026 г.", "start": 31, "end": 48}
    doc._.recommendations = [{"text": "", "start": 0, "end": 30, "spans": [[0, 30]], "term": term}]
    got = DetailTagger()(doc)._.details[0]
    assert (got["deadline"], got["deadline_date"], got["spans"]["deadline"]) == (
        "до 1 июля 2026 г.",
        "2026-07-01",
        [31, 48],
    )

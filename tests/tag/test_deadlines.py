"""Terms in words and the latest date that they allow."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.tag.deadlines import find_deadlines

TODAY = dt.date(2024, 3, 5)
TERMS = [
    ("до 1 сентября 2026 года", "2026-09-01"),
    ("до 01.09.2026", "2026-09-01"),
    ("не позднее 15 мая 2025 г.", "2025-05-15"),
    ("до 1 мая", "2024-05-01"),
    ("до 1 февраля", "2025-02-01"),
    ("до конца 2025 года", "2025-12-31"),
    ("до конца года", "2024-12-31"),
    ("в 2025–2027 годах", "2027-12-31"),
    ("в 2025 году", "2025-12-31"),
    ("во II квартале 2025 г.", "2025-06-30"),
    ("в первом полугодии 2025 года", "2025-06-30"),
    ("в феврале 2028 года", "2028-02-29"),
    ("в месячный срок", "2024-04-05"),
    ("в течение трёх месяцев", "2024-06-05"),
    ("в течение 10 дней", "2024-03-15"),
    ("ежегодно", None),
    ("ежеквартально", None),
    ("раз в полгода", None),
    ("не реже двух раз в год", None),
    ("дважды в год", None),
    ("каждый год", None),
    ("весной и осенью", None),
    ("к следующему съезду", None),
]


@pytest.mark.parametrize(("words", "date"), TERMS)
def test_term_is_found_whole_with_its_latest_date(words, date):
    text = f"Провести смотр {words}, опубликовать итоги."
    found = find_deadlines(text, today=TODAY)
    assert [(text[d.start : d.end], d.date) for d in found] == [(words, date)]


@pytest.mark.parametrize(
    "text",
    [
        "Регулярно убирать дворы.",
        "Провести ежегодный конкурс.",
        "Построить школу на 500 мест.",
        "Собрать до 200 участников.",
        "Открыть 1 мая-парк.",
        "Помогать гражданам старше 60 лет.",
    ],
)
def test_no_term_where_nothing_sets_one(text):
    assert find_deadlines(text, today=TODAY) == []


def test_a_date_after_a_label_is_a_term_and_a_bare_one_is_none():
    assert [d.date for d in find_deadlines("Срок – 1 декабря 2024 г.")] == ["2024-12-01"]
    assert find_deadlines("Почтить память павших 22 июня 1941 года.") == []


def test_impossible_day_has_no_date():
    assert [d.date for d in find_deadlines("до 31 февраля 2025 года")] == [None]


def test_without_the_date_of_the_document_a_bare_day_has_no_year():
    assert [d.date for d in find_deadlines("до 1 мая")] == [None]


@given(st.text(alphabet="доквг 1234.–маяIежегодно\n", max_size=60))
def test_terms_lie_inside_the_text_in_order(text):
    found = find_deadlines(text, today=TODAY)
    edges = [e for d in found for e in (d.start, d.end)]
    assert edges == sorted(edges)
    assert all(0 <= d.start < d.end <= len(text) for d in found)


@pytest.mark.parametrize(
    "words",
    [
        "не реже одного раза в полугодие",
        "каждые три года",
        "с 1 марта 2031 года",
        "до августа 2031 года",
        "к осени 2031 года",
        "до начала отопительного сезона",
        "с 2031/32 учебного года",
        "к 300-летию города",
        "в течение девяноста дней",
        "ежегодно 17 мая",
    ],
)
def test_terms_of_seasons_years_and_feasts(words):
    text = f"Провести смотр {words}, опубликовать итоги."
    assert [text[d.start : d.end] for d in find_deadlines(text, today=TODAY)] == [words]


@pytest.mark.parametrize("words", ["отвечать за десять дней до отъезда", "отчёт по маю"])
def test_no_terms(words):
    assert [d.pattern for d in find_deadlines(words, today=TODAY)] == []


def test_years_with_на_ask_for_a_verb_before_them():
    assert [d.of_verb for d in find_deadlines("предусмотреть на 2031–2033 годы", today=TODAY)] == [True]


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("в срок до 1 сентября текущего года", "2024-09-01"),
        ("до 1 февраля следующего года", "2025-02-01"),
        ("в IV квартале текущего года", "2024-12-31"),
        ("в I квартале", "2024-03-31"),
        ("в течение II квартала 2025 года", "2025-06-30"),
        ("весной 2025 года", "2025-05-31"),
        ("в течение 30 дней со дня опубликования", "2024-04-04"),
        ("в течение 6 (шести) месяцев", "2024-09-05"),
        ("в 10-дневный срок", "2024-03-15"),
        ("до 1 (первого) марта 2025 года", "2025-03-01"),
        ("ежеквартально, до 10 числа месяца, следующего за отчётным", None),
        ("в осенне-зимний период 2025–2026 годов", "2026-12-31"),
        ("с нового учебного года", None),
        ("до 2026 года включительно", "2026-12-31"),
        ("незамедлительно", None),
    ],
)
def test_terms_of_offices(words, date):
    text = f"Администрации {words} представить сведения."
    assert [(text[d.start : d.end], d.date) for d in find_deadlines(text, today=TODAY)] == [(words, date)]

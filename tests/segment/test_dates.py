"""Dates in Russian texts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.segment.dates import find_dates, unspace

FORMS = [
    ("26–27 апреля 2017 г.", ["2017-04-27"]),
    ("26.04.2017", ["2017-04-26"]),
    ("апрель 2017 года", ["2017-04"]),
    ("«26» апреля 2017 г.", ["2017-04-26"]),
    ("от 26 апреля 2017г. №5", ["2017-04-26"]),
    ("с 26 по 27 апреля 2017 года", ["2017-04-27"]),
    ("26-27.04.2017", ["2017-04-27"]),
    ("30 мая – 1 июня 2018 года", ["2018-06-01"]),
    ("30 декабря 2016 года – 2 января 2017 года", ["2017-01-02"]),
    ("26 и 27 апреля 2017 года", ["2017-04-27"]),
    ("25, 26 и 27 мая 2016 года", ["2016-05-27"]),
    ("2 6  а п р е л я  2 0 1 7", ["2017-04-26"]),
    ("двадцать шестого апреля 2017 года", ["2017-04-26"]),
    ("второе июня 2019 года", ["2019-06-02"]),
    ("апрель-май 2018 г.", ["2018-05"]),
    ("2019-05-06", ["2019-05-06"]),
    ("12 СЕНТЯБРЯ 2019 ГОДА", ["2019-09-12"]),
    ("26.04.17", ["2017-04-26"]),
    ("в 2016 году", ["2016"]),
    ("пункт 2.1.3, телефон 12-34-56, 1.500.000 рублей", []),
    ("35 мая 2017 года", ["2017-05"]),
    ("заседание 26 апреля", []),
]


@pytest.mark.parametrize(("text", "values"), FORMS, ids=[t for t, _ in FORMS])
def test_find_dates_in_any_form(text, values):
    assert [d.value for d in find_dates(text)] == values


def test_find_dates_takes_the_year_from_nearby():
    assert [d.value for d in find_dates("собрались 26 апреля", year_nearby="2017")] == ["2017-04-26"]


@given(st.text(alphabet="0123456789 .–-апрелямй«»году\n", max_size=80))
def test_find_dates_are_stretches_of_the_text_in_order(text):
    found = find_dates(text)
    assert all(0 <= d.start < d.end <= len(text) for d in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.text(alphabet="АБВабв12 \n.,", max_size=60))
def test_unspace_keeps_the_length_and_the_letters(text):
    closed = unspace(text)
    assert len(closed) == len(text)
    assert closed.replace(" ", "") == text.replace(" ", "")


def test_unspace_closes_letter_spaced_words():
    assert unspace("Р Е Ш И Л И").rstrip() == "РЕШИЛИ"
    assert unspace("а я и в лес") == "а я и в лес"

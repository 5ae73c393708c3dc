"""The dictionary read directly says what pymorphy3 itself says."""

import pymorphy3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.annotate.opencorpora import known_readings, readings
from civictext.read.words import analyzer

WORDS = [
    "совет",
    "совета",
    "стали",
    "её",
    "все",
    "ещё",
    "елка",
    "ёлки",
    "отчетов",
    "ребенка",
    "развивающихся",
    "НКО",
    "ТОСов",
    "заслуженнейшего",
    "петровича",
    "е",
    "я",
    "и",
    "по-хорошему",
    "инженерам-строителям",
    "бутявка",
    "бутявкой",
    "супермегасовет",
    "2025",
    "XIV",
    "civic",
    "рублей-то",
    "наилучший",
    "форумчане",
]


@pytest.fixture(scope="module")
def plain():
    return pymorphy3.MorphAnalyzer()


def as_rows(parses):
    return [(p.word, str(p.tag), p.normal_form, p.score) for p in parses]


def assert_same(word, plain):
    expected = plain.parse(word)
    assert as_rows(analyzer().parse(word)) == as_rows(expected)
    assert [(str(r.tag), r.normal, r.score) for r in readings(word)] == [row[1:] for row in as_rows(expected)]
    assert as_rows(r.parse for r in readings(word)) == as_rows(expected)
    assert [r.is_known for r in readings(word)] == [p.is_known for p in expected]
    assert analyzer().word_is_known(word) == plain.word_is_known(word)
    assert analyzer().word_is_known(word, strict=True) == plain.word_is_known(word, strict=True)
    assert analyzer().tag(word) == plain.tag(word)


@pytest.mark.parametrize("word", WORDS)
def test_readings_are_those_of_pymorphy3(word, plain):
    assert_same(word, plain)


@given(st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюя-", min_size=1, max_size=14))
def test_readings_of_any_letters_are_those_of_pymorphy3(plain, word):
    assert_same(word, plain)


@given(st.data())
def test_readings_of_words_of_the_dictionary_are_those_of_pymorphy3(plain, data):
    beginning = data.draw(st.text("авекмнопрст", min_size=3, max_size=4))
    words = sorted({p.word for p in plain.iter_known_word_parses(beginning)})
    assert words == sorted({p.word for p in analyzer().iter_known_word_parses(beginning)})
    if words:
        assert_same(data.draw(st.sampled_from(words)).replace("ё", "е"), plain)


def test_other_forms_are_those_of_pymorphy3(plain):
    found = [r.parse.inflect({"plur", "datv"}).word for r in readings("совет")]
    assert found == [p.inflect({"plur", "datv"}).word for p in plain.parse("совет")]


def test_known_readings_guess_nothing():
    assert known_readings("бутявка") == ()
    assert [r.normal for r in known_readings("ребенка")] == ["ребёнок", "ребёнок"]

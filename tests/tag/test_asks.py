"""Which rule speaks for a sentence, and which declines it."""

import pytest

from civictext.tag.asks import RULES as ASKS
from civictext.tag.asks import asks
from civictext.tag.declines import RULES as DECLINES
from civictext.tag.declines import declines
from civictext.tag.operative import unquoted

ASKED = {
    "modal_infinitive": "Считаем нужным вернуть старое название улицы.",
    "modal_clause": "Важно, чтобы школы открывали свои дворы по выходным.",
    "verb_of_asking": "Поручено до мая составить опись памятников.",
    "past_demand": "Сход потребовал закрыть карьер.",
    "speakers_ask": "Выступаем за сохранение рощи.",
    "noun_of_asking": "Мы обращаемся к перевозчику с просьбой вернуть вечерний рейс.",
    "duty": "Подрядчики должны восстанавливать газоны после ремонта.",
    "commitment": "Мы обязуемся каждую весну чистить родник.",
    "thing_needed": "Нужны новые скамейки.",
    "conditional": "Магазины могли бы поставить ящики для батареек.",
    "need_noted": "Старосты подчеркнули необходимость ремонта моста.",
    "infinitive_sentence": "Директорам школ до 1 мая провести осмотр спортивных площадок.",
}

DECLINED = {
    "order_about_document": "Настоящую резолюцию разместить на сайте округа.",
    "control_clause": "Контроль за выполнением решения возложить на секретаря.",
    "entry_into_force": "Решение вступает в силу после опубликования.",
    "takes_note": "Отметить, что работа ведётся по плану.",
    "gratitude": "Выразить благодарность учителям музыкальной школы.",
    "vote": "Принято единогласно.",
    "history": "В 2015 году сход рекомендовал открыть медпункт.",
    "slogan": "Сохраним наш лес!",
    "question": "Кому нужно обратиться за справкой?",
}

NEITHER = [
    "За лето в посёлке построили мост.",
    "Закон обязывает владельцев содержать памятники.",
    "Программа призвана улучшить дороги.",
    "Вариант рекомендован для северных районов.",
    "Возможность участвовать в конкурсе получили десять школ.",
    "Подать заявку можно до вечера.",
    "Перед советом стоят вопросы, которые предстоит решить.",
    "Рост цен потребует дополнительных средств.",
    "Мероприятия программы должны обеспечить рост доходов.",
    "Из доклада следует, что средств хватает.",
]


def test_every_rule_has_a_case():
    assert list(ASKED) == [rule.__name__ for rule in ASKS]
    assert list(DECLINED) == [rule.__name__ for rule in DECLINES]


@pytest.mark.parametrize(("rule", "sentence"), ASKED.items())
def test_the_rule_that_speaks_for_an_ask(finder, rule, sentence):
    assert asks(list(finder(sentence))) == rule


@pytest.mark.parametrize(("rule", "sentence"), DECLINED.items())
def test_the_rule_that_declines(finder, rule, sentence):
    assert declines(list(finder(sentence))) == rule


@pytest.mark.parametrize("sentence", NEITHER)
def test_facts_ask_for_nothing(finder, sentence):
    assert asks(list(finder(sentence))) is None


@pytest.mark.parametrize("sentence", ASKED.values())
def test_an_ask_is_not_declined(finder, sentence):
    assert declines(list(finder(sentence))) is None


def test_a_quoted_speech_is_left_out_and_a_quoted_name_stays(finder):
    speech = finder("Глава сказал: «Нам надо строить дороги».")
    name = finder("Необходимо продлить программу «Сельский дом».")
    assert [t.text for t in unquoted(list(speech))] == ["Глава", "сказал", ":", "."]
    assert unquoted(list(name)) == list(name)

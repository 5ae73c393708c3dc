"""Recommendations of short composed documents, with the real pipeline."""

import pytest

import civictext.pipeline


@pytest.fixture(scope="session")
def nlp():
    keep = {"civictext_sentencizer", "civictext_slovnet", "civictext_lemmatizer", "civictext_recommendations"}
    return civictext.pipeline.load(exclude=sorted(set(civictext.pipeline.FACTORIES) - keep))


def found(nlp, text):
    return [(r["text"], (r["heading"] or {}).get("text")) for r in nlp(text)._.recommendations]


def test_items_stand_under_the_heading_that_names_their_addressee(nlp):
    text = (
        "Участники встречи рекомендуют:\nМинистерству спорта края:\n– построить каток в каждом районе;\n– открыть бассейн.\n"
        "Школам:\n– проводить дни здоровья."
    )
    assert found(nlp, text) == [
        ("построить каток в каждом районе;", "Министерству спорта края"),
        ("открыть бассейн.", "Министерству спорта края"),
        ("проводить дни здоровья.", "Школам"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Необходимо вернуть автобус в посёлок.",
        "Следует также сократить сроки выдачи справок.",
        "Просим управление дорог осветить переход у школы.",
        "Мэрии рекомендовано продлить работу катка.",
        "Новые тарифы должны быть пересмотрены до весны.",
        "Нужны дополнительные места в яслях.",
        "Мы обращаемся к застройщику с просьбой сохранить липовую аллею.",
        "Подчёркиваем, что целесообразно передать здание музею.",
    ],
)
def test_a_sentence_that_asks_is_found(nlp, sentence):
    assert found(nlp, sentence) == [(sentence, None)]


@pytest.mark.parametrize(
    "sentence",
    [
        "За год в районе построено пять площадок.",
        "Участники благодарят хозяев за тёплый приём.",
        "Решение направить главе района и опубликовать в газете.",
        "Контроль за исполнением решения возложить на секретаря.",
        "Настоящее решение вступает в силу со дня подписания.",
        "Информацию докладчика принять к сведению.",
        "Сделаем наш двор красивым!",
        "Перед районом стоят вопросы, которые необходимо решить.",
    ],
)
def test_what_only_looks_like_a_request_is_left_out(nlp, sentence):
    assert found(nlp, sentence) == []

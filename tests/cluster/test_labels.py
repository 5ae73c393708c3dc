import pytest

from civictext.cluster.labels import cluster_label, label_share, shorten
from civictext.cluster.phrases import bare_object, nominal_phrases, phrase


def row(text, predicate, obj, lemmas=""):
    return {"text": text, "lemmas": lemmas, "actions": [{"predicate": predicate, "object": obj, "object_lemma": obj}]}


@pytest.mark.parametrize(
    ("text", "predicate", "obj", "expected"),
    [
        ("Открыть в каждом районе клуб юных техников.", "открыть", "клуб юных техников", "открыть клуб юных техников"),
        ("Участвовать всем вместе в днях двора", "участвовать", "днях двора", "участвовать в днях двора"),
        ("Рассказывать школьникам о людях труда", "рассказывать", "людях труда", "рассказывать о людях труда"),
        ("направлять не менее процента бюджета", "направлять", "менее процента бюджета", "направлять не менее процента бюджета"),
        ("проводить весной ярмарки вакансий", "проводить", "вакансий", "проводить ярмарки вакансий"),
        ("Создание единого реестра мастеров", "создать", "единого реестра мастеров", "создание единого реестра мастеров"),
        ("Просим начать создание реестра мастеров", "создать", "реестра мастеров", "создание реестра мастеров"),
    ],
)  # fmt: skip
def test_a_phrase_is_well_formed(text, predicate, obj, expected):
    assert phrase(row(text, predicate, obj)) == expected


def test_a_passive_has_no_phrase_but_its_object():
    passive = row("Должна быть построена новая пристань", "построить", "новая пристань")
    assert phrase(passive) is None
    assert bare_object(passive) == "новая пристань"
    assert cluster_label([passive, passive]) == "новая пристань"


def test_a_label_says_what_members_share_and_avoids_a_taken_one():
    members = [
        row("построить мост", "построить", "мост", "построить мост через река"),
        row("возвести мост через Каму", "возвести", "мост через Каму", "возвести мост через река кама"),
    ]
    assert cluster_label(members) in {"строительство моста", "возведение моста"}
    assert cluster_label(members, frozenset({cluster_label(members)})) != cluster_label(members)


def test_a_long_text_is_cut_between_words():
    assert shorten("слово " * 40, 20) == "слово слово слово…"


@pytest.mark.parametrize(
    ("text", "predicate", "obj", "expected"),
    [
        ("Проводить ярмарки вакансий", "проводить", "ярмарки вакансий", "проведение ярмарок вакансий"),
        ("Содействовать выходу НКО на рынок", "содействовать", "выходу НКО на рынок", "содействие выходу НКО на рынок"),
        ("Участвовать в днях двора", "участвовать", "днях двора", "участие в днях двора"),
        ("Открыть не менее пяти соседских центров", "открыть", "менее пяти соседских центров", "открытие соседских центров"),
        ("Обучать муниципальных служащих", "обучать", "муниципальных служащих", "обучение муниципальных служащих"),
        ("Создание единого реестра мастеров", "создать", "единого реестра мастеров", "создание единого реестра мастеров"),
    ],
)  # fmt: skip
def test_a_measure_as_a_noun_phrase(text, predicate, obj, expected):
    assert next(nominal_phrases(row(text, predicate, obj))) == expected


def test_names_that_most_members_lack_are_not_in_a_label():
    members = [
        row("построить мост через Каму", "построить", "мост через Каму", "построить мост через кама"),
        row("построить мост через Вятку", "построить", "мост через Вятку", "построить мост через вятка"),
    ]
    assert cluster_label(members) == "строительство моста"
    assert label_share("строительство моста", members) == 1.0

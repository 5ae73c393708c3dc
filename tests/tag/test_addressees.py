"""Headings and lead-ins, names in brackets, lists of addressees, and items that address nobody."""

import pytest


def heading_addressees(tag, heading, **metadata):
    doc = tag([f"# {heading}", "провести смотр"], **metadata)
    return [(a["text"], a["category"], a["role"]) for a in doc._.actors[0]]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        (
            "Рекомендовать Правительству Тверской области:",
            [("Правительству Тверской области", "regional_government", "addressee")],
        ),
        ("К органам местного самоуправления", [("органам местного самоуправления", "local_government", "addressee")]),
        ("Школы, музеи", [("Школы", "education", "addressee"), ("музеи", "culture", "addressee")]),
        (
            "Библиотекам совместно с вузами",
            [("Библиотекам", "culture", "addressee"), ("вузами", "education", "partner")],
        ),
        (
            "Участники съезда рекомендуют профсоюзам и работодателям:",
            [("профсоюзам", "trade_unions", "addressee"), ("работодателям", "business", "addressee")],
        ),
        ("В сфере поддержки молодёжи", []),
        ("Гидропостам", [("Гидропостам", "other", "addressee")]),
    ],
)
def test_heading_names_who_is_asked(tag, heading, expected):
    assert heading_addressees(tag, heading) == expected


@pytest.mark.parametrize(
    ("level", "category"),
    [("municipal", "local_government"), ("regional", "regional_government"), ("federal", "federal_government")],
)
def test_body_without_a_level_takes_that_of_the_document(tag, level, category):
    heading = "Министерству культуры" if level == "federal" else "Комитету по спорту"
    assert [c for _, c, _ in heading_addressees(tag, heading, level=level)] == [category]


def test_introducing_item_gives_its_addressee_and_nobody_else(tag, linguistic):
    from civictext.tag.actors import ActorTagger

    text = "Администрации района продолжить работу с жителями, в том числе:\nотремонтировать мост\n"
    doc = linguistic(text)
    parent = {"text": text.split("\n")[0], "start": 0, "end": text.index("\n")}
    start = parent["end"] + 1
    doc._.recommendations = [{"spans": [[start, len(text) - 1]], "heading": None, "parent": parent}]
    assert [(a["text"], a["role"]) for a in ActorTagger()(doc)._.actors[0]] == [("Администрации района", "addressee")]


BRACKETS = [
    "[Правительству Российской Федерации](federal_government:addressee) (Петрову П. П.) представить доклад о дорогах.",
    "[Главному врачу районной больницы](health_social:addressee) (Сидорова Н. А.) продлить часы приёма.",
    "[Главе района](local_government:addressee) – продлить часы приёма.",
]
LISTS = [
    "[Министерству труда и социальной защиты населения края](regional_government:addressee), "
    "[органам местного самоуправления](local_government:addressee), [НКО](nonprofits:addressee) открыть приёмные.",
    "[Ассамблее народов](nonprofits:addressee), [национальным автономиям](nonprofits:addressee) провести дни языков.",
    "[Комитету по делам молодёжи, семьи и спорта](regional_government:addressee) провести турнир.",
]
ORDER = [
    "Совместно с [общественными организациями](nonprofits:partner) [администрации города](local_government:addressee) издать план.",
    "В срок до 1 мая [управлению образования](regional_government:addressee) открыть курсы.",
    "[Администрацией района](local_government:addressee) должен быть составлен график.",
    "Необходимо, чтобы [власти города](local_government:addressee) отремонтировали мост.",
    "[Органы ТОС](nonprofits:addressee) должны собирать отчёты.",
    "Обратиться к [губернатору](regional_government:addressee) с просьбой о празднике.",
    "Возложить уборку на [управляющие компании](business:addressee).",
]
SHARED = [
    "Принять меры для [молодых учителей и врачей](youth:beneficiary).",
    "[Колледжам и вузам области](education:addressee) открыть курсы.",
    "Обучить [председателей и активистов ТОС](nonprofits:beneficiary) правилам отчётности.",
    "Усилить взаимодействие [органов власти](authorities:mentioned), [бизнеса](business:mentioned) "
    "и [общественных организаций](nonprofits:mentioned).",
]
NOT_ADDRESSED = [
    "[Детям](children_families:beneficiary) предоставить бесплатный проезд.",
    "Вопросам воспитания уделить внимание. ()",
    "Направить предложения в [Министерство просвещения Российской Федерации](federal_government:mentioned).",
    "[Участники слушаний](organizers:mentioned) предлагают отремонтировать мост.",
    "Обращаться за советом в [администрацию](local_government:mentioned).",
    "Внести изменения в закон «О молодёжи и студентах». ()",
    "Распространить памятки в сёлах с числом жителей менее ста. ()",
]


@pytest.mark.parametrize(
    "group",
    [BRACKETS, LISTS, ORDER, SHARED, NOT_ADDRESSED],
    ids=["brackets", "lists", "order", "shared", "not_addressed"],
)
def test_marked_sentences(check, group):
    check(*group, level="regional")


def test_a_town_makes_a_body_municipal(check):
    check("[Департаменту транспорта Твери](local_government:addressee) продлить маршрут.")

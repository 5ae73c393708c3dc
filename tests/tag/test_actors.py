"""Who is named in a recommendation, of which category, in which role."""

import pytest


@pytest.mark.parametrize(
    "marked",
    ["[школам](education:addressee", "школам (education:addressee) петь", "[школам](school:addressee) петь", "Петь."],
)
def test_marks_refuse_what_is_malformed(marks, marked):
    with pytest.raises(ValueError, match="mark"):
        marks(marked)


ADDRESSEES = [
    "[Администрации города](local_government:addressee) отремонтировать набережную.",
    "[Администрации города](local_government:addressee) – отремонтировать набережную.",
    "Рекомендовать [Правительству Тверской области](regional_government:addressee) продлить конкурс.",
    "Просим [районный Совет депутатов](legislature:addressee) утвердить границы парка.",
    "[Профсоюзам](trade_unions:addressee) активнее защищать права на отдых.",
    "Предложить [ресурсным центрам НКО](nonprofits:addressee) издать сборник.",
    "[Школы города](education:addressee) должны проводить уроки мужества.",
    "[Музеям](culture:addressee) следует открыть запасники.",
]
PARTNERS = [
    "Провести субботник совместно с [управляющими компаниями](business:partner).",
    "Подготовить план с участием [жителей](citizens:partner) и [НКО](nonprofits:partner).",
    "[Библиотекам](culture:addressee) вместе со [школами](education:partner) провести чтения.",
]
BENEFICIARIES = [
    "Увеличить число мест для [молодых специалистов](youth:beneficiary).",
    "Оказывать помощь [многодетным семьям](vulnerable:beneficiary).",
    "Содействовать участию [граждан](citizens:beneficiary) в обсуждении бюджета.",
]
MENTIONED = [
    "Открыть на базе [библиотек](culture:mentioned) кружки.",
    "Наладить обмен между [вузами](education:mentioned) и [предприятиями](business:mentioned).",
]
NOBODY = [
    "Создать молодёжный совет. ()",
    "Распространить положительный опыт Ижевска. ()",
    "Утвердить программу «Молодёжь столицы». ()",
]


SPANS = [
    "Построить площадки для [детей от трёх до семи лет](children_families:beneficiary).",
    "Открыть клубы для [граждан моложе 35 лет](citizens:beneficiary).",
]
KINDS = [
    "Научить [молодых мам](children_families:beneficiary) счёту расходов.",
    "Пригласить [крестьян](business:beneficiary) на ярмарку.",
    "Купить рояль для [школы искусств](culture:beneficiary).",
    "Помочь [общественникам](nonprofits:beneficiary) с печатью листовок.",
    "[Пожарным частям](federal_government:addressee) проверить гидранты.",
]
DUTIES = [
    "[Пасечники](business:addressee) должны огородить ульи.",
    "Обязать [застройщиков](business:addressee) озеленить дворы.",
    "[Минстрою области](regional_government:addressee) – утвердить порядок.",
    "Порядок должен быть утверждён [администрацией района](local_government:addressee).",
]


@pytest.mark.parametrize("group", [SPANS, KINDS, DUTIES], ids=["spans", "kinds", "duties"])
def test_generalities_of_officialese(check, group):
    check(*group)


def test_people_who_must_are_not_asked(tag):
    actors = tag(["Пассажиры должны видеть расписание."])._.actors[0]
    assert [a["role"] for a in actors] != ["addressee"]


def test_a_norm_that_obliges_somebody_does_not_ask_him(ruled):
    actors = ruled(["Принять закон, обязывающий заводы ставить фильтры."])._.actors[0]
    assert [(a["text"], a["role"]) for a in actors] != [("заводы", "addressee")]


def test_an_adjective_whose_noun_lies_outside_is_cut_off(tag):
    doc = tag(["# Фонду местных инициатив и региональным грантооператорам", "выделить квоту"])
    assert [a["text"] for a in doc._.actors[0]] == ["Фонду местных инициатив", "региональным грантооператорам"]


def test_an_adjective_tagged_as_a_name_does_not_stand_for_its_noun(tag):
    assert [a["text"] for a in tag(["# Волонтёрским штабам", "вести список"])._.actors[0]] == ["Волонтёрским штабам"]


def test_names_in_the_nominative_drop_the_capital_of_a_plural_and_keep_the_word(tag):
    doc = tag(
        ["# Высшим исполнительным органам субъектов Федерации", "выделить квоту", "# Предприятиям района", "ждать"]
    )
    assert [actors[0]["lemma"] for actors in doc._.actors] == [
        "высшие исполнительные органы субъектов Федерации",
        "предприятия района",
    ]


@pytest.mark.parametrize(
    "group",
    [ADDRESSEES, PARTNERS, BENEFICIARIES, MENTIONED, NOBODY],
    ids=["addressees", "partners", "beneficiaries", "mentioned", "nobody"],
)
def test_actors_have_category_and_role(check, group):
    check(*group)


def test_heading_actors_are_repeated_for_each_item_with_the_offsets_of_the_heading(tag):
    doc = tag(["# Школам и детским садам", "провести утренники", "посадить сад"])
    assert [[(a["text"], a["start"]) for a in actors] for actors in doc._.actors] == [
        [("Школам", 0), ("детским садам", 9)]
    ] * 2
    assert [(s.text, s.label_) for s in doc.spans["actors"]] == [
        ("Школам", "education"),
        ("детским садам", "education"),
    ]


def test_text_of_an_actor_is_the_text_at_its_offsets(tag):
    doc = tag(["Просить депутатов, школы и вузы города поддержать волонтёров."])
    assert doc._.actors[0]
    assert all(doc.text[a["start"] : a["end"]] == a["text"] for a in doc._.actors[0])


def test_a_document_without_recommendations_has_no_actors(tag):
    assert tag([])._.actors == []

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

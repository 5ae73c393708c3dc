import pytest
import spacy

from civictext.tag.actions import ActionTagger, find_actions
from civictext.tag.items import item_tokens


@pytest.fixture(scope="module")
def actions_of(annotated):
    def run(text):
        doc = annotated(text)
        found = find_actions(item_tokens(doc, doc._.recommendations[0]))
        return [(a["predicate"], a["type"], a["object"]) for a in found]

    return run


FORMS = [
    ("Создать в посёлке клуб шахматистов.", [("создать", "create", "клуб шахматистов")]),
    ("Рекомендовать лесхозу закрыть въезд в лес.", [("закрыть", "other", "въезд в лес")]),
    (
        "Просим Губернатора области о выделении средств на ремонт моста.",
        [("выделить средства", "fund", "ремонт моста")],
    ),
    (
        "Обратиться к депутатам с предложением о поддержке сельских библиотек.",
        [("поддержать", "support", "сельских библиотек")],
    ),
    (
        "Должны быть разработаны единые правила выгула собак.",
        [("разработать", "regulate", "единые правила выгула собак")],
    ),
    ("Создание единого реестра заброшенных кладбищ.", [("создать", "create", "единого реестра заброшенных кладбищ")]),
    (
        "Проведение капитального ремонта сельских клубов и обновление их оборудования.",
        [("провести капитальный ремонт", "implement", "сельских клубов"), ("обновить", "develop", "их оборудования")],
    ),
    ("Мы обязуемся беречь родники и леса.", [("беречь", "protect", "родники и леса")]),
    (
        "Мы продолжим работу по сбору воспоминаний ветеранов.",
        [("продолжить", "continue", "работу по сбору воспоминаний ветеранов")],
    ),
    ("Запретите вырубку деревьев у родника.", [("запретить", "other", "вырубку деревьев у родника")]),
    (
        "Администрация района ежегодно проводит смотр сельских подворий.",
        [("проводить", "hold", "смотр сельских подворий")],
    ),
    (
        "Важнейшей задачей считаем сохранение языков коренных народов.",
        [("сохранить", "protect", "языков коренных народов")],
    ),
    ("Необходимо, чтобы лесхоз закрыл въезд грузовиков.", [("закрыть", "other", "въезд грузовиков")]),
    ("Старый навес подлежит сносу.", [("снести", "other", "Старый навес")]),
    ("Высадить не менее двухсот лип у пруда.", [("высадить", "other", "не менее двухсот лип у пруда")]),
    ("Обучить жителей, готовых дежурить у плотины.", [("обучить", "educate", "жителей")]),
    ("Установить, что осмотр пруда ведётся раз в год.", [("установить", "regulate", None)]),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_actions_of_every_form_of_request(actions_of, text, expected):
    assert actions_of(text) == expected


COORDINATION = [
    (
        "Разработать и утвердить до конца года программу поддержки семей.",
        [
            ("разработать", "regulate", "программу поддержки семей"),
            ("утвердить", "regulate", "программу поддержки семей"),
        ],
    ),
    (
        "Предлагаем: создать штаб, открыть горячую линию и назначить дежурных.",
        [("создать", "create", "штаб"), ("открыть", "create", "горячую линию"), ("назначить", "other", "дежурных")],
    ),
    (
        "Дорогу к садовым товариществам отремонтировать и осветить.",
        [
            ("отремонтировать", "develop", "Дорогу к садовым товариществам"),
            ("осветить", "implement", "Дорогу к садовым товариществам"),
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), COORDINATION)
def test_actions_share_an_object(actions_of, text, expected):
    assert actions_of(text) == expected


def test_actions_leave_out_converbs_purposes_and_complements(actions_of):
    text = "Учить дачников ухаживать за пчёлами, приглашая пасечников, чтобы сохранить породу."
    assert [a[0] for a in actions_of(text)] == ["учить"]
    text = "Создать совет с правом обсуждать сметы, которые следует утвердить."
    assert [a[0] for a in actions_of(text)] == ["создать"]


LIGHT = [
    ("Принять активное участие в переписи птиц.", [("принять участие", "participate", "переписи птиц")]),
    ("Оказывать садоводам всемерную поддержку.", [("оказывать поддержку", "support", "садоводам")]),
    ("Взять на контроль подвоз детей к школам.", [("взять на контроль", "monitor", "подвоз детей к школам")]),
    ("Осуществлять надзор за состоянием плотины.", [("осуществлять надзор", "monitor", "состоянием плотины")]),
    (
        "Изыскать возможность открытия кабинета педиатра.",
        [("изыскать возможность", "consider", "открытия кабинета педиатра")],
    ),
    (
        "Признать утратившим силу постановление о въезде.",
        [("признать утратившим силу", "regulate", "постановление о въезде")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), LIGHT)
def test_actions_of_light_verbs_take_their_noun(actions_of, text, expected):
    assert actions_of(text) == expected


TYPES = [
    ("Провести слёт пчеловодов.", "hold"),
    ("Провести осмотр плотин.", "monitor"),
    ("Проводить обучение спасателей.", "educate"),
    ("Организовать концерт хора.", "hold"),
    ("Организовать службу доставки воды.", "create"),
    ("Разработать регламент допуска.", "regulate"),
    ("Разработать сувенирную марку.", "create"),
    ("Включить мост в план ремонта.", "regulate"),
    ("Предоставить спортсменам автобус.", "support"),
    ("Предоставлять субсидии фермерам.", "fund"),
    ("Не допускать закрытия библиотек.", "protect"),
]


@pytest.mark.parametrize(("text", "kind"), TYPES)
def test_actions_type_follows_verb_and_object(actions_of, text, kind):
    assert [a[1] for a in actions_of(text)] == [kind]


def test_tagger_writes_offsets_of_predicate_and_object(annotated):
    doc = ActionTagger()(annotated("Открыть клуб.", "Не допускать сброса стоков в пруд."))
    for action in [a for row in doc._.actions for a in row]:
        assert doc.text[action["object_start"] : action["object_end"]] == action["object"]
        assert doc.text[action["start"] : action["end"]].lower() in action["predicate"]
    assert [span.label_ for span in doc.spans["actions"]] == ["create", "protect"]
    assert [a["strength"] for row in doc._.actions for a in row] == ["direct", "direct"]


def test_tagger_says_what_is_missing():
    with pytest.raises(ValueError, match="civictext_recommendations"):
        ActionTagger()(spacy.blank("ru")("Открыть клуб."))
    with pytest.raises(ValueError, match="civictext_slovnet"):
        doc = spacy.blank("ru")("Открыть клуб.")
        doc._.recommendations = []
        ActionTagger()(doc)

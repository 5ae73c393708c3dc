import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.read.edits import undo
from civictext.read.normalize import normalize

CASES = {
    "combining marks": ("Районный ёлочный совет", "Районный ёлочный совет"),
    "stress": ("во́лонтёры", "волонтёры"),
    "soft hyphens": ("орга\u00adнизация", "организация"),
    "odd spaces": (" в\u00a0 \u2009городе\u200b ", "в городе"),
    "latin inside": ("оpгaнизация", "организация"),
    "greek inside": ("οрганизация", "организация"),
    "latin alone": ("поддержка HKO города", "поддержка НКО города"),
    "latin preposition": ("работа c молодёжью", "работа с молодёжью"),
    "latin preposition behind a comma": ("жителями, c молодёжью", "жителями, с молодёжью"),
    "latin preposition first": ("C целью развития", "С целью развития"),
    "roman number with Cyrillic Х": ("ХIV Форум", "XIV Форум"),
    "line end": ("создать\nсовет", "создать совет"),
    "hyphenated": ("органи-\nзаций", "организаций"),
    "own hyphen": ("научно-\nпрактической", "научно-практической"),
    "hyphenated inside a compound": ("торго-\nво-промышленной", "торгово-промышленной"),
    "letter-spaced": ("Участники Р Е Ш И Л И:", "Участники РЕШИЛИ:"),
    "letter-spaced words": ("Ф О Р У М  Р Е Ш И Л:", "ФОРУМ РЕШИЛ:"),
    "broken": ("некоммерческих орга низаций", "некоммерческих организаций"),
    "glued": ("поддержка организацийгорода", "поддержка организаций города"),
    "glued camel": ("развитие городаРекомендовать", "развитие города Рекомендовать"),
    "glued sentences": ("жителями города.Рекомендовать мэрии", "жителями города. Рекомендовать мэрии"),
    "digits": ("в 2О17 году", "в 2017 году"),
    "zero for a letter": ("0бщественный совет", "Общественный совет"),
}


@pytest.mark.parametrize("name", CASES)
def test_repair(name):
    raw, clean = CASES[name]
    assert normalize(raw).text == clean


@pytest.mark.parametrize(
    "text",
    [
        "XIX Форум, I этап, C++ и IT-специалисты",
        "медиацентр, тифлокомментирование, грантополучатель, нацпроекты",
        "художник Кабалкин, улица Мамедбекова, Росстат",
        "законадательной инициативой",
        "А. С. Иванов и И. П. Петров",
        "г.Тверь, ул.Мира, им.Кирова",
        "C concept, a b c, группа B и показатель (k)",
        "COVID-19, e-mail, MBA, TED",
        "в т. ч. в с. Заречье",
        "3 общественных совета, 3D-печать",
    ],
)
def test_nothing_is_repaired_without_proof(text):
    assert normalize(text).text == text


@given(st.text(alphabet="абвСсйи\u0306\u0308 \u00ad\u00a0\n-cKО0.xР Е", max_size=60))
def test_every_change_can_be_undone_and_a_second_pass_keeps_the_line_clean(raw):
    traced = normalize(raw)
    assert undo(traced.text, raw, traced.edits) == raw
    assert "\n" not in traced.text
    assert traced.text == " ".join(traced.text.split())

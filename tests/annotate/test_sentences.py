import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.annotate.sentences import abbreviations, sentence_starts


def sentences(text):
    starts = [*sentence_starts(text, 0, len(text)), len(text)]
    return [text[a:b].strip() for a, b in itertools.pairwise(starts)]


CASES = """
Создать совет. | Провести форум!
Форум прошёл в г. Перми и в пос. Ильинском.
Форум прошёл в 2024 г. | Участники обсудили итоги.
В 2023–2024 гг. проведено 12 форумов.
В 2023–2024 гг. | Участники отметили рост.
Поддержать волонтёров, в т. ч. НКО, им. А. С. Пушкина.
Поддержать НКО (в т.ч. СО НКО) и др. объединения.
Выделить 5 млн руб. на гранты.
Выделить 5 млн руб. | Провести конкурс.
Согласно ст. 15 п. 2 закона.
Адрес: ул. Ленина, д. 5, Пермская обл.
Библиотека Пермской обл. | Участники поддержали её.
Провести форум «Гражданин» в мае.
Он сказал: «Поможем!» | Участники согласились.
2.1. Провести форум. | 2.2. Создать совет.
а) Провести форум
Рекомендовать: создать центр; провести форум.
Поддержать НКО и т. д. | Создать центр.
Доклад подготовил зам. Министра.
Готовы? | Да!
""".strip().splitlines()


@pytest.mark.parametrize("case", CASES)
def test_sentences_end_where_marked(case):
    assert sentences(case.replace("| ", "")) == case.split(" | ")


@given(st.text(st.sampled_from('аБ1 .!?;«»"()-\n'), max_size=40))
def test_sentences_cover_the_text_in_order(text):
    starts = list(sentence_starts(text, 0, len(text)))
    assert starts == sorted(set(starts))
    assert all(not text[s].isspace() for s in starts)
    assert bool(starts) == bool(text.strip())
    if starts:
        assert not text[: starts[0]].strip()


def test_abbreviations_hold_the_pairs_that_razdel_lost():
    assert abbreviations()["жен р"] == abbreviations()["муж р"] == "tail"

import pytest

from civictext.analysis import Analysis
from civictext.report.names import Names
from civictext.report.outliers import why_alone
from civictext.tables import Tables

FOUND = {
    "rec_id": "a#1", "label": "создание советов", "score": 0.44, "shared": ["совет"],
    "against": [{"kind": "type", "here": ["educate"], "there": ["create"]}, {"kind": "words", "here": ["обучать"], "there": []}],
}  # fmt: skip


def test_the_reason_is_a_sentence_with_names():
    assert why_alone(FOUND, Names("ru"), 0.55).replace("\u00a0", " ") == (
        "Ближе всего предложение «создание советов»: вероятность, что это одна мера, 44 % (нужно в среднем 55 %). Общие слова: совет. "
        "Расходятся: действие – здесь «Обучать», там «Создать»; слова – только здесь «обучать»."
    )
    english = why_alone(FOUND, Names("en"))
    assert "the probability that it is the same measure is 44%." in english and "action – here “" in english


def test_what_is_like_nothing_is_said_to_be():
    text = why_alone({**FOUND, "score": 0.01, "shared": [], "against": []}, Names("ru"))
    assert text.startswith("Похожих нет") and text.endswith("Теги те же, расходятся слова.")


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize(
    "kind", ["words", "type", "theme", "beneficiaries", "programs", "numbers", "negation", "length"]
)
@pytest.mark.parametrize("sides", [(["1"], ["2"]), ([], ["2"]), (["1"], [])])
def test_every_kind_has_words(lang, kind, sides):
    against = [{"kind": kind, "here": sides[0], "there": sides[1]}]
    text = why_alone({**FOUND, "against": against}, Names(lang))
    assert "{" not in text and "«»" not in text and "“”" not in text


def test_the_table_of_a_run_has_the_reason(tables: Tables):
    found = Analysis(tables).outliers()
    assert found["rec_id"].tolist() == ["aaaa#2"]
    assert "«ресурсный центр для НКО»" in found["reason"][0]
    assert "commitment" in Analysis(tables).outliers(lang="en")["reason"][0]

import pytest

from civictext.tag.specificity import addressee_degree, has_number, object_degree, specificity

LESKHOZ = {"category": "local_government", "role": "addressee"}


def test_specificity_is_zero_for_nothing_and_one_for_everything():
    assert specificity("Так держать!").score == 0.0
    found = specificity(
        "Лесхозу до 1 мая высадить 300 лип по программе «Зелёный пояс».",
        actors=[LESKHOZ],
        actions=[{"object_lemma": "300 липа вдоль дорога"}],
        deadline="до 1 мая",
        programs=["Зелёный пояс"],
    )
    assert found.score == 1.0
    assert len(found.reasons) == 5


def test_specificity_says_what_is_there_by_half():
    found = specificity(
        "Жителям развивать работу.", actors=[{**LESKHOZ, "category": "citizens"}], actions=[{"object_lemma": "работа"}]
    )
    assert found.score == 0.25
    assert found.reasons == ["отчасти назван исполнитель", "отчасти назван конкретный предмет"]


def test_specificity_takes_the_best_object():
    assert specificity("x", actions=[{"object_lemma": "работа"}, {"object_lemma": "лесной питомник"}]).score == 0.25


def test_addressee_degree_ignores_other_roles():
    assert addressee_degree([{**LESKHOZ, "role": "beneficiary"}]) == 0.0
    assert addressee_degree([LESKHOZ, {**LESKHOZ, "category": "citizens"}]) == 1.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("высадить 300 лип", True),
        ("выделить 1,5 млн рублей", True),
        ("снизить плату вдвое", True),
        ("дважды в год", True),
        ("в 2024 году", False),
        ("в 2024–2025 годах", False),
        ("до 15 марта", False),
        ("постановление от 12.03.2010 № 55", False),
        ("закон 44-ФЗ", False),
        ("высадить липы", False),
    ],
)
def test_has_number_counts_things_and_no_dates(text, expected):
    assert has_number(text) is expected


def test_has_number_leaves_out_term_and_names():
    assert not has_number("за 30 дней принять проект «Парк 300»", without=["за 30 дней", "Парк 300"])


def test_object_degree_of_one_word_is_half():
    assert object_degree("сквер") == 0.5

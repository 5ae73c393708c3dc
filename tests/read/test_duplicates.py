import pytest

from civictext.read.duplicates import near_duplicates, share_of_items

DRAFT = [f"Провести в {place} конкурс соседских инициатив и открыть {what}." for place, what in [
    ("Заречье", "клуб"), ("Нагорном", "библиотеку"), ("Приозёрном", "мастерскую"), ("Лесном", "музей двора"), ("Полевом", "сад"),
    ("Речном", "парк"), ("Горном", "каток"), ("Степном", "театр"), ("Южном", "штаб"), ("Северном", "центр"),
]]  # fmt: skip


def test_draft_and_final_are_one_group():
    final = [DRAFT[0].upper(), *DRAFT[1:9], "Создать общественный совет при главе округа."]
    other = ["Рассмотреть возможность снижения аренды.", "Поддержать волонтёров."]
    assert near_duplicates({"draft": DRAFT, "other": other, "final": final}) == [("draft", "final")]


def test_a_common_part_is_not_enough():
    assert near_duplicates({"a": DRAFT, "b": DRAFT[:8]}) == []
    assert near_duplicates({"a": DRAFT, "b": DRAFT[:8]}, threshold=0.8) == [("a", "b")]


def test_alike_documents_chain_into_one_group_whatever_the_order():
    documents = {
        "c": DRAFT,
        "a": [*DRAFT[:9], "Поддержать спорт."],
        "b": [*DRAFT[1:9], "Поддержать спорт.", "Издать книгу."],
    }
    assert near_duplicates(documents) == [("a", "b", "c")]
    assert near_duplicates(dict(reversed(documents.items()))) == [("a", "b", "c")]


def test_each_item_counts_once_and_empty_documents_are_alike_to_none():
    assert share_of_items(["а б в"] * 4, ["а б в"]) == 0.25
    assert near_duplicates({"a": [], "b": [], "c": ["", "…"]}) == []


def test_threshold_is_checked():
    with pytest.raises(ValueError, match="threshold must be above 0"):
        near_duplicates({}, threshold=0)

import pytest

from civictext.cluster.continued import continued
from civictext.cluster.copies import alike, copy_groups, n_distinct, together, word_diff

TEXTS = [
    "Обеспечить ежегодное проведение гражданского форума в Тверской области в 2020 году.",
    "Построить мост.",
    "обеспечить ежегодное проведение Гражданского форума в Тверской области в 2021 году",
    "Обеспечить ежегодное проведение гражданских форумов в Тверской области в 2020 году;",
    "построить мост",
    "",
    "",
]


def test_copies_form_groups_whatever_their_order():
    groups = copy_groups(TEXTS)
    assert groups[0] == groups[2] == groups[3] != groups[1]
    assert groups[1] == groups[4] is not None
    assert groups[5:] == [None, None]
    assert copy_groups(TEXTS[::-1]) == groups[::-1]
    assert n_distinct(groups) == 4


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("провести капитальный ремонт здания сельской библиотеки поселка", "провести капитальный ремонт здания сельской поликлиники поселка", False),
        ("провести капитальный ремонт здания сельской библиотеки", "провести капитальный ремонт зданий сельских библиотек", True),
        ("выделить 10 грантов на развитие сельского туризма", "выделить 25 грантов на развитие сельского туризма", True),
    ],
)  # fmt: skip
def test_another_thing_is_no_copy(first, second, same):
    assert alike(first, second) is same


def test_copies_share_a_cluster():
    assert together([0, 0, -1, 1, 1, -1, -1], [None, 5, 5, 5, None, 6, 6]).tolist() == [0, 0, 0, 0, -1, 2, 2]


def test_a_diff_marks_runs_of_words():
    kinds = [(r.kind, r.first, r.second) for r in word_diff("Создать совет при мэре", "Создать общественный совет")]
    assert kinds == [
        ("equal", "Создать", "Создать"),
        ("insert", "", "общественный"),
        ("equal", "совет", "совет"),
        ("delete", "при мэре", ""),
    ]


def test_a_new_copy_goes_where_the_known_ones_are():
    earlier = [{"rec_id": i, "text": i, "cluster": c} for i, c in [("a", 7), ("b", 7), ("c", None)]]
    now = [*earlier, {"rec_id": "d", "text": "d"}, {"rec_id": "e", "text": "e"}]
    # d is a copy of the one that stood alone, though its fresh group is that of the cluster; e is a copy of b
    labels, founded = continued([0, 0, -1, 0, -1], now, earlier, [None, 2, 3, 3, 2])
    assert labels == [7, 7, None, None, 7]
    assert founded == [[2, 3]]

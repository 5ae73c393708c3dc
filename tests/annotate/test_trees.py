import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.annotate.trees import is_tree, repair

HEADS = st.integers(1, 12).flatmap(lambda n: st.lists(st.integers(0, n), min_size=n, max_size=n))


@given(HEADS)
def test_repair_makes_a_tree(heads):
    assert is_tree(repair(heads))


@given(HEADS)
def test_repair_leaves_a_tree(heads):
    tree = repair(heads)
    assert repair(tree) == tree


@pytest.mark.parametrize(
    ("heads", "expected"),
    [([0], [0]), ([1], [0]), ([2, 1], [0, 1]), ([2, 0, 4, 3], [2, 0, 2, 3]), ([0, 0, 0], [0, 1, 1])],
)
def test_repair_changes_little(heads, expected):
    assert repair(heads) == expected


@pytest.mark.parametrize(("heads", "expected"), [([0, 1], True), ([0, 0], False), ([2, 1], False), ([2, 0, 3], False)])
def test_is_tree(heads, expected):
    assert is_tree(heads) is expected

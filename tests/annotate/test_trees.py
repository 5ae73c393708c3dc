import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.annotate.trees import best_tree, broken_trees

SENTENCES = st.lists(
    st.integers(1, 9).flatmap(lambda n: st.lists(st.integers(0, n), min_size=n, max_size=n)), min_size=1, max_size=4
)


def is_tree(heads):
    """The definition, step by step: one root, and every token gets there."""

    def reaches(token):
        for _ in heads:
            token = heads[token - 1]
            if token == 0:
                return True
        return False

    return heads.count(0) == 1 and all(reaches(t) for t in range(1, len(heads) + 1))


@given(SENTENCES)
def test_broken_trees_are_those_that_are_none(sentences):
    rows, starts, stops = [0], [], []
    for heads in sentences:
        root = len(rows) - 1
        starts.append(len(rows))
        rows += [root + head for head in heads]
        stops.append(len(rows))
        rows.append(len(rows))
    found = broken_trees(np.array(rows), np.array(starts), np.array(stops))
    assert found.tolist() == [not is_tree(heads) for heads in sentences]


@given(st.integers(1, 9), st.integers(0, 2**32 - 1))
def test_best_tree_is_a_tree_and_keeps_one(n, seed):
    scores = np.random.default_rng(seed).normal(size=(n, n + 1)).astype(np.float32)
    heads = best_tree(scores, scores.argmax(axis=1))
    assert is_tree(heads.tolist())
    assert best_tree(scores, heads).tolist() == heads.tolist()


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([[0, 9.0]], [0]),  # a token that is its own head
        ([[0, 9, 5.0], [4, 8, 9]], [2, 0]),  # no root: the second loses least
        ([[9, 0, 0.0], [8, 1, 0]], [0, 1]),  # two roots: the better one stays
        ([[9, 0, 0, 0.0], [0, 4, 0, 9], [0, 7, 9, 0]], [0, 3, 1]),  # a circle opens at its cheapest step
    ],
)
def test_best_tree_changes_what_costs_least(scores, expected):
    scores = np.array(scores, np.float32)
    assert best_tree(scores, scores.argmax(axis=1)).tolist() == expected

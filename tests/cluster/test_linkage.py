import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from civictext.cluster.linkage import average_linkage, average_linkage_of_pairs


def table(seed, n, share):
    rng = np.random.default_rng(seed)
    p = np.triu(rng.random((n, n)) ** 2, 1) * (np.triu(rng.random((n, n)), 1) < share)
    return p + p.T + np.eye(n)


@given(st.integers(0, 10_000), st.integers(2, 25), st.sampled_from([0.2, 0.6, 1.0]), st.sampled_from([0.05, 0.2, 0.5]))
def test_listed_pairs_group_as_the_matrix_does(seed, n, share, threshold):
    p = table(seed, n, share)
    i, j = np.nonzero(np.triu(p, 1))
    ours = average_linkage_of_pairs(n, i, j, p[i, j], threshold)
    assert adjusted_rand_score(average_linkage(p, threshold), ours) == 1


@given(st.integers(0, 10_000), st.integers(2, 10), st.sampled_from([0.2, 0.5]))
def test_a_row_of_weight_two_counts_as_two_rows(seed, n, threshold):
    p = table(seed, n, 0.8)
    weights = np.random.default_rng(seed).integers(1, 4, n)
    i, j = np.nonzero(np.triu(p, 1))
    ours = average_linkage_of_pairs(n, i, j, p[i, j], threshold, weights=weights)
    whole = np.repeat(np.arange(n), weights)
    expected = average_linkage(p[np.ix_(whole, whole)], threshold)
    assert adjusted_rand_score(expected, ours[whole]) == 1


def test_nothing_and_nobody():
    none = np.zeros(0, int)
    assert average_linkage_of_pairs(0, none, none, none.astype(float), 0.5).tolist() == []
    assert len(set(average_linkage_of_pairs(3, none, none, none.astype(float), 0.5).tolist())) == 3


def test_the_mean_decides_and_not_the_best_pair():
    i, j, p = np.array([0, 1]), np.array([1, 2]), np.array([0.9, 0.6])
    assert len(set(average_linkage_of_pairs(3, i, j, p, 0.5)[[0, 2]].tolist())) == 2
    assert len(set(average_linkage_of_pairs(3, i, j, p, 0.3).tolist())) == 1

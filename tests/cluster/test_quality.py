import numpy as np

from civictext.cluster.quality import LOOSE, is_weak, separation, stability

TIES = np.array([[1, 0.9, 0.9, 0.9, 0.1, 0], [0.9, 1, 0.9, 0.9, 0.1, 0], [0.9, 0.9, 1, 0.9, 0.3, 0.1], [0.9, 0.9, 0.9, 1, 0.1, 0.1], [0.1, 0.1, 0.3, 0.1, 1, 0.6], [0, 0, 0.1, 0.1, 0.6, 1]])  # fmt: skip
MEMBERS = {7: [0, 1, 2, 3], 9: [4, 5]}


def test_the_nearest_cluster_and_how_near_it_is():
    found = separation(TIES, MEMBERS)
    assert found[7][0] == 9
    assert np.isclose(found[7][1], 0.8 / 8)
    assert separation(TIES, {7: [0, 1]}) == {7: (None, 0.0)}


def test_tight_clusters_are_found_again_and_mixed_ones_are_not():
    documents = list("abcdef")
    assert stability(TIES, MEMBERS, documents, 0.5, range(6))[7] == 1.0
    mixed = stability(TIES, {1: [0, 4], 2: [1, 2, 3, 5]}, documents, 0.5, range(6))
    assert mixed[2] < 1
    assert stability(TIES, MEMBERS, ["a"] * 2 + ["b"] * 4, 0.5, range(6))[9] == 1.0


def tied(weakest, others=0.95, n=4):
    out = np.full((n, n), others)
    np.fill_diagonal(out, 1)
    out[0, 1] = out[1, 0] = weakest
    return out


def test_one_weak_link_makes_a_cluster_weak():
    assert not is_weak(tied(0.7), 0.55)
    assert is_weak(tied(0.58), 0.55)  # hardly above the threshold
    assert not is_weak(tied(0.58), 0.4)  # a coarser grouping was asked for
    assert is_weak(tied(0.1), 0.4)


def test_an_unstable_cluster_is_weak_and_so_is_one_of_improbable_links():
    assert is_weak(tied(0.95), 0.55, 0.7) and not is_weak(tied(0.95), 0.55, 0.9)
    assert is_weak(tied(0.4, 0.4), 0.2, loose=LOOSE) and not is_weak(tied(0.4, 0.4), 0.2)

import numpy as np

from civictext.cluster.quality import separation, stability

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

import numpy as np
import pytest

import civictext.cluster.neighbours as neighbours
from civictext.cluster.neighbours import candidate_pairs, nearest


@pytest.fixture
def vectors():
    rng = np.random.default_rng(1)
    centers = rng.normal(size=(60, 16))
    rows = centers[rng.integers(60, size=900)] + 0.3 * rng.normal(size=(900, 16))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def by_hand(vectors, k):
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -2)
    return np.argsort(-cosines, 1)[:, :k]


def test_neighbours_are_the_nearest_others(vectors):
    found, expected = nearest(vectors, 7), by_hand(vectors, 7)
    assert found.shape == (900, 7)
    assert np.mean(np.sort(found, 1) == np.sort(expected, 1)) > 0.999


def test_the_graph_finds_nearly_all_and_the_same_each_time(vectors, monkeypatch):
    monkeypatch.setattr(neighbours, "EXACT", 500)
    found, expected = nearest(vectors, 7), by_hand(vectors, 7)
    recall = np.mean([len(set(a) & set(b)) / 7 for a, b in zip(found.tolist(), expected.tolist(), strict=True)])
    assert recall > 0.97
    assert not (found == np.arange(900)[:, None]).any()
    assert all(len(set(row)) == 7 for row in found.tolist())
    assert (found == nearest(vectors, 7)).all()


def test_few_rows_and_equal_rows(monkeypatch):
    assert nearest(np.ones((1, 3)), 5).shape == (1, 0)
    same = nearest(np.ones((4, 3)), 2)
    assert same.shape == (4, 2)
    assert not (same == np.arange(4)[:, None]).any()
    monkeypatch.setattr(neighbours, "EXACT", 2)
    assert nearest(np.ones((30, 3)), 5).shape == (30, 5)


def test_pairs_come_once_and_in_order(vectors):
    i, j = candidate_pairs([vectors, vectors[:, ::-1]], 5)
    assert (i < j).all()
    codes = (i * 900 + j).tolist()
    assert codes == sorted(set(codes))
    assert [len(x) for x in candidate_pairs([np.zeros((0, 3))], 5)] == [0, 0]

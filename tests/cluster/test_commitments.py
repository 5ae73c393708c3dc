import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix
from sklearn.utils.estimator_checks import parametrize_with_checks

import civictext.cluster.commitments as commitments
from civictext.cluster import CommitmentClusterer
from civictext.cluster.candidates import group_candidates

SENTENCES = "an input is a list of sentences or a table, not columns of numbers"
EXPECTED = {
    "check_n_features_in": SENTENCES,
    "check_n_features_in_after_fitting": SENTENCES,
    "check_complex_data": SENTENCES + ": whatever has a string form is a sentence",
    "check_dtype_object": SENTENCES + ": whatever has a string form is a sentence",
    "check_estimators_nan_inf": SENTENCES + ": NaN is a word",
    "check_fit1d": SENTENCES + ": one dimension is what it takes",
    "check_estimators_empty_data_messages": "no recommendations are no groups, not an error: a run may find none",
    "check_clustering": "blobs of points come as sentences of numbers, which have no word in common",
}
MEASURES = [
    ["создать ресурсный центр нко", "открыть ресурсный центр нко", "ресурсный центр для нко край"],
    ["провести ярмарка вакансия", "проводить весна ярмарка вакансия", "ярмарка вакансия для молодёжь"],
    ["отремонтировать крыша школа", "починить крыша школа", "ремонт крыша сельский школа"],
]
TEXTS = [t for group in zip(*MEASURES, strict=True) for t in group] + ["высадить дерево", "высадить дерево", "", ""]


@parametrize_with_checks([CommitmentClusterer("lsa")], expected_failed_checks=lambda e: EXPECTED)
def test_the_contract_of_scikit_learn_holds(estimator, check):
    check(estimator)


@pytest.fixture
def by_neighbours(monkeypatch):
    monkeypatch.setattr(commitments, "MAX_EXACT", 5)


@pytest.mark.parametrize("encoder", [None, "lsa", "navec"])
def test_neighbours_group_as_all_pairs_do(encoder, monkeypatch):
    monkeypatch.setattr(
        commitments, "MODEL", commitments.WORDS_MODEL
    )  # above the limit it is the model of words anyway
    whole = CommitmentClusterer(encoder).fit(TEXTS)
    monkeypatch.setattr(commitments, "MAX_EXACT", 5)
    sparse = CommitmentClusterer(encoder).fit(TEXTS)
    assert (whole.exact_, sparse.exact_) == (True, False)
    assert sparse.similarities_ is None
    assert sparse.labels_.tolist() == whole.labels_.tolist()
    for label in range(whole.labels_.max() + 1):
        members = np.flatnonzero(whole.labels_ == label).tolist()
        assert sparse.within(members) == pytest.approx(whole.within(members), abs=1e-4)
        assert sparse.medoid(label) == whole.medoid(label)
    assert sparse.within([0, 9]) == pytest.approx(whole.within([0, 9]), abs=1e-4)


def test_pairs_that_neighbours_missed_are_scored_after():
    asked = []

    def score(i, j):
        asked.extend(zip(i.tolist(), j.tolist(), strict=True))
        return np.full(len(i), 0.6)

    ring = np.array([0, 0, 1, 2]), np.array([1, 3, 2, 3])  # with its two diagonals at 0 the mean of the halves is 0.3
    labels, similarities = group_candidates(5, ring, score, 0.5, np.ones(5))
    assert sorted(asked) == [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
    assert len(set(labels[:4].tolist())) == 1
    assert labels[4] not in labels[:4]
    assert similarities.nnz == 6


def test_the_order_does_not_matter_to_neighbours(by_neighbours):
    labels = CommitmentClusterer().fit_predict(TEXTS)
    turned = CommitmentClusterer().fit_predict(TEXTS[::-1])[::-1]
    assert [[a == b for b in labels] for a in labels] == [[a == b for b in turned] for a in turned]


def test_the_same_words_are_together_and_no_words_are_not(by_neighbours):
    labels = CommitmentClusterer().fit_predict(TEXTS)
    assert labels[-4] == labels[-3] >= 0
    assert labels[-2:].tolist() == [-1, -1]


def test_another_encoder_may_propose_the_neighbours(by_neighbours):
    ours = CommitmentClusterer(candidates="navec").fit(TEXTS)
    assert ours.labels_.tolist() == CommitmentClusterer().fit_predict(TEXTS).tolist()
    assert ours.settings()["candidates"] == "navec"


@pytest.mark.parametrize("wrong", ["создать центр", csr_matrix((2, 2))])
def test_what_is_no_list_of_sentences_is_refused(wrong):
    with pytest.raises(TypeError, match="a table or a list of sentences"):
        CommitmentClusterer().fit(wrong)


def test_a_table_without_its_columns_is_refused():
    with pytest.raises(ValueError, match="lacks lemmas"):
        CommitmentClusterer().fit(pd.DataFrame({"text": ["создать центр"]}))

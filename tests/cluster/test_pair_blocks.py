import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civictext.cluster.lexicon import load_learnt
from civictext.cluster.pair_features import PairFeatures
from civictext.cluster.pair_model import same_measure, same_measure_pairs

WORDS = ["создать", "открыть", "центр", "нко", "школа", "крыша", "врач", "село", "сельский", "наставник", "2030", "для"]
phrases = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
actions = st.fixed_dictionaries(
    {
        "predicate": st.none() | st.sampled_from(["создать", "не создавать", "открыть"]),
        "type": st.sampled_from(["create", "support", "regulate"]),
        "object_lemma": phrases,
    }
)
recommendations = st.fixed_dictionaries(
    {
        "doc_id": st.sampled_from("ab"),
        "text": phrases,
        "lemmas": phrases,
        "actions": st.lists(actions, max_size=1),
        "themes": st.lists(st.sampled_from(["education", "healthcare"]).map(lambda t: {"id": t}), max_size=2),
        "actors": st.lists(st.just({"category": "youth", "role": "beneficiary"}), max_size=1),
        "programs": st.lists(st.sampled_from(["Доброе село"]), max_size=1),
    }
)


@settings(max_examples=40, deadline=None)
@given(st.lists(recommendations, min_size=2, max_size=7))
def test_a_list_of_pairs_has_the_values_of_the_blocks(rows):
    pairs = np.triu_indices(len(rows), 1)
    for name, block in PairFeatures(rows, load_learnt()).blocks():
        whole = block(slice(0, len(rows)))
        assert np.allclose(block(pairs), whole[pairs], equal_nan=True, atol=1e-5), name
    assert same_measure_pairs(rows, *pairs) == pytest.approx(same_measure(rows)[pairs], rel=1e-3, abs=1e-5)


def test_no_pairs_have_no_values():
    none = np.zeros(0, int)
    assert same_measure_pairs([{"lemmas": "создать центр"}], none, none).shape == (0,)
    assert same_measure_pairs([], none, none).shape == (0,)

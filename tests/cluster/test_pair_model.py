import numpy as np
import pytest

from civictext.cluster.lexicon import load_learnt
from civictext.cluster.pair_features import PairFeatures
from civictext.cluster.pair_model import explain, same_measure, shared_words


def row(lemmas, predicate=None, obj=None, kind=None, doc="d", themes=()):
    action = {"predicate": predicate, "type": kind, "object": obj, "object_lemma": obj}
    return {
        "doc_id": doc,
        "text": lemmas,
        "lemmas": lemmas,
        "actions": [action] if predicate else [],
        "themes": [{"id": t} for t in themes],
        "actors": [],
        "programs": [],
    }


ROWS = [
    row("открыть ресурсный центр для нко", "открыть", "ресурсный центр для нко", "create", "a", ["nonprofit_sector"]),
    row("создать центр поддержка нко", "создать", "центр поддержка нко", "create", "b", ["nonprofit_sector"]),
    row("отремонтировать крыша школа", "отремонтировать", "крыша школа", "implement", "c", ["education"]),
    row("починить кровля в школа", "починить", "кровля", "implement", "d", ["education"]),
    row("провести перепись бездомный собака", "провести перепись", "бездомный собака", "monitor", "e"),
]


def test_same_measure_is_symmetric_and_between_0_and_1():
    p = same_measure(ROWS)
    assert p.shape == (5, 5)
    assert np.allclose(p, p.T)
    assert ((p >= 0) & (p <= 1)).all()
    assert (np.diag(p) == 1).all()


def test_paraphrases_score_above_other_measures():
    p = same_measure(ROWS)
    assert p[0, 1] > 5 * max(p[0, 2], p[0, 3], p[0, 4])
    assert p[2, 3] > 5 * max(p[2, 0], p[2, 1], p[2, 4])


def test_a_pair_scores_the_same_in_any_company():
    assert same_measure(ROWS)[0, 1] == pytest.approx(same_measure(ROWS[:2])[0, 1], rel=1e-3)


def test_missing_tags_are_average_not_an_error():
    bare = [{"lemmas": r["lemmas"]} for r in ROWS]
    p = same_measure(bare)
    assert np.isfinite(p).all()
    assert p[0, 1] > p[0, 2]


def test_no_words_at_all():
    assert np.isfinite(same_measure([{"lemmas": ""}, {"lemmas": None}])).all()
    assert same_measure([]).shape == (0, 0)


def test_explain_sums_up_to_the_log_odds():
    learnt = load_learnt()
    parts = explain(ROWS[0], ROWS[1])
    logit = learnt.bias + sum(share for _, _, share in parts)
    assert 1 / (1 + np.exp(-logit)) == pytest.approx(same_measure(ROWS)[0, 1], rel=1e-2)
    assert {"themes", "type.same"} <= {name for name, _, _ in parts}


def test_shared_words_are_content_words_rarest_first():
    assert shared_words(ROWS[0], ROWS[1]) == sorted({"центр", "нко"}, key=lambda w: -load_learnt().idf[w])


def test_features_by_hand():
    features = dict(PairFeatures(ROWS[:3], load_learnt()))
    assert features["type.same"].tolist() == [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert features["theme.main"][0].tolist() == [1, 1, 0]
    assert features["document"].tolist() == np.eye(3).tolist()
    assert np.isnan(features["programs"]).all()
    assert features["same.predicate"][0, 1] == 0
    assert features["same.head"][0, 1] == pytest.approx(1)


def test_blocks_of_rows_give_what_the_whole_gives():
    features = PairFeatures(ROWS, load_learnt())
    whole = dict(features)
    for name, block in features.blocks():
        parts = np.vstack([block(slice(0, 2)), block(slice(2, 5))])
        assert np.allclose(parts, whole[name], equal_nan=True, atol=1e-5), name


def test_concepts_tie_what_shares_no_word():
    ours = [row("пригласить доктор в деревня"), row("нанять врач для село"), row("разбить клумба у вокзал")]
    concepts = dict(PairFeatures(ours, load_learnt()))["concepts"]
    assert concepts[0, 1] > 0.5  # «пригласить» speaks of attracting besides
    assert concepts[0, 2] == 0

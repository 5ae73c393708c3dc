"""The learnt half of the role decision: when it overrules the table, what it says of itself, how its folder is kept."""

import json

import numpy as np
import pytest

from civictext.tag.actors import ActorTagger
from civictext.tag.role_model import CLASSES, RoleModel, load_judge, load_role_model, save_role_model


def model(margin: float = 0.1, sure: float = 0.5) -> RoleModel:
    weights = np.zeros((2, len(CLASSES)), np.float32)
    weights[0, CLASSES.index("partner")] = 3
    weights[1, CLASSES.index("none")] = 1.5
    return RoleModel(
        "small", {"with": 0, "in": 1}, weights, np.zeros(len(CLASSES), np.float32), margin=margin, sure=sure
    )


def test_a_sure_model_overrules_the_table_and_an_unsure_one_does_not():
    assert model().choose(["with", "unseen"], "mentioned")[0] == "partner"
    assert model(margin=0.95).choose(["with"], "mentioned") is None
    assert model().choose(["with"], "partner") is None


def test_a_mention_is_struck_out_only_where_the_model_is_sure():
    assert model(sure=0.4).choose(["in"], "mentioned")[0] == "none"
    assert model(sure=0.9).choose(["in"], "mentioned") is None


def test_a_saved_model_is_the_same_and_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        save_role_model(model(), tmp_path / name, {"note": "test"})
    files = ("arrays.npz", "features.txt", "meta.json")
    assert all((tmp_path / "a" / f).read_bytes() == (tmp_path / "b" / f).read_bytes() for f in files)
    loaded = load_role_model(str(tmp_path / "a"))
    assert loaded.probabilities(["with", "in"]).tolist() == model().probabilities(["with", "in"]).tolist()


def test_a_wrong_model_is_refused_in_words(tmp_path):
    with pytest.raises(FileNotFoundError, match="no role model 'roles-0'"):
        load_role_model("roles-0")
    save_role_model(model(), tmp_path, {})
    meta = json.loads((tmp_path / "meta.json").read_text(encoding="utf-8"))
    (tmp_path / "meta.json").write_text(json.dumps(meta | {"format": 99}), encoding="utf-8")
    with pytest.raises(ValueError, match="has format 99, this version reads 1"):
        load_role_model(str(tmp_path))


def test_the_shipped_model_is_small_and_without_pickle():
    shipped = load_role_model()
    assert shipped.weights.shape == (len(shipped.features), len(CLASSES))
    assert load_judge(None).model is None


def test_actors_say_who_gave_their_role(tag, ruled):
    line = "Рекомендовать школам провести опрос выпускников."
    by_model = [a for a in tag([line])._.actors[0] if a["role_source"].startswith("model:")]
    assert all(a["role_source"] == "model:roles-1" and 0 < a["role_score"] <= 1 for a in by_model)
    assert next(a["role_source"] for a in ruled([line])._.actors[0]).startswith("rule:roles.")
    assert all(a["role_score"] is None for a in ruled([line])._.actors[0])


def test_the_table_alone_can_be_asked_for():
    assert ActorTagger(model=None).judge.model is None

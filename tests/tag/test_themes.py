import pytest

from civictext.resources import data_path, read_yaml
from civictext.tag.focus import focus_of
from civictext.tag.items import item_tokens
from civictext.tag.theme_rules import choose, combine, score_themes
from civictext.tag.theme_taxonomy import compile_taxonomy, load_taxonomy
from civictext.tag.themes import ThemeTagger


@pytest.fixture(scope="module")
def themes_of(annotated):
    def run(text, **settings):
        return [t["id"] for t in ThemeTagger(**settings)(annotated(text))._.themes[0]]

    return run


EXAMPLES = [
    (label["id"], text)
    for label in read_yaml(data_path("taxonomies", "themes.yaml"))["labels"]
    for text in label["examples"]
]


@pytest.mark.parametrize(("theme", "text"), EXAMPLES)
def test_examples_of_the_taxonomy_fire(themes_of, theme, text):
    assert theme in themes_of(text, themes="rules")


WITHOUT_KEYWORD = [
    ("volunteering", "Провести субботник и десант помощи одиноким соседям на безвозмездной основе."),
    ("youth", "Помочь вчерашним выпускникам устроиться в посёлке."),
    ("urban_environment", "Осветить дворы и починить скамейки в сквере."),
    ("grants", "Определить долю софинансирования из кошелька района."),
    ("ecology", "Расчистить родники и вывезти старые шины из оврага."),
    ("patriotism", "Привести в порядок обелиски у въезда."),
    ("family_children", "Завести при клубе комнату для мам с колясками."),
]


@pytest.mark.parametrize(("theme", "text"), WITHOUT_KEYWORD)
def test_themes_are_found_without_their_keyword(themes_of, theme, text):
    assert theme in themes_of(text)


TRAPS = [
    ("urban_environment", "Развивать городскую среду общения и дискуссионные площадки."),
    ("youth", "Поливать молодой сад у проходной."),
    ("culture_heritage", "Развивать физическую культуру."),
    ("education", "Провести встречу глав муниципальных образований."),
    ("social_protection", "Разместить афишу в социальных сетях."),
    ("legislation", "Просить Законодательное собрание о встрече."),
    ("ecology", "Улучшить деловой климат."),
]


@pytest.mark.parametrize(("theme", "text"), TRAPS)
def test_themes_are_not_found_in_traps(themes_of, theme, text):
    assert theme not in themes_of(text)


def test_an_addressee_is_no_evidence(annotated):
    text = "Комитету по делам молодёжи отремонтировать мост."
    doc = annotated(text)
    name = "Комитету по делам молодёжи"
    doc._.actors = [[{"text": name, "category": "authorities", "role": "addressee", "start": 0, "end": len(name)}]]
    assert [t["id"] for t in ThemeTagger()(doc)._.themes[0]] == ["urban_environment"]


def test_evidence_has_the_offsets_of_its_words(annotated):
    doc = ThemeTagger()(annotated("Открыть клуб.", "Провести слёт волонтёров у заповедника."))
    found = [e for themes in doc._.themes for t in themes for e in t["evidence"]]
    assert {"волонтёров", "заповедника"} <= {e["text"] for e in found}
    assert all(doc.text[e["start"] : e["end"]] == e["text"] for e in found)


def test_scores_grow_with_evidence_and_negatives_mask(annotated):
    taxonomy = compile_taxonomy(
        [
            {
                "id": "bees",
                "positive": {"strong": ["пчела"], "medium": ["улей"], "weak": ["мёд"]},
                "negative": ["улей идея"],
            },
            {"id": "head", "positive": {"strong": ["осмотр > улей"]}},
        ]
    )

    def scores(text):
        doc = annotated(text)
        tokens = item_tokens(doc, doc._.recommendations[0])
        return {theme: score for theme, (score, _) in score_themes(tokens, taxonomy).items()}

    assert scores("Провести осмотр ульев, собрать мёд.") == {"bees": combine([0.5, 0.3]), "head": 0.8}
    assert scores("Открыть улей идей.") == {}
    assert scores("Собрать мёд, купить мёд.") == {"bees": 0.3}
    assert choose({"bees": 0.3}, threshold=0.5, ratio=0.6, limit=3) == []


def test_what_is_to_be_done_counts_more_than_its_circumstances(annotated):
    doc = annotated("Собрать библиотекарей, которые любят пруды и реки.")
    tokens = item_tokens(doc, doc._.recommendations[0])
    start = doc.text.index("библиотекарей")
    action = {"start": 0, "end": 7, "object_start": start, "object_end": start + len("библиотекарей")}
    actor = {"role": "addressee", "start": start, "end": start + len("библиотекарей")}
    factors = dict(zip([t.text for t in tokens], focus_of(tokens, [action], []), strict=True))
    assert factors["Собрать"] == factors["библиотекарей"] == 1.0
    assert factors["реки"] < 1.0
    assert focus_of(tokens, [action], [actor])[1] == 0.0
    assert set(focus_of(tokens, [], [])) == {1.0}


def test_limit_keeps_the_best(themes_of):
    text = "Учить волонтёров и молодёжь ухаживать за заповедником и музеем в деревне."
    assert len(themes_of(text)) == 3
    assert len(themes_of(text, limit=5)) > 3


def test_own_taxonomy_is_loaded_once():
    assert load_taxonomy() is load_taxonomy()

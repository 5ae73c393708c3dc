import pytest
from spacy.tokens import Doc

import civictext
from civictext.pipeline import LINGUISTIC, load

TEXT = "Рекомендовать администрации Перми:\n1. Создать совет  НКО в 2025 г.\n2. Поддержать волонтёров"


@pytest.fixture(scope="module")
def nlp():
    return load()


def test_load_is_public():
    assert civictext.load is load


def test_pipeline_annotates_and_keeps_the_text(nlp):
    doc = nlp(TEXT)
    assert doc.text == TEXT
    assert all(doc.has_annotation(name) for name in ("POS", "MORPH", "DEP", "LEMMA", "SENT_START", "ENT_IOB"))
    assert [t.lemma_ for t in doc if t.pos_ == "VERB"] == ["рекомендовать", "создать", "поддержать"]
    assert [e.text for e in doc.ents if e.label_ == "LOC"] == ["Перми"]


def test_pipeline_has_no_problem(nlp):
    assert not any(nlp.analyze_pipes()["problems"].values())


@pytest.mark.parametrize("text", ["", " ", "\n", "\u00ad", "1."])
def test_pipeline_takes_any_text(nlp, text):
    assert nlp(text).text == text


def test_unknown_component_to_exclude_is_named():
    with pytest.raises(ValueError, match="no component 'x' to exclude; components: civictext_sentencizer"):
        load(exclude=["x"])


def test_missing_config_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"no.cfg"):
        load(tmp_path / "no.cfg")


def test_civic_components_read_the_attributes_of_whoever_set_them(nlp):
    """The attributes are set by hand here; any Russian pipeline may have set them."""
    found = nlp(TEXT)
    civic = load(exclude=LINGUISTIC)
    doc = Doc(
        civic.vocab,
        words=[t.text for t in found],
        spaces=[bool(t.whitespace_) for t in found],
        pos=[t.pos_ for t in found],
        morphs=[str(t.morph) for t in found],
        lemmas=[t.lemma_ for t in found],
        heads=[t.head.i for t in found],
        deps=[t.dep_ for t in found],
    )
    again = civic(doc)
    assert len(again._.recommendations) == 2
    assert again._.recommendations == found._.recommendations
    assert again._.actions == found._.actions
    assert again._.actors == found._.actors

import pytest
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline

from civictext import RussianLemmatizer

TEXTS = ["Поддержать волонтёров города!", "Создать центр поддержки волонтёров в городе", ""]


def test_strings_of_lemmas():
    assert RussianLemmatizer().fit_transform(TEXTS) == [
        "поддержать волонтёр город",
        "создать центр поддержка волонтёр в город",
        "",
    ]


def test_lists_of_lemmas_of_chosen_parts_of_speech():
    found = RussianLemmatizer(output="tokens", keep=("NOUN",)).fit_transform(TEXTS)
    assert found == [["волонтёр", "город"], ["центр", "поддержка", "волонтёр", "город"], []]


def test_punctuation_may_be_kept():
    assert RussianLemmatizer(keep_punctuation=True).fit_transform(TEXTS[:1]) == ["поддержать волонтёр город !"]


def test_works_in_a_pipeline_and_is_cloned():
    pipeline = clone(make_pipeline(RussianLemmatizer(keep=["NOUN"]), TfidfVectorizer()))
    matrix = pipeline.fit_transform(TEXTS)
    assert sorted(pipeline[-1].vocabulary_) == ["волонтёр", "город", "поддержка", "центр"]
    assert matrix.shape == (3, 4)


@pytest.mark.parametrize(("texts", "message"), [("текст", "a string came"), ([1], "a text is a str, int came")])
def test_what_is_no_list_of_texts_is_refused(texts, message):
    with pytest.raises(TypeError, match=message):
        RussianLemmatizer().fit_transform(texts)


def test_unknown_output_is_refused():
    with pytest.raises(ValueError, match="output is 'string' or 'tokens', not 'json'"):
        RussianLemmatizer(output="json").fit([])

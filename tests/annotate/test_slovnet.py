import pytest
import spacy
from spacy.tokens import Doc, DocBin

from civictext.annotate.slovnet import SlovnetTagger
from civictext.pipeline import load

TEXTS = [
    "Рекомендовать администрации Перми:\n1. Создать совет  НКО в 2025 г. Провести форум",
    "  Поддержать Ивана Петрова и волонтёров Пермского края.\n\n",
    "",
    "Пpоeкт поддержан",
]
TAGGERS = ("civictext_sentencizer", "civictext_slovnet", "civictext_lemmatizer")


@pytest.fixture(scope="module")
def nlp():
    nlp = load()
    for name in nlp.pipe_names:
        if name not in TAGGERS:
            nlp.remove_pipe(name)
    return nlp


def values(doc):
    tokens = [(t.text, t.pos_, str(t.morph), t.dep_, t.head.i, t.lemma_, t.is_sent_start, t.ent_type_) for t in doc]
    return tokens, [(e.text, e.label_) for e in doc.ents]


def test_tags_of_a_sentence(nlp):
    doc = nlp("Поддержать волонтёров Перми.")
    assert [(t.text, t.pos_, t.dep_, t.head.text) for t in doc] == [
        ("Поддержать", "VERB", "ROOT", "Поддержать"),
        ("волонтёров", "NOUN", "obj", "Поддержать"),
        ("Перми", "PROPN", "nmod", "волонтёров"),
        (".", "PUNCT", "punct", "Поддержать"),
    ]
    assert doc[1].morph.to_dict()["Case"] == "Acc"


def test_white_space_is_space_and_hangs_on_the_word_before(nlp):
    doc = nlp("Создать  совет\nНКО")
    assert [(t.text, t.head.text) for t in doc if t.pos_ == "SPACE"] == [(" ", "Создать"), ("\n", "совет")]
    assert {t.dep_ for t in doc if t.pos_ == "SPACE"} == {"dep"}


def test_sentences_are_those_of_the_sentencizer(nlp):
    assert [s.text.strip() for s in nlp(TEXTS[0]).sents] == [
        "Рекомендовать администрации Перми:",
        "1.",
        "Создать совет  НКО в 2025 г.",
        "Провести форум",
    ]


def test_names_stay_in_their_line(nlp):
    doc = nlp("Министерство образования\nПермского края")
    assert all("\n" not in e.text for e in doc.ents)


def test_lookalikes_are_read_as_what_they_look_like(nlp):
    assert [t.pos_ for t in nlp("Пpоeкт поддержан")] == [t.pos_ for t in nlp("Проект поддержан")]


def test_document_is_the_same_alone_and_among_others(nlp):
    assert [values(doc) for doc in nlp.pipe(TEXTS)] == [values(nlp(text)) for text in TEXTS]


def test_two_processes_give_the_same(nlp):
    found = list(nlp.pipe(TEXTS, n_process=2, batch_size=2))
    assert [values(doc) for doc in found] == [values(nlp(text)) for text in TEXTS]


def test_pipeline_survives_the_disk(nlp, tmp_path):
    nlp.to_disk(tmp_path / "model")
    again = spacy.load(tmp_path / "model")
    assert values(again(TEXTS[0])) == values(nlp(TEXTS[0]))


def test_document_survives_bytes_and_docbin(nlp):
    docs = [nlp(text) for text in TEXTS]
    assert [values(Doc(nlp.vocab).from_bytes(doc.to_bytes())) for doc in docs] == [values(doc) for doc in docs]
    store = DocBin(store_user_data=True, docs=docs)
    again = list(DocBin().from_bytes(store.to_bytes()).get_docs(spacy.blank("ru").vocab))
    assert [doc.text for doc in again] == TEXTS
    assert [[t.head.i for t in doc] for doc in again] == [[t.head.i for t in doc] for doc in docs]


def test_components_can_be_added_to_any_russian_pipeline():
    nlp = spacy.blank("ru")
    for name in TAGGERS:
        nlp.add_pipe(name)
    doc = nlp("Создать совет НКО. Провести форум.")
    assert [t.lemma_ for t in doc if t.dep_ == "ROOT"] == ["создать", "провести"]
    assert not any(nlp.analyze_pipes()["problems"].values())


def test_missing_sentences_are_told(nlp):
    with pytest.raises(ValueError, match="put 'civictext_sentencizer' before 'civictext_slovnet'"):
        SlovnetTagger(nlp.vocab)(nlp.make_doc("Создать совет"))

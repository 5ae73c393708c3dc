"""Word forms checked against the dictionary, on tokens made by hand."""

import spacy
from spacy.tokens import Doc

from civictext.tag import forms

VOCAB = spacy.blank("xx").vocab


def token(text, pos="NOUN", morph="", lemma=""):
    return Doc(VOCAB, words=[text], pos=[pos], morphs=[morph], lemmas=[lemma or text.lower()])[0]


def test_a_case_that_the_form_cannot_have_is_put_right():
    assert forms.cases(token("колледжам", "ADJ", "Case=Gen")) == {"Dat"}
    assert forms.cases(token("города", morph="Case=Gen")) == {"Gen"}
    assert forms.cases(token("СМИ")) == forms.CASES


def test_dative_is_possible_where_the_form_allows_it():
    assert forms.may_be_dative(token("Администрации", morph="Case=Gen", lemma="администрация"))
    assert not forms.may_be_dative(token("Администрация", morph="Case=Nom", lemma="администрация"))


def test_capitalised_infinitive_is_a_verb_whatever_its_tag():
    assert forms.is_infinitive(token("Заключить", "PROPN"))
    assert not forms.is_verb(token("Школа", "PROPN"))


def test_only_a_sure_genitive_is_one():
    assert forms.only_genitive("города", "город") is False  # a plural «города» is written the same without stress
    assert forms.only_genitive("самоуправления", "школа") is False
    assert forms.only_genitive("инвалидов", "инвалид") is False  # the accusative of living beings
    assert forms.only_genitive("районов", "район")


def test_participle_has_its_own_lemma():
    assert forms.participle_lemma("управляющему") == "управляющий"
    assert forms.participle_lemma("школе") is None

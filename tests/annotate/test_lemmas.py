import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from civictext.annotate.lemmas import abbreviation_lemmas, exceptions, lemmatize
from civictext.annotate.lemmatizer import Lemmatizer
from civictext.annotate.opencorpora import parse_tag, readings

CASES = """
органам NOUN Case=Dat|Number=Plur орган
стали VERB VerbForm=Fin|Tense=Past|Number=Plur стать
стали NOUN Case=Gen|Number=Sing|Gender=Fem сталь
предложено VERB Tense=Past|Variant=Short|VerbForm=Part|Voice=Pass предложить
развивающихся VERB VerbForm=Part|Case=Gen|Number=Plur развиваться
заслуженных ADJ Case=Gen|Number=Plur|Degree=Pos заслуженный
НКО PROPN Case=Gen|Number=Plur нко
ТОСов NOUN Case=Gen|Number=Plur тос
МСУ NOUN Case=Gen|Number=Sing мсу
КОАТУУ PROPN Case=Nom|Number=Sing коатуу
2025 ADJ _ 2025
высшим ADJ Case=Dat|Number=Plur высший
крупнейших ADJ Case=Gen|Number=Plur|Degree=Sup крупнейший
28-го ADJ Case=Gen 28-й
млн NOUN Case=Gen миллион
руб. NOUN Case=Gen рубль
еще ADV _ ещё
отчетов NOUN Case=Gen|Number=Plur отчёт
Ивановой PROPN Case=Gen|Number=Sing|Gender=Fem иванова
Петровича PROPN Case=Gen|Number=Sing|Gender=Masc петрович
А. PROPN _ а
инженерам-строителям NOUN Case=Dat|Number=Plur инженер-строитель
пpоeктов NOUN Case=Gen|Number=Plur проект
должны ADJ Variant=Short|Number=Plur должен
того PRON Case=Gen|Number=Sing то
РЕКОМЕНДОВАТЬ VERB VerbForm=Inf рекомендовать
« PUNCT _ «
""".strip().splitlines()


@pytest.mark.parametrize("case", CASES)
def test_lemma(case):
    word, upos, feats, lemma = case.split()
    pairs = {} if feats == "_" else dict(pair.split("=") for pair in feats.split("|"))
    assert lemmatize(word, upos, pairs) == lemma


@given(st.text(min_size=1, max_size=12), st.sampled_from(["NOUN", "ADJ", "VERB", "PROPN", "NUM", "PUNCT", "X"]))
def test_any_word_has_a_lemma(word, upos):
    assert lemmatize(word, upos, {})


def test_table_of_exceptions_is_sound():
    assert all(form == form.lower() and "ё" not in form and lemma for (form, _, _), lemma in exceptions().items())
    assert {number for _, _, number in exceptions()} <= {"", "Sing", "Plur"}
    assert all(readings(lemma)[0].parse.is_known or lemma == "пгт" for lemma in abbreviation_lemmas().values())


TAGS = {
    "NOUN,inan,masc plur,datv": ("NOUN", {"Animacy": "Inan", "Case": "Dat", "Gender": "Masc", "Number": "Plur"}),
    "NOUN,anim,femn,Sgtm,Name sing,voct": (
        "PROPN",
        {"Animacy": "Anim", "Case": "Voc", "Gender": "Fem", "Number": "Sing"},
    ),
    "VERB,perf,tran plur,past,indc": ("VERB", {"Aspect": "Perf", "Mood": "Ind", "Number": "Plur", "Tense": "Past", "VerbForm": "Fin"}),
    "VERB,impf,tran sing,impr,excl": ("VERB", {"Aspect": "Imp", "Mood": "Imp", "Number": "Sing", "VerbForm": "Fin"}),
    "INFN,perf,tran": ("VERB", {"Aspect": "Perf", "VerbForm": "Inf"}),
    "GRND,impf,tran,pres": ("VERB", {"Aspect": "Imp", "Tense": "Pres", "VerbForm": "Conv"}),
    "PRTF,impf,tran,pres,actv masc,sing,nomn": (
        "VERB",
        {"Aspect": "Imp", "Case": "Nom", "Gender": "Masc", "Number": "Sing", "Tense": "Pres", "VerbForm": "Part", "Voice": "Act"},
    ),
    "PRTS,perf,past,pssv neut,sing": (
        "VERB",
        {"Aspect": "Perf", "Gender": "Neut", "Number": "Sing", "Tense": "Past", "Variant": "Short", "VerbForm": "Part", "Voice": "Pass"},
    ),
    "ADJF,Supr,Qual femn,sing,loct": ("ADJ", {"Case": "Loc", "Degree": "Sup", "Gender": "Fem", "Number": "Sing"}),
    "ADJS,Qual plur": ("ADJ", {"Number": "Plur", "Variant": "Short"}),
    "ADJF,Apro plur,accs,inan": ("DET", {"Animacy": "Inan", "Case": "Acc", "Number": "Plur"}),
    "COMP,Qual": ("ADJ", {"Degree": "Cmp"}),
    "NPRO,masc,3per,Anph sing,gent": ("PRON", {"Case": "Gen", "Gender": "Masc", "Number": "Sing", "Person": "3"}),
    "NUMR,loc2": ("NUM", {"Case": "Loc"}),
    "NOUN,inan,masc sing,gen2": ("NOUN", {"Animacy": "Inan", "Case": "Par", "Gender": "Masc", "Number": "Sing"}),
    "NUMB,intg": ("NUM", {}),
    "ADVB": ("ADV", {}),
    "PREP": ("ADP", {}),
    "CONJ": ("CCONJ", {}),
    "PRCL": ("PART", {}),
    "INTJ": ("INTJ", {}),
    "PRED,pres": ("ADV", {"Tense": "Pres"}),
    "PNCT": ("PUNCT", {}),
    "LATN": ("X", {}),
    "ROMN": ("NUM", {}),
    "UNKN": ("X", {}),
}  # fmt: skip


@pytest.mark.parametrize("tag", TAGS)
def test_parse_tag(tag):
    upos, feats = parse_tag(tag)
    assert (upos, dict(sorted(feats.items()))) == TAGS[tag]


def test_every_part_of_speech_of_the_dictionary_has_one_in_ud():
    from civictext.read.words import analyzer

    assert all(parse_tag(pos)[0] != "X" for pos in analyzer().TagClass.PARTS_OF_SPEECH)


def test_lemmatizer_reads_the_tags_of_whoever_set_them():
    nlp = spacy.blank("ru")
    doc = Doc(
        nlp.vocab,
        words=["Цены", "стали"],
        pos=["NOUN", "NOUN"],
        morphs=["Case=Gen|Number=Sing", "Case=Gen|Number=Sing"],
    )
    assert [t.lemma_ for t in Lemmatizer(nlp.vocab)(doc)] == ["цена", "сталь"]


def test_lemmatizer_remembers_no_more_than_it_is_told():
    nlp = spacy.blank("ru")
    lemmatizer = Lemmatizer(nlp.vocab, cache_size=3)
    words = ["форум", "совет", "центр", "город", "закон"]
    doc = lemmatizer(Doc(nlp.vocab, words=words, pos=["NOUN"] * 5))
    assert [t.lemma_ for t in doc] == words
    assert lemmatizer._lemma.cache_info().currsize == 3


def test_rumorph_is_a_choice():
    pytest.importorskip("rumorph")
    nlp = spacy.blank("ru")
    nlp.add_pipe("civictext_sentencizer")
    nlp.add_pipe("civictext_lemmatizer", config={"backend": "rumorph"})
    assert [t.lemma_ for t in nlp("Мы стали друзьями.  Поддержать пpоeкты")] == [
        *("мы", "стать", "друг", ".", " "),
        *("поддержать", "проект"),
    ]


def test_rumorph_that_is_not_installed_is_told(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "rumorph", None)
    with pytest.raises(ImportError, match=r"pip install 'civictext\[rumorph\]'"):
        spacy.blank("ru").add_pipe("civictext_lemmatizer", config={"backend": "rumorph"})


def test_unknown_backend_is_told():
    with pytest.raises(ValueError, match="no backend 'x'; there are 'pymorphy3' and 'rumorph'"):
        spacy.blank("ru").add_pipe("civictext_lemmatizer", config={"backend": "x"})

import pytest
import spacy

from civictext.annotate.sentencizer import Sentencizer
from civictext.annotate.tokens import RazdelTokenizer
from civictext.extensions import register

TEXT = "Рекомендовать администрации\n1. Создать совет. Провести форум\n2.1) Поддержать НКО\n\n"


@pytest.fixture(scope="module")
def tokenizer():
    register()
    return RazdelTokenizer(spacy.blank("ru").vocab)


def sentences(doc):
    return [sent.text.strip() for sent in doc.sents]


def test_line_and_label_are_sentences_of_their_own(tokenizer):
    doc = Sentencizer()(tokenizer(TEXT))
    assert sentences(doc) == [
        "Рекомендовать администрации",
        "1.",
        "Создать совет.",
        "Провести форум",
        "2.1)",
        "Поддержать НКО",
    ]


def test_blocks_are_made_of_lines(tokenizer):
    doc = Sentencizer()(tokenizer(TEXT))
    assert [doc.text[b["start"] : b["end"]] for b in doc._.blocks] == [b["text"] for b in doc._.blocks]
    assert [b["text"] for b in doc._.blocks] == [
        "Рекомендовать администрации",
        "Создать совет. Провести форум",
        "Поддержать НКО",
    ]


def test_blocks_of_the_caller_are_kept(tokenizer):
    doc = tokenizer("Раз два три четыре")
    doc._.blocks = [{"start": 0, "end": 7}, {"start": 8, "end": 18}]
    assert sentences(Sentencizer()(doc)) == ["Раз два", "три четыре"]
    assert len(doc._.blocks) == 2


def test_block_that_begins_inside_a_token_starts_with_the_next_one(tokenizer):
    doc = tokenizer("кое-кто пришёл сюда")
    doc._.blocks = [{"start": 4, "end": 19}]
    assert sentences(Sentencizer()(doc)) == ["кое-кто", "пришёл сюда"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "."])
def test_text_without_words(tokenizer, text):
    doc = Sentencizer()(tokenizer(text))
    assert doc.text == text
    assert len(list(doc.sents)) == min(len(doc), 1)

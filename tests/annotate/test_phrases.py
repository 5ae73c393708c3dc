from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from civictext.annotate.phrases import nominative
from civictext.pipeline import FACTORIES, load

TABLE = Path(__file__).parents[1] / "data" / "nominatives.txt"


def read_cases():
    """Yield (text, start, end, nominative, case); a line without a marked phrase or a nominative is refused."""
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        marked, expected, *case = (cell.strip() for cell in line.split("|"))
        if marked.count("[") != 1 or marked.count("]") != 1 or not expected:
            raise ValueError(f"{TABLE.name}, line {number}: mark one phrase and give its nominative")
        start, end = marked.index("["), marked.index("]") - 1
        yield marked.replace("[", "").replace("]", ""), start, end, expected, case[0] if case else None


@pytest.fixture(scope="module")
def nlp():
    return load(exclude=set(FACTORIES) - {"civictext_sentencizer", "civictext_slovnet"})


def test_table_has_150_phrases():
    assert len({(text, start) for text, start, *_ in read_cases()}) >= 150


@pytest.mark.parametrize(("text", "start", "end", "expected", "case"), list(read_cases()))
def test_nominative(nlp, text, start, end, expected, case):
    assert nominative(nlp(text).char_span(start, end), case=case) == expected


def test_case_of_the_caller_decides_between_equal_forms(nlp):
    doc = nlp("Это дело администрации.")
    assert nominative(doc[2:3], case="Dat") == "администрация"
    assert nominative(doc[2:3], case="Nom") == "администрации"


def test_white_space_becomes_a_space(nlp):
    doc = nlp("Рекомендовать общественным  палатам\u00a0районов начать работу.")
    assert nominative(doc.char_span(14, 43)) == "общественные палаты районов"


def test_unknown_case_is_told(nlp):
    with pytest.raises(ValueError, match="case is one of Nom, Gen, Dat, Acc, Ins, Loc, Par, not 'datv'"):
        nominative(nlp("городу")[:1], case="datv")


@pytest.mark.parametrize("text", ["и", "в", "2025", "—", "« »", "очень быстро", "NGO"])
def test_text_without_a_noun_comes_back(nlp, text):
    assert nominative(nlp(text)[:]) == text


@given(
    st.lists(
        st.sampled_from(
            ["органам", "и", "городу", "«Дом»", "трём", "5", "для", "НКО", "ТОСам", "всем", ",", "большим", "создать"]
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_span_has_a_nominative(words):
    nlp = spacy.blank("ru")
    doc = spacy.tokens.Doc(
        nlp.vocab, words=words, heads=[0] * len(words), deps=["amod"] * len(words), pos=["NOUN"] * len(words)
    )
    assert nominative(doc[:])

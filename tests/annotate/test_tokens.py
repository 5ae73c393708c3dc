import pytest
import razdel
import spacy
from hypothesis import given
from hypothesis import strategies as st

from civictext.annotate.lookalikes import MIXED, fold_lookalikes
from civictext.annotate.tokens import RazdelTokenizer, words_and_spaces

# letters, digits and signs in the mix that razdel's rules are about
SIGNS = st.text(st.sampled_from("аБёzQ19 \t\n\u00a0.,-–—_/\\:;=()!?…*«»\"'№%°²\u0301[]"), max_size=40)
PIECES = st.lists(
    st.sampled_from(
        ["форум", "НКО", "COVID", "19", "3", " ", "  ", "\n", "-", "–", "_", ".", ",", "/", "«", "»", ":", ")", "(", "!",
         "?", "…", "--", "**", "yahoo", "Δ", "²", "°", "\u00ad", "\u0301", "=", ";", "%", "№", "\u200b", "ſ", "K", "İ"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@pytest.fixture(scope="module")
def tokenizer():
    return RazdelTokenizer(spacy.blank("ru").vocab)


def words(text):
    return [word for word in words_and_spaces(text)[0] if not word.isspace()]


def razdel_by_lines(text):
    return [token.text for line in text.split("\n") for token in razdel.tokenize(line)]


@given(SIGNS | PIECES | st.text(max_size=30))
def test_words_have_the_boundaries_of_razdel(text):
    if MIXED.search(text):
        return  # the stated difference, tested below
    assert words(text) == razdel_by_lines(text)


@given(text=SIGNS | PIECES | st.text(max_size=30))
def test_doc_text_is_the_text(tokenizer, text):
    assert tokenizer(text).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("кое-кто, по-русски", ["кое-кто", ",", "по-русски"]),
        ("01.06.2025 и 1,5 млн", ["01.06.2025", "и", "1,5", "млн"]),
        ("14-е место — за НКО...", ["14-е", "место", "—", "за", "НКО", "..."]),
        ("кто -то и кое- как", ["кто", "-то", "и", "кое-", "как"]),
        ("Создать совет\n-Провести форум", ["Создать", "совет", "\n", "-", "Провести", "форум"]),
        ("2. Провести\n3 раза", ["2", ".", "Провести", "\n", "3", "раза"]),
        ("  Два  пробела\u00a0здесь", ["  ", "Два", " ", "пробела", "\u00a0", "здесь"]),
        ("", []),
        (" ", [" "]),
    ],
)
def test_words_of_a_text(text, expected):
    assert words_and_spaces(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("пpоект", ["пpоект"]),  # Latin p
        ("проeкт", ["проeкт"]),  # Latin e
        ("Coвет", ["Coвет"]),  # Latin C, o
        ("советa", ["советa"]),  # Latin a
        ("(HКO)", ["(", "HКO", ")"]),  # Latin H, O
        ("COVIDный", ["COVID", "ный"]),  # no look-alikes: as razdel
        ("Webинар", ["Web", "инар"]),
    ],
)
def test_word_with_lookalikes_is_one_token(text, expected):
    assert words_and_spaces(text)[0] == expected


def test_norm_folds_lookalikes_and_text_keeps_them(tokenizer):
    doc = tokenizer("Наш пpоeкт и IT-центр")
    assert [t.norm_ for t in doc] == ["наш", "проект", "и", "it-центр"]
    assert doc[1].text == "пpоeкт"


def test_fold_lookalikes_leaves_latin_words():
    assert fold_lookalikes("COP и HKO") == "COP и HKO"


def test_tokens_of_real_text_are_those_of_razdel(shared):
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert words(text) == razdel_by_lines(text)

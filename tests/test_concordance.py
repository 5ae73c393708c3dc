import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.concordance import collocations, frequency, kwic, log_likelihood
from civictext.passages import as_rows
from civictext.tables import Tables

TEXTS = [
    "Обучать волонтёров города и беречь волонтёров.",
    "Поощрять активных волонтёров района",
    "Волонтер помогает школе",
]


@pytest.fixture(scope="module")
def tables():
    documents = [{"doc_id": d, "source": d, "region": r, "date": "2020"} for d, r in (("a", "RU-TOM"), ("b", "RU-PER"))]
    rows = [{**row, "doc_id": "ab"[n // 2], "rec_id": f"{'ab'[n // 2]}#{n}"} for n, row in enumerate(as_rows(TEXTS))]
    return Tables.from_rows(documents, rows)


def test_kwic_by_lemma_finds_every_form(tables):
    table = kwic(tables, "волонтер", context=1)
    assert table[["left", "hit", "right"]].values.tolist() == [
        ["Обучать", "волонтёров", "города"],
        ["беречь", "волонтёров", ""],
        ["активных", "волонтёров", "района"],
        ["", "Волонтер", "помогает"],
    ]
    assert all(TEXTS[int(r.rec_id[-1])][r.start : r.end] == r.hit for r in table.itertuples())
    assert kwic(tables, "волонтёров").equals(kwic(tables, "волонтёр"))


def test_kwic_by_form_patterns_and_phrases(tables):
    assert len(kwic(tables, "волонтёров", by="form")) == 3
    assert len(kwic(tables, "помог*")) == 1
    assert kwic(tables, "активный волонтёр")["hit"].tolist() == ["активных волонтёров"]
    assert kwic(tables, "волонтёр *", by="lemma")["hit"].tolist() == [
        "волонтёров города",
        "волонтёров района",
        "Волонтер помогает",
    ]
    assert kwic(tables, "дирижабль").empty


def test_kwic_sorts_by_the_words_at_each_side(tables):
    assert kwic(tables, "волонтёр", sort="left", context=1)["left"].tolist() == ["", "активных", "беречь", "Обучать"]
    assert kwic(tables, "волонтёр", sort="right", context=1)["right"].tolist() == ["", "города", "помогает", "района"]
    assert kwic(tables, "волонтёр", where={"region": "RU-PER"})["hit"].tolist() == ["Волонтер"]


def test_kwic_says_what_it_does_not_know(tables):
    with pytest.raises(ValueError, match=r"no order 'size'.*left"):
        kwic(tables, "волонтёр", sort="size")
    with pytest.raises(ValueError, match="no concordance by 'stem'"):
        kwic(tables, "волонтёр", by="stem")
    with pytest.raises(ValueError, match="query is empty"):
        kwic(tables, " ")


def test_collocations_by_hand(tables):
    table = collocations(tables, "волонтёр", window=1, min_count=1).set_index("lemma")
    # «город» stands once near, once in all; the word itself has four uses: 14 + log₂(2 · 1 / (4 + 1))
    assert table.loc["город", "log_dice"] == pytest.approx(14 + math.log2(2 / 5))
    assert (table.loc["город", "n_right"], table.loc["город", "n_left"]) == (1, 0)
    assert "и" not in table.index
    assert "школа" not in table.index


def test_log_likelihood_of_the_rayson_wizard():
    # 2 Σ O ln(O/E) for 12 of 100 against 8 of 300: E = 5, 95, 15, 285
    expected = 2 * (12 * math.log(12 / 5) + 88 * math.log(88 / 95) + 8 * math.log(8 / 15) + 292 * math.log(292 / 285))
    assert log_likelihood(12, 100, 8, 300) == pytest.approx(expected)


@given(st.integers(0, 50), st.integers(50, 100), st.integers(0, 500), st.integers(500, 1000))
def test_log_likelihood_has_the_sign_of_the_difference(near, n_near, far, n_far):
    value = log_likelihood(near, n_near, far, n_far)
    assert math.isfinite(value) or near + far == 0
    if near * n_far < far * n_near:
        assert value <= 1e-9


def test_frequency_by_group(tables):
    table = frequency(tables, "волонтёр")
    assert table.values.tolist() == [["RU-PER", 1, 3, 10_000 / 3, 1, 1, 1], ["RU-TOM", 3, 10, 3000, 2, 1, 2]]
    assert frequency(tables, "дирижабль")["n"].tolist() == [0, 0]

import pytest

from civictext.passages import as_rows, words_of
from civictext.search import select, similar
from civictext.tables import Tables

TEXTS = {
    ("a", "RU-TOM", "2018"): ["Создать ресурсный центр для некоммерческих организаций", "Провести ярмарку вакансий для студентов"],
    ("b", "RU-PER", "2020"): ["Открыть центр поддержки НКО", "Отремонтировать школьные спортивные залы"],
}  # fmt: skip


@pytest.fixture(scope="module")
def tables():
    documents = [{"doc_id": d, "source": f"{d}.txt", "region": r, "date": y} for d, r, y in TEXTS]
    rows = [
        {**row, "doc_id": d, "rec_id": f"{d}#{n}", "cluster": 7 if n == 1 else None}
        for (d, _, _), texts in TEXTS.items()
        for n, row in enumerate(as_rows(texts), 1)
    ]
    return Tables.from_rows(documents, rows, [{"cluster": 7, "label": "центры для НКО"}])


def test_similar_finds_the_measure_in_other_words(tables):
    table = similar(tables, "открытие ресурсного центра для НКО")
    assert table["rec_id"].tolist()[:2] in (["a#1", "b#1"], ["b#1", "a#1"])
    assert table["score"].is_monotonic_decreasing
    assert table["score"].iloc[1] > 10 * table["score"].iloc[2]
    first = table[table["rec_id"] == "a#1"].iloc[0]
    assert [first["text"][a:b] for a, b in first["highlights"]] == ["ресурсный", "центр"]
    assert (first["region"], first["year"], first["source"], first["cluster_label"]) == (
        "RU-TOM",
        2018,
        "a.txt",
        "центры для НКО",
    )


def test_similar_filters_and_cuts(tables):
    assert similar(tables, "центр", where={"region": "RU-PER"})["rec_id"].tolist() == ["b#1", "b#2"]
    assert similar(tables, "центр", where={"year": [2018, 2020]}, n=1).shape[0] == 1
    assert similar(tables, "заповедник для белок", min_score=0.9).empty
    with pytest.raises(ValueError, match="no facet or column 'city'"):
        similar(tables, "центр", where={"city": "Томск"})
    with pytest.raises(ValueError, match="query is empty"):
        similar(tables, "  ")


def test_similar_to_a_recommendation_leaves_it_out(tables):
    table = similar(tables, "a#1")
    assert "a#1" not in table["rec_id"].tolist()
    assert table["rec_id"].iloc[0] == "b#1"


def test_similar_takes_an_encoder(tables):
    table = similar(tables, "ярмарка вакансий", encoder="tfidf")
    assert table["rec_id"].iloc[0] == "a#2"
    assert table["score"].iloc[-1] == 0


def test_select_keeps_those_with_any_of_the_values(tables):
    assert len(select(tables.counted(), {"region": ("RU-TOM", "RU-PER")})) == 4
    assert len(select(tables.counted(), None)) == 4


def test_similar_in_an_empty_run_is_empty():
    assert similar(Tables.from_rows([], []), "центр").empty


def test_words_stand_where_the_text_has_them():
    row = as_rows(["Поддержать  «Школу волонтёра», 2-й год."])[0]
    words = words_of(row)
    assert all(row["text"][w.start : w.end] == w.text for w in words)
    assert [w.lemma for w in words][:3] == ["поддержать", "школа", "волонтёр"]
    assert [w.lemma for w in words_of({"text": "Два слова", "lemmas": "одно"})] == ["два", "слова"]
    assert as_rows([""])[0]["lemmas"] == ""

from pathlib import Path

import pytest

from civictext.passages import as_rows
from civictext.read import read_document
from civictext.records import Block
from civictext.tables import Tables
from civictext.trace import _whole_label, passages, trace

PROGRAMME = """МУНИЦИПАЛЬНАЯ ПРОГРАММА
«Открытый город» города Томска

1.1. Содержание городского ресурсного центра для некоммерческих организаций.
1.2. Ремонт фасадов муниципальных учреждений.
1.3. Проведение ярмарок вакансий для студентов весной и осенью.
"""


@pytest.fixture(scope="module")
def tables():
    texts = ["Создать ресурсный центр для НКО", "Проводить ярмарки вакансий для студентов", "Построить приют для собак"]
    rows = [{**r, "doc_id": "a", "rec_id": f"a#{n}"} for n, r in enumerate(as_rows(texts), 1)]
    documents = [{"doc_id": "a", "source": "a.txt", "region": "RU-TOM", "date": "2020"}]
    return Tables.from_rows(
        [*documents, {"doc_id": "b", "region": "RU-PER"}], [*rows, {**rows[0], "doc_id": "b", "rec_id": "b#1"}]
    )


@pytest.fixture
def programmes(tmp_path: Path) -> Path:
    (tmp_path / "программа.txt").write_text(PROGRAMME, encoding="utf-8")
    return tmp_path


def test_trace_quotes_the_passage_with_its_place(tables, programmes: Path):
    table = trace(tables, programmes, n=1)
    assert table["rec_id"].tolist() == ["a#1", "a#2", "a#3", "b#1"]
    assert table["status"].tolist() == ["match", "match", "no match", "no document"]
    first = table.iloc[0]
    assert (first["place"].rstrip("."), first["document"], first["rank"]) == ("1.1", "программа.txt", 1)
    assert read_document(programmes / "программа.txt").text[first["start"] : first["end"]] == first["quote"]
    assert first["quote"].startswith("Содержание городского")
    assert table.iloc[1]["place"].rstrip(".") == "1.3"
    assert table.iloc[2]["quote"] is None or table.iloc[2].isna()["quote"]
    assert 0 <= table.iloc[2]["score"] < 0.2


def test_trace_looks_everywhere_when_told(tables, programmes: Path):
    table = trace(tables, programmes, same_region=False, where={"region": "RU-PER"}, n=1)
    assert table["status"].tolist() == ["match"]
    assert trace(tables, programmes, threshold=1.1)["status"].eq("match").sum() == 0


def test_trace_names_what_it_could_not_read(tables, programmes: Path):
    (programmes / "битый.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n<<")
    table = trace(tables, programmes)
    assert [e["source"] for e in table.attrs["errors"]] == ["битый.pdf"]


def test_trace_without_passages_says_so(tables, tmp_path: Path):
    (tmp_path / "a.txt").write_text("1\n2\n", encoding="utf-8")
    with pytest.raises(FileNotFoundError, match="no passage to look in"):
        trace(tables, tmp_path)


def test_passages_cut_long_paragraphs_into_sentences(tmp_path: Path):
    text = "Город строит парки и скверы. Администрация города ведёт учёт деревьев.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    found, errors = passages(tmp_path / "a.txt")
    assert not errors
    assert [p.text for p in found] == ["Город строит парки и скверы.", "Администрация города ведёт учёт деревьев."]
    assert all(text[p.start : p.end] == p.text for p in found)


def test_labels_of_two_parts_stay_together():
    text = "А.1. Ремонт домов культуры."
    block = Block("item", text[2:], 2, len(text), label="А.")
    assert _whole_label(block, text) == ("А.1.", 3)
    apart = Block("item", "3 дома культуры", 3, 18, label="А.")
    assert _whole_label(apart, "А. 3 дома культуры") == ("А.", 0)


SECTIONS = """УТВЕРЖДЕНА постановлением администрации города Томска

Программа «Ресурсный центр для некоммерческих организаций и ярмарки вакансий»

I. Ресурсный центр для некоммерческих организаций

1. Содержание городского ресурсного центра для некоммерческих организаций.
2. Ремонт фасадов муниципальных учреждений.

II. Занятость студентов

3. Проведение ярмарок вакансий для студентов весной и осенью.
"""


def test_titles_and_headings_of_sections_are_no_passages(tables, tmp_path: Path):
    (tmp_path / "п.txt").write_text(SECTIONS, encoding="utf-8")
    found, errors = passages(tmp_path)
    assert [p.place.rstrip(".") for p in found] == ["1", "2", "3"]
    assert not errors


def test_a_further_passage_needs_a_part_of_the_best_score(tables, programmes: Path):
    everything = trace(tables, programmes, threshold=0.0, near_best=0.0, n=3, where={"region": "RU-TOM"})
    kept = trace(tables, programmes, threshold=0.0, n=3, where={"region": "RU-TOM"})
    assert len(kept) < len(everything) == 9
    for _, part in kept.groupby("rec_id"):
        assert (part["score"] >= 0.5 * part["score"].max()).all()

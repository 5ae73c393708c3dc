"""The run over many documents: rows by content, errors beside results, the same bytes twice."""

from __future__ import annotations

from pathlib import Path

import pytest

import civictext
from civictext.sample import sample_folder

TEXT = """РЕЗОЛЮЦИЯ
форума «Город без границ»
г. Тверь, 12 мая 2021 года

Участники форума рекомендуют администрации города:
1. Создать ресурсный центр для некоммерческих организаций.
2. Ежегодно проводить ярмарку вакансий для молодёжи.
"""


@pytest.fixture(scope="module")
def nlp():
    return civictext.load()


def test_same_content_under_two_names_is_one_document(tmp_path: Path, nlp):
    for name in ("а.txt", "папка с пробелом/б.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    analysis = civictext.analyze(tmp_path, nlp=nlp)
    assert analysis.documents["source"].tolist() == ["а.txt"]
    assert analysis.documents["also"].tolist() == [["папка с пробелом/б.txt"]]
    assert analysis.recommendations["n"].tolist() == [1, 2]


def test_doc_id_depends_on_the_content_alone(tmp_path: Path, nlp):
    (tmp_path / "x.txt").write_text(TEXT, encoding="utf-8")
    first = civictext.analyze(tmp_path / "x.txt", nlp=nlp).documents["doc_id"].item()
    (tmp_path / "x.txt").rename(tmp_path / "y.txt")
    assert civictext.analyze(tmp_path / "y.txt", nlp=nlp).documents["doc_id"].item() == first


def test_bad_inputs_are_rows_and_the_run_goes_on(tmp_path: Path, nlp):
    (tmp_path / "хорошая резолюция.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "пустой.txt").write_bytes(b"")
    (tmp_path / "картинка.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    (tmp_path / "оборванный.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n<<")
    analysis = civictext.analyze([tmp_path, tmp_path / "нет такого"], nlp=nlp)
    assert len(analysis.documents) == 1
    assert {Path(s).name for s in analysis.errors["source"]} == {
        "пустой.txt",
        "картинка.docx",
        "оборванный.pdf",
        "нет такого",
    }
    assert analysis.errors["error"].str.len().min() > 5
    assert analysis.errors["hint"].str.len().min() > 10


def test_a_text_without_recommendations_is_a_document_with_a_warning(tmp_path: Path, nlp):
    (tmp_path / "a.txt").write_text("Вчера в городе прошёл дождь. Погода была тёплой.", encoding="utf-8")
    analysis = civictext.analyze(tmp_path, nlp=nlp)
    assert analysis.errors.empty
    assert analysis.documents["n_recommendations"].item() == 0
    assert any("рекомендаций не найдено" in w for w in analysis.documents["warnings"].item())


def test_every_offset_cuts_what_it_names(nlp):
    analysis = civictext.analyze(sample_folder(), nlp=nlp)
    texts = dict(zip(analysis.documents["doc_id"], analysis.documents["text"], strict=True))
    n = 0
    for row in analysis.recommendations.to_dict("records"):
        text = texts[row["doc_id"]]
        assert " ".join(" ".join(text[a:b] for a, b in row["spans"]).split()) == row["text"]
        for actor in row["actors"]:
            assert " ".join(text[actor["start"] : actor["end"]].split()) == actor["text"]
            n += 1
        for theme in row["themes"]:
            for evidence in theme["evidence"]:
                assert text[evidence["start"] : evidence["end"]] == evidence["text"]
    assert n > 100


def test_a_second_run_writes_the_same_bytes(tmp_path: Path, nlp):
    sources = sorted(sample_folder().iterdir())
    civictext.analyze(sources[:5], nlp=nlp).save(tmp_path / "a")
    civictext.analyze(reversed(sources[:5]), nlp=civictext.load()).save(tmp_path / "b")
    files = sorted(p.name for p in (tmp_path / "a").iterdir())
    assert files == sorted(p.name for p in (tmp_path / "b").iterdir())
    assert all((tmp_path / "a" / f).read_bytes() == (tmp_path / "b" / f).read_bytes() for f in files)


def test_one_addressee_in_two_wordings_has_one_canonical_name(tmp_path: Path, nlp):
    (tmp_path / "a.txt").write_text("РЕЗОЛЮЦИЯ\nОрганам МСУ:\n1. Создать парк.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(
        "РЕЗОЛЮЦИЯ\nОрганам местного самоуправления:\n1. Открыть музей.\n", encoding="utf-8"
    )
    actors = civictext.analyze(tmp_path, nlp=nlp).recommendations["actors"].explode()
    assert actors.str["canonical"].tolist() == ["органы местного самоуправления"] * 2


def test_results_display_themselves(nlp):
    resolution = nlp(TEXT)._.resolution
    assert "1. Создать ресурсный центр" in repr(resolution)
    assert "молодёжи<small" in resolution._repr_html_()
    assert "темы: Молодёжь" in repr(resolution.recommendations[1])
    assert resolution.year == 2021


def test_near_equal_documents_are_counted_once_and_both_named(tmp_path: Path, nlp):
    lines = TEXT + "".join(f"{n}. Провести в {n} районе семинар по теме {n * 'ЖКХ '}.\n" for n in range(3, 13))
    (tmp_path / "проект.txt").write_text(lines, encoding="utf-8")
    (tmp_path / "итог.txt").write_text(lines.replace("12 мая", "14 мая"), encoding="utf-8")
    analysis = civictext.analyze(tmp_path, nlp=nlp)
    ids = dict(zip(analysis.documents["source"], analysis.documents["doc_id"], strict=True))
    assert analysis.documents.set_index("source")["duplicate_of"].to_dict() == {
        "итог.txt": None,
        "проект.txt": ids["итог.txt"],
    }
    assert len(analysis.tables.counted()) == 12


def test_metadata_table_overrides_and_extends(tmp_path: Path, nlp):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "metadata.csv").write_text("файл;регион;Ответственный\na.txt;RU-PER;Отдел\n", encoding="utf-8")
    document = civictext.analyze(tmp_path, nlp=nlp).documents.iloc[0]
    assert (document["region"], document["Ответственный"]) == ("RU-PER", "Отдел")

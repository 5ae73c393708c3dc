from __future__ import annotations

from pathlib import Path

import docx
import pytest

from civictext.report import write_docx, write_markdown
from civictext.tables import Tables


def test_markdown_tells_findings_and_tables(tables: Tables, tmp_path: Path) -> None:
    text = write_markdown(tables, tmp_path / "memo.md").read_text(encoding="utf-8")
    assert text.startswith(
        "# Рекомендации гражданских форумов\n\n2 резолюции, 2 региона, 2018–2019 годы: 3 рекомендации\n"
    )
    assert "| Некоммерческий сектор | 2 | 67\u00a0% | 2 | 2 |" in text
    assert "| пустой.txt | Файл пуст. | Проверьте файл. |" in text
    assert "\n1. Чаще всего говорят о теме" in text


def test_markdown_keeps_hostile_text_as_text(builders, tmp_path: Path) -> None:
    text = write_markdown(builders.hostile_tables(), tmp_path / "memo.md").read_text(encoding="utf-8")
    assert "<" not in text.replace("\\<", "")
    tables = [line for line in text.splitlines() if line.startswith("| ")]
    assert {line.replace("\\|", "").count("|") for line in tables} == {4, 5, 6}


def test_word_tells_findings_and_tables(tables: Tables, tmp_path: Path) -> None:
    document = docx.Document(str(write_docx(tables, tmp_path / "memo.docx", lang="en")))
    assert document.paragraphs[0].text == "Recommendations of civic forums"
    assert any(p.text.startswith("The most frequent theme") for p in document.paragraphs)
    cells = [[c.text for c in row.cells] for row in document.tables[1].rows]
    assert cells[0] == ["Name", "Recommendations", "Share", "Resolutions", "Regions"]
    assert cells[1] == ["Nonprofit sector", "2", "67%", "2", "2"]


def test_word_carries_hostile_text(builders, tmp_path: Path) -> None:
    document = docx.Document(str(write_docx(builders.hostile_tables(), tmp_path / "memo.docx")))
    assert document.tables[0].rows[1].cells[0].text == builders.HOSTILE[0]


@pytest.mark.parametrize("write", [write_markdown, write_docx])
def test_the_same_tables_give_the_same_bytes(tables: Tables, tmp_path: Path, write) -> None:
    first = write(tables, tmp_path / "a").read_bytes()
    assert write(tables, tmp_path / "a").read_bytes() == first


@pytest.mark.parametrize("write", [write_markdown, write_docx])
def test_nothing_at_all_still_gives_a_memo(tmp_path: Path, write) -> None:
    assert write(Tables.from_rows([], []), tmp_path / "a").stat().st_size > 500

from __future__ import annotations

import io

import pytest
from rich.console import Console

from civictext.evaluate import Counts, Evaluation
from civictext.records import Block, SourceDocument
from civictext.report.terminal import show_blocks, show_figures, show_resolution
from civictext.tables import Tables, rows


def printed(show, *args, color: bool = False, **options) -> str:
    out = io.StringIO()
    show(
        *args, Console(file=out, width=100, force_terminal=color, color_system="standard" if color else None), **options
    )
    return out.getvalue()


def resolution(tables: Tables, doc_id: str) -> dict:
    document = next(d for d in rows(tables.documents) if d["doc_id"] == doc_id)
    return {"document": document, "recommendations": [r for r in rows(tables.recommendations) if r["doc_id"] == doc_id]}


def test_a_resolution_shows_its_metadata_and_tags(tables: Tables) -> None:
    text = printed(show_resolution, resolution(tables, "aaaa"))
    for words in ("Вместе", "2018-05-04", "Администрации города", "Создать ресурсный центр", "Местное самоуправление",
                  "Молодёжь", "срок: до 1 сентября 2019 года", "адресат не назван"):  # fmt: skip
        assert words in text
    assert "\x1b" not in text


def test_tags_are_in_colour_on_a_terminal(tables: Tables) -> None:
    assert "\x1b[1;32mСоздать\x1b[0m" in printed(show_resolution, resolution(tables, "aaaa"), color=True)


def test_labels_come_in_the_language_asked_for(tables: Tables) -> None:
    assert "no addressee named" in printed(show_resolution, resolution(tables, "aaaa"), lang="en")
    with pytest.raises(ValueError, match="no language 'de'; languages: ru, en"):
        printed(show_resolution, resolution(tables, "aaaa"), lang="de")


def test_text_is_neither_markup_nor_control(tables: Tables) -> None:
    shown = resolution(tables, "bbbb")
    shown["recommendations"][0]["text"] = "[red]Открыть[/red] \x1b]0;взлом\x07 \u202eтекст"
    text = printed(show_resolution, shown)
    assert "[red]Открыть[/red]" in text
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


def test_warnings_and_empty_documents_are_told(tables: Tables) -> None:
    shown = resolution(tables, "bbbb")
    text = printed(show_resolution, {**shown, "recommendations": []})
    assert "кодировка сомнительна" in text
    assert "не найдено" in text


def test_blocks_show_how_a_file_was_read() -> None:
    block = Block("item", "Создать парк.", 3, 16, label="1.", depth=1, page=2, style=("bold",))
    source = SourceDocument(
        "a.txt", "00", "txt", "1. Создать парк.", (block,), warnings=("внимание",), report={"encoding": "cp1251"}
    )
    text = printed(show_blocks, source)
    for words in ("a.txt", "encoding: cp1251", "внимание", "item", "1.", "3–16", "p2", "bold", "Создать парк."):
        assert words in text


def test_figures_are_a_table() -> None:
    evaluation = Evaluation({"segmentation": Counts(9, 1, 0)}, [(1, "a"), (1, "a")], n_documents=2, n_found=1)
    lines = printed(show_figures, evaluation).splitlines()
    assert any(line.split() == ["segmentation", "0.900", "1.000", "0.947", "9"] for line in lines)
    assert "1 из 2" in lines[-1]

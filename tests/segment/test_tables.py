"""Columns of tables of measures."""

from civictext.records import Block, Passage
from civictext.segment.pipes import rows_from_pipes
from civictext.segment.tables import cell, header_columns, read_table_rows


def row(*cells):
    at, passages = 0, []
    for text in cells:
        passages.append(Passage(text, at, at + len(text)))
        at += len(text) + 1
    return Block("row", "\t".join(cells), 0, at - 1, cells=tuple(passages), table=0)


def measures(rows):
    return [cell(r, c, "measure").text for r, c in read_table_rows(rows) if isinstance(c, dict)]


def test_header_is_known_by_its_words_in_any_order():
    assert header_columns(row("Исполнитель", "Срок", "Содержание мероприятия", "№").cells) == {
        "responsible": 0,
        "term": 1,
        "measure": 2,
        "number": 3,
    }


def test_a_row_of_sentences_is_no_header():
    assert header_columns(row("Провести мероприятия ко Дню города.", "Срок исполнения сообщить.").cells) is None


def test_rows_below_a_header_give_their_measures():
    rows = [
        row("№", "Мероприятие", "Ответственный"),
        row("1", "2", "3"),
        row("1", "Вымыть витрины", "Магазины"),
        row("", "", ""),
    ]
    assert measures(rows) == ["Вымыть витрины"]


def test_columns_are_guessed_without_a_header():
    rows = [
        row("1", "Провести осмотр всех детских площадок", "Управа", "до 1 мая 2020 г."),
        row("2", "Заменить сломанные качели и горки", "Подрядчик", "до 1 июня 2020 г."),
    ]
    found = [c for _, c in read_table_rows(rows)]
    assert found == [{"measure": 1, "number": 0, "responsible": 2, "term": 3}] * 2


def test_a_table_of_short_cells_is_no_table_of_measures():
    assert read_table_rows([row("Иванов", "45"), row("Петров", "38")]) == []


def test_a_row_of_one_cell_is_a_heading():
    rows = [row("№", "Мероприятие", "Срок"), row("", "Благоустройство", ""), row("1", "Посадить липы", "май")]
    assert [getattr(found, "text", None) for _, found in read_table_rows(rows)] == ["Благоустройство", None]


def test_lines_with_pipes_become_rows_with_offsets():
    text = "| 1 | Открыть каток | Управа |\n|---|---|---|\n| 2 | Залить горку | Клуб |"
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block("paragraph", line, at, at + len(line)))
        at += len(line) + 1
    rows = rows_from_pipes(blocks)
    assert [[c.text for c in r.cells] for r in rows] == [
        ["1", "Открыть каток", "Управа"],
        ["2", "Залить горку", "Клуб"],
    ]
    assert all(text[c.start : c.end] == c.text for r in rows for c in r.cells)


def test_one_line_with_pipes_stays_a_paragraph():
    block = Block("paragraph", "Главная | Новости | Афиша", 0, 25)
    assert rows_from_pipes([block]) == [block]

import pytest

from civictext.read.files import read_document
from civictext.read.grids import find_grids


def rows_of(text):
    return [grid.rows for grid in find_grids(text.split("\n"))]


def test_pipes_with_and_without_rules():
    assert rows_of("Итог\n| № | Мера | Срок |\n|---|---|---|\n| 1 | Создать клуб | 2025 |\nКонец") == [
        (("№", "Мера", "Срок"), ("1", "Создать клуб", "2025"))
    ]
    ruled = "+---+-------+\n| 1 | Соз-  |\n|   | дать  |\n+---+-------+\n| 2 | Найти |\n+---+-------+"
    assert rows_of(ruled) == [(("1", "Соз-\nдать"), ("2", "Найти"))]


def test_tabs_make_rows_only_in_step():
    assert rows_of("1\tСоздать клуб\tМэрия\n2\tНайти место\tВузы") == [
        (("1", "Создать клуб", "Мэрия"), ("2", "Найти место", "Вузы"))
    ]
    assert rows_of("г. Тверь\t5 июня\nФорум рекомендует:") == []
    assert rows_of("1.\tСоздать клуб\n2.\tНайти место") == []


def test_aligned_columns_with_wrapped_cells():
    text = (
        "№    Мероприятие                  Ответственный\n"
        "1    Создать соседский центр      Администрация\n"
        "     в каждом районе              города\n"
        "2    Провести ярмарку вакансий    Вузы"
    )
    assert rows_of(text) == [
        (
            ("№", "Мероприятие", "Ответственный"),
            ("1", "Создать соседский центр\nв каждом районе", "Администрация\nгорода"),
            ("2", "Провести ярмарку вакансий", "Вузы"),
        )
    ]


@pytest.mark.parametrize(
    "text",
    [
        "г. Тверь                    5 июня 2019 г.\n\nУчастники форума рекомендуют:\n1. Создать клуб",
        "Руководствуясь   ст.  12    закона,    участники   форума\nрешили   создать   общественный    совет при   главе\nгорода и    провести в   нём первые    выборы",
        "-      создать клуб\n-      найти место\n-      провести ярмарку",
    ],
)
def test_gaps_alone_make_no_table(text):
    assert rows_of(text) == []


LEFT = [
    "Участники форума отмечают, что", "в городе выросло число жите-", "лей, готовых помогать соседям",
    "и благоустраивать дворы. Вмес-", "те с тем им не хватает помощи", "и знаний, а мэрии города людей.", "Форум рекомендует:",
]  # fmt: skip
RIGHT = [
    "1. Мэрии города открыть во всех", "районах соседские центры и на-", "значить ответственных за работу",
    "с жителями домов и дворов.", "2. Вузам города включить ос-", "новы волонтёрства в программы", "первых курсов.",
]  # fmt: skip


def test_two_columns_of_text_are_read_one_after_the_other(tmp_path):
    lines = [f"{a:<36}{b}".rstrip() for a, b in zip(LEFT, RIGHT, strict=True)]
    path = tmp_path / "колонки.txt"
    path.write_text("РЕЗОЛЮЦИЯ ФОРУМА\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    document = read_document(path)
    assert document.report["columns"] == 1
    assert [(b.label, b.text) for b in document.blocks] == [
        (None, "РЕЗОЛЮЦИЯ ФОРУМА"),
        (None, "Участники форума отмечают, что в городе выросло число жителей, готовых помогать соседям и благоустраивать "
               "дворы. Вместе с тем им не хватает помощи и знаний, а мэрии города людей."),
        (None, "Форум рекомендует:"),
        ("1.", "Мэрии города открыть во всех районах соседские центры и назначить ответственных за работу с жителями домов и дворов."),
        ("2.", "Вузам города включить основы волонтёрства в программы первых курсов."),
    ]  # fmt: skip


def test_table_rows_keep_their_cells_with_offsets(tmp_path):
    path = tmp_path / "план.txt"
    path.write_text("План\n\n| 1 | Создать клу\u00adб | Мэрия |\n| 2 | Найти  место | Вузы |\n", encoding="utf-8")
    document = read_document(path)
    rows = [b for b in document.blocks if b.kind == "row"]
    assert [[document.text[c.start : c.end] for c in b.cells] for b in rows] == [
        ["1", "Создать клуб", "Мэрия"],
        ["2", "Найти место", "Вузы"],
    ]
    assert {b.table for b in rows} == {1}

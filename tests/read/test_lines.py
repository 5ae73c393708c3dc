import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.read.lines import group_lines, split_lines, wrap_width


def grouped(text):
    lines = split_lines(text)
    return [" ".join(line.text for line in group) for group in group_lines(lines, width=wrap_width(lines))]


BODY = """    Участники форума отметили, что жители дворов города Заречья всё
чаще берутся за дело сами. Им нужны место для встреч и знания о том, как
вести общее хозяйство и где найти средства на него. Работа с жителями
стала делом многих служб города. Опыт соседних городов показывает, что
"""


def test_body_lines_that_are_wrapped_narrower_than_first_lines_are_still_full():
    text = (
        "    Форум соседей прошёл в Заречье.\n"
        + BODY
        + "соседские центры окупаются за два года.\n    1. Мэрии города не ограничиваться сбором жалоб, а открыть новое\nместо для встреч во всех районах города и назначить ответственных лиц.\nПример посёлка Северного, где такие центры уже работают, говорит сам\nза себя.\n"
    )
    assert grouped(text)[2].endswith(
        "ответственных лиц. Пример посёлка Северного, где такие центры уже работают, говорит сам за себя."
    )


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("создать клуб,\nнайти место,\nоткрыть курсы", 3),
        ("Создать клуб для\nстарших", 1),
        ("Создать клуб,\nгде встречаются старшие", 1),
        ("Мэрии города\nг. Тверь", 2),
        ("Форум\n\nрешил", 2),
        ("Соз-\nдать", 1),
        ("Мэрия –\nПетров", 2),
        ("1.\nСоздать", 1),
        ("1)\n2) Найти", 2),
    ],
)
def test_lines_of_unwrapped_text(text, groups):
    assert len(grouped(text)) == groups


@given(st.text(alphabet="аБ .-,;1)–\n\t\r\f", max_size=120))
def test_grouping_keeps_every_line_in_order(text):
    lines = split_lines(text)
    assert [line for group in group_lines(lines, width=wrap_width(lines)) for line in group] == lines
    assert [line for group in group_lines(lines, width=10) for line in group] == lines
    assert all(text[line.start : line.end] == line.text for line in lines)
    assert "".join("".join(line.text.split()) for line in lines) == "".join(text.split())

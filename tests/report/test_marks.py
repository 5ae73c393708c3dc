from __future__ import annotations

from types import ModuleType

from hypothesis import given
from hypothesis import strategies as st

from civictext.report.marks import Mark, marks, runs


def test_marks_point_at_the_words_of_the_tags(tables, builders: ModuleType) -> None:
    row = tables.recommendations.to_dict("records")[1]
    document = "\n".join(builders.TEXTS["aaaa"])
    shown = {(m.kind, row["text"][m.start : m.end]) for m in marks(row, document)}
    assert shown == {
        ("action", "Провести"),
        ("object", "форум молодёжи"),
        ("theme", "молодёжи"),
        ("deadline", "до 1 сентября 2019 года"),
    }


def test_a_tag_in_the_heading_is_left_out(tables, builders: ModuleType) -> None:
    row = tables.recommendations.to_dict("records")[0]
    assert [m.detail for m in marks(row, "\n".join(builders.TEXTS["aaaa"])) if m.kind == "actor"] == ["beneficiary"]


def test_marks_cross_a_line_break_and_a_second_stretch(builders: ModuleType) -> None:
    document = "1. Создать \n парк | стр. 2 | для детей."
    text = "Создать парк для детей."
    row = builders.recommendation("d", 1, 3, text, end=len(document), spans=[[3, 17], [29, 39]])
    at = document.index("детей")
    row["actors"] = [builders.actor("детей", "children_families", "beneficiary", at)]
    row["actions"] = [builders.action("Создать", "create", "парк", 3, document.index("парк"))]
    assert [(m.kind, text[m.start : m.end]) for m in marks(row, document)] == [
        ("action", "Создать"),
        ("object", "парк"),
        ("actor", "детей"),
    ]


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6))
def test_runs_give_back_the_whole_text(text: str, places: list[tuple[int, int]]) -> None:
    found = [Mark(min(p), max(p), "actor") for p in places if max(p) <= len(text)]
    assert "".join(part for part, _ in runs(text, found)) == text

from hypothesis import given
from hypothesis import strategies as st

from civictext.read.blocks import blocks_of


def test_blocks_are_the_lines_with_their_labels():
    text = "РЕЗОЛЮЦИЯ\n\nФорум рекомендует:\n1.Создать совет.\n   а) детский;\n"
    got = [(b.kind, b.label, b.depth, text[b.start : b.end]) for b in blocks_of(text)]
    assert got == [
        ("heading", None, 0, "РЕЗОЛЮЦИЯ"),
        ("paragraph", None, 0, "Форум рекомендует:"),
        ("item", "1.", 0, "Создать совет."),
        ("item", "а)", 1, "детский;"),
    ]


def test_tabs_make_rows_with_cells_but_not_behind_a_label():
    text = "№\tМероприятие\tСрок\n1\tСоздать совет\t2025\n1.\tОткрыть клуб"
    blocks = blocks_of(text)
    assert [b.kind for b in blocks] == ["row", "row", "item"]
    assert [text[c.start : c.end] for c in blocks[1].cells] == ["1", "Создать совет", "2025"]
    assert blocks[2].text == "Открыть клуб"


@given(st.text(alphabet="аБ1.)(–•\t\n II«»:", max_size=80))
def test_offsets_are_exact_and_no_character_is_in_two_blocks(text):
    at = 0
    for block in blocks_of(text):
        assert text[block.start : block.end] == block.text
        assert at <= block.start < block.end
        assert all(text[c.start : c.end] == c.text for c in block.cells)
        at = block.end

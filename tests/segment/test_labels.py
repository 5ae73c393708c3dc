"""Labels of list items, typed before the item or inside a paragraph."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.records import Block
from civictext.segment.labels import inline_labels, parse_label, split_inline


@pytest.mark.parametrize(
    ("text", "kind", "parts"),
    [
        ("3.", "number", (3,)),
        ("3)", "number", (3,)),
        ("(3)", "number", (3,)),
        ("2.1", "number", (2, 1)),
        ("2.1.4.", "number", (2, 1, 4)),
        ("г)", "letter", (4,)),
        ("к)", "letter", (10,)),
        ("XIV.", "roman", (14,)),
        ("–", "bullet", ()),
        ("\uf0b7", "bullet", ()),
    ],
)
def test_parse_label_reads_kind_and_numbers(text, kind, parts):
    label = parse_label(text)
    assert (label.kind, label.parts) == (kind, parts)


def test_parse_label_of_nothing_is_nothing():
    assert parse_label(None) is None
    assert parse_label("  ") is None


def test_labels_of_one_list_share_a_signature():
    assert parse_label("1.1").signature == parse_label("2.3.").signature
    assert parse_label("1.").signature != parse_label("1)").signature


def paragraph(text, label=None):
    return Block("paragraph" if label is None else "item", text, 0, len(text), label=label)


def test_split_inline_separates_introduction_and_items():
    parts = split_inline(paragraph("Просим власти: 1) открыть музей; 2) отремонтировать мост (см. п. 3) до осени."))
    assert [(p.label, p.text) for p in parts] == [
        (None, "Просим власти:"),
        ("1)", "открыть музей;"),
        ("2)", "отремонтировать мост (см. п. 3) до осени."),
    ]


def test_split_inline_goes_on_from_the_label_of_the_block():
    parts = split_inline(paragraph("открыть музей; б) закрыть свалку", "а)"))
    assert [(p.label, p.text, p.depth) for p in parts] == [("а)", "открыть музей;", 0), ("б)", "закрыть свалку", 0)]


@pytest.mark.parametrize(
    "text",
    [
        "Встреча прошла в 2019 году. 1. марта открылся парк.",
        "По пункту 1) возражений нет.",
        "Выделить 3. 5 млн рублей.",
    ],
)
def test_numbers_that_are_no_list_stay(text):
    assert inline_labels(text) == []


@given(st.text(alphabet="абв1239.)(; ", max_size=60))
def test_split_inline_keeps_offsets(text):
    for part in split_inline(paragraph(text)):
        assert text[part.start : part.end] == part.text

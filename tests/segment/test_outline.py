"""Which list a label continues."""

from civictext.records import Passage
from civictext.segment.labels import parse_label
from civictext.segment.outline import Entry, OpenLists


def above(labels):
    """Return for each label the labels above it; a label that ends with «:» introduces."""
    lists, out = OpenLists(), []
    for text in labels:
        label = parse_label(text.rstrip(":"))
        lists.place(Entry(label, 0, introduces=text.endswith(":"), passage=Passage(text, 0, 0)))
        out.append([e.passage.text for e in lists.above()])
    return out


def test_decimals_stand_under_their_number():
    assert above(["1.:", "1.1.", "1.2.", "2.:", "2.1."]) == [[], ["1.:"], ["1.:"], [], ["2.:"]]


def test_letters_and_dashes_nest_in_the_order_of_their_first_appearance():
    assert above(["1.:", "а):", "–", "–", "б)", "2."]) == [[], ["1.:"], ["а):", "1.:"], ["а):", "1.:"], ["1.:"], []]


def test_numbers_that_start_anew_under_a_number_are_its_items():
    assert above(["1.:", "1.", "2.", "2.:", "1."]) == [[], ["1.:"], ["1.:"], [], ["2.:"]]


def test_a_list_cut_at_its_start_goes_on():
    assert above(["3.", "4.", "5."]) == [[], [], []]


def test_a_number_closes_decimals_whose_number_was_cut_off():
    assert above(["2.3.", "2.4.", "3.:", "3.1."]) == [[], [], [], ["3.:"]]


def test_goes_on_only_when_the_number_counts_on():
    lists = OpenLists()
    lists.place(Entry(parse_label("4."), 0))
    assert lists.goes_on(parse_label("5."))
    assert not lists.goes_on(parse_label("7."))
    assert not lists.goes_on(None)

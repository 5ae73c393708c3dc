import pytest
from hypothesis import given
from hypothesis import strategies as st

from civictext.read.edits import Change, Traced, apply_changes, undo

TEXT = st.text(alphabet="абв г\n-", max_size=30)


@st.composite
def changes(draw, text):
    marks = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(marks[::2], marks[1::2], strict=False))
    return [Change(a, b, draw(st.text(alphabet="xy ", max_size=3))) for a, b in pairs]


@given(st.data())
def test_edits_lead_there_and_back_over_several_passes(data):
    raw = data.draw(TEXT)
    traced, expected = Traced.of(raw), raw
    for _ in range(3):
        made = data.draw(changes(traced.text))
        expected = apply_changes(expected, made)
        traced = traced.replace(made)
        assert traced.text == expected
        assert undo(traced.text, raw, traced.edits) == raw


@given(st.data())
def test_untouched_stretches_map_to_themselves(data):
    raw = data.draw(TEXT)
    traced = Traced.of(raw)
    for _ in range(2):
        traced = traced.replace(data.draw(changes(traced.text)))
    at_raw = at = 0
    for edit in [*traced.edits, (len(raw), len(raw), len(traced.text), len(traced.text))]:
        assert raw[at_raw : edit[0]] == traced.text[at : edit[2]]
        if edit[2] > at:
            assert traced.to_raw(at, edit[2]) == (at_raw, edit[0])
            assert traced.to_text(at_raw, edit[0]) == (at, edit[2])
        at_raw, at = edit[1], edit[3]


@given(st.data())
def test_mapping_there_and_back_embraces_the_stretch(data):
    raw = data.draw(TEXT)
    traced = Traced.of(raw).replace([c for c in data.draw(changes(raw)) if c.start < c.end])
    start = data.draw(st.integers(0, len(traced.text)))
    end = data.draw(st.integers(start, len(traced.text)))
    raw_start, raw_end = traced.to_raw(start, end)
    assert 0 <= raw_start <= raw_end <= len(raw)
    if end > start and raw_end > raw_start:
        first, last = traced.to_text(raw_start, raw_end)
        assert first <= start and end <= last


@pytest.mark.parametrize(
    ("span", "raw_span"), [((0, 2), (0, 2)), ((2, 7), (4, 9)), ((1, 3), (1, 5)), ((0, 7), (0, 9)), ((7, 9), (10, 12))]
)
def test_deleted_characters_beside_a_stretch_stay_outside(span, raw_span):
    traced = Traced.of("на  форум-ах").replace([Change(2, 4, ""), Change(9, 10, "")])
    assert traced.text == "нафорумах"
    assert traced.to_raw(*span) == raw_span

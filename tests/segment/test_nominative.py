"""Phrases in the nominative."""

from __future__ import annotations

import pytest

from civictext.segment.nominative import noun_phrase_in, noun_phrase_nominative

PHRASES = [
    ("Озерского городского округа", "Озерский городской округ"),
    ("Энгельсского муниципального района", "Энгельсский муниципальный район"),
    ("Законодательного Собрания Калужской области", "Законодательное Собрание Калужской области"),
    ("ПРАВИТЕЛЬСТВУ ПЕРМСКОГО КРАЯ", "ПРАВИТЕЛЬСТВО ПЕРМСКОГО КРАЯ"),
    ("Молодёжным советом при мэре", "Молодёжный совет при мэре"),
]


@pytest.mark.parametrize(("phrase", "nominative"), PHRASES)
def test_noun_phrase_nominative_agrees(phrase, nominative):
    assert noun_phrase_nominative(phrase.split()) == nominative


def test_noun_phrase_in_asks_for_case_and_head():
    assert noun_phrase_in(["Общественная", "палата", "города"], "gent", of="nomn") == "Общественной палаты города"
    assert noun_phrase_in(["Общественной", "палате", "города"], "gent", of="nomn", heads=frozenset({"палата"})) is None
    assert noun_phrase_in(["быстро", "бежать"], "nomn") is None

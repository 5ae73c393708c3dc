"""Headings name those who are asked, wherever the verb of asking stands."""

from __future__ import annotations

import pytest

import civictext


@pytest.fixture(scope="module")
def nlp():
    return civictext.load(exclude=["civictext_actors", "civictext_actions", "civictext_themes", "civictext_details"])


def headings(nlp, line: str) -> list[str | None]:
    doc = nlp(f"РЕЗОЛЮЦИЯ\n{line}\n1. Создать парк.\n2. Открыть музей.")
    return [r["heading"] and r["heading"]["text"] for r in doc._.recommendations]


@pytest.mark.parametrize(
    "line", ["Администрации города рекомендуем:", "Вузам предлагается:", "Правительству области просим:"]
)
def test_the_asked_may_stand_before_the_verb(nlp, line: str):
    assert headings(nlp, line) == [line.rstrip(":")] * 2


@pytest.mark.parametrize("line", ["Участники форума рекомендуют:", "Конференция предлагает:"])
def test_those_who_ask_are_not_the_asked(nlp, line: str):
    assert headings(nlp, line) == [None, None]

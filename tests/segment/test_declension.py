"""Case forms of place names."""

from __future__ import annotations

import pytest

from civictext.gazetteer import regions, towns
from civictext.segment.declension import name_forms

FORMS = [
    ("Озёрск", "Озёрске"),
    ("Елец", "Ельца"),
    ("Орёл", "Орла"),
    ("Пермь", "Перми"),
    ("Ярославль", "Ярославля"),
    ("Набережные Челны", "Набережных Челнах"),
    ("Великие Луки", "Великих Лук"),
    ("Химки", "Химок"),
    ("Чебоксары", "Чебоксарах"),
    ("Петропавловск-Камчатский", "Петропавловске-Камчатском"),
    ("Ростов-на-Дону", "Ростова-на-Дону"),
    ("Усть-Илимск", "Усть-Илимска"),
    ("Улан-Удэ", "Улан-Удэ"),
    ("Грозный", "Грозном"),
    ("Нижний Тагил", "Нижнего Тагила"),
    ("Кемерово", "Кемерове"),
    ("Республика Карелия", "Республики Карелии"),
    ("Ханты-Мансийский автономный округ", "Ханты-Мансийского автономного округа"),
]


@pytest.mark.parametrize(("name", "form"), FORMS)
def test_name_forms_hold_the_form(name, form):
    assert {name, form} <= name_forms(name)


def test_name_forms_of_every_place_are_few():
    names = [*towns(), *(r.ru for r in regions())]
    assert all(1 <= len(name_forms(n)) <= 40 for n in names)

"""Place names in texts: `[text](nominative:kind:region)` marks what must be found; a region is given without RU-."""

from __future__ import annotations

import re

import pytest

from civictext.gazetteer import regions
from civictext.segment.declension import name_forms
from civictext.segment.toponyms import find_toponyms

MARK = re.compile(r"\[([^\]]+)\]\(([^:)]+):(region|town|district|adjective):([\w-]+)\)")
CASES = [
    "в г. [Ельце](Елец:town:LIP) и в [Энгельсском районе](Энгельс:district:SAR) [Саратовской области](Саратовская область:region:SAR)",
    "администрация [Озерского городского округа](Озёрск:district:CHE)",
    "форум городского округа «город [Дербент](Дербент:town:DA)»",
    "городской округ город [Рыбинск](Рыбинск:town:YAR)",
    "ПРАВИТЕЛЬСТВО [ПЕРМСКОГО КРАЯ](Пермский край:region:PER)",
    "в [Республике Алтай](Республика Алтай:region:AL), не в [Алтайском крае](Алтайский край:region:ALT)",
    "опыт [Республики Коми](Республика Коми:region:KO) и [Марий Эл](Марий Эл:region:ME)",
    "дума [Ханты-Мансийского автономного округа](Ханты-Мансийский автономный округ:region:KHM) – [Югры](Югра:region:KHM)",
    "жители [Прикамья](Прикамье:region:PER) и [пермские](пермские:adjective:PER) НКО",
    "[Свердловская обл](Свердловская область:region:SVE)., [Нижний Тагил](Нижний Тагил:town:SVE)",
    "[Великолукского района](Великие Луки:district:PSK), [Старооскольский городской округ](Старый Оскол:district:BEL)",
    "[Чебоксарский район](Чебоксары:district:CU), [Лысьвенского городского округа](Лысьва:district:PER)",
    "Президент Владимир Путин и А. С. Пушкин, улица Чехова, город [Владимир](Владимир:town:VLA)",
    "в Ленинском районе и на Советской улице",
    "правда, заря новой победы",
    "[Республика Северная Осетия](Республика Северная Осетия:region:SE) – Алания",
    "в [Санкт-Петербурге](Санкт-Петербург:town:SPE) и [Ленинградской области](Ленинградская область:region:LEN)",
]


def parse_marks(marked):
    """Return the plain text and the marks (start, end, nominative, kind, region); a malformed mark is refused."""
    text, marks, at = "", [], 0
    for m in MARK.finditer(marked):
        text += marked[at : m.start()]
        marks.append((len(text), len(text) + len(m.group(1)), m.group(2), m.group(3), "RU-" + m.group(4)))
        text += m.group(1)
        at = m.end()
    text += marked[at:]
    assert "[" not in text and "](" not in text, f"malformed mark in {marked!r}"
    return text, marks


@pytest.mark.parametrize("marked", CASES, ids=range(len(CASES)))
def test_find_toponyms_in_any_case(marked):
    text, marks = parse_marks(marked)
    assert [(t.start, t.end, t.name, t.kind, t.regions[0]) for t in find_toponyms(text)] == marks


def test_find_toponyms_reads_every_region_in_every_case():
    for region in regions():
        if re.search("[()–]", region.ru):
            continue
        for form in sorted(name_forms(region.ru)):
            assert region.code in [r for t in find_toponyms(f"в округе: {form}.") for r in t.regions[:1]], form


@pytest.mark.parametrize("name", ["Железногорск", "Ивановка", "Берёзовский"])
def test_find_toponyms_leaves_a_town_with_namesakes_uncertain(name):
    (toponym,) = find_toponyms(f"в городе {name}")
    assert not toponym.certain and len(toponym.regions) > 1

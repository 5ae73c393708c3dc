"""Place names in a text with the regions they can stand for: names, adjectives, towns in any case. No choice is made here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from civictext.gazetteer import towns
from civictext.segment.nominative import parses
from civictext.segment.toponym_index import (
    ENDING,
    SEAT,
    adjective_index,
    adjective_stem,
    alternatives,
    closest_names,
    district_index,
    fold,
    region_adjectives,
    region_index,
    town_index,
    weigh,
    words_about_places,
)

ToponymKind = Literal["region", "town", "district", "adjective"]
MAX_WORDS = 4  # «Ямало-Ненецкий автономный округ», «Кабардино-Балкарская Республика»
LARGE_TOWN = 50_000  # inhabitants; a bare smaller name may be a surname or a word
_WORD = re.compile(r"[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё\d]+)*")
_IN = re.compile(r"(?<![А-Яа-яё])[Вв]о?\s$")
_ADJECTIVE = rf"[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*[сц]к{ENDING}"


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name in a text.

    `name` is its nominative, `regions` the codes it can stand for, best first; `certain` is False where namesakes of
    other regions are about as large. `marked` tells that a word like «город» or «район» says it is a place, `large` that the town has more than 50,000 inhabitants.
    """

    start: int
    end: int
    text: str
    name: str
    kind: ToponymKind
    regions: tuple[str, ...]
    certain: bool
    marked: bool
    large: bool = False


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = words_about_places()
    attributes = "|".join(words["municipal_attributes"])
    nouns = "|".join(words["municipal_nouns"])
    return {
        "settlement": re.compile(alternatives(words["settlement"]) + r"\s*[«\"]?$", re.IGNORECASE),
        "street": re.compile(alternatives(words["street"]) + r"\s*[«\"]?$", re.IGNORECASE),
        "person": re.compile(r"(?:[А-ЯЁ]\.\s?){1,2}$"),
        "municipality": re.compile(
            rf"(?<![А-ЯЁа-яё-])({_ADJECTIVE})((?:\s+(?:{attributes}))*\s*(?:{nouns})(?![а-яё]))", re.IGNORECASE
        ),
        "unit": re.compile(rf"\s+(?:{attributes}|{nouns})(?![а-яё])", re.IGNORECASE),
        "quoted": re.compile(
            rf"(?<![А-ЯЁа-яё])(?:(?:{attributes})\s+)*(?:{nouns})\s*[«\"“]\s?({_ADJECTIVE})\s?[»\"”]", re.IGNORECASE
        ),
        "body": re.compile(rf"(?<![А-ЯЁа-яё-])({_ADJECTIVE})\s+(?:{'|'.join(words['town_bodies'])})", re.IGNORECASE),
        "adjective": re.compile(rf"(?<![А-ЯЁа-яё-]){_ADJECTIVE}(?![а-яё-])", re.IGNORECASE),
        "okrug": re.compile(
            rf"(?:(?:{attributes})\s+)*(?:{nouns})\s+(?:[–-]\s*)?(?:(?:{'|'.join(words['settlement'])})\s+)?[«\"]?$",
            re.IGNORECASE,
        ),
    }


def _is_name_of_person(word: str) -> bool:
    return any({"Name", "Surn", "Patr"} & set(p.tag.grammemes) for p in parses(word.lower())[:4])


def _is_geographic(name: str) -> bool:
    """Tell whether the dictionary has a name as a place, or has no word like it."""
    words = name.split()
    return (
        len(words) > 1
        or any("Geox" in p.tag.grammemes for p in parses(name.lower()))
        or not parses(name.lower())[0].is_known
    )


def _is_adjectival(word: str) -> bool:
    return any(p.tag.POS in {"ADJF", "PRTF"} for p in parses(word.lower())[:4])


def _is_dateline(text: str, start: int, end: int) -> bool:
    """Tell whether a name stands alone at the start of its line, before a comma, a dash, a date or nothing."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return not line.strip(' \t\xa0(«"') and bool(
        re.match(r"[ \t\xa0]*(?:[,.–—\d«\"(-]|$)", text[end : end + 12], re.MULTILINE)
    )


def _town_at(text: str, start: int, end: int) -> Toponym | None:
    names = town_index().get(fold(text[start:end]))
    if not names:
        return None
    before = text[max(0, start - 60) : start]
    patterns = _patterns()
    marked = bool(patterns["settlement"].search(before) or patterns["okrug"].search(before))
    surface = text[start:end]
    if patterns["unit"].match(text, end) and re.search(r"ск(?:ого|ому|им|ом)$", surface):
        return None  # «в Ленинском районе»
    if patterns["person"].search(before) and not surface.isupper():
        return None
    if not marked:
        if patterns["street"].search(before):
            return None
        small = max(towns()[n][0].population for n in names) < LARGE_TOWN
        word = " " not in surface and "-" not in surface
        if _IN.search(before) and _is_geographic(surface):
            pass  # «в Задонске», «во Владимире»
        elif (small or (word and (_is_adjectival(surface) or _is_name_of_person(surface)))) and not _is_dateline(
            text, start, end
        ):
            return None
    found, certain = weigh(names)
    best = max(names, key=lambda n: (towns()[n][0].population, n))
    large = towns()[best][0].population >= LARGE_TOWN
    return Toponym(start, end, surface, best, "town", found, certain, marked, large)


def _named(text: str) -> Iterator[Toponym]:
    words = list(_WORD.finditer(text))
    i = 0
    while i < len(words):
        if not words[i].group()[0].isupper():
            i += 1
            continue
        for n in range(min(MAX_WORDS, len(words) - i), 0, -1):
            start, end = words[i].start(), words[i + n - 1].end()
            if n > 1 and any(
                text[a.end() : b.start()].strip() or "\n" in text[a.end() : b.start()]
                for a, b in zip(words[i : i + n], words[i + 1 : i + n], strict=False)
            ):
                continue
            region = region_index().get(fold(text[start:end]))
            town = _town_at(text, start, end)
            if region and not (town and town.name == region[1]):
                yield Toponym(start, end, text[start:end], region[1], "region", (region[0],), True, n > 1)
            elif town:
                yield town
            else:
                continue
            i += n - 1
            break
        i += 1


def _municipal(text: str) -> Iterator[Toponym]:
    common = {fold(a)[:-2] for a in words_about_places()["common_adjectives"]}
    matches = [*_patterns()["municipality"].finditer(text), *_patterns()["quoted"].finditer(text)]
    for match in matches:
        stem = adjective_stem(match.group(1))
        if stem in common:
            continue
        names = closest_names(adjective_index().get(stem, ()), stem)
        found, certain = weigh(names) if names else ((), True)
        listed = district_index().get(stem, ())
        if listed and (not names or towns()[names[0]][0].population < SEAT):
            found, certain = tuple(dict.fromkeys([*listed, *found])), len(listed) == 1
        elif listed:
            found, certain = tuple(dict.fromkeys([*found, *listed])), False
        if found:
            name = names[0] if names else match.group(1)
            yield Toponym(match.start(), match.end(), match.group(), name, "district", found, certain, True)


def _bodies(text: str) -> Iterator[Toponym]:
    for match in _patterns()["body"].finditer(text):
        names = closest_names(adjective_index().get(adjective_stem(match.group(1)), ()), adjective_stem(match.group(1)))
        if names:
            found, certain = weigh(names)
            yield Toponym(match.start(1), match.end(1), match.group(1), names[0], "town", found, certain, True)


def _relational(text: str) -> Iterator[Toponym]:
    common = {fold(a)[:-2] for a in words_about_places()["common_adjectives"]}
    for match in _patterns()["adjective"].finditer(text):
        code = region_adjectives().get(adjective_stem(match.group()))
        if code and adjective_stem(match.group()) not in common:
            yield Toponym(match.start(), match.end(), match.group(), match.group(), "adjective", (code,), True, False)


def find_toponyms(text: str) -> list[Toponym]:
    """Return the place names of a text in order; of overlapping ones the names of regions, then towns, then districts.

    Examples
    --------
    >>> [(t.name, t.kind, t.regions[0]) for t in find_toponyms("в г. Ельце и в Энгельсском районе Саратовской области")]
    [('Елец', 'town', 'RU-LIP'), ('Энгельс', 'district', 'RU-SAR'), ('Саратовская область', 'region', 'RU-SAR')]
    """
    out: list[Toponym] = []
    taken: set[int] = set()
    for toponym in [*_named(text), *_municipal(text), *_bodies(text), *_relational(text)]:
        if taken.isdisjoint(range(toponym.start, toponym.end)):
            taken.update(range(toponym.start, toponym.end))
            out.append(toponym)
    return sorted(out, key=lambda t: t.start)

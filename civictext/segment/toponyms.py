"""Place names in a text with the regions they can stand for: names, adjectives, towns in any case. No choice is made here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from civictext.annotate.opencorpora import analyzer
from civictext.gazetteer import Region, districts, regions, towns
from civictext.resources import data_path, read_yaml
from civictext.segment.declension import name_forms

ToponymKind = Literal["region", "town", "district", "adjective"]
MAX_WORDS = 4  # «Ямало-Ненецкий автономный округ», «Кабардино-Балкарская Республика»
LARGE_TOWN = 50_000  # inhabitants; a bare smaller name may be a surname or a word
SEAT = 5_000  # inhabitants; a smaller place is rarely the one a district is called after
DOMINANT = 3.0  # times larger than its namesakes: then the larger town is meant
_WORD = re.compile(r"[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё\d]+)*")
_ENDING = r"(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)"
_ADJECTIVE = rf"[А-ЯЁа-яё]+(?:-[А-ЯЁа-яё]+)*[сц]к{_ENDING}"


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


def fold(text: str) -> str:
    """Return the text in lower case with ё as е, character by character."""
    return text.lower().replace("ё", "е")


@cache
def words_about_places() -> dict[str, Any]:
    """Return the lexicon of words around place names."""
    return read_yaml(data_path("lexicons", "places.yaml"))


def alternatives(pieces: Sequence[str]) -> str:
    """Return a regular expression group of whole words."""
    return r"(?<![А-ЯЁа-яё])(?:" + "|".join(pieces) + ")"


@cache
def _region_index() -> dict[str, tuple[str, str]]:
    """Return folded form → (code, nominative) of the names of regions."""
    out: dict[str, tuple[str, str]] = {}
    for region in regions():
        plain = [n for n in (region.ru, region.short, *region.forms) if not re.search(r"[()–]", n)]
        for name in plain:
            for form in [*name_forms(name), *_apposed(name)]:
                out.setdefault(fold(form), (region.code, name))
        for form in _shortened(region):
            out.setdefault(fold(form), (region.code, region.ru))
    return out


def _apposed(name: str) -> Iterator[str]:
    """Yield «Республики Карелия»: the name stays in the nominative behind the word that says what it is."""
    kind, _, rest = name.partition(" ")
    if kind == "Республика":
        yield from (f"{form} {rest}" for form in name_forms(kind))


def _shortened(region: Region) -> Iterator[str]:
    nouns = words_about_places()["region_nouns"].get(region.kind, ())
    first = region.ru.split()[0]
    for noun in nouns:
        yield from (f"{form} {noun}".replace("\\", "") for form in name_forms(first))


@cache
def _town_index() -> dict[str, tuple[str, ...]]:
    """Return folded form → nominative names of towns."""
    out: dict[str, list[str]] = defaultdict(list)
    for name in towns():
        for form in name_forms(name):
            out[fold(form)].append(name)
    return {form: tuple(names) for form, names in out.items()}


def adjective_stems(name: str) -> Iterator[str]:
    """Yield the folded stems that the adjective of a place name can have, up to its -ск- or -цк-.

    Examples
    --------
    >>> "озерск" in adjective_stems("Озёрск"), "калужск" in adjective_stems("Калуга")
    (True, True)
    """
    *before, last = re.split(r"[ -]", fold(name.partition("-на-")[0]))
    first = [re.sub(r"(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|[аяоеыиь])$", "", w) for w in before]
    prefixes = [
        "".join(first),
        "".join(f + "о" for f in first),
        "".join(f + "е" for f in first),
        "-".join([*before, ""]),
    ]
    for prefix in dict.fromkeys(prefixes):
        yield from (prefix + stem for stem in _word_stems(last))


def _word_stems(word: str) -> Iterator[str]:
    if re.search("[сц]к$", word):
        yield word
        return
    if word.endswith(("ский", "ской", "цкий", "ское", "ская")):
        yield word[:-2]
        return
    base = re.sub(r"(?:ый|ий|ой|ая|ое|ые|ие|[аяоеыиьй])$", "", word)
    bases = {
        base,
        base.removesuffix("о"),
        re.sub("([^аеиоуыэюя])ец$", r"\1ц", base),
        re.sub("([^аеиоуыэюя])[ео]([клрн])$", r"\1\2", base),
    }
    for b in sorted(bases):
        yield from (
            b + suffix
            for suffix in ("ск", "овск", "евск", "инск", "енск", "анск", "янск", "ьск", "чанск", "имск", "ицк")
        )
        if b.endswith("ц"):
            yield b + "к"
            yield b + "овск"
        if b and b[-1] in "гкхцз":
            yield b[:-1] + {"г": "жск", "к": "цк", "х": "шск", "ц": "чск", "з": "жск"}[b[-1]]
            yield b[:-1] + "чск"


@cache
def _adjective_index() -> dict[str, tuple[str, ...]]:
    """Return stem → nominative names of the towns whose adjective may have it, the largest first."""
    out: dict[str, list[str]] = defaultdict(list)
    for name in sorted(towns(), key=lambda n: -towns()[n][0].population):
        for stem in dict.fromkeys(adjective_stems(name)):
            out[stem].append(name)
    return {stem: tuple(names) for stem, names in out.items()}


@cache
def _region_adjectives() -> dict[str, str]:
    out: dict[str, str] = {}
    for region in regions():
        for adjective in region.adjectives:
            out.setdefault(fold(adjective)[:-2], region.code)
    return out


def _weigh(names: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """Return the regions of all towns of these names, the largest town's first, and whether it dominates."""
    found = sorted((t for name in names for t in towns()[name]), key=lambda t: (-t.population, t.region))
    sizes: dict[str, int] = {}
    for town in found:
        sizes[town.region] = max(sizes.get(town.region, 0), town.population)
    order = sorted(sizes, key=lambda r: (-sizes[r], r))
    return tuple(order), len(order) == 1 or sizes[order[0]] >= DOMINANT * max(sizes[order[1]], 1)


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
        "adjective": re.compile(rf"(?<![А-ЯЁа-яё-]){_ADJECTIVE}(?![а-яё-])", re.IGNORECASE),
        "okrug": re.compile(
            rf"(?:(?:{attributes})\s+)*(?:{nouns})\s+(?:[–-]\s*)?(?:(?:{'|'.join(words['settlement'])})\s+)?[«\"]?$",
            re.IGNORECASE,
        ),
    }


def _is_name_of_person(word: str) -> bool:
    return any({"Name", "Surn", "Patr"} & set(p.tag.grammemes) for p in analyzer().parse(word)[:4])


def _is_adjectival(word: str) -> bool:
    return any(p.tag.POS in {"ADJF", "PRTF"} for p in analyzer().parse(word)[:4])


def _is_dateline(text: str, start: int, end: int) -> bool:
    """Tell whether a name stands alone at the start of its line, before a comma, a dash, a date or nothing."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return not line.strip(' \t\xa0(«"') and bool(
        re.match(r"[ \t\xa0]*(?:[,–—\d«\"(-]|$)", text[end : end + 12], re.MULTILINE)
    )


def _town_at(text: str, start: int, end: int) -> Toponym | None:
    names = _town_index().get(fold(text[start:end]))
    if not names:
        return None
    before = text[max(0, start - 60) : start]
    patterns = _patterns()
    marked = bool(patterns["settlement"].search(before) or patterns["okrug"].search(before))
    surface = text[start:end]
    if patterns["person"].search(before) and not surface.isupper():
        return None
    if not marked:
        if patterns["street"].search(before):
            return None
        small = max(towns()[n][0].population for n in names) < LARGE_TOWN
        word = " " not in surface and "-" not in surface
        if (small or (word and (_is_adjectival(surface) or _is_name_of_person(surface)))) and not _is_dateline(
            text, start, end
        ):
            return None
    found, certain = _weigh(names)
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
            region = _region_index().get(fold(text[start:end]))
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
    for match in _patterns()["municipality"].finditer(text):
        stem = _stem(match.group(1))
        if stem in common:
            continue
        names = _closest(_adjective_index().get(stem, ()), stem)
        found, certain = _weigh(names) if names else ((), True)
        listed = _district_index().get(stem, ())
        if listed and (not names or towns()[names[0]][0].population < SEAT):
            found, certain = tuple(dict.fromkeys([*listed, *found])), len(listed) == 1
        elif listed:
            found, certain = tuple(dict.fromkeys([*found, *listed])), False
        if found:
            name = names[0] if names else match.group(1)
            yield Toponym(match.start(), match.end(), match.group(), name, "district", found, certain, True)


@cache
def _district_index() -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for adjective, codes in districts().items():
        out[_stem(adjective)] = tuple(dict.fromkeys([*out.get(_stem(adjective), ()), *codes]))
    return out


def _closest(names: Sequence[str], stem: str) -> Sequence[str]:
    """Return the names whose own letters make the adjective («Озёрск», not «Озёры»), unless a far larger one has it too."""
    if not names:
        return names
    exact = [n for n in names if fold(n) == stem or fold(n)[:-2] == stem]
    large = towns()[names[0]][0].population
    return exact if exact and DOMINANT * towns()[exact[0]][0].population >= large else names


def _stem(adjective: str) -> str:
    return re.sub(rf"(?<=[сц]к){_ENDING}$", "", fold(adjective))


def _relational(text: str) -> Iterator[Toponym]:
    common = {fold(a)[:-2] for a in words_about_places()["common_adjectives"]}
    for match in _patterns()["adjective"].finditer(text):
        code = _region_adjectives().get(_stem(match.group()))
        if code and _stem(match.group()) not in common:
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
    for toponym in [*_named(text), *_municipal(text), *_relational(text)]:
        if taken.isdisjoint(range(toponym.start, toponym.end)):
            taken.update(range(toponym.start, toponym.end))
            out.append(toponym)
    return sorted(out, key=lambda t: t.start)

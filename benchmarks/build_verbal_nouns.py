"""Build civictext/data/lexicons/verbal_nouns.csv: verbal noun → infinitive, from pymorphy3's dictionary.

A noun gets an infinitive only if a suffix rule leads from it to a verb that the dictionary knows; nothing is guessed.
Of several verbs the perfective one without a reflexive ending wins, as the annotation guide does («создание» → «создать»), unless
the noun itself is built on an imperfective stem («использование», «поддерживание»). Exceptions are a hand-written
table, verbal_nouns_fixed.csv, and have the last word.

Usage: python benchmarks/build_verbal_nouns.py
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pymorphy3

LEXICONS = Path(__file__).parent.parent / "civictext" / "data" / "lexicons"
HEADER = """# Verbal noun, infinitive. Built by benchmarks/build_verbal_nouns.py from pymorphy3's dictionary (OpenCorpora, CC BY-SA 3.0)
# and verbal_nouns_fixed.csv; do not edit by hand. Licence: CC BY-SA 3.0.
"""
#: consonants at the end of a stem before -ение → the infinitive's own
SOFTENED = {
    "вл": ("в",), "пл": ("п",), "бл": ("б",), "мл": ("м",), "фл": ("ф",), "ж": ("д", "з", "г"), "жд": ("д",), "щ": ("ст", "т", "ск"),
    "ч": ("т", "к"), "ш": ("с", "х"), "шл": ("сл",), "вш": ("вс",),
}  # fmt: skip
#: noun ending → infinitive endings, tried in this order
ENDINGS = {
    "ание": ("ать",), "яние": ("ять",), "ение": ("ить", "еть", "ести", "ти", "ять"), "ёние": ("ить",),
    "тие": ("ть",), "ация": ("ировать", "овать"), "яция": ("ировать", "ять"), "иция": ("ировать",), "кция": ("ктировать",),
    "ка": ("ить", "ать"), "ствие": ("ствовать",),
}  # fmt: skip
IMPERFECTIVE = ("ывание", "ивание", "авание")
#: «вырубка» is an act, «уточка» a bird: a noun in -ка needs a prefixed perfective verb
PREFIXES = ("вы", "до", "за", "на", "об", "от", "пере", "под", "при", "про", "раз", "рас")


def verbs_of(noun: str) -> Iterator[str]:
    """Yield the infinitives that the suffix rules allow for a noun, best first."""
    for ending, infinitives in ENDINGS.items():
        if not noun.endswith(ending) or len(noun) < len(ending) + 2:
            continue
        stem = noun.removesuffix(ending)
        for infinitive in infinitives:
            yield stem + infinitive
            if ending == "ение":
                for soft, hards in SOFTENED.items():
                    if stem.endswith(soft):
                        yield from (stem.removesuffix(soft) + hard + infinitive for hard in hards)
            if ending == "ение" and infinitive == "ести" and stem.endswith(("д", "т")):
                yield stem[:-1] + "сти"


def choose(noun: str, verbs: dict[str, str]) -> str | None:
    """Return the infinitive of a noun: of the known candidates a perfective one, where the stem is not imperfective."""
    known = list(dict.fromkeys(v for v in verbs_of(noun) if v in verbs))
    if noun.endswith("ка"):
        return next((v for v in known if verbs[v] == "perf" and v.startswith(PREFIXES)), None)
    if noun.endswith(IMPERFECTIVE):
        return known[0] if known else None
    return next((v for v in known if verbs[v] == "perf"), known[0] if known else None)


def read_dictionary() -> tuple[set[str], dict[str, str]]:
    """Return the inanimate nouns and the infinitives with their aspect."""
    nouns, verbs = set(), {}
    for word, tag, normal, _, _ in pymorphy3.MorphAnalyzer().dictionary.iter_known_words():
        if word != normal:
            continue
        if tag.POS == "INFN":
            verbs[word] = "perf" if "perf" in tag else "impf"
        elif tag.POS == "NOUN" and "inan" in tag:
            nouns.add(word)
    return nouns, verbs


def main() -> None:
    """Write the table, sorted."""
    nouns, verbs = read_dictionary()
    table = {noun: verb for noun in nouns if (verb := choose(noun, verbs)) and not verb.endswith("ся")}
    with (LEXICONS / "verbal_nouns_fixed.csv").open(encoding="utf-8") as file:
        for noun, verb in list(csv.reader(line for line in file if not line.startswith("#")))[1:]:
            table.pop(noun, None)
            if verb:
                table[noun] = verb
    rows = "".join(f"{noun},{verb}\n" for noun, verb in sorted(table.items()))
    (LEXICONS / "verbal_nouns.csv").write_text(f"{HEADER}noun,infinitive\n{rows}", encoding="utf-8")


if __name__ == "__main__":
    main()

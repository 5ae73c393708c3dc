"""The case forms of place names, by their last letters: names are too many and too rare for a dictionary."""

from __future__ import annotations

import re
from functools import cache
from itertools import product

from civictext.resources import data_path, read_table

CASES = ("genitive", "dative", "accusative", "instrumental", "locative")


@cache
def _endings() -> tuple[tuple[str, str, dict[str, tuple[str, ...]]], ...]:
    rows = read_table(data_path("lexicons", "toponym_endings.csv"), ("ending", "class", *CASES))
    empty = {"0": ""}
    return tuple(
        (
            empty.get(r["ending"], r["ending"]),
            r["class"],
            {c: tuple(empty.get(e, e) for e in r[c].split("|")) for c in CASES},
        )
        for _, r in rows
    )


def word_class(word: str) -> str:
    """Return how a name declines: adjective, noun or indeclinable."""
    return next(kind for ending, kind, _ in _endings() if word.lower().endswith(ending))


@cache
def word_forms(word: str, case: str) -> tuple[str, ...]:
    """Return the possible forms of one word of a place name in a case.

    Examples
    --------
    >>> word_forms("Елец", "locative"), word_forms("Нижний", "genitive")
    (('Ельце',), ('Нижнего',))
    """
    for ending, _, cases in _endings():
        if word.lower().endswith(ending):
            return tuple(word[: len(word) - len(ending)] + e for e in cases[case])
    return (word,)


def _declines_before(first: str, second: str) -> bool:
    """Tell «Петропавловск-Камчатский», where both parts decline, from «Усть-Илимск» and «Ханты-Мансийский»."""
    return word_class(second) == "adjective" and word_class(first) == "noun" and first[-1] not in "аяоеыи"


def _parts(name: str) -> list[tuple[str, bool]]:
    """Return the pieces of a name with whether each declines; separators and «-на-…» stay as they are."""
    head, middle, tail = name.partition("-на-")
    pieces = [p for p in re.split(r"([ -])", head) if p]
    declines = [p not in " -" for p in pieces]
    for i in range(len(pieces) - 2):
        if pieces[i + 1] == "-":
            declines[i] = _declines_before(pieces[i], pieces[i + 2])
    return [*zip(pieces, declines, strict=True), (middle + tail, False)]


@cache
def name_forms(name: str) -> frozenset[str]:
    """Return all case forms of a place name, the nominative among them.

    Examples
    --------
    >>> sorted(name_forms("Ростов-на-Дону"))[:3]
    ['Ростов-на-Дону', 'Ростова-на-Дону', 'Ростове-на-Дону']
    """
    out = {name}
    for case in CASES:
        options = [word_forms(piece, case) if declines else (piece,) for piece, declines in _parts(name)]
        out.update("".join(combination) for combination in product(*options))
    return frozenset(out)

"""OpenCorpora tags of pymorphy3 as Universal Dependencies: the only place where one becomes the other."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, NamedTuple

from civictext.read.words import analyzer
from civictext.resources import data_path, read_table


class Reading(NamedTuple):
    """One parse of a word form: part of speech and features in UD, normal form, share of the form's uses, the parse."""

    upos: str
    feats: dict[str, str]
    normal: str
    score: float
    parse: Any

    @property
    def is_known(self) -> bool:
        """Whether the dictionary has the form (else the reading is guessed from its ending)."""
        return bool(self.parse.is_known)

    @property
    def is_name(self) -> bool:
        """Whether the reading is a name of a person, place or organisation."""
        return self.upos == "PROPN"


@cache
def _table() -> dict[str, list[tuple[str, str]]]:
    out: dict[str, list[tuple[str, str]]] = {}
    for _, row in read_table(data_path("language", "opencorpora_ud.csv"), ("grammeme", "feature", "value")):
        out.setdefault(row["grammeme"], []).append((row["feature"], row["value"]))
    return out


@lru_cache(maxsize=4096)
def parse_tag(tag: str) -> tuple[str, dict[str, str]]:
    """Return part of speech and features of an OpenCorpora tag.

    Examples
    --------
    >>> parse_tag("NOUN,inan,masc sing,gent")
    ('NOUN', {'Animacy': 'Inan', 'Gender': 'Masc', 'Number': 'Sing', 'Case': 'Gen'})
    """
    pairs = [pair for grammeme in tag.replace(" ", ",").split(",") for pair in _table().get(grammeme, ())]
    upos = "X"
    for feature, value in pairs:
        if feature == "UPOS":
            upos = value
    return upos, {feature: value for feature, value in pairs if feature != "UPOS"}


@cache
def _alike() -> dict[tuple[str, str], float]:
    rows = read_table(data_path("language", "alike_pos.csv"), ("tagged", "read", "alike"))
    return {(row["tagged"], row["read"]): float(row["alike"]) for _, row in rows}


def alikeness(tagged: str, read: str) -> float:
    """Return how alike a tagger's part of speech and a reading's are, 0 … 1."""
    return 1.0 if tagged == read else _alike().get((tagged, read), 0.0)


@lru_cache(maxsize=50_000)
def readings(word: str) -> tuple[Reading, ...]:
    """Return the readings of a word form, most frequent first."""
    parses = analyzer().parse(word)
    return tuple(Reading(*parse_tag(str(p.tag)), p.normal_form, p.score, p) for p in parses)

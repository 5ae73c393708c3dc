"""Lexicons of the action tagger: verbs with types, light verbs, words that ask, verbal nouns. Loads and looks up; knows no tree.

All look-ups fold case and «ё».
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from civictext.resources import data_path, labels, read_table, read_yaml

Asking = Literal["performative", "decision", "modal", "demand", "possible", "carrier", "judgement", "matrix"]
CASES = ("Gen", "Dat", "Ins", "Acc", "Inf")


def fold(word: str) -> str:
    """Return a word in lower case with «е» for «ё», the form of all look-ups.

    Examples
    --------
    >>> fold("Учёт")
    'учет'
    """
    return word.lower().replace("ё", "е")


@dataclass(frozen=True, slots=True)
class VerbRow:
    """One row of predicates.csv: the heads of the object it asks for (empty = any), a type, the government."""

    heads: frozenset[str]
    type: str
    governs: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class LightRow:
    """One row of light_verbs.csv."""

    nouns: frozenset[tuple[str, ...]]
    preps: frozenset[str]
    form: str
    type: str
    object: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Limits:
    """Content of phrase_limits.yaml: where the phrase of an object ends, and closed classes of words."""

    adverbial: frozenset[tuple[str, ...]]
    noun_prepositions: frozenset[str]
    dative_nouns: frozenset[str]
    containers: frozenset[str]
    relative: frozenset[str]
    coordinators: frozenset[str]
    subordinators: frozenset[str]
    relative_pronouns: frozenset[str]
    copulas: frozenset[str]
    personal_duty: frozenset[str]
    numbers: frozenset[str]
    times: frozenset[str]
    relational: frozenset[str]
    noun_circumstances: frozenset[tuple[str, ...]]
    fixed_names: frozenset[tuple[str, ...]]
    capacity: frozenset[str]
    instrumental_nouns: frozenset[str]
    verb_government: Mapping[str, frozenset[str]]
    noun_government: Mapping[str, frozenset[str]]


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


@cache
def object_classes() -> Mapping[str, frozenset[str]]:
    """Return the classes of nouns of object_classes.yaml: name → folded lemmas."""
    content = read_yaml(data_path("lexicons", "object_classes.yaml"))
    return {name: frozenset(map(fold, nouns)) for name, nouns in content.items() if name != "__line__"}


def _heads(cell: str, place: str) -> frozenset[str]:
    heads: set[str] = set()
    for part in _split(cell):
        if not part.startswith("@"):
            heads.add(fold(part))
        elif part[1:] in object_classes():
            heads |= object_classes()[part[1:]]
        else:
            raise ValueError(f"{place}: no class {part!r}; object_classes.yaml has {', '.join(object_classes())}")
    return frozenset(heads)


@cache
def verb_rows() -> Mapping[str, tuple[VerbRow, ...]]:
    """Return predicates.csv as verb → rows, those with an object first.

    Raises
    ------
    ValueError
        If a type or a class is unknown or a verb has two rows without an object; the message names file and line.
    """
    found: dict[str, list[VerbRow]] = {}
    for line, row in read_table(
        data_path("lexicons", "predicates.csv"), ["verbs", "object", "type", "governs", "example"]
    ):
        place = f"predicates.csv, line {line}"
        if row["type"] not in labels("actions"):
            raise ValueError(f"{place}: no type {row['type']!r}; types: {', '.join(labels('actions'))}")
        entry = VerbRow(_heads(row["object"], place), row["type"], _split(row["governs"]), line)
        for verb in map(fold, _split(row["verbs"])):
            rows = found.setdefault(verb, [])
            twin = next((r for r in rows if not r.heads and not entry.heads), None)
            if twin:
                raise ValueError(f"{place}: {verb!r} has a row without an object already, line {twin.line}")
            rows.append(entry)
    return {verb: tuple(sorted(rows, key=lambda r: not r.heads)) for verb, rows in found.items()}


@cache
def verbs_with_circumstances() -> frozenset[str]:
    """Return the verbs of predicates.csv that have a row asking for a preposition or case with its noun («на курс»)."""
    rows = verb_rows().items()
    return frozenset(verb for verb, found in rows if any(" " in head for row in found for head in row.heads))


@cache
def light_rows() -> Mapping[str, tuple[LightRow, ...]]:
    """Return light_verbs.csv as verb → rows in file order."""
    found: dict[str, list[LightRow]] = {}
    columns = ["verbs", "nouns", "prep", "form", "type", "object", "example"]
    for line, row in read_table(data_path("lexicons", "light_verbs.csv"), columns):
        if row["type"] not in labels("actions"):
            raise ValueError(
                f"light_verbs.csv, line {line}: no type {row['type']!r}; types: {', '.join(labels('actions'))}"
            )
        nouns = frozenset(tuple(fold(n).split()) for n in _split(row["nouns"]))
        preps = frozenset(_split(row["prep"]))
        entry = LightRow(nouns, preps, row["form"], row["type"], _split(row["object"]), line)
        for verb in _split(row["verbs"]):
            found.setdefault(fold(verb), []).append(entry)
    return {verb: tuple(rows) for verb, rows in found.items()}


@cache
def asking_words() -> Mapping[str, frozenset[Asking]]:
    """Return asking.csv as folded lemma → kinds."""
    found: dict[str, set[Asking]] = {}
    for _, row in read_table(data_path("lexicons", "asking.csv"), ["lemma", "kind", "example"]):
        found.setdefault(fold(row["lemma"]), set()).add(row["kind"])  # type: ignore[arg-type]
    return {lemma: frozenset(kinds) for lemma, kinds in found.items()}


@cache
def verbal_nouns() -> Mapping[str, str]:
    """Return verbal_nouns.csv as folded noun → infinitive («создание» → «создать»)."""
    rows = read_table(data_path("lexicons", "verbal_nouns.csv"), ["noun", "infinitive"])
    return {fold(row["noun"]): row["infinitive"] for _, row in rows}


@cache
def phrase_limits() -> Limits:
    """Return the content of phrase_limits.yaml, folded."""
    content = read_yaml(data_path("lexicons", "phrase_limits.yaml"))
    tables, phrases = ("verb_government", "noun_government"), ("adverbial", "noun_circumstances", "fixed_names")
    parts: dict[str, Any] = {}
    for key in Limits.__dataclass_fields__:
        if key in tables:
            parts[key] = _government(content[key])
        else:
            words = frozenset(map(fold, content[key]))
            parts[key] = frozenset(tuple(phrase.split()) for phrase in words) if key in phrases else words
    return Limits(**parts)


def _government(table: Mapping[str, Any]) -> Mapping[str, frozenset[str]]:
    """Return preposition → words as folded word → prepositions."""
    found: dict[str, set[str]] = {}
    for prepositions, words in table.items():
        for word in words if prepositions != "__line__" else ():
            found.setdefault(fold(word), set()).update(prepositions.split())
    return {word: frozenset(prepositions) for word, prepositions in found.items()}


def type_of(verb: str, heads: Sequence[str] = ()) -> tuple[str, str]:
    """Return the type of an action and the rule that gave it.

    Parameters
    ----------
    verb : str
        Infinitive without a negation.
    heads : sequence of str
        Lemmas of the object, the head first, then what may stand for it (the content of «цикл семинаров», adjectives).

    Examples
    --------
    >>> type_of("провести", ["форум"])[0], type_of("провести", ["ряд", "опрос"])[0], type_of("неведомить")[0]
    ('hold', 'study', 'other')
    """
    rows, rule = verb_rows().get(fold(verb), ()), "predicates"
    if not rows:
        rows, rule = verb_rows().get(unprefixed(verb), ()), "predicates.prefix"
    for head in map(fold, heads):
        row = next((r for r in rows if head in r.heads), None)
        if row:
            return row.type, f"rule:{rule}.{row.line}"
    bare = next((r for r in rows if not r.heads), None)
    return (bare.type, f"rule:{rule}.{bare.line}") if bare else ("other", "rule:predicates.unknown")


@cache
def _prefixes() -> tuple[str, ...]:
    return tuple(read_yaml(data_path("lexicons", "verb_prefixes.yaml"))["prefixes"])


def unprefixed(verb: str) -> str:
    """Return the verb of the lexicon that is left when a prefix is taken off, or an empty string.

    Examples
    --------
    >>> unprefixed("доремонтировать"), unprefixed("гулять")
    ('ремонтировать', '')
    """
    word = fold(verb)
    bases = (word.removeprefix(prefix) for prefix in _prefixes() if word.startswith(prefix))
    return next((base for base in bases if len(base) > 4 and base in verb_rows()), "")


def government(verb: str) -> tuple[str, ...]:
    """Return what a verb governs where that is no accusative: cases or prepositions, best first.

    Examples
    --------
    >>> government("содействовать"), government("создать")
    (('Dat',), ())
    """
    return next((r.governs for r in verb_rows().get(fold(verb), ()) if r.governs and not r.heads), ())


def is_asking(lemmas: Iterable[str], *kinds: Asking) -> bool:
    """Return whether one of the lemmas is a word that asks in one of the given ways."""
    words = asking_words()
    return any(words.get(fold(lemma), frozenset()) & frozenset(kinds) for lemma in lemmas)

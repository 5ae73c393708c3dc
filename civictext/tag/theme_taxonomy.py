"""The taxonomy of themes with its phrases: loads, checks, compiles. Matches nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from civictext.annotate.opencorpora import readings
from civictext.resources import data_path, read_yaml
from civictext.tag.lexicon import fold

#: grade of a positive phrase → how much it says alone; two weak ones reach the threshold
WEIGHTS = {"strong": 0.8, "medium": 0.5, "weak": 0.3}
LABEL_KEYS = frozenset(
    ("id", "ru", "en", "definition", "definition_ru", "definition_en", "parent", "positive", "negative", "examples")
)
GAP, HEAD = "..", ">"
MAX_GAP = 3


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase of a theme.

    `words` are alternatives for every place, folded; an alternative that ends in ``*`` is the beginning of a lemma. `gaps` says for each place
    how many other words may stand before it. With `dependent` the words are a head and, after it, a word that depends
    on it in the parse.
    """

    theme: str
    text: str
    words: tuple[tuple[str, ...], ...]
    gaps: tuple[int, ...]
    weight: float
    dependent: bool = False


@dataclass(frozen=True)
class Taxonomy:
    """Themes in file order and their phrases, indexed by the first word."""

    themes: tuple[str, ...]
    phrases: tuple[Phrase, ...]
    negatives: tuple[Phrase, ...]
    exact: Mapping[str, tuple[Phrase, ...]] = field(repr=False)
    prefixes: Mapping[str, tuple[Phrase, ...]] = field(repr=False)

    def starting_with(self, lemma: str) -> Iterator[Phrase]:
        """Yield the phrases whose first word fits a folded lemma."""
        yield from self.exact.get(lemma, ())
        for size in range(2, len(lemma) + 1):
            yield from self.prefixes.get(lemma[:size], ())


def parse_phrase(theme: str, text: str, weight: float) -> Phrase:
    """Return a phrase of the taxonomy's notation.

    Raises
    ------
    ValueError
        If a gap or a head sign stands at an end, or the phrase is empty.

    Examples
    --------
    >>> parse_phrase("rural", "отдалённый .. село|деревня", 0.8).words
    (('отдаленный',), ('село', 'деревня'))
    """
    words: list[tuple[str, ...]] = []
    gaps: list[int] = []
    gap = 0
    parts = text.split()
    for part in parts:
        if part in (GAP, HEAD):
            gap = MAX_GAP
            continue
        words.append(tuple(fold(w) for w in part.split("|") if w))
        gaps.append(gap)
        gap = 0
    if not words or gap or gaps[0]:
        raise ValueError(f"phrase {text!r} begins or ends with {GAP!r} or {HEAD!r}, or is empty")
    return Phrase(theme, text, tuple(words), tuple(gaps), weight, HEAD in parts)


def compile_taxonomy(labels: Sequence[Mapping[str, Any]]) -> Taxonomy:
    """Return the taxonomy of checked labels."""
    phrases, negatives = [], []
    for label in labels:
        for grade, weight in WEIGHTS.items():
            texts = dict.fromkeys((label.get("positive") or {}).get(grade) or ())
            phrases += [parse_phrase(label["id"], text, weight) for text in texts]
        negatives += [parse_phrase(label["id"], text, 0.0) for text in label.get("negative") or ()]
    exact: dict[str, list[Phrase]] = {}
    prefixes: dict[str, list[Phrase]] = {}
    for phrase in [*phrases, *negatives]:
        for first in phrase.words[0]:
            index, key = (prefixes, first[:-1]) if first.endswith("*") else (exact, first)
            index.setdefault(key, []).append(phrase)
    return Taxonomy(
        tuple(label["id"] for label in labels),
        tuple(phrases),
        tuple(negatives),
        {k: tuple(v) for k, v in exact.items()},
        {k: tuple(v) for k, v in prefixes.items()},
    )


def check_labels(content: Any, path: Path, *, lemmas: bool = True) -> list[Mapping[str, Any]]:
    """Return the labels of a taxonomy file if they are in order.

    Parameters
    ----------
    content : object
        What the file holds.
    path : Path
        The file, for messages.
    lemmas : bool
        Whether to ask the dictionary if every word of a phrase is a lemma; this loads the dictionary.

    Raises
    ------
    ValueError
        If a key is unknown, an id is missing or repeated, a grade is unknown or a phrase is malformed or no lemma; the message names file and
        line.
    """
    seen: dict[str, int] = {}
    for label in content["labels"]:
        line = label["__line__"]
        place = f"{path.name}, line {line}"
        _check_keys(label, LABEL_KEYS, place)
        _check_keys(label.get("positive") or {}, frozenset(WEIGHTS), place)
        if not label.get("id") or label["id"] in seen:
            raise ValueError(f"{place}: id {label.get('id')!r} is missing or repeats line {seen.get(label.get('id'))}")
        seen[label["id"]] = line
        _check_phrases(label, path, lemmas=lemmas)
    return list(content["labels"])


def _check_keys(mapping: Mapping[str, Any], known: frozenset[str], place: str) -> None:
    unknown = sorted(set(mapping) - known - {"__line__"})
    if unknown:
        raise ValueError(f"{place}: no key {unknown[0]!r}; keys: {', '.join(sorted(known))}")


def _check_phrases(label: Mapping[str, Any], path: Path, *, lemmas: bool) -> None:
    graded = label.get("positive") or {}
    texts = [t for grade in WEIGHTS for t in graded.get(grade) or ()]
    for text in [*texts, *(label.get("negative") or ())]:
        if not isinstance(text, str):
            place = f"{path.name}, line {_line_of(path, label, text)}"
            raise ValueError(f"{place}: phrase {text!r} is no text; put it in quotes")
        try:
            phrase = parse_phrase(label["id"], text, 0.0)
        except ValueError as error:
            raise ValueError(f"{path.name}, line {_line_of(path, label, text)}: {error}") from None
        wrong = [w for places in phrase.words for w in places if not is_lemma(w)] if lemmas else []
        if wrong:
            known = " or ".join(sorted({r.normal for r in readings(wrong[0])}))
            place = f"{path.name}, line {_line_of(path, label, text)}"
            raise ValueError(f"{place}: {wrong[0]!r} in {text!r} is no lemma; write {known!r}")


def _line_of(path: Path, label: Mapping[str, Any], text: object) -> int:
    """Return the line of a phrase: the first that has its words at or after the label's."""
    lines = path.read_text(encoding="utf-8").splitlines()
    first = int(label["__line__"])
    return next((n for n, line in enumerate(lines[first - 1 :], first) if str(text) in line), first)


def is_lemma(word: str) -> bool:
    """Return whether a folded word is a dictionary form, or the beginning of one, or no word of the dictionary at all.

    Examples
    --------
    >>> is_lemma("волонтер"), is_lemma("волонтеры"), is_lemma("нко"), is_lemma("эколог*")
    (True, False, True, True)
    """
    if word.endswith("*") or not word.isalpha():
        return True
    found = readings(word)
    known = [r for r in found if r.is_known]
    return not known or any(fold(r.normal) == word or is_participle(r.tag) for r in found)


def is_participle(tag: Any) -> bool:
    """Return whether an OpenCorpora tag is of a participle in the form that dictionaries give adjectives in."""
    return "PRTF" in tag and {"masc", "sing", "nomn"} <= tag.grammemes


@cache
def load_taxonomy(path: Path | None = None) -> Taxonomy:
    """Return the compiled taxonomy of a file, by default civictext's own themes (whose lemmas the tests check)."""
    file = path or data_path("taxonomies", "themes.yaml")
    return compile_taxonomy(check_labels(read_yaml(file), file, lemmas=path is not None))

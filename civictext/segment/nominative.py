"""Phrases in the nominative: the adjectives before a noun, and the noun, in agreement. What follows the noun stays."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from civictext.annotate.opencorpora import analyzer

ADJECTIVAL = {"ADJF", "PRTF"}
CASES = {"nomn", "gent", "datv", "accs", "ablt", "loct"}
#: cases that pymorphy keeps apart and grammar does not
SAME_CASE = {"gen2": "gent", "gen1": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct", "voct": "nomn"}


@lru_cache(maxsize=20_000)
def parses(word: str) -> tuple[Any, ...]:
    """Return the parses of a word form, most frequent first."""
    return tuple(analyzer().parse(word))


def case_of(parse: Any) -> str | None:
    """Return the case of a parse, the rare cases as the one they are a variant of."""
    case = parse.tag.case
    return SAME_CASE.get(case, case)


def lemma_of(parse: Any) -> str:
    """Return the dictionary form of a parse with ё as е."""
    return str(parse.normal_form).replace("ё", "е")


def like(form: str, model: str) -> str:
    """Return a form in the capitals of the model word.

    Examples
    --------
    >>> like("общественный", "Общественного"), like("форум", "ФОРУМА")
    ('Общественный', 'ФОРУМ')
    """
    if model.isupper() and len(model) > 1:
        return form.upper()
    return form[:1].upper() + form[1:] if model[:1].isupper() else form


def agreeing(adjective: str, case: str, number: str, gender: str | None) -> Any | None:
    """Return the parse of an adjective that agrees with a noun in case, number and (singular) gender, or None."""
    for p in parses(adjective.lower()):
        fits = p.tag.POS in ADJECTIVAL and case_of(p) == case and p.tag.number == number
        if fits and (number == "plur" or gender is None or p.tag.gender in {gender, None}):
            return p
    return None


def inflected(word: str, parse: Any, case: str, number: str, gender: str | None) -> str:
    """Return a word in a case, a number and, for adjectives, a gender; as it is where it has no such form."""
    wanted = {case, number} | ({gender} if gender and number == "sing" and parse.tag.POS in ADJECTIVAL else set())
    other = parse.inflect(wanted)
    if other is None:
        return word
    form = str(other.word)
    # the analyzer writes е where the text has ё and the other way round: only the letters of the text are kept
    return like(_keep_yo(form, word), word)


def _keep_yo(form: str, word: str) -> str:
    stem = 0
    while stem < min(len(form), len(word)) and form[stem].replace("ё", "е") == word[stem].lower().replace("ё", "е"):
        stem += 1
    return word[:stem].lower() + form[stem:]


def noun_phrase_in(
    words: Sequence[str], case: str, *, of: str | None = None, heads: frozenset[str] | None = None
) -> str | None:
    """Return a phrase of adjectives and a noun in another case; None where no noun ends its first part.

    The head is the last noun with which all words before it agree; the words after it stay.

    Parameters
    ----------
    words : sequence of str
    case : str
        Case wanted, in OpenCorpora's abbreviation.
    of : str, optional
        Case that the phrase must stand in.
    heads : frozenset of str, optional
        Lemmas that the head may have.

    Examples
    --------
    >>> noun_phrase_in("Общественная палата Пензенской области".split(), "gent")
    'Общественной палаты Пензенской области'
    """
    for i in range(len(words) - 1, -1, -1):
        for p in parses(words[i].lower()):
            now, number, gender = case_of(p), p.tag.number, p.tag.gender
            if p.tag.POS != "NOUN" or now is None or number is None:
                continue
            if (of is not None and now != of) or (heads is not None and p.normal_form not in heads):
                continue
            before = [agreeing(w, now, number, gender) for w in words[:i]]
            if all(b is not None for b in before):
                adjectives = [inflected(w, b, case, number, gender) for w, b in zip(words, before, strict=False)]
                return " ".join([*adjectives, inflected(words[i], p, case, number, gender), *words[i + 1 :]])
    return None


def noun_phrase_nominative(words: Sequence[str]) -> str | None:
    """Return a phrase of adjectives and a noun, given in any case, in the nominative; None where it has no such head.

    Examples
    --------
    >>> noun_phrase_nominative(["Озерского", "городского", "округа"])
    'Озерский городской округ'
    """
    return noun_phrase_in(words, "nomn")

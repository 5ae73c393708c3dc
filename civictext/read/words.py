"""What morphology knows of a word: known or not, its tags. One cached analyzer for the readers' repairs."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any


@cache
def analyzer() -> Any:
    """Return the shared pymorphy3 analyzer, loaded at first use."""
    import pymorphy3

    from civictext.read.automata import quicken

    return quicken(pymorphy3.MorphAnalyzer())


@lru_cache(maxsize=100_000)
def is_word(word: str) -> bool:
    """Say whether the dictionary has `word` (lower case; ё or е).

    Examples
    --------
    >>> is_word("форуме"), is_word("орга")
    (True, False)
    """
    return bool(analyzer().word_is_known(word.lower()))


@lru_cache(maxsize=100_000)
def parts_of_speech(word: str) -> frozenset[str]:
    """Return the OpenCorpora parts of speech that the dictionary gives `word`; empty for an unknown one.

    Examples
    --------
    >>> sorted(parts_of_speech("создать"))
    ['INFN']
    """
    if not is_word(word):
        return frozenset()
    return frozenset(str(p.tag.POS) for p in analyzer().parse(word.lower()) if p.tag.POS)


@lru_cache(maxsize=100_000)
def is_inflected(word: str) -> bool:
    """Say whether `word` is a form of a word that bends, or an infinitive: neither «медиа» nor «вне».

    Examples
    --------
    >>> is_inflected("города"), is_inflected("медиа")
    (True, False)
    """
    if not is_word(word):
        return False
    bending = {"NOUN", "ADJF", "PRTF", "INFN", "NPRO"}
    return any(p.tag.POS in bending and "Fixd" not in p.tag for p in analyzer().parse(word.lower()))


@lru_cache(maxsize=20_000)
def is_phrase(left: str, right: str) -> bool:
    """Say whether two words stand side by side in Russian: adjective and noun that agree, or a noun or infinitive with its object.

    Examples
    --------
    >>> is_phrase("муниципальных", "районов"), is_phrase("развития", "города"), is_phrase("спирт", "завод")
    (True, True, False)
    """
    return any(
        _go_together(a.tag, b.tag) for a in analyzer().parse(left.lower()) for b in analyzer().parse(right.lower())
    )


def _go_together(a: Any, b: Any) -> bool:
    if a.POS in {"ADJF", "PRTF"} and b.POS == "NOUN":
        same_gender = a.number == "plur" or a.gender == b.gender
        return bool(a.case == b.case and a.number == b.number and same_gender)
    if a.POS == "NOUN":
        return b.POS in {"NOUN", "ADJF", "PRTF"} and b.case == "gent"
    return bool(a.POS == "INFN" and b.POS in {"NOUN", "ADJF"} and b.case in {"gent", "accs", "datv", "ablt"})

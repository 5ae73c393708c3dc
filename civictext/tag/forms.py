"""Word forms checked against the dictionary, where the tagger's features cannot be right.

slovnet is a news model: it reads a capitalised «Молодёжным …» at the start of an item as a person's name and «Администрации
города провести …» as a genitive. What a form can be at all, pymorphy3 knows.
"""

from __future__ import annotations

from functools import lru_cache

from spacy.tokens import Token

from civictext.annotate.opencorpora import readings
from civictext.tag.features import only_infinitive

CASES = frozenset({"Nom", "Gen", "Dat", "Acc", "Ins", "Loc"})
CACHE = 20_000


def key(text: str) -> str:
    """Return a word as lexicons store it: lower case, «ё» written «е».

    Examples
    --------
    >>> key("Молодёжь")
    'молодежь'
    """
    return text.lower().replace("ё", "е")


def is_abbreviation(token: Token) -> bool:
    """Tell whether a token is an acronym: two capitals or more, half of its letters («СМИ», «РАНХиГС»)."""
    capitals = sum(c.isupper() for c in token.text)
    return capitals >= 2 and token.text[0].isupper() and capitals * 2 >= len(token.text)


def is_participle(token: Token) -> bool:
    """Tell whether a token is a full participle."""
    return "Part" in token.morph.get("VerbForm", [])


def is_infinitive(token: Token) -> bool:
    """Tell whether a token is an infinitive: tagged so, or nothing else by its form (a capital makes the tagger see a name)."""
    return "Inf" in token.morph.get("VerbForm", []) or only_infinitive(token.lower_)


def is_verb(token: Token) -> bool:
    """Tell whether a token is a verb in any form but a full participle."""
    return is_infinitive(token) or (token.pos_ in {"VERB", "AUX"} and not is_participle(token))


@lru_cache(CACHE)
def possible_cases(form: str) -> frozenset[str]:
    """Return the cases that a form may stand in; empty for a word that is not declined.

    Examples
    --------
    >>> sorted(possible_cases("школам"))
    ['Dat']
    """
    return frozenset(r.feats["Case"] for r in readings(form) if r.feats.get("Case") in CASES)


def cases(token: Token) -> frozenset[str]:
    """Return the case of a token: the tagged one, unless its form cannot stand in it; all for an undeclined word."""
    if is_abbreviation(token):
        return CASES
    tagged, possible = frozenset(token.morph.get("Case", [])), possible_cases(token.lower_)
    if "Loc" in tagged:
        tagged |= {"Dat"}  # «Думе», «Ассамблее»: one form
    return (tagged & possible) or possible or tagged or CASES


def may_be_dative(token: Token) -> bool:
    """Tell whether a form may be a dative of its own lemma, however it is tagged."""
    if is_abbreviation(token) or not possible_cases(token.lower_):
        return True
    lemma = key(token.lemma_)
    same = [r for r in readings(token.lower_) if key(r.normal) == lemma] or readings(token.lower_)
    return any(r.feats.get("Case") == "Dat" for r in same)


@lru_cache(CACHE)
def only_genitive(form: str, lemma: str) -> bool:
    """Tell whether a form of a noun can be nothing but a genitive («города», but not «льготы»)."""
    found = {r.feats.get("Case") for r in readings(form) if key(r.normal) == key(lemma)}
    return found == {"Gen"}


@lru_cache(CACHE)
def may_be_adjective(form: str) -> bool:
    """Tell whether a form is an adjective or a participle in some reading."""
    return any(r.upos in {"ADJ", "DET"} or r.feats.get("VerbForm") == "Part" for r in readings(form))


@lru_cache(CACHE)
def only_adjective(form: str) -> bool:
    """Tell whether a form is an adjective in every reading."""
    found = readings(form)
    return bool(found) and all(r.upos == "ADJ" for r in found)


@lru_cache(CACHE)
def participle_lemma(form: str) -> str | None:
    """Return the masculine nominative of a participle («слабослышащих» → «слабослышащий»), None for another word."""
    for reading in readings(form):
        if reading.feats.get("VerbForm") == "Part" and reading.feats.get("Case"):
            whole = reading.parse.inflect({"masc", "sing", "nomn"})
            return key(whole.word) if whole else None
    return None


def numbers(token: Token) -> frozenset[str]:
    """Return the number of a token: the tagged one, unless its form cannot have it in its case; both where nothing tells."""
    wanted = cases(token)
    possible = frozenset(
        r.feats["Number"] for r in readings(token.lower_) if "Number" in r.feats and r.feats.get("Case") in wanted
    )
    tagged = frozenset(token.morph.get("Number", []))
    return (tagged & possible) or possible or tagged or frozenset({"Sing", "Plur"})


def same_case(token: Token, other: Token) -> bool:
    """Tell whether two tokens may stand in the same case."""
    return bool(cases(token) & cases(other))


def modifies(token: Token, noun: Token) -> bool:
    """Tell whether a word can be an attribute of a noun: an adjective or participle in its case and number."""
    wanted, number = cases(noun), numbers(noun)
    return any(
        (r.upos in {"ADJ", "DET"} or r.feats.get("VerbForm") == "Part")
        and r.feats.get("Case") in wanted
        and r.feats.get("Number") in number
        for r in readings(token.lower_)
    )

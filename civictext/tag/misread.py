"""Objects that the tagger or the parser read as something else, told by what their form can be. Knows no verbs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from spacy.tokens import Token

from civictext.annotate.opencorpora import readings
from civictext.tag.features import feat, has_dative, is_adposition, is_form, preposition_of
from civictext.tag.lexicon import fold, phrase_limits


def disguised(right: Sequence[Token]) -> Token | None:
    """Return an object that the tagger took for a genitive of the noun before it («закрепить за каждым домом *куратора*»).

    It stands right behind a phrase with a preposition, or one in the instrumental, may be an accusative by its form, and no other
    object is there. What has to follow a noun («в течение *года*», «на базе *школ*») is passed over.
    """
    for k in range(1, len(right)):
        token, before = right[k], previous_noun(right, k)
        if before is None or token.pos_ not in {"NOUN", "PROPN"} or preposition_of(token) is not None or is_time(token):
            continue
        if has_dative(token) or feat(token, "Case") in {"Ins", "Loc"} or not may_be_accusative(token.lower_):
            continue
        if (preposition_of(before) is not None or feat(before, "Case") == "Ins") and fold(
            before.lemma_
        ) not in phrase_limits().relational:
            return token
        if may_be_person(token.lower_) and opened_by_preposition(right, k):
            return token  # «привлекать к разработке программ *экспертов*»
    return None


def opened_by_preposition(right: Sequence[Token], k: int) -> bool:
    """Return whether nothing but nouns and their adjectives stands between a preposition and position `k`, two nouns at least."""
    nouns = 0
    for token in reversed(right[:k]):
        if is_adposition(token):
            return nouns > 1
        if token.pos_ not in {"NOUN", "PROPN", "ADJ", "DET"}:
            return False
        nouns += token.pos_ in {"NOUN", "PROPN"} and feat(token, "Animacy") != "Anim"
    return False


def previous_noun(right: Sequence[Token], k: int) -> Token | None:
    """Return the noun before position `k` with nothing but adjectives between, None for anything else."""
    i = k - 1
    while i >= 0 and (
        right[i].pos_ in {"ADJ", "DET", "NUM", "ADV"} or (is_form(right[i], "Part") and right[i].dep_ == "amod")
    ):
        i -= 1
    return right[i] if i >= 0 and right[i].pos_ in {"NOUN", "PROPN"} else None


def is_time(token: Token) -> bool:
    """Return whether a noun says when or how often («*каждую субботу*», «три *раза*», «*весной*»)."""
    if fold(token.lemma_) not in phrase_limits().times:
        return False
    return feat(token, "Case") == "Ins" or any(
        t.pos_ == "NUM" or t.lemma_ in {"каждый", "круглый"} for t in token.lefts
    )


@lru_cache(20_000)
def may_be_genitive(form: str) -> bool:
    """Return whether a form can be a genitive by the dictionary."""
    return any(r.feats.get("Case") == "Gen" for r in readings(form))


@lru_cache(20_000)
def may_be_person(form: str) -> bool:
    """Return whether a form can be the accusative of an animate noun by the dictionary."""
    return any(r.feats.get("Case") == "Acc" and r.feats.get("Animacy") == "Anim" for r in readings(form))


@lru_cache(20_000)
def may_be_accusative(form: str) -> bool:
    """Return whether a form can be an accusative by the dictionary.

    Examples
    --------
    >>> may_be_accusative("куратора"), may_be_accusative("шефству")
    (True, False)
    """
    return any(r.feats.get("Case") == "Acc" for r in readings(form))

"""Questions about one token: its features, its form, its preposition. Morphology as slovnet writes it, with its known slips."""

from __future__ import annotations

from functools import lru_cache

from spacy.tokens import Token

from civictext.annotate.opencorpora import readings
from civictext.tag.lexicon import fold, verb_rows

INFINITIVE_ENDINGS = ("ть", "ти", "чь", "ться", "тись", "чься")
OPENING = frozenset('«"„“')


def feat(token: Token, name: str) -> str:
    """Return the value of a UD feature of a token, or an empty string."""
    values = token.morph.get(name, [""])
    return str(values[0])


def is_form(token: Token, *forms: str) -> bool:
    """Return whether the token is a verb of one of the given UD forms (Inf, Fin, Part, Conv)."""
    return feat(token, "VerbForm") in forms


def is_infinitive(token: Token) -> bool:
    """Return whether the token is an infinitive: tagged so, or one that the tagger took for a noun or a name.

    At the start of a fragment («Нанести разметку …») it does so; a verb of the lexicon is taken at its word, any other if the
    dictionary knows no likelier reading.
    """
    if not token.lower_.endswith(INFINITIVE_ENDINGS):
        return False
    if is_form(token, "Inf") or only_infinitive(token.lower_):
        return True
    if is_form(token, "Fin", "Part", "Conv"):
        return False
    if fold(token.lower_) in verb_rows():
        return True
    return (
        token.pos_ in {"NOUN", "PROPN", "X", "ADV"}
        and token.is_sent_start is True
        and reads_as_infinitive(token.lower_)
    )


@lru_cache(20_000)
def only_infinitive(word: str) -> bool:
    """Return whether a word form can be nothing but an infinitive, whatever the tagger makes of it in its context.

    Examples
    --------
    >>> only_infinitive("откликнуться"), only_infinitive("вести")
    (True, False)
    """
    if not word.endswith(INFINITIVE_ENDINGS):
        return False
    found = readings(word)
    return found[0].is_known and all(r.feats.get("VerbForm") == "Inf" for r in found)


def reads_as_infinitive(word: str) -> bool:
    """Return whether the likeliest reading of a word form is an infinitive.

    Examples
    --------
    >>> reads_as_infinitive("нанести"), reads_as_infinitive("печать")
    (True, False)
    """
    if not word.endswith(INFINITIVE_ENDINGS):
        return False
    best = readings(word)[0]
    return best.is_known and best.feats.get("VerbForm") == "Inf"


def is_short(token: Token) -> bool:
    """Return whether the token is a short adjective or participle («поручено», «должны»)."""
    return feat(token, "Variant") == "Short"


def passive_of(token: Token) -> str:
    """Return the infinitive of a short passive participle («разработаны» → «разработать»), or an empty string for another form.

    Behind a comma the tagger takes one for an adjective («показан, *обсуждён*»): there the dictionary has the word.
    """
    if is_form(token, "Part") and is_short(token):
        return str(token.lemma_)
    return short_passive(token.lower_) if token.pos_ in {"ADJ", "NOUN", "PROPN", "X"} else ""


@lru_cache(20_000)
def short_passive(word: str) -> str:
    """Return the infinitive of a form that can be nothing but a short passive participle, or an empty string."""
    found = readings(word)
    passive = all(r.feats.get("VerbForm") == "Part" and r.feats.get("Variant") == "Short" for r in found)
    return found[0].normal if passive and found[0].is_known else ""


def has_case(token: Token, *cases: str) -> bool:
    """Return whether the token stands in one of the given cases; names and abbreviations without a case stand in any."""
    return feat(token, "Case") in {"", *cases}


def has_dative(token: Token) -> bool:
    """Return whether the token can be nothing but a dative."""
    return feat(token, "Case") == "Dat"


def preposition_of(token: Token) -> Token | None:
    """Return the preposition that introduces a noun: its child, or the one before its modifiers where the parser lost it."""
    child = next((child for child in token.lefts if is_adposition(child) and child.dep_ != "fixed"), None)
    if child is not None or token.i == 0:
        return child
    before = token.nbor(-1)
    while before.i and (before.pos_ in {"ADJ", "DET", "NUM"} or is_form(before, "Part") or before.text in OPENING):
        before = before.nbor(-1)
    return before if is_adposition(before) else None


def is_adposition(token: Token) -> bool:
    """Return whether the token is a preposition; the tagger takes the abbreviation СО («СО НКО») for one."""
    return token.pos_ == "ADP" and not (token.is_upper and len(token) > 1)


def is_noun(token: Token) -> bool:
    """Return whether the token can head a phrase: a noun, a name, a pronoun, a noun-like adjective or number."""
    if token.pos_ == "ADP":
        return False
    if token.lemma_ == "тот" and token.i + 2 < len(token.doc) and token.nbor(1).text == ",":
        return token.nbor(2).lemma_ == "кто"  # «помогать *тем*, кто …»
    return token.pos_ in {"NOUN", "PROPN", "PRON", "X"} or (token.pos_ in {"ADJ", "NUM", "VERB"} and is_headless(token))


def is_headless(token: Token) -> bool:
    """Return whether an adjective, participle or number stands for a noun («обучать *слабослышащих*», «направить *15* млн»)."""
    if token.pos_ == "VERB" and (not is_form(token, "Part") or is_short(token)):
        return False
    return token.dep_ in {"obj", "iobj", "obl", "nsubj", "nsubj:pass"} and not is_short(token)

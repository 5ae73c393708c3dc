"""Questions about the words of a line: infinitive, dative, verbal noun. Reads the annotated tokens, knows no structure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from spacy.tokens import Token

from civictext.read.words import analyzer
from civictext.segment.lexicon import lemmas

NOMINALS = frozenset({"NOUN", "PROPN"})
MAX_ACRONYM = 8
TAGGED_VERBS = frozenset({"VERB", "AUX", "PUNCT", "NUM", "SPACE"})
CLOSED = frozenset({"ADP", "CCONJ", "SCONJ", "PUNCT", "DET", "PART", "SPACE"})
_AGENCY = re.compile(r"(?:Мин|Рос|Гос|Глав|Обл|Рай|Гор)[а-яё]{3,}$")
MODIFIERS = frozenset({"ADJ", "DET", "NUM"})
_ROMAN = re.compile(r"[IVXLCІХ]+$")
_ACTION_ENDING = re.compile(r"(?:ние|тие|ция|зия)$")


@lru_cache(maxsize=50_000)
def readings(word: str) -> tuple[tuple[str, str | None, str], ...]:
    """Return (part of speech, case, lemma) of every dictionary reading of a word, in OpenCorpora tags."""
    return tuple((str(p.tag.POS), p.tag.case, p.normal_form) for p in analyzer().parse(word.lower()))


def can_be(word: str, case: str) -> bool:
    """Tell whether a noun or adjective form can stand in an OpenCorpora case (``datv``, ``nomn`` …).

    Examples
    --------
    >>> can_be("администрации", "datv"), can_be("администрация", "datv")
    (True, False)
    """
    return any(found == case for _, found, _ in readings(word))


def content(tokens: Iterable[Token]) -> list[Token]:
    """Return the tokens without white space and punctuation."""
    return [t for t in tokens if not t.is_space and not t.is_punct]


def matches(token: Token, words: frozenset[str]) -> bool:
    """Tell whether a token's lemma or form is among words; a verb that the tagger missed counts by the dictionary."""
    return token.lemma_.lower() in words or token.norm_ in words or missed_verb(token) in words


def missed_verb(token: Token) -> str | None:
    """Return the infinitive of a finite verb that is tagged as another part of speech («РЕКОМЕНДУЮТ» in capitals)."""
    if token.pos_ in TAGGED_VERBS or not token.is_alpha:
        return None
    found = readings(token.norm_)
    return found[0][2] if found and all(pos == "VERB" for pos, _, _ in found) else None


def is_infinitive(token: Token) -> bool:
    """Tell whether a token is an infinitive; a reading that only the dictionary knows counts for verbs in doubt."""
    found = readings(token.norm_)
    if "Inf" in token.morph.get("VerbForm", []):
        return any(pos == "INFN" for pos, _, _ in found)
    if token.is_sent_start and token.pos_ != "VERB":  # «Вести», «Печь» open an item: the tagger prefers the noun
        return any(pos == "INFN" for pos, _, _ in found)
    return bool(found) and all(pos == "INFN" for pos, _, _ in found)


def is_finite(token: Token) -> bool:
    """Tell whether a token is a finite verb."""
    if "Fin" in token.morph.get("VerbForm", []):  # rare nouns are tagged as verbs at times: «габионами»
        return any(pos == "VERB" for pos, _, _ in readings(token.norm_))
    return missed_verb(token) is not None


def is_short_passive(token: Token) -> bool:
    """Tell whether a token is a short passive participle («рекомендовано», «поручены»)."""
    if "Part" in token.morph.get("VerbForm", []) and "Short" in token.morph.get("Variant", []):
        return True
    return any(pos == "PRTS" for pos, _, _ in readings(token.norm_)[:1])


def is_nominal(token: Token) -> bool:
    """Tell whether a token is a noun, a name or an acronym."""
    if token.pos_ in NOMINALS or is_acronym(token):
        return True
    return token.pos_ not in CLOSED and (_is_noun_form(token.norm_) or _is_person_adjective(token))


def _is_person_adjective(token: Token) -> bool:
    """«Уполномоченным по правам ребёнка»: an adjective that names a post by itself."""
    return token.pos_ in {"ADJ", "VERB"} and any(lemma in lemmas("bodies") for _, _, lemma in readings(token.norm_))


def _is_noun_form(word: str) -> bool:
    """Tell whether the dictionary knows a word as a noun only: «Главам» alone in a heading is tagged as a numeral."""
    found = readings(word)
    return bool(found) and all(pos == "NOUN" for pos, _, _ in found)


def is_acronym(token: Token) -> bool:
    """Tell whether a token is an abbreviation in capitals: no Roman number, no dictionary word of a heading in capitals."""
    word = token.text
    if _AGENCY.match(word) and not analyzer().word_is_known(word.lower()):
        return True  # «Минсоцразвития», «Росприроднадзор»: seldom declined
    if not word.isupper() or not 1 < len(word) <= MAX_ACRONYM or _ROMAN.match(word):
        return False
    tags = [p.tag for p in analyzer().parse(word.lower())]
    return not analyzer().word_is_known(word.lower()) or any("Abbr" in tag or "Orgn" in tag for tag in tags)


def first_noun(tokens: Sequence[Token]) -> int | None:
    """Return the place of the head noun of the noun phrase that opens the tokens, None where another word opens them.

    Adjectives, determiners and what stands in brackets may come before it.
    """
    for i, token in enumerate(tokens):
        if is_nominal(token):
            return i
        if not (
            token.pos_ in MODIFIERS
            or "Part" in token.morph.get("VerbForm", [])
            or token.is_punct
            or token.lower_ in {"и", "или"}
        ):
            return None
    return None


def opens_in(tokens: Sequence[Token], case: str) -> bool:
    """Tell whether the noun phrase that opens the tokens can stand in a case (``datv``, ``nomn``)."""
    at = first_noun(tokens)
    if at is None:
        return False
    phrase = [t for t in tokens[: at + 1] if not t.is_punct and t.pos_ not in {"NUM", "CCONJ"}]
    return all(can_be(t.norm_, case) or is_acronym(t) for t in phrase)


def is_body(token: Token) -> bool:
    """Tell whether a noun names a kind of body or group that resolutions address."""
    return is_nominal(token) and matches(token, lemmas("bodies"))


def is_action_noun(token: Token) -> bool:
    """Tell whether a noun in the nominative names an action («создание», «ремонт»)."""
    return is_nominal(token) and can_be(token.norm_, "nomn") and names_action(token)


def names_action(token: Token) -> bool:
    """Tell whether a noun in any case names an action."""
    if matches(token, lemmas("action_nouns", "both")):
        singular = "Sing" in token.morph.get("Number", [])
        return singular and any(c.dep_ == "nmod" and "Inan" in c.morph.get("Animacy", []) for c in token.children)
    if matches(token, lemmas("action_nouns", "thing")) or is_body(token):
        return False
    return bool(_ACTION_ENDING.search(token.lemma_.lower())) or matches(token, lemmas("action_nouns", "action"))

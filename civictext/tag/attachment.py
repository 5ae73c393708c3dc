"""Does a prepositional phrase hang on the noun before it or on the verb? By what both govern, then by the parser."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from civictext.tag.features import feat, is_adposition
from civictext.tag.lexicon import fold, phrase_limits, type_of, verbal_nouns
from civictext.tag.misread import is_time
from civictext.tag.objects import Reach


def hangs_on_noun(k: int, inside: set[int], governor: Token, reach: Reach) -> bool:
    """Return whether a prepositional phrase belongs to the noun phrase before it: by what verbs and nouns govern, then by the parser.

    A place («в посёлке») belongs to the noun only behind a noun of action or another such phrase, or where a document is meant: what
    is built or opened in a place is built there («открыть клубы | *в каждом районе*»). A person has no such phrases by form alone.
    """
    token, tokens = reach.tokens[k], reach.tokens
    noun = token.head if token.head.i > token.i else None
    preposition = token.lower_
    before = next((t for t in reversed(tokens[:k]) if t.i in inside and t.pos_ in {"NOUN", "PROPN"}), None)
    if before is None or (preposition == "при" and noun is not None and fold(noun.lemma_) in verbal_nouns()):
        return False
    if (
        fold(token.lemma_),
        fold(tokens[k + 1].lemma_) if k + 1 < len(tokens) else "",
    ) in phrase_limits().noun_circumstances:
        return True
    deep = any(t.i in inside and t.pos_ == "NOUN" and t.i < before.i for t in tokens[:k])
    if deep and preposition in phrase_limits().noun_government.get(fold(before.lemma_), ()):
        return True  # «предложения о внесении изменений *в* порядок»
    if preposition in governed_prepositions(fold(governor.lemma_)):
        return False
    if preposition == "на" and noun is not None and fold(noun.lemma_) in phrase_limits().capacity:
        return True  # «школу *на* сто мест»
    nouns = [t for t in tokens[:k] if t.i in inside and t.pos_ == "NOUN"]
    if any(preposition in phrase_limits().noun_government.get(fold(t.lemma_), ()) for t in nouns):
        return True
    parsed = noun is not None and noun.head.i in inside
    if preposition in {"в", "во"}:
        return parsed and (holds_place(tokens[:k], inside) or of_document(governor))
    if parsed:
        return True
    near = tokens[k - 1].i in inside and tokens[k - 1].pos_ != "PRON" and feat(before, "Animacy") != "Anim"
    if near and noun is not None and preposition in {"с", "со"}:
        return noun.pos_ == "NOUN" and fold(noun.lemma_) not in verbal_nouns() and not is_time(noun)
    return near and noun is not None and preposition in phrase_limits().noun_prepositions


def governed_prepositions(verb: str) -> frozenset[str]:
    """Return the prepositions that a verb governs beside its object («вовлекать кого *в* что»)."""
    return phrase_limits().verb_government.get(fold(verbal_nouns().get(verb, verb)), frozenset())


def holds_place(before: Sequence[Token], inside: set[int]) -> bool:
    """Return whether a phrase has a noun of action («открытие *центра* в районе») or another prepositional phrase to which a place belongs."""
    own = [t for t in before if t.i in inside]
    acts = (t for t in own if t.pos_ == "NOUN" and feat(t, "Number") != "Plur")
    return any(fold(t.lemma_) in verbal_nouns() for t in acts) or any(is_adposition(t) for t in own)


def of_document(governor: Token) -> bool:
    """Return whether the governing verb or verbal noun makes documents, whose titles hold places («утвердить правила выгула в парках»)."""
    verb = fold(governor.lemma_)
    return type_of(verbal_nouns().get(verb, verb))[0] == "regulate"

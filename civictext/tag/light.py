"""Light verbs: the noun that they take into their predicate, by the closed list of light_verbs.csv, and where their object is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from civictext.annotate.opencorpora import readings
from civictext.tag.features import feat, preposition_of
from civictext.tag.lexicon import CASES, LightRow, fold, light_rows, phrase_limits
from civictext.tag.objects import Reach, accusative_head, governed_head, passive_subject
from civictext.tag.predicates import Predicate


@dataclass(frozen=True, slots=True)
class Light:
    """A light verb with its noun: the row that says so and the noun's token."""

    row: LightRow
    noun: Token


def light_noun(predicate: Predicate, reach: Reach) -> Light | None:
    """Return the noun that a light verb takes into its predicate, by the closed list of light_verbs.csv."""
    rows = light_rows().get(fold(predicate.verb), ())
    for token in reach.after(predicate.token) if rows else ():
        preposition = preposition_of(token)
        for row in rows:
            prep_fits = (preposition.lower_ in row.preps) if preposition is not None else not row.preps
            if prep_fits and is_light(token, row, predicate, reach):
                return Light(row, last_word(token, row, reach))
    return fronted_noun(predicate, rows, reach) if rows else None


def fronted_noun(predicate: Predicate, rows: Sequence[LightRow], reach: Reach) -> Light | None:
    """Return the noun of a light verb that opens the sentence («*мониторинг* цен следует вести», «*контроль* должен вестись»)."""
    if predicate.kind not in {"infinitive", "reflexive", "passive"}:
        return None
    passive = predicate.kind != "infinitive"
    noun = passive_subject(predicate.token, reach) if passive else accusative_head(predicate.token, reach)
    if noun is None or noun.i > predicate.token.i:
        return None
    row = next((r for r in rows if (fold(noun.lemma_),) in r.nouns and not r.preps), None)
    return Light(row, noun) if row else None


def last_word(token: Token, row: LightRow, reach: Reach) -> Token:
    """Return the last token of a noun of several words («утратившим *силу*»), where the search for the object begins."""
    at = reach.position[token.i]
    two = tuple(fold(t.lemma_) for t in reach.tokens[at : at + 2])
    return reach.tokens[at + 1] if len(two) == 2 and two in row.nouns else token


def is_light(token: Token, row: LightRow, predicate: Predicate, reach: Reach) -> bool:
    """Return whether a noun is the one of the row and hangs on the verb, not on another noun."""
    at = reach.position[token.i]
    words = tuple(fold(t.lemma_) for t in reach.tokens[at : at + 2])
    if not any(words[: len(noun)] == noun for noun in row.nouns) or names_something(token):
        return False
    between = reach.tokens[reach.position[predicate.token.i] + 1 : at]
    token = last_word(token, row, reach)
    return token.head.i == predicate.token.i or not any(
        t.pos_ in {"NOUN", "PROPN"} and t.i == token.head.i for t in between
    )


def names_something(token: Token) -> bool:
    """Return whether a noun begins a name of several words («*средства* массовой информации»)."""
    words = tuple(fold(t.lemma_) for t in token.doc[token.i : token.i + 3])
    return any(words[: len(name)] == name for name in phrase_limits().fixed_names)


def light_object(predicate: Predicate, light: Light, reach: Reach) -> Token | None:
    """Return the head of the object of a light verb: what the row lists, best first."""
    if light.row.object[:1] == ("Acc",):
        if predicate.kind == "nominal":
            return governed_head(predicate.token, reach, ("Gen",))
        head = governed_head(light.noun, reach, light.row.object)
        return head if head is not None else accusative_head(predicate.token, reach)
    if predicate.kind == "passive" and light.row.preps:
        return passive_subject(predicate.token, reach)
    head = None
    for alternative in light.row.object:
        governor = predicate.token if alternative in {"Dat", "Ins"} else light.noun
        head = governed_head(governor, reach, [alternative]) if head is None else head
    if head is None:  # «внести в устав изменения»: the object stands before the noun
        head = governed_head(predicate.token, reach, [a for a in light.row.object if a not in CASES])
    return head


def noun_form(light: Light, kind: str) -> str:
    """Return the noun of a light verb with the words that belong to it in the list: as it stands, in the accusative behind a verbal noun (`kind`)."""
    noun = light.noun
    lemmas = (fold(noun.nbor(-1).lemma_), fold(noun.lemma_)) if noun.i else ()
    words = [noun.nbor(-1), noun] if lemmas in light.row.nouns else [noun]
    if kind != "nominal" and len(words) > 1:
        return " ".join(w.lower_ for w in words)
    return " ".join(accusative(w) for w in words)


def accusative(word: Token) -> str:
    """Return a noun, or an adjective before it, in the accusative of its number: «проведение *ремонта*» is «провести *ремонт*»."""
    if feat(word, "Case") == "Acc":
        return word.lower_
    grammemes = {"accs", "plur" if feat(word, "Number") == "Plur" else "sing"}
    if word.pos_ == "ADJ":
        grammemes |= {"inan"} if feat(word, "Gender") in {"", "Masc"} or "plur" in grammemes else set()
    parses = [r.parse for r in readings(word.lower_) if r.upos == word.pos_]
    inflected = parses[0].inflect(grammemes) if parses else None
    return inflected.word if inflected else word.lower_

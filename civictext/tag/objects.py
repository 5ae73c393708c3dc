"""The head of what a predicate governs: the direct object, a case or a preposition. Knows no types and no limits of phrases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from civictext.tag.features import (
    feat,
    has_dative,
    is_adposition,
    is_form,
    is_infinitive,
    is_noun,
    preposition_of,
)
from civictext.tag.lexicon import CASES, fold, is_asking, phrase_limits
from civictext.tag.misread import disguised, is_time, may_be_genitive, previous_noun

STOPS = frozenset(".!?;:()–—…")
DASHES = frozenset("–—")
CLAUSE_STARTS = frozenset(",.!?;:–—")


class Reach:
    """How far the phrase of a predicate may go: the recommendation's tokens and the positions of other predicates."""

    def __init__(self, tokens: Sequence[Token], predicates: Sequence[int]) -> None:
        self.tokens = tokens
        self.position = {token.i: k for k, token in enumerate(tokens)}
        self.predicates = frozenset(predicates)  # doc positions

    def after(self, token: Token) -> Iterator[Token]:
        """Yield the tokens after one up to the end of its clause: another predicate, a finite verb or a full stop."""
        for other in self.tokens[self.position[token.i] + 1 :]:
            if (other.text in STOPS and other.text not in "()") or other.i in self.predicates or is_form(other, "Conv"):
                return
            if is_infinitive(other):
                yield other
                return
            if fold(other.lemma_) in phrase_limits().relative and other.pos_ in {"SCONJ", "DET", "PRON", "ADV"}:
                return
            yield other

    def before_next(self, verb: Token) -> Iterator[Token]:
        """Yield the tokens after a predicate up to the next infinitive or predicate; what follows a clause only if it is no nominative."""
        near = {t.i for t in self.after(verb)}
        for other in self.tokens[self.position[verb.i] + 1 :]:
            if other.i in self.predicates or is_infinitive(other):
                return
            if other.i in near or feat(other, "Case") != "Nom":
                yield other


def accusative_head(verb: Token, reach: Reach, *, negated: bool = False, finite: bool = False) -> Token | None:
    """Return the head of the direct object: to the right if there is one, else the nearest object to the left.

    A `finite` verb has its subject in the nominative, so only an accusative is its object.
    """
    behind = {t.i for t in of_next(verb, reach)}
    for token in reach.before_next(verb):
        own = token.head.i == verb.i and token.dep_ == "obj" and token.i not in behind
        if own and is_free(token, reach) and not has_dative(token):
            return modified(token)
    front = None if finite else fronted(verb, reach)
    if front is not None:
        return front
    right = [t for t in reach.after(verb) if t.head.i == verb.i or not hangs_on_later(t, verb, reach)]
    right = [t for t in right if t.i not in behind]
    cases = ("Acc", "Gen") if negated else ("Acc",)
    cases = cases if finite else (*cases, "Nom")
    candidates = [t for t in right if feat(t, "Case") in cases and is_free(t, reach)]
    found = next((t for t in candidates if not is_part(t, right)), None) or next(iter(candidates), None)
    if found is not None:
        return quantified(modified(found), right)
    counted = next((t.head for t in right if t.pos_ == "NUM" and t.dep_.startswith("nummod") and t.head in right), None)
    if counted is not None or finite:
        return counted
    return left_object(verb, reach) or disguised(right)


def of_next(verb: Token, reach: Reach) -> Iterator[Token]:
    """Yield the tokens that stand between a comma or dash and the next predicate: its own object in front («закрыть въезд, *ворота* починить»)."""
    piece: list[Token] | None = None
    for token in reach.tokens[reach.position[verb.i] + 1 :]:
        if token.i in reach.predicates:
            yield from piece or ()
            return
        if token.text in STOPS and token.text not in DASHES:
            return
        if token.text == "," or token.text in DASHES:
            piece = []
        elif piece is not None:
            piece.append(token)


def fronted(verb: Token, reach: Reach) -> Token | None:
    """Return the object that opens the clause of a verb («а *выручку* передавать семьям»), None where anything but it stands first."""
    at = reach.position[verb.i]
    start = at
    while (
        start > 0
        and reach.tokens[start - 1].text not in CLAUSE_STARTS
        and reach.tokens[start - 1].i not in reach.predicates
    ):
        start -= 1
    if start == 0 or reach.tokens[start - 1].i in reach.predicates:
        return None
    for token in reach.tokens[start:at]:
        if token.pos_ in {"CCONJ", "ADV", "PART", "ADJ", "DET", "NUM"} or (
            is_form(token, "Part") and token.dep_ == "amod"
        ):
            continue
        thing = is_noun(token) and is_free(token, reach) and is_thing(token) and preposition_of(token) is None
        return token if thing and not is_adposition(token) else None
    return None


def is_free(token: Token, reach: Reach) -> bool:
    """Return whether a token is a noun without a preposition that is no relative pronoun and no name in quotes after a noun."""
    if not is_noun(token) or preposition_of(token) is not None or fold(token.lemma_) in phrase_limits().relative:
        return False
    if is_time(token):
        return False
    at = reach.position[token.i]
    quote = next((k for k in range(at - 1, -1, -1) if reach.tokens[k].text in "«»"), None)
    return quote is None or reach.tokens[quote].text == "»" or quote == 0 or reach.tokens[quote - 1].pos_ != "NOUN"


def hangs_on_later(token: Token, verb: Token, reach: Reach) -> bool:
    """Return whether the parser hangs the token on a later predicate («закрыть въезд, а *ворота* | починить»)."""
    return token.head.i > verb.i and token.head.i in reach.predicates


def modified(token: Token) -> Token:
    """Return the noun right after an adjective or participle that the parser took for the head («утвердить *прилагаемый порядок*»)."""
    if token.pos_ not in {"ADJ", "VERB"} or token.i + 1 >= len(token.doc):
        return token
    following = token.nbor(1)
    return (
        following if following.pos_ in {"NOUN", "PROPN"} and feat(following, "Case") == feat(token, "Case") else token
    )


def is_part(token: Token, right: Sequence[Token]) -> bool:
    """Return whether the parser has the token as a member of a phrase before it."""
    return token.dep_ in {"conj", "flat", "appos"} and token.head in right


def quantified(token: Token, right: Sequence[Token]) -> Token:
    """Return the noun that a number in the accusative counts («не менее *двух площадок*»)."""
    is_number = token.pos_ == "NUM" and token.head.i in {t.i for t in right} and token.head.pos_ in {"NOUN", "PROPN"}
    return token.head if is_number else token


def left_object(verb: Token, reach: Reach) -> Token | None:
    """Return the object before its verb («дороги к садам | отремонтировать»): by the parser, or the opening noun of the sentence."""
    opening = None
    begun = any(t.i in reach.predicates for t in reach.tokens[: reach.position[verb.i]])
    for token in reversed(reach.tokens[: reach.position[verb.i]]):
        if token.i in reach.predicates or token.text in ".;:" or (token.text == "," and begun):
            break
        if is_form(token, "Fin") and token.pos_ == "VERB" and not is_asking([token.lemma_], "modal"):
            break
        if is_noun(token) and preposition_of(token) is None and not is_adposition(token):
            before = previous_noun(reach.tokens, reach.position[token.i])
            if (
                before is not None
                and before.i not in reach.predicates
                and preposition_of(before) is None
                and may_be_genitive(token.lower_)
            ):
                continue  # «каждый гектар *пашни*»
            if token.dep_ in {"obj", "nsubj", "nsubj:pass"} and is_thing(token) and token.head.i >= verb.i:
                return token
            opening = token if is_thing(token) else opening
    return opening


def is_thing(token: Token) -> bool:
    """Return whether a noun is an accusative, or a nominative that looks like one (inanimate, no feminine singular)."""
    if feat(token, "Case") == "Acc":
        return True
    looks_alike = feat(token, "Gender") != "Fem" or feat(token, "Number") == "Plur"
    return feat(token, "Case") == "Nom" and feat(token, "Animacy") == "Inan" and looks_alike


def governed_head(verb: Token, reach: Reach, governs: Sequence[str]) -> Token | None:
    """Return the head of what the verb or noun governs by a case or a preposition, by the first alternative that is met.

    Parameters
    ----------
    verb : Token
        The governing word; the search goes to its right.
    governs : sequence of str
        Cases (``Gen``, ``Dat``, ``Ins``, ``Acc``), ``Inf`` or prepositions, best first.
    """
    right = list(reach.after(verb))
    for alternative in governs:
        if alternative == "Inf":
            head = next((t for t in right if is_infinitive(t)), None)
        elif alternative in CASES:
            head = next((t for t in nearest(right) if stands_in(t, alternative)), None)
            if head is None and alternative == "Dat":  # «содействовать в трудоустройстве *выпускникам*»
                head = next(
                    (t for t in right if t.pos_ == "NOUN" and has_dative(t) and preposition_of(t) is None), None
                )
        else:
            prepositions = (t for t in right if t.lower_ == alternative and is_adposition(t))
            head = next((prepositional(t, right) for t in prepositions if not is_adverbial(t)), None)
        if head is not None:
            return head
    return None


def stands_in(noun: Token, case: str) -> bool:
    """Return whether a noun stands in a case; an abbreviation in that of the adjective before it, without one in any («поддержка *НКО*»)."""
    if not (noun.is_upper and len(noun) > 1):
        return feat(noun, "Case") == case
    modifier = noun.nbor(-1) if noun.i and noun.nbor(-1).pos_ in {"ADJ", "VERB", "DET"} else None
    return modifier is None or feat(modifier, "Case") == case


def is_adverbial(preposition: Token) -> bool:
    """Return whether a preposition begins a fixed circumstance («в *рамках* проекта»)."""
    following = preposition.doc[preposition.i : preposition.i + 3]
    words = tuple(fold(t.lemma_) for t in following)
    return any(words[:n] in phrase_limits().adverbial for n in (1, 2, 3))


def nearest(right: Sequence[Token]) -> Iterator[Token]:
    """Yield the nouns that no preposition introduces, up to the first preposition or comma."""
    for token in right:
        if is_adposition(token) or token.text == ",":
            return
        if is_noun(token) and not (token.pos_ in {"PRON", "ADJ", "VERB"} and token.head.i > token.i):
            yield token


def prepositional(preposition: Token, right: Sequence[Token]) -> Token | None:
    """Return the noun of a preposition: its head, or the next noun where the parser gave none."""
    if preposition.head.i > preposition.i and is_noun(preposition.head):
        return preposition.head
    return next((t for t in right if t.i > preposition.i and t.pos_ in {"NOUN", "PROPN", "PRON"}), None)


def passive_subject(verb: Token, reach: Reach) -> Token | None:
    """Return the subject of a passive, on either side («должны быть разработаны *правила*», «*правила* должны быть разработаны»)."""
    subjects = [t for t in reach.tokens if t.dep_.startswith("nsubj") and feat(t, "Case") in {"", "Nom"} and is_noun(t)]
    own = next((t for t in subjects if t.head.i == verb.i), None)
    if own is not None:
        return own
    left = [t for t in subjects if t.i < verb.i]
    return left[-1] if left else accusative_head(verb, reach)

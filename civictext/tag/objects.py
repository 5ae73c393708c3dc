"""The noun phrase that a predicate governs, cut as the annotation guide cuts it. Knows no types.

What hangs on the noun stays («конкурс на лучший двор»), what hangs on the verb goes («открыть клубы | в каждом районе»); the phrase ends at
its first clause or participle.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from civictext.tag.lexicon import CASES, fold, is_asking, phrase_limits
from civictext.tag.predicates import is_form, is_infinitive, is_short

OPENING = frozenset('«"„“')
CLOSING = frozenset('»"”“')
STOPS = frozenset(".!?;:()–—…")
NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X", "SYM"))


def has_case(token: Token, *cases: str) -> bool:
    """Return whether the token stands in one of the given cases; names and abbreviations without a case stand in any."""
    own = token.morph.get("Case")
    return not own or any(case in cases for case in own)


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
    return token.pos_ in {"NOUN", "PROPN", "PRON", "X"} or (token.pos_ in {"ADJ", "NUM", "VERB"} and is_headless(token))


def is_headless(token: Token) -> bool:
    """Return whether an adjective, participle or number stands for a noun («обучать *слабослышащих*», «направить *15* млн»)."""
    if token.pos_ == "VERB" and (not is_form(token, "Part") or is_short(token)):
        return False
    return token.dep_ in {"obj", "iobj", "obl", "nsubj", "nsubj:pass"} and not is_short(token)


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
            if fold(other.lemma_) in phrase_limits().relative and other.pos_ in {"SCONJ", "DET", "PRON", "ADV"}:
                return
            yield other

    def before_next(self, verb: Token) -> Iterator[Token]:
        """Yield the tokens after a predicate up to the next predicate, subordinate clauses included."""
        for other in self.tokens[self.position[verb.i] + 1 :]:
            if other.i in self.predicates:
                return
            yield other


def accusative_head(verb: Token, reach: Reach, *, negated: bool = False) -> Token | None:
    """Return the head of the direct object: to the right if there is one, else the nearest object to the left."""
    for token in reach.before_next(verb):
        if (
            token.head.i == verb.i
            and token.dep_ == "obj"
            and is_noun(token)
            and not preposition_of(token)
            and not has_dative(token)
        ):
            return modified(token)
    right = list(reach.after(verb))
    cases = ("Acc", "Nom", "Gen") if negated else ("Acc", "Nom")
    for allowed in (lambda t: not is_part(t, right), lambda t: True):
        found = next((t for t in right if is_object(t, cases) and allowed(t)), None)
        if found is not None:
            return quantified(modified(found), right)
    counted = next((t.head for t in right if t.pos_ == "NUM" and t.dep_.startswith("nummod") and t.head in right), None)
    return counted if counted is not None else left_object(verb, reach) or disguised(right)


def is_object(token: Token, cases: Sequence[str]) -> bool:
    """Return whether a token is a noun in one of the cases without a preposition."""
    return (
        is_noun(token) and bool(token.morph.get("Case")) and has_case(token, *cases) and preposition_of(token) is None
    )


def modified(token: Token) -> Token:
    """Return the noun right after an adjective or participle that the parser took for the head («утвердить *прилагаемый порядок*»)."""
    if token.pos_ not in {"ADJ", "VERB"} or token.i + 1 >= len(token.doc):
        return token
    following = token.nbor(1)
    return (
        following
        if following.pos_ in {"NOUN", "PROPN"} and following.morph.get("Case") == token.morph.get("Case")
        else token
    )


def is_part(token: Token, right: Sequence[Token]) -> bool:
    """Return whether the parser has the token as a member of a phrase before it."""
    return token.dep_ in {"conj", "flat", "appos"} and token.head in right


def disguised(right: Sequence[Token]) -> Token | None:
    """Return an object that the tagger took for a genitive of the noun before it («для молодёжи *ярмарки*»): a plural right after a prepositional phrase."""
    for before, token in zip(right, right[1:], strict=False):
        if (
            before.pos_ in {"NOUN", "ADJ"}
            and preposition_of(before)
            and token.pos_ == "NOUN"
            and "Plur" in token.morph.get("Number")
        ):
            return token if preposition_of(token) is None and not has_dative(token) else None
    return None


def quantified(token: Token, right: Sequence[Token]) -> Token:
    """Return the noun that a number in the accusative counts («не менее *двух площадок*»)."""
    is_number = token.pos_ == "NUM" and token.head.i in {t.i for t in right} and token.head.pos_ in {"NOUN", "PROPN"}
    return token.head if is_number else token


def has_dative(token: Token) -> bool:
    """Return whether the token can be nothing but a dative."""
    return token.morph.get("Case") == ["Dat"]


def left_object(verb: Token, reach: Reach) -> Token | None:
    """Return the object before its verb («дороги к садам | отремонтировать»): by the parser, or the opening noun of the sentence."""
    opening = None
    for token in reversed(reach.tokens[: reach.position[verb.i]]):
        if token.i in reach.predicates or token.text in ".;:":
            break
        if is_form(token, "Fin") and token.pos_ == "VERB" and not is_asking([token.lemma_], "modal"):
            break
        if is_noun(token) and preposition_of(token) is None and not is_adposition(token):
            if token.dep_ in {"obj", "nsubj", "nsubj:pass"} and is_thing(token) and token.head.i >= verb.i:
                return token
            opening = token if is_thing(token) else opening
    return opening


def is_thing(token: Token) -> bool:
    """Return whether a noun is an accusative, or a nominative that looks like one (inanimate, no feminine singular)."""
    morph = token.morph
    if "Acc" in morph.get("Case"):
        return True
    return (
        "Nom" in morph.get("Case")
        and "Inan" in morph.get("Animacy")
        and not ("Fem" in morph.get("Gender") and "Sing" in morph.get("Number"))
    )


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
            head = next((t for t in nearest(right) if t.morph.get("Case") == [alternative]), None)
        else:
            head = next((prepositional(t, right) for t in right if t.lower_ == alternative and is_adposition(t)), None)
        if head is not None:
            return head
    return None


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


# --- the words of the phrase -----------------------------------------------------------------------


def phrase(head: Token, governor: Token, reach: Reach) -> tuple[int, int]:
    """Return the first token and the token after the last of the phrase of a head (document positions)."""
    first = phrase_start(head, governor, reach)
    last = phrase_end(head, first, governor, reach)
    return first, last + 1


def phrase_start(head: Token, governor: Token, reach: Reach) -> int:
    """Return the first modifier of the head that stands in one piece with it, after the governor."""
    first = head.i
    tokens = reach.tokens
    for token in reversed(tokens[: reach.position[head.i]]):
        if token.i == governor.i or token.i in reach.predicates or is_adposition(token) or token.text in STOPS:
            break
        if not (belongs_before(token, head, first, tokens, reach)):
            break
        first = token.i
    while first < head.i and reach.tokens[reach.position[first]].text in {",", "и"}:
        first += 1
    return first


def belongs_before(token: Token, head: Token, first: int, tokens: Sequence[Token], reach: Reach) -> bool:
    """Return whether a token before the head is one of its modifiers, or a mark or word inside them."""
    if token.text in OPENING or token.text == "," or token.lower_ in {"и", "или", "не", "так", "-"}:
        return token.text in OPENING or any(is_ancestor(head, t) for t in tokens[: reach.position[first]][-3:-1])
    if token.pos_ == "ADP" and token.nbor(1).i == first:
        return True
    return is_ancestor(head, token) and not (is_infinitive(token) or is_form(token, "Conv", "Fin"))


def is_ancestor(head: Token, token: Token, steps: int = 6) -> bool:
    """Return whether `head` governs the token, directly or through others."""
    current = token
    for _ in range(steps):
        if current.head.i == head.i and current.i != head.i:
            return True
        if current.head.i == current.i:
            return False
        current = current.head
    return False


def phrase_end(head: Token, first: int, governor: Token, reach: Reach) -> int:
    """Return the last token of the phrase of a head."""
    inside = set(range(first, head.i + 1))
    last = head.i
    quotes = sum(t.text in "«„" for t in reach.tokens[reach.position[first] : reach.position[head.i] + 1])
    tokens = reach.tokens
    k = reach.position[head.i] + 1
    while k < len(tokens):
        token = tokens[k]
        quotes += (token.text in "«„") - (token.text in "»" and quotes > 0)
        if quotes == 0 and not goes_on(k, inside, governor, reach):
            break
        inside.add(token.i)
        if token.text not in {",", "и", "или"} and token.pos_ != "ADP":
            last = token.i
        k += 1
    return last


def goes_on(k: int, inside: set[int], governor: Token, reach: Reach) -> bool:
    """Return whether the token at position `k` still belongs to the phrase."""
    token, tokens = reach.tokens[k], reach.tokens
    if token.text in CLOSING or token.text in OPENING:
        return True
    if token.text in STOPS or token.i in reach.predicates or ends_phrase(k, inside, reach):
        return False
    if token.text == "," or token.lower_ in {"и", "или", "либо"}:
        return continues_coordination(k, inside, reach)
    if is_adposition(token):
        return hangs_on_noun(token, inside, tokens, k)
    if token.pos_ in {"ADV", "PART"}:
        return token.head.i != governor.i and (token.head.i in inside or modifies_inside(token, inside))
    return is_inside(token, inside, governor, tokens, k)


def ends_phrase(k: int, inside: set[int], reach: Reach) -> bool:
    """Return whether a clause, a participle or an adverbial begins at position `k`."""
    token = reach.tokens[k]
    words = tuple(fold(t.lemma_) for t in reach.tokens[k : k + 3])
    forms = tuple(t.lower_ for t in reach.tokens[k : k + 3])
    if any(w[:n] in phrase_limits().adverbial for w in (words, forms) for n in (1, 2, 3)):
        return True
    if fold(token.lemma_) in phrase_limits().relative and token.pos_ in {"SCONJ", "DET", "PRON", "ADV"}:
        return True
    if is_form(token, "Part") and not is_short(token):
        return token.head.i in inside or token.dep_ not in {"amod", "obj", "nmod", "conj", "obl"}
    return is_infinitive(token) or is_form(token, "Fin", "Conv") or is_short(token)


def continues_coordination(k: int, inside: set[int], reach: Reach) -> bool:
    """Return whether after a comma or «и» a member coordinated with one inside the phrase follows."""
    for token in reach.tokens[k + 1 : k + 9]:
        if (
            token.text in STOPS
            or token.i in reach.predicates
            or (is_infinitive(token) or is_form(token, "Conv", "Fin"))
        ):
            return False
        if token.dep_ == "conj":
            return token.head.i in inside
        if token.pos_ in {"NOUN", "PROPN"}:
            return token.head.i in inside
    return False


def hangs_on_noun(token: Token, inside: set[int], tokens: Sequence[Token], k: int) -> bool:
    """Return whether a prepositional phrase belongs to the noun phrase before it."""
    noun = token.head if token.head.i > token.i else None
    if noun is None:
        return False
    if noun.head.i in inside:
        return True
    return (
        token.lower_ in phrase_limits().noun_prepositions and tokens[k - 1].i in inside and tokens[k - 1].pos_ != "PRON"
    )


def modifies_inside(token: Token, inside: set[int]) -> bool:
    """Return whether an adverb modifies an adjective of the phrase («социально *значимые* проекты»)."""
    return token.head.pos_ in {"ADJ", "NUM"} and token.head.i > token.i and not is_short(token.head)


def is_inside(token: Token, inside: set[int], governor: Token, tokens: Sequence[Token], k: int) -> bool:
    """Return whether a noun or a modifier belongs to the phrase."""
    if token.pos_ in {"ADJ", "DET", "NUM", "VERB"} and token.head.i > token.i:
        return token.head.i - token.i < 8 and (
            token.head.head.i in inside
            or tokens[k - 1].pos_ in {"ADP", "ADJ", "DET", "NUM"}
            or tokens[k - 1].text in {",", "и"}
            or is_genitive(token)
        )
    if has_dative(token) and tokens[k - 1].pos_ in {"NOUN", "ADJ"}:
        return takes_dative(token, tokens, k)
    return (token.head.i in inside and token.head.i != governor.i) or is_adposition_noun(token, tokens, k)


def is_genitive(token: Token) -> bool:
    """Return whether a modifier of a noun to come is a genitive, which hangs on the noun before it."""
    return "Gen" in token.morph.get("Case")


def is_adposition_noun(token: Token, tokens: Sequence[Token], k: int) -> bool:
    """Return whether the noun belongs to a preposition that was let in, or to modifiers that were."""
    return any(
        child.i in {t.i for t in tokens[max(0, k - 4) : k]}
        for child in token.lefts
        if child.pos_ in {"ADP", "ADJ", "NUM", "DET"}
    )


def takes_dative(token: Token, tokens: Sequence[Token], k: int) -> bool:
    """Return whether a dative belongs to a noun that governs one («помощь *жителям*»)."""
    if preposition_of(token):
        return True
    nouns = phrase_limits().dative_nouns
    return any(fold(t.lemma_) in nouns for t in tokens[max(0, k - 4) : k])

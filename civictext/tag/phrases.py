"""The words of an object's phrase: what hangs on the noun stays, what hangs on the verb goes, a clause or participle ends it."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from civictext.tag.attachment import hangs_on_noun
from civictext.tag.features import (
    OPENING,
    feat,
    has_dative,
    is_adposition,
    is_form,
    is_infinitive,
    is_short,
    preposition_of,
)
from civictext.tag.forms import possible_cases
from civictext.tag.lexicon import fold, phrase_limits, verbal_nouns
from civictext.tag.objects import STOPS, Reach

CLOSING = frozenset('»"”“')


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
    at = reach.position[first]
    compared = tokens[at].lower_ in {"менее", "более"} and at > 0 and tokens[at - 1].lower_ == "не"
    return first - 1 if compared else first


def belongs_before(token: Token, head: Token, first: int, tokens: Sequence[Token], reach: Reach) -> bool:
    """Return whether a token before the head is one of its modifiers, or a mark or word inside them."""
    if is_agreeing(token, head) or (
        (token.text == "," or token.lower_ in {"и", "или"}) and joins_attributes(token, head, first, tokens, reach)
    ):
        return True
    if token.text in OPENING or token.text == "," or token.lower_ in {"и", "или", "не", "так", "-"}:
        return token.text in OPENING or any(is_ancestor(head, t) for t in tokens[: reach.position[first]][-3:-1])
    if token.pos_ == "ADP" and token.nbor(1).i == first:
        return True
    if token.lower_ in {"а", "но"}:
        return False
    if token.pos_ in {"NOUN", "PROPN"} and not is_counting(token):
        return False  # «до конца *года* программу»: a noun stands after its head, unless it counts
    return is_ancestor(head, token) and not (is_infinitive(token) or is_form(token, "Conv", "Fin"))


def is_agreeing(token: Token, head: Token) -> bool:
    """Return whether an adjective stands in the case of the head, wherever the parser hangs it."""
    case = feat(head, "Case")
    alike = {case, *({"Nom", "Acc"} if case in {"Nom", "Acc"} else ())}
    return token.pos_ in {"ADJ", "DET"} and bool(case) and feat(token, "Case") in alike and not is_short(token)


def joins_attributes(token: Token, head: Token, first: int, tokens: Sequence[Token], reach: Reach) -> bool:
    """Return whether a comma or «и» stands between two adjectives of the head («*дискуссионные, экспертные и проектные* площадки»)."""
    at = reach.position[token.i]
    return (
        at > 0
        and is_agreeing(tokens[at - 1], head)
        and (first == head.i or tokens[reach.position[first]].pos_ in {"ADJ", "DET"})
        and first != head.i
    )


def is_counting(token: Token) -> bool:
    """Return whether a noun is a number («*тысячи* жителей») or stands in a participle's phrase («нуждающимся в *жилье* семьям»)."""
    return fold(token.lemma_) in phrase_limits().numbers or any(
        is_form(t, "Part") for t in token.ancestors if t.i < token.i
    )


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
        if token.text not in {",", "и", "или", "а"} and token.pos_ != "ADP" and token.lower_ != "также":
            last = token.i
        k += 1
    return last


def goes_on(k: int, inside: set[int], governor: Token, reach: Reach) -> bool:
    """Return whether the token at position `k` still belongs to the phrase."""
    token, tokens = reach.tokens[k], reach.tokens
    if (also := also_at(k, tokens)) is not None:
        return also != k or continues_coordination(k + 1, inside, reach)
    if token.text in CLOSING or token.text in OPENING:
        return True
    if token.text in STOPS or token.i in reach.predicates or ends_phrase(k, inside, reach):
        return False
    if token.text == "," or token.lower_ in {"и", "или", "либо"}:
        return continues_coordination(k, inside, reach)
    if is_adposition(token):
        return hangs_on_noun(k, inside, governor, reach)
    if token.pos_ in {"ADV", "PART"}:
        return token.head.i != governor.i and (token.head.i in inside or modifies_inside(token, inside))
    return is_inside(token, inside, governor, tokens, k)


def also_at(k: int, tokens: Sequence[Token]) -> int | None:
    """Return where «, а также» that position `k` stands in begins, or None."""
    for start in range(k, max(k - 3, -1), -1):
        if [t.lower_ for t in tokens[start : start + 3]] == [",", "а", "также"]:
            return start
    return None


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
        if precedes_noun(k, reach):
            return False
        return token.head.i in inside or token.dep_ not in {"amod", "obj", "nmod", "conj", "obl"}
    return is_infinitive(token) or is_form(token, "Fin", "Conv") or is_short(token)


def precedes_noun(k: int, reach: Reach) -> bool:
    """Return whether a participle stands before a noun of its own case, with its own circumstances between («приёмка *построенных* в срок зданий»)."""
    if k and reach.tokens[k - 1].text == ",":
        return False
    case = feat(reach.tokens[k], "Case")
    for token in reach.tokens[k + 1 : k + 7]:
        if feat(token, "Case") == case and token.pos_ in {"NOUN", "PROPN"}:
            return True
        if token.text == "," or token.text in STOPS or token.i in reach.predicates or is_infinitive(token):
            return False
    return False


def continues_coordination(k: int, inside: set[int], reach: Reach) -> bool:
    """Return whether after a comma or «и» a member coordinated with one inside the phrase follows."""
    for token in reach.tokens[k + 1 : k + 9]:
        if token.lower_ == "также":
            continue
        if (
            token.text in STOPS
            or token.i in reach.predicates
            or (is_infinitive(token) or is_form(token, "Conv", "Fin"))
        ):
            return False
        if token.dep_ == "conj" and token.head.i in inside:
            return True
        if token.pos_ in {"NOUN", "PROPN"}:
            return token.head.i in inside or (is_member(token, inside, reach) and not opens_clause(k, reach))
        if is_adposition(token):
            return False
    return False


def is_member(noun: Token, inside: set[int], reach: Reach) -> bool:
    """Return whether a noun stands in the case of the last noun inside the phrase or of one before it."""
    cases = possible_cases(noun.lower_)
    return any(
        feat(t, "Case") in cases - {"Nom", "Dat", "Ins"} and t.pos_ in {"NOUN", "PROPN"}
        for t in reach.tokens
        if t.i in inside
    )


def opens_clause(k: int, reach: Reach) -> bool:
    """Return whether a verb follows before the next mark: what stands between is its own («…, *ворота* починить»)."""
    for token in reach.tokens[k + 1 :]:
        if token.text == "," or token.text in STOPS:
            return False
        if token.i in reach.predicates or is_infinitive(token) or is_form(token, "Fin", "Conv"):
            return True
    return False


def modifies_inside(token: Token, inside: set[int]) -> bool:
    """Return whether an adverb modifies an adjective of the phrase («социально *значимые* проекты»)."""
    return (
        (token.head.pos_ in {"ADJ", "NUM"} or is_form(token.head, "Part"))
        and token.head.i > token.i
        and not is_short(token.head)
    )


def is_inside(token: Token, inside: set[int], governor: Token, tokens: Sequence[Token], k: int) -> bool:
    """Return whether a noun or a modifier belongs to the phrase."""
    if feat(token, "Case") == "Ins" and tokens[k - 1].pos_ == "NOUN" and feat(tokens[k - 1], "Case") != "Ins":
        return fold(tokens[k - 1].lemma_) in phrase_limits().instrumental_nouns or is_agent(tokens, k)
    if token.pos_ in {"ADJ", "DET", "NUM", "VERB"} and token.head.i > token.i:
        return token.head.i - token.i < 8 and (
            token.head.head.i in inside
            or tokens[k - 1].pos_ in {"ADP", "ADJ", "DET", "NUM"}
            or tokens[k - 1].text in {",", "и"}
            or is_genitive(token)
        )
    if has_dative(token) and tokens[k - 1].pos_ in {"NOUN", "ADJ"}:
        return takes_dative(token, tokens, k)
    if (is_genitive(token) or token.pos_ == "PROPN") and follows_noun(tokens, k, inside):
        return True
    if opened_inside(tokens, k, inside):
        return True
    return (token.head.i in inside and token.head.i != governor.i) or is_adposition_noun(token, tokens, k)


def opened_inside(tokens: Sequence[Token], k: int, inside: set[int]) -> bool:
    """Return whether a preposition that was let in stands before the token, nothing but modifiers between («предложения по *её улучшению*»)."""
    i = k - 1
    while i > 0 and tokens[i].i in inside and tokens[i].pos_ in {"ADJ", "DET", "NUM"}:
        i -= 1
    return tokens[i].i in inside and is_adposition(tokens[i])


def is_agent(tokens: Sequence[Token], k: int) -> bool:
    """Return whether an instrumental is the one who acts, between a noun of action and what it acts on («обретение *горожанами* чувства»)."""
    acts = fold(tokens[k - 1].lemma_) in verbal_nouns()
    return acts and k + 1 < len(tokens) and is_genitive(tokens[k + 1]) and tokens[k + 1].pos_ in {"NOUN", "ADJ"}


def follows_noun(tokens: Sequence[Token], k: int, inside: set[int]) -> bool:
    """Return whether a genitive stands right behind a noun of the phrase, its own adjectives between («количество *проверочных работ*»)."""
    i = k - 1
    while i > 0 and tokens[i].i in inside and tokens[i].pos_ in {"ADJ", "DET", "NUM"} and is_genitive(tokens[i]):
        i -= 1
    return tokens[i].i in inside and tokens[i].pos_ in {"NOUN", "PROPN"}


def is_genitive(token: Token) -> bool:
    """Return whether a modifier of a noun to come is a genitive, which hangs on the noun before it."""
    return feat(token, "Case") == "Gen"


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

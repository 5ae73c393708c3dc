"""Operative predicates of a recommendation: which verbs and verbal nouns name what is to be done. Knows no objects and no types.

The parser was trained on news; at the top of a fragment without a subject («Администрации города провести …») its heads are noise, so
an infinitive is judged by what stands between it and the clause boundary to its left, and the tree is asked only
about coordination and complements.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Token

from civictext.tag.features import feat, is_form, is_infinitive, is_short, preposition_of, reads_as_infinitive
from civictext.tag.lexicon import fold, government, is_asking, phrase_limits, verb_rows, verbal_nouns

Kind = Literal["infinitive", "passive", "nominal", "finite", "reflexive"]
Verdict = Literal["operative", "weak", "no"]

BOUNDARIES = frozenset(',;:.!?()–—-…"')
COORDINATORS = frozenset(("и", "или", "либо", "а", "но", "да"))


@dataclass(frozen=True, slots=True)
class Predicate:
    """An operative predicate: its token, its infinitive without «не», whether it is negated, and how it was found.

    `asked_by` is a verb whose subject is the object of the predicate («*требует* доработки порядок въезда»).
    """

    token: Token
    verb: str
    kind: Kind
    negated: bool = False
    asked_by: Token | None = None


def lemmas_of(token: Token) -> tuple[str, str]:
    """Return the lemma and the folded form: some lemmatizers leave «необходимо» as it is, others do not."""
    return token.lemma_, token.lower_


def is_negated(token: Token, tokens: Sequence[Token], at: int) -> bool:
    """Return whether «не» stands right before the token at position `at`."""
    return at > 0 and tokens[at - 1].lower_ == "не"


def operative_predicates(tokens: Sequence[Token]) -> list[Predicate]:
    """Return the operative predicates of a recommendation, in the order of the text.

    Parameters
    ----------
    tokens : sequence of Token
        The tokens of the recommendation without white space, tagged and parsed.
    """
    verdicts = judge_infinitives(tokens)
    found: list[Predicate] = []
    for start, end in sentences(tokens):
        found += sentence_predicates(tokens, start, end, verdicts)
    if not found:
        weak = [infinitive(tokens, i) for i, verdict in verdicts.items() if verdict == "weak"]
        found = list(finite(tokens)) or weak or list(wished(tokens))
    return sorted(found, key=lambda p: p.token.i)


def sentences(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the sentences of a recommendation, in positions of `tokens`."""
    start = 0
    for i, token in enumerate(tokens[:-1]):
        if token.text in ".!?;" and (tokens[i + 1].text[:1].isupper() or token.text == ";"):
            yield start, i + 1
            start = i + 1
    if start < len(tokens):
        yield start, len(tokens)


def sentence_predicates(tokens: Sequence[Token], start: int, end: int, verdicts: dict[int, Verdict]) -> list[Predicate]:
    """Return the predicates of one sentence: infinitives, passives, else verbal nouns."""
    operative = [i for i, verdict in verdicts.items() if start <= i < end and verdict == "operative"]
    askers = [i for i in operative if is_asking([tokens[i].lower_], "performative")]
    plain = [i for i in operative if i not in askers or not is_wrapper(tokens, i, operative)]
    found = [infinitive(tokens, i) for i in plain if i not in askers]
    found += [*passives(tokens, start, end), *demanded(tokens, start, end)]
    for i in askers:
        inner = list(nominal_complements(tokens, i, end)) if i in plain else []
        own = i in plain and (not found or has_object(tokens[i]))
        found += inner or ([infinitive(tokens, i)] if own else [])
    return unique(found or list(asked(tokens, start, end)) or list(leading_nouns(tokens, start, end, verdicts)))


def has_object(verb: Token) -> bool:
    """Return whether a thing is the direct object of a verb («*предложить* план» is no wrapper)."""
    return any(t.dep_ == "obj" and feat(t, "Animacy") == "Inan" and feat(t, "Case") == "Acc" for t in verb.children)


def unique(predicates: Sequence[Predicate]) -> list[Predicate]:
    """Return the predicates without repeated tokens."""
    return list({p.token.i: p for p in predicates}.values())


def infinitive(tokens: Sequence[Token], at: int) -> Predicate:
    """Return the predicate of an infinitive: its own form, without «не»."""
    token, negated = tokens[at], is_negated(tokens[at], tokens, at)
    active = active_of(token.lower_)
    return Predicate(token, active or token.lower_, "reflexive" if active else "infinitive", negated)


def active_of(verb: str) -> str | None:
    """Return the infinitive of a passive in «-ся» without it; None for a verb that the lexicon knows as it is.

    Examples
    --------
    >>> active_of("утверждаться"), active_of("участвовать"), active_of("присоединиться")
    ('утверждать', None, None)
    """
    active = verb.removesuffix("ся")
    known = fold(verb) in verb_rows() or active == verb
    return active if not known and reads_as_infinitive(active) else None


# --- infinitives ---------------------------------------------------------------------------------


def judge_infinitives(tokens: Sequence[Token]) -> dict[int, Verdict]:
    """Return for the position of every infinitive whether it is asked for."""
    verdicts: dict[int, Verdict] = {}
    for i, token in enumerate(tokens):
        if is_infinitive(token) and token.lower_ not in {"быть", "являться"}:
            verdicts[i] = judge(tokens, i, verdicts)
    return verdicts


def judge(tokens: Sequence[Token], at: int, verdicts: dict[int, Verdict]) -> Verdict:
    """Return the verdict of one infinitive from its partner in a coordination or from what governs it."""
    partner = coordinated_with(tokens, at, verdicts)
    if partner is not None:
        return verdicts[partner]
    left = clause_start(tokens, at)
    for i in range(at - 1, left - 1, -1):
        verdict = licence(tokens, i, at)
        if verdict:
            return "weak" if verdict == "operative" and in_relative(tokens, left, i) else verdict
    return "no" if is_complement(tokens, at) else "operative"


def skip_left(tokens: Sequence[Token], at: int) -> int:
    """Return the position before `at` that is no adverb and no particle («и *более активно* развивать»)."""
    i = at - 1
    while (
        i >= 0
        and (tokens[i].pos_ in {"ADV", "PART"} or tokens[i].lower_ in {"также", "же"})
        and not is_asking(lemmas_of(tokens[i]), "modal")
    ):
        i -= 1
    return i


def coordinated_with(tokens: Sequence[Token], at: int, verdicts: dict[int, Verdict]) -> int | None:
    """Return the position of the earlier infinitive that this one is coordinated with, if any."""
    i = skip_left(tokens, at)
    if i < 0 or not verdicts or tokens[i].text in ".!?;:":
        return None
    head = next((k for k in verdicts if tokens[k].i == tokens[at].head.i and tokens[at].dep_ == "conj"), None)
    if tokens[i].lower_ == "а" and tokens[i + 1].lower_ == "также":
        return next((k for k in reversed(verdicts) if verdicts[k] == "operative"), head)
    if tokens[i].lower_ in COORDINATORS:
        return head if head is not None else last_infinitive(tokens, at, verdicts)
    return head if tokens[i].text == "," else None


def last_infinitive(tokens: Sequence[Token], at: int, verdicts: dict[int, Verdict]) -> int | None:
    """Return the position of the last infinitive before `at` in the same sentence."""
    last = max(verdicts)
    return None if any(t.text in ".!?;" for t in tokens[last:at]) else last


def clause_start(tokens: Sequence[Token], at: int) -> int:
    """Return the position after the last clause boundary before `at`."""
    i = at
    while i > 0 and tokens[i - 1].text not in BOUNDARIES:
        i -= 1
    return i


def in_relative(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Return whether a relative pronoun stands between two positions («решения, которые следует принять»)."""
    return any(fold(t.lemma_) in {"который", "какой", "чей"} for t in tokens[start:end])


def licence(tokens: Sequence[Token], i: int, at: int) -> Verdict | None:
    """Return what a word to the left says about an infinitive: it asks for it, it takes it as complement, or nothing."""
    token, words = tokens[i], lemmas_of(tokens[i])
    if is_asking(words, "possible") and any(t.lower_ == "бы" for t in tokens[max(0, i - 2) : i + 3]):
        return "weak"
    if is_asking(words, "carrier", "possible"):
        return "no"
    if is_asking(words, "performative", "modal") or (is_asking(words, "decision") and not is_infinitive(token)):
        return licence_of_asking(tokens, i, at)
    if is_infinitive(token) or (is_form(token, "Fin", "Conv") and token.pos_ in {"VERB", "AUX"}):
        return "no"
    if is_form(token, "Part") and not is_short(token) and token.head.i >= tokens[at].i:
        return None
    if is_form(token, "Part"):
        return "no"
    return "no" if token.lower_ in {"чтобы", "если", "как", "дабы"} else None


def licence_of_asking(tokens: Sequence[Token], i: int, at: int) -> Verdict | None:
    """Return the verdict of a word that asks; attributes («необходимые меры») do not ask."""
    token = tokens[i]
    if token.pos_ in {"ADJ", "DET"} and not is_short(token) and feat(token, "Case") != "Ins":
        return "no" if at - i == 1 else None  # «жителей, *готовых* дежурить»
    if token.pos_ == "NOUN" and token.i != tokens[at].head.i and at - i > 2:
        return None
    if token.pos_ == "AUX" and at - i > 3:
        return None
    return "operative"


def is_complement(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the parser hangs the infinitive on an earlier word as its complement, with no boundary before it."""
    token, before = tokens[at], tokens[skip_left(tokens, at)] if at else None
    if before is None or before.text in BOUNDARIES or token.head.i >= token.i:
        return False
    return token.dep_ in {"xcomp", "acl"} and (is_infinitive(token.head) or is_asking([token.head.lemma_], "carrier"))


def is_wrapper(tokens: Sequence[Token], at: int, operative: Sequence[int]) -> bool:
    """Return whether an asking infinitive only introduces what is asked («рекомендовать лесхозу закрыть»)."""
    later = [i for i in operative if i > at]
    if not later:
        return False
    between = tokens[at + 1 : later[0]]
    if not any(t.text in BOUNDARIES or t.lower_ in COORDINATORS for t in between):
        return True
    own = any(t.dep_ == "obj" and t.head.i == tokens[at].i and feat(t, "Animacy") == "Inan" for t in between)
    return not own


# --- passives, verbal nouns, finite verbs ----------------------------------------------------------


def passives(tokens: Sequence[Token], start: int, end: int) -> Iterator[Predicate]:
    """Yield short passive participles in the clause of a word of duty («правила должны быть *разработаны* и *утверждены*»)."""
    due = False
    for i in range(start, end):
        token = tokens[i]
        if token.text in BOUNDARIES and not (
            token.text == "," and i + 2 < end and is_short(tokens[i + 1]) and tokens[i + 2].lower_ != "ли"
        ):
            due = False
        duty = is_asking(lemmas_of(token), "modal") and fold(token.lemma_) != "быть"
        due = due or (duty and not in_relative(tokens, clause_start(tokens, i), i))
        if due and is_form(token, "Part") and is_short(token) and not is_asking([token.lemma_], "performative"):
            yield Predicate(token, token.lemma_, "passive", is_negated(token, tokens, i))


def demanded(tokens: Sequence[Token], start: int, end: int) -> Iterator[Predicate]:
    """Yield the verbal nouns that a verb or adjective of need asks for («требуется *доработка* схемы»)."""
    for i in range(start, end):
        if is_asking([tokens[i].lemma_], "demand") and not in_relative(tokens, clause_start(tokens, i), i):
            if tokens[i].pos_ in {"ADJ", "DET"} and is_attribute(tokens[i]):
                continue
            asker = tokens[i] if tokens[i].pos_ == "VERB" and tokens[i].lemma_[-2:] in {"ть", "ся"} else None
            for found in nominal_complements(tokens, i, end):
                yield replace(found, asked_by=asker)


def asked(tokens: Sequence[Token], start: int, end: int) -> Iterator[Predicate]:
    """Yield the verbal nouns that a finite verb asks for where no infinitive follows («просим о *выделении* автобуса»)."""
    for i in range(start, end):
        token = tokens[i]
        if (is_form(token, "Fin") or is_short(token)) and is_asking([token.lemma_], "performative", "decision"):
            yield from nominal_complements(tokens, i, end)
            return


def is_attribute(token: Token) -> bool:
    """Return whether a full adjective modifies a noun («необходимые меры») instead of stating a need."""
    return not is_short(token) and token.dep_ == "amod" and feat(token, "Case") != "Ins"


def nominal_complements(tokens: Sequence[Token], at: int, end: int) -> Iterator[Predicate]:
    """Yield the verbal nouns after an asking word, with those coordinated («просить о *выделении* земли и *ремонте* …»)."""
    for i in range(at + 1, end):
        token = tokens[i]
        if is_infinitive(token) or is_form(token, "Fin") or token.text in ";:":
            return
        if token.pos_ == "NOUN" and fold(token.lemma_) in verbal_nouns() and not is_dependent_noun(tokens, i, at):
            yield from coordinated_nouns(tokens, i, end)
            return


def is_dependent_noun(tokens: Sequence[Token], i: int, at: int) -> bool:
    """Return whether the noun is an attribute of a noun before it («органам *управления* провести»)."""
    case = feat(tokens[i], "Case")
    if case == "Dat":
        return at < 0 or "Dat" not in government(tokens[at].lemma_)
    if at >= 0 and "Gen" in government(tokens[at].lemma_) and preposition_of(tokens[i - 1]) is not None:
        return False
    return case == "Gen" and any(t.i == tokens[i].head.i and t.pos_ in {"NOUN", "PROPN"} for t in tokens[at + 1 : i])


def coordinated_nouns(tokens: Sequence[Token], at: int, end: int) -> Iterator[Predicate]:
    """Yield a verbal noun and the verbal nouns coordinated with it: in the same case, right after «и» or a comma."""
    yield nominal(tokens[at])
    case = direct_case(tokens[at])
    for i in range(at + 1, end):
        token = tokens[i]
        if token.pos_ == "NOUN" and fold(token.lemma_) in verbal_nouns() and direct_case(token) == case:
            k = i - 1
            while k > at and tokens[k].pos_ in {"ADJ", "DET", "ADV"}:
                k -= 1
            if tokens[k].text == "," or tokens[k].lower_ in {"и", "также"}:
                yield nominal(token)


def direct_case(token: Token) -> str:
    """Return the case of a noun, nominative and accusative as one: in verbal nouns they look alike."""
    return "Acc" if feat(token, "Case") == "Nom" else feat(token, "Case")


def nominal(token: Token) -> Predicate:
    """Return the predicate of a verbal noun: the infinitive of the derivation table."""
    verb = verbal_nouns()[fold(token.lemma_)]
    return Predicate(token, verb.removeprefix("не "), "nominal", verb.startswith("не "))


def leading_nouns(tokens: Sequence[Token], start: int, end: int, verdicts: dict[int, Verdict]) -> Iterator[Predicate]:
    """Yield the verbal nouns that head a sentence without a verb of its own («*Создание* единого реестра …»)."""
    for i in range(start, end):
        token = tokens[i]
        if is_form(token, "Fin") or i in verdicts:
            return
        if token.pos_ in {"NOUN", "PROPN"} and feat(token, "Case") != "Dat":
            if fold(token.lemma_) in verbal_nouns() and not is_dependent_noun(tokens, i, start - 1):
                yield from coordinated_nouns(tokens, i, end)
                return
            if feat(token, "Case") in {"", "Nom"}:
                return


def finite(tokens: Sequence[Token]) -> Iterator[Predicate]:
    """Yield verbs in a personal form of present or future, or imperatives («*продолжим* чистить», «лесхоз *ведёт* учёт»)."""
    for i, token in enumerate(tokens):
        if not is_form(token, "Fin") or token.pos_ != "VERB" or feat(token, "Tense") == "Past":
            continue
        opening = tokens[clause_start(tokens, i) : i]
        if any(fold(t.lemma_) in phrase_limits().relative for t in opening) or is_asking(lemmas_of(token), "possible"):
            continue
        if is_asking(lemmas_of(token), "performative", "modal", "demand"):
            continue
        if is_asking([token.lemma_], "decision") and not has_object(token):
            continue
        yield personal(tokens, i)


def personal(tokens: Sequence[Token], at: int) -> Predicate:
    """Return the predicate of a finite verb; a passive has the infinitive of its active («вводится» → «вводить»)."""
    token, negated = tokens[at], is_negated(tokens[at], tokens, at)
    active = active_of(token.lemma_)
    return Predicate(token, active or token.lemma_, "reflexive" if active else "finite", negated)


def wished(tokens: Sequence[Token]) -> Iterator[Predicate]:
    """Yield the verb of «чтобы» under a word of duty («необходимо, чтобы лесхоз *закрыл* въезд»)."""
    for i, token in enumerate(tokens):
        if is_form(token, "Fin") and any(t.lower_ == "чтобы" for t in tokens[clause_start(tokens, i) : i]):
            yield personal(tokens, i)
            return

"""Operative predicates of a recommendation: which verbs and verbal nouns name what is to be done. Knows no objects and no types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Token

from civictext.annotate.opencorpora import readings
from civictext.tag.features import (
    feat,
    is_form,
    is_infinitive,
    is_short,
    passive_of,
    preposition_of,
    reads_as_infinitive,
)
from civictext.tag.infinitives import (
    BOUNDARIES,
    Verdict,
    clause_start,
    duty_before,
    has_object,
    in_relative,
    is_attribute,
    is_wrapper,
    judge_infinitives,
    lemmas_of,
)
from civictext.tag.lexicon import fold, government, is_asking, phrase_limits, verb_rows, verbal_nouns
from civictext.tag.reasons import without_reasons

Kind = Literal["infinitive", "passive", "nominal", "finite", "reflexive"]


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


def is_negated(tokens: Sequence[Token], at: int) -> bool:
    """Return whether «не» stands before the token at position `at`, or before its word of duty («*не* должен утверждаться»)."""
    if at and tokens[at - 1].lower_ == "не":
        return True
    duty = duty_before(tokens, at)
    return duty is not None and duty > 0 and tokens[duty - 1].lower_ == "не"


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
    found = [*found, *(p for p in allowed(tokens) if p.token.i not in {f.token.i for f in found})]
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
    found = without_reasons(found, tokens, start, end)
    for i in askers:
        inner = list(nominal_complements(tokens, i, end)) if i in plain else []
        own = i in plain and (not found or has_object(tokens[i]))
        found += inner or ([infinitive(tokens, i)] if own else [])
    return unique(found or list(asked(tokens, start, end)) or list(leading_nouns(tokens, start, end, verdicts)))


def unique(predicates: Sequence[Predicate]) -> list[Predicate]:
    """Return the predicates without repeated tokens."""
    return list({p.token.i: p for p in predicates}.values())


def infinitive(tokens: Sequence[Token], at: int) -> Predicate:
    """Return the predicate of an infinitive: its own form, without «не»."""
    token, negated = tokens[at], is_negated(tokens, at)
    active = active_of(token.lower_) if duty_before(tokens, at) is not None else None
    return Predicate(token, active or token.lower_, "reflexive" if active else "infinitive", negated)


def active_of(verb: str) -> str | None:
    """Return the infinitive of a passive in «-ся» without it; None for a verb that the lexicon knows as it is, or a perfective one.

    Only imperfective verbs have such a passive: «добираться» may be one, «справиться» is none.

    Examples
    --------
    >>> active_of("утверждаться"), active_of("вестись"), active_of("справиться"), active_of("присоединяться")
    ('утверждать', 'вести', None, None)
    """
    active = verb[:-2] if verb.endswith(("ся", "сь")) else verb
    if active == verb or fold(verb) in verb_rows() or not reads_as_infinitive(active):
        return None
    return None if readings(verb)[0].feats.get("Aspect") == "Perf" else active


# --- passives, verbal nouns, finite verbs ----------------------------------------------------------


def passives(tokens: Sequence[Token], start: int, end: int) -> Iterator[Predicate]:
    """Yield short passive participles in the clause of a word of duty («правила должны быть *разработаны* и *утверждены*»)."""
    due = False
    for i in range(start, end):
        token = tokens[i]
        if token.text in BOUNDARIES and not (
            token.text == "," and i + 2 < end and passive_of(tokens[i + 1]) and tokens[i + 2].lower_ != "ли"
        ):
            due = False
        duty = is_asking(lemmas_of(token), "modal") and fold(token.lemma_) != "быть"
        due = due or (duty and not in_relative(tokens, clause_start(tokens, i), i))
        verb = passive_of(token) if due else ""
        if verb and not is_asking([verb], "performative", "modal"):
            yield Predicate(token, verb, "passive", is_negated(tokens, i))


def demanded(tokens: Sequence[Token], start: int, end: int) -> Iterator[Predicate]:
    """Yield the verbal nouns that a verb or adjective of need asks for («требуется *доработка* схемы»)."""
    for i in range(start, end):
        if is_asking([tokens[i].lemma_], "demand") and not in_relative(tokens, clause_start(tokens, i), i):
            if is_attribute(tokens[i]) if tokens[i].pos_ in {"ADJ", "DET"} else is_form(tokens[i], "Part", "Conv"):
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


def nominal_complements(tokens: Sequence[Token], at: int, end: int) -> Iterator[Predicate]:
    """Yield the verbal nouns after an asking word, with those coordinated («просить о *выделении* земли и *ремонте* …»)."""
    for i in range(at + 1, end):
        token = tokens[i]
        if is_infinitive(token) or is_form(token, "Fin") or token.text in ";:":
            return
        if token.pos_ == "NOUN" and feat(token, "Case") == "Nom" and fold(token.lemma_) not in verbal_nouns():
            return  # «нужна опора на кооперацию» needs the support
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
        if token.text in "();:" or (is_form(token, "Part") and not is_short(token) and tokens[i - 1].text == ","):
            return
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
    if any(is_short(t) and t.dep_ == "ROOT" for t in tokens[start:end]):
        return  # «подобная поддержка особенно важна» states
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
    token, negated = tokens[at], is_negated(tokens, at)
    active = active_of(token.lemma_)
    return Predicate(token, active or token.lemma_, "reflexive" if active else "finite", negated)


def allowed(tokens: Sequence[Token]) -> Iterator[Predicate]:
    """Yield the finite verb of a third person that «пусть» urges («*пусть* лесхоз закроет въезд»)."""
    for i, token in enumerate(tokens):
        if token.lower_ in {"пусть", "пускай"}:
            verb = next((k for k in range(i + 1, len(tokens)) if is_form(tokens[k], "Fin")), None)
            if verb is not None and not any(t.text in ".;:" for t in tokens[i:verb]):
                yield personal(tokens, verb)


def wished(tokens: Sequence[Token]) -> Iterator[Predicate]:
    """Yield the verb of «чтобы» under a word of duty («необходимо, чтобы лесхоз *закрыл* въезд»)."""
    for i, token in enumerate(tokens):
        if is_form(token, "Fin") and any(t.lower_ == "чтобы" for t in tokens[clause_start(tokens, i) : i]):
            yield personal(tokens, i)
            return

"""Which infinitives are asked for: operative ones, complements, and what only an introducing word says. Finds no other predicates.

The parser was trained on news; at the top of a fragment without a subject («Администрации города провести …») its heads are noise, so
an infinitive is judged by what stands between it and the clause boundary to its left, and the tree is asked only
about coordination and complements.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from spacy.tokens import Token

from civictext.tag.features import feat, is_form, is_infinitive, is_short, passive_of
from civictext.tag.lexicon import fold, is_asking, phrase_limits

Verdict = Literal["operative", "weak", "no"]

QUESTION_POS = frozenset({"PRON", "DET", "ADV", "SCONJ"})
BOUNDARIES = frozenset(',;:.!?()–—-…"')


def judge_infinitives(tokens: Sequence[Token]) -> dict[int, Verdict]:
    """Return for the position of every infinitive whether it is asked for."""
    verdicts: dict[int, Verdict] = {}
    for i, token in enumerate(tokens):
        if is_infinitive(token) and token.lower_ not in phrase_limits().copulas:
            verdicts[i] = "no" if in_name(tokens, i) else judge(tokens, i, verdicts)
    return verdicts


def in_name(tokens: Sequence[Token], at: int) -> bool:
    """Return whether an infinitive stands in quotes («Учись *плавать*»), where the quotation is not the whole text."""
    opened = next((k for k in range(at - 1, -1, -1) if tokens[k].text in "«»"), None)
    return opened is not None and opened > 0 and tokens[opened].text == "«" and any(t.text == "»" for t in tokens[at:])


def judge(tokens: Sequence[Token], at: int, verdicts: dict[int, Verdict]) -> Verdict:
    """Return the verdict of one infinitive from its partner in a coordination or from what governs it."""
    partner = coordinated_with(tokens, at, verdicts)
    if partner is not None:
        return verdicts[partner]
    if is_judged(tokens, at):
        return "no"
    left = clause_start(tokens, at)
    for i in range(at - 1, left - 1, -1):
        verdict = licence(tokens, i, at, verdicts)
        if verdict:
            return "weak" if verdict == "operative" and in_relative(tokens, left, i) else verdict
    return "no" if is_complement(tokens, at) or in_question(tokens, left, at) else "operative"


def in_question(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Return whether a relative or question word opens the clause of an infinitive («управление *которым* передать», «решать, *что* строить»)."""
    if start == 0 or tokens[start - 1].text not in {",", "–", "—"}:
        return in_relative(tokens, start, end)
    opened = [k for k in range(start, end) if fold(tokens[k].lemma_) in phrase_limits().relative]
    return any(tokens[k].pos_ in QUESTION_POS and (k == start or tokens[k - 1].lower_ != "для") for k in opened)


def is_judged(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a word behind the infinitive in its clause says how easy it is («купить газету *негде*», «добраться *трудно*»)."""
    for i in range(at + 1, len(tokens)):
        if tokens[i].text in BOUNDARIES:
            return False
        if judges(tokens[i]) and feat(tokens[i], "Degree") != "Cmp":  # «сделать проход *шире*» asks
            return not any(is_infinitive(t) for t in tokens[i + 1 : i + 2])
    return False


def judges(token: Token) -> bool:
    """Return whether a predicative says how easy or usual something is («*трудно* добраться», but not «*трудный* путь»)."""
    return (
        (token.pos_ != "ADJ" or is_short(token) or feat(token, "Degree") == "Cmp")
        and token.pos_ != "NOUN"
        and is_asking(lemmas_of(token), "judgement")
    )


def is_attribute(token: Token) -> bool:
    """Return whether a full adjective modifies a noun («необходимые меры») instead of stating a need."""
    return not is_short(token) and token.dep_ == "amod" and feat(token, "Case") != "Ins"


def coordinated_with(tokens: Sequence[Token], at: int, verdicts: dict[int, Verdict]) -> int | None:
    """Return the position of the earlier infinitive that this one is coordinated with, if any."""
    i = skip_left(tokens, at)
    if i < 0 or not verdicts or tokens[i].text in ".!?;:":
        return None
    head = next((k for k in verdicts if tokens[k].i == tokens[at].head.i and tokens[at].dep_ == "conj"), None)
    if tokens[i].lower_ == "а" and tokens[i + 1].lower_ == "также":
        return next((k for k in reversed(verdicts) if verdicts[k] == "operative"), head)
    if tokens[i].lower_ in phrase_limits().coordinators:
        if tokens[i - 1].text == "," and i > 1 and tokens[i].lower_ == "и":
            return closing_comma(tokens, i - 1, verdicts, head)
        last = last_infinitive(tokens, at, verdicts)
        near = last is not None and last >= clause_start(tokens, i)
        return last if near or head is None else head
    if tokens[i].text != "," or head is None:
        return None
    return head if verdicts[head] != "no" or is_infinitive(tokens[i - 1]) or not in_participle(tokens, head) else None


def in_participle(tokens: Sequence[Token], at: int) -> bool:
    """Return whether an infinitive is the complement of a participle, whose clause a comma closes («решившим *завести* пчёл, …»)."""
    return any(is_form(t, "Part") and not is_short(t) for t in tokens[clause_start(tokens, at) : at])


def closing_comma(tokens: Sequence[Token], comma: int, verdicts: dict[int, Verdict], head: int | None) -> int | None:
    """Return the infinitive before «, и», where the comma closes a clause inside the sentence.

    «Разработать цикл, помогающий понимать подростка, и *показывать* его»: two infinitives of one row have no comma before «и», so what follows
    belongs to the last operative one.
    """
    last = last_infinitive(tokens, comma, verdicts)
    if last is None or verdicts[last] != "no":
        return head if head is not None else last
    start = next((k for k in reversed(range(comma)) if tokens[k].text in ".!?;"), -1)
    return next((k for k in reversed(verdicts) if verdicts[k] == "operative" and k > start), head)


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
    return any(fold(t.lemma_) in phrase_limits().relative_pronouns for t in tokens[start:end])


def licence(tokens: Sequence[Token], i: int, at: int, verdicts: Mapping[int, Verdict]) -> Verdict | None:
    """Return what a word to the left says about an infinitive: it asks for it, it takes it as complement, or nothing."""
    token, words = tokens[i], lemmas_of(tokens[i])
    if is_asking(words, "possible") and any(t.lower_ == "бы" for t in tokens[max(0, i - 2) : i + 3]):
        return "weak"
    if is_asking(words, "carrier", "possible") or judges(token):
        return "no"
    if is_form(token, "Part") and not is_short(token) and i and tokens[i - 1].text == ",":
        return "no"  # «норм, *обязывающих* учитывать мнения»
    if is_asking(words, "performative", "modal") or (
        is_asking(words, "decision", "demand") and not is_infinitive(token)
    ):
        return licence_of_asking(tokens, i, at)
    if is_infinitive(token):
        return verdicts[i] if i in verdicts and is_new_member(tokens, i, at) else "no"
    if is_form(token, "Fin", "Conv") and token.pos_ in {"VERB", "AUX"}:
        return "no"
    if token.pos_ == "ADJ" and token.dep_ == "acl" and i and tokens[i - 1].text == ",":
        return "no"  # «опись, *помогающую* узнавать родники»: tagged as an adjective
    if is_form(token, "Part") and not is_short(token):
        attribute = token.dep_ in {"amod", "obj"} and not (i and tokens[i - 1].text == ",")
        return None if token.head.i >= tokens[at].i or attribute else "no"
    if passive_of(token):
        return None if any(t.lower_ == "и" for t in tokens[i + 1 : at]) else "no"
    return "no" if token.lower_ in phrase_limits().subordinators else None


def is_new_member(tokens: Sequence[Token], i: int, at: int) -> bool:
    """Return whether «и» between two infinitives begins a new member of the row («передать в архив и *раз в год* обновлять»)."""
    if is_asking(lemmas_of(tokens[i]), "matrix"):
        return False
    return any(t.lower_ in {"и", "а"} for t in tokens[i + 1 : at])


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
    head = [token.head.lemma_]
    takes = is_asking(head, "carrier") or (is_infinitive(token.head) and is_asking(head, "matrix", "performative"))
    return token.dep_ in {"xcomp", "acl"} and takes


def is_wrapper(tokens: Sequence[Token], at: int, operative: Sequence[int]) -> bool:
    """Return whether an asking infinitive only introduces what is asked («рекомендовать лесхозу закрыть»)."""
    later = [i for i in operative if i > at]
    if not later:
        return False
    between = tokens[at + 1 : later[0]]
    if not any(t.text in BOUNDARIES or t.lower_ in phrase_limits().coordinators for t in between):
        return True
    own = any(t.dep_ == "obj" and t.head.i == tokens[at].i and feat(t, "Animacy") == "Inan" for t in between)
    return not own


def has_object(verb: Token) -> bool:
    """Return whether a thing is the direct object of a verb («*предложить* план» is no wrapper)."""
    return any(t.dep_ == "obj" and feat(t, "Animacy") == "Inan" and feat(t, "Case") == "Acc" for t in verb.children)


def lemmas_of(token: Token) -> tuple[str, str]:
    """Return the lemma and the folded form: some lemmatizers leave «необходимо» as it is, others do not."""
    return token.lemma_, token.lower_


def duty_before(tokens: Sequence[Token], at: int) -> int | None:
    """Return the position of «должен», «следует» … that governs the verb at position `at` in its clause."""
    for i in range(at - 1, clause_start(tokens, at) - 1, -1):
        if is_infinitive(tokens[i]) and tokens[i].lower_ not in phrase_limits().copulas:
            return None
        if is_asking(lemmas_of(tokens[i]), "modal") and fold(tokens[i].lemma_) != "быть":
            return i
    return None

"""Duties and needs that only say why something is asked for: «путь не должен идти по обочине: просим …»."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from spacy.tokens import Token

from civictext.tag.features import feat, is_form
from civictext.tag.infinitives import BOUNDARIES, clause_start, duty_before
from civictext.tag.lexicon import fold, is_asking, phrase_limits

if TYPE_CHECKING:
    from civictext.tag.predicates import Predicate


def without_reasons(found: Sequence[Predicate], tokens: Sequence[Token], start: int, end: int) -> list[Predicate]:
    """Return the predicates without those that only say why: a duty or need of something else before «просим», «предлагаем» in one sentence.

    «Путь не должен *идти* по обочине: просим отсыпать тротуар» asks for the pavement only.
    """
    plea = next((i for i in range(start + 1, end) if is_plea(tokens, i)), None)
    at = {t.i: k for k, t in enumerate(tokens[start:end], start)}
    if plea is None or not any(at[p.token.i] > plea for p in found):
        return list(found)
    return [p for p in found if at[p.token.i] > plea or p.kind == "nominal" or not has_duty(tokens, at[p.token.i])]


def is_plea(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a first person asks at position `at`, right behind a boundary («…: *просим* закрыть»)."""
    if (
        not is_form(tokens[at], "Fin")
        or feat(tokens[at], "Person") != "1"
        or tokens[clause_start(tokens, at) - 1].text not in BOUNDARIES
    ):
        return False
    return is_asking([tokens[at].lemma_], "performative")


def has_duty(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a subject's own duty governs the verb at position `at` («дети *должны* знать»), no impersonal need («нужно»)."""
    duty = duty_before(tokens, at)
    return duty is not None and fold(tokens[duty].lemma_) in phrase_limits().personal_duty

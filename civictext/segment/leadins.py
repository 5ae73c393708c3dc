"""What a line that introduces others announces: requests, findings, topics, annexes."""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Token

from civictext.segment.lexicon import lemmas
from civictext.segment.lines import Line
from civictext.segment.words import is_finite, is_infinitive, is_short_passive, matches

Announced = Literal["ask", "finding", "agenda", "annex", "other"]

MAX_PAPER_HEAD = 3
_KINDS = ("ask", "need", "finding", "agenda", "annex", "ask_noun")


def announces(line: Line) -> Announced | None:
    """Return what a line announces, None where it has no cue.

    Finite verbs, short passives and words of need outweigh infinitives, these outweigh nouns, and converbs come last («заслушав
    доклады и отмечая трудности, участники решили:»); the latest of equal cues decides, a noun of asking wins over other nouns.
    """
    cues = [(rank, kind) for t in line.words if (kind := cue_kind(t)) and (rank := _rank(t, kind)) is not None]
    if not cues:
        return "ask" if _is_paper_head(line) else "finding" if _sorts_facts(line) else None
    best = max(rank for rank, _ in cues)
    kinds = [kind for rank, kind in cues if rank == best]
    if kinds[-1] == "need" and _sorts_facts(line):
        return "finding"
    kind = "ask_noun" if best == 1 and "ask_noun" in kinds else kinds[-1]
    return "ask" if kind in ("ask", "need", "ask_noun") else kind  # type: ignore[return-value]


def _sorts_facts(line: Line) -> bool:
    """«К рискам следует отнести:», «можно выделить следующие направления:»."""
    sorting = lemmas("structure_cues", "classify")
    if any(matches(t, lemmas("operative_cues", "possible")) for t in line.words):
        sorting |= lemmas("structure_cues", "discern")
    return any(is_infinitive(t) and matches(t, sorting) for t in line.words[1:])


def _is_paper_head(line: Line) -> bool:
    """«РЕШЕНИЕ:», «Проект резолюции» as a line of its own."""
    heads = lemmas("structure_cues", "paper_head")
    return len(line.words) <= MAX_PAPER_HEAD and any(matches(t, heads) for t in line.words)


def cue_kind(token: Token) -> str | None:
    """Return the kind of structure cue that a token is, None for other words."""
    if matches(token, lemmas("operative_cues", "ask")):
        return "ask"
    return next((kind for kind in _KINDS if matches(token, lemmas("structure_cues", kind))), None)


def _rank(token: Token, kind: str) -> int | None:
    if "Conv" in token.morph.get("VerbForm", []) or token.lower_.endswith(("вшись", "вши")):
        return 0
    if is_finite(token) or is_short_passive(token):
        return 3
    if kind == "need":
        short = token.morph.get("Variant", []) or token.pos_ == "ADV" or token.lower_.endswith(("о", "ым"))
        return 3 if short else None
    if (
        kind == "ask_noun"
        and "Ins" in token.morph.get("Case", [])
        and any(c.lower_ in {"с", "со"} for c in token.children)
    ):
        return 3  # «обращаются с просьбой», «выступили с предложениями»
    if is_infinitive(token):
        return 3 if kind == "ask" else 2
    if token.pos_ == "VERB":
        return 0
    return 1 if kind in ("ask_noun", "finding", "agenda", "annex") and _is_headline(token) else None


def _is_headline(noun: Token) -> bool:
    """«Рекомендации:», «План мероприятий:», but not «Форум инициатив», «По итогам обсуждения проблем»."""
    if any(c.dep_ == "case" for c in noun.children):
        return False
    if {"Nom", "Acc"} & set(noun.morph.get("Case", [])):
        return noun.dep_ != "nmod"
    return matches(noun.head, lemmas("structure_cues", "list_noun")) and noun.dep_ == "nmod"


def last_ask(line: Line) -> Token | None:
    """Return the last verb of asking or address in a line («решили рекомендовать»), None without one."""
    asks = lemmas("structure_cues", "ask") | lemmas("structure_cues", "address")
    found = [
        t
        for t in line.words
        if matches(t, asks) and t.pos_ in {"VERB", "ADJ", "AUX"} and "Conv" not in t.morph.get("VerbForm", [])
    ]
    return found[-1] if found else None

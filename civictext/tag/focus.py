"""Where in a recommendation words stand: in what is to be done, in a circumstance, a clause or somebody's name. Weighs no themes.

The factors were chosen on the working part of the development corpus and on composed commitments; a tenth more or less changes little.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from spacy.tokens import Token

from civictext.tag.features import is_form, is_short
from civictext.tag.lexicon import fold, phrase_limits

CIRCUMSTANCE = 0.9  # outside predicate and object
CLAUSE = 0.7  # in a relative clause, a participle's or a converb's phrase
BYSTANDER = 0.8  # times that, in the name of a partner or of somebody only mentioned


def focus_of(
    tokens: Sequence[Token], actions: Sequence[Mapping[str, Any]], actors: Sequence[Mapping[str, Any]]
) -> list[float]:
    """Return for each token how much its words say about the theme, 0 to 1.

    Parameters
    ----------
    tokens : sequence of Token
        The tokens of a recommendation.
    actions, actors : sequence of mapping
        Its tags, as in the output schema; without actions nothing is taken for a circumstance.
    """
    inside = [(a["object_start"], a["object_end"]) for a in actions if a["object_start"] is not None]
    inside += [(a["start"], a["end"]) for a in actions]
    return [
        _base(token, clause, inside) * _of_actor(token, actors)
        for token, clause in zip(tokens, in_clause(tokens), strict=True)
    ]


def _base(token: Token, clause: bool, inside: Sequence[tuple[int, int]]) -> float:
    if not inside or any(start <= token.idx < end for start, end in inside):
        return 1.0
    return CLAUSE if clause else CIRCUMSTANCE


def _of_actor(token: Token, actors: Sequence[Mapping[str, Any]]) -> float:
    """Return 0 in an addressee's name: from the addressee alone no theme follows."""
    roles = {a["role"] for a in actors if a.get("start") is not None and a["start"] <= token.idx < a["end"]}
    if "addressee" in roles:
        return 0.0
    return BYSTANDER if roles & {"partner", "mentioned"} else 1.0


def in_clause(tokens: Sequence[Token]) -> list[bool]:
    """Return for each token whether it stands in a subordinate clause or after a participle or converb, up to the end of the sentence."""
    found, clause = [], False
    for token in tokens:
        relative = fold(token.lemma_) in phrase_limits().relative and token.pos_ in {"SCONJ", "DET", "PRON", "ADV"}
        participle = is_form(token, "Part") and not is_short(token) and token.head.i < token.i
        clause = (clause or relative or participle or is_form(token, "Conv")) and token.text not in ".;"
        found.append(clause)
    return found

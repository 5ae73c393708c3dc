"""Addressees outside the lexicon's reach: headings, where everybody named is asked, and bodies that no row knows."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from civictext.tag import noun_phrases as np
from civictext.tag.forms import cases, is_infinitive, is_verb, key, may_be_dative
from civictext.tag.kinds import Scope
from civictext.tag.mentions import Mention
from civictext.tag.role_table import Decision, RoleTable

ADDRESSEE, PARTNER = "addressee", "partner"
Tagged = tuple[Mention, Decision]
IN_HEADING = Decision(ADDRESSEE, "rule:heading")


def heading_actors(
    doc: Doc, start: int, end: int, found: Sequence[Tagged], scope: Scope, roles: RoleTable
) -> list[Tagged]:
    """Return who a heading asks: everybody it names but partners and the one who recommends.

    A heading with a verb of asking («Участники форума рекомендуют администрации города:») is read like a sentence.
    """
    if not found:
        unknown = _unknown_body(doc, start, end, scope)
        return [(unknown, IN_HEADING)] if unknown else []
    if any(d.role == ADDRESSEE for _, d in found) and any(_asks(t) for t in doc[start:end]):
        return [(m, d) for m, d in found if d.role in {ADDRESSEE, PARTNER}]
    if _is_topic(doc, start, found[0][0], roles):
        return [(m, d) for m, d in found if d.role == ADDRESSEE]
    return [(m, d if d.role in {ADDRESSEE, PARTNER} else IN_HEADING) for m, d in found]


def _is_topic(doc: Doc, start: int, first: Mention, roles: RoleTable) -> bool:
    """Tell whether a heading names a field before it names anybody: «В сфере поддержки молодёжи»."""
    leads = roles.words("lead")
    return any(t.pos_ == "NOUN" and key(t.lemma_) not in leads for t in doc[start : first.start])


def _asks(token: Token) -> bool:
    return is_verb(token)


def _unknown_body(doc: Doc, start: int, end: int, scope: Scope) -> Mention | None:
    """Return the phrase that opens a heading, where it may be a dative or a name in the nominative."""
    head = next((t for t in doc[start:end] if t.pos_ in {"NOUN", "PROPN"}), None)
    if head is None or any(_asks(t) or t.pos_ == "ADP" for t in doc[start : head.i]):
        return None
    if cases(head) != {"Dat"}:
        return None
    return _mention(head, start, end, scope)


def _mention(head: Token, start: int, end: int, scope: Scope) -> Mention:
    right = np.right_edge(head, end, lambda p: key(p.text) in scope.lexicon.sets["name_preposition"])
    return Mention(np.left_edge(head, start), right, head.i, head.i, "other", "other.unknown", 0.4)


def unnamed_addressee(doc: Doc, start: int, end: int, known: Sequence[Mention], scope: Scope) -> list[Tagged]:
    """Return the addressee of «[Лесничим] провести …», whom the lexicon does not know: an animate dative before an infinitive."""
    head = next((t for t in doc[start:end] if t.pos_ in {"NOUN", "PROPN", "VERB", "ADP"}), None)
    if head is None or head.pos_ not in {"NOUN", "PROPN"} or any(m.start <= head.i < m.end for m in known):
        return []
    animate = "Anim" in head.morph.get("Animacy", [])
    if not animate or "Dat" not in head.morph.get("Case", []) or not may_be_dative(head):
        return []
    mention = _mention(head, start, end, scope)
    if any(m.start < mention.end and mention.start < m.end for m in known):
        return []
    follows = any(is_infinitive(t) for t in doc[mention.end : end])
    return [(mention, Decision(ADDRESSEE, "rule:unnamed_addressee"))] if follows else []

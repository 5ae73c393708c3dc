"""Actors named in a stretch of text: noun phrases that the lexicon knows, one span each, none inside another.

Coordinated phrases are split unless they share a modifier or a dependent; which role each has is decided in `civictext.tag.roles`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from civictext.tag import noun_phrases as np
from civictext.tag.actor_lexicon import NONE, Entry
from civictext.tag.forms import (
    cases,
    is_abbreviation,
    is_infinitive,
    is_participle,
    is_verb,
    key,
    may_be_dative,
    modifies,
    only_genitive,
    same_case,
)
from civictext.tag.kinds import NOMINAL, Scope, can_head, classify, keys


@dataclass(frozen=True, slots=True)
class Mention:
    """An actor in a text; `start`, `end`, `head` and `first` (head of the first conjunct) are token indices."""

    start: int
    end: int
    head: int
    first: int
    category: str
    rule: str
    score: float
    acting: bool = False


def find_mentions(doc: Doc, start: int, end: int, scope: Scope) -> list[Mention]:
    """Return the actors named by the tokens ``doc[start:end]``, in order, without overlap."""
    found: list[Mention] = []
    quoted = _inside_quotes(doc, start, end)
    at = start
    for i in range(start, end):
        if i < at or i in quoted:
            continue
        mention = _alias(doc, i, end, scope) or _mention(doc[i], at, end, scope)
        if mention is None:
            continue
        if mention.category != NONE:
            found.append(mention)
            at = mention.end
        else:
            at = i + 1
    return _join(doc, _link(doc, found), scope)


def _inside_quotes(doc: Doc, start: int, end: int) -> set[int]:
    inside: set[int] = set()
    i = start
    while i < end:
        stop = np.quotation_end(doc, i, end)
        if stop and (
            stop - i > 3 or doc[i + 1].text[:1].isupper()
        ):  # one small quoted word is an epithet: «серебряных» добровольцев
            inside.update(range(i, stop))
            i = stop
        elif stop:
            i = stop
        else:
            i += 1
    return inside


def _mention(token: Token, start: int, end: int, scope: Scope) -> Mention | None:
    if not can_head(token) or not scope.lexicon.has_head(keys(token)) or _counts(token, scope):
        return None
    reading = classify(token, start, end, scope)
    if reading is None:
        return None
    entry, right = reading
    right = _cut_before_addressee(token, start, _cut_at_other_kind(token, right, entry, scope), end, scope)
    right = _cut_dangling(token, right, end)
    left = _past_determiners(token, np.left_edge(token, start), scope)
    return Mention(left, right, token.i, token.i, entry.category, entry.rule, entry.score, "acting" in entry.needs)


def _counts(token: Token, scope: Scope) -> bool:
    """Tell whether a word is only the unit of a count: «более ста | человек»."""
    return key(token.text) in scope.lexicon.sets["count_form"] and "Plur" in token.morph.get("Number", [])


def _past_determiners(head: Token, left: int, scope: Scope) -> int:
    """Leave out «каждый», «все» at the beginning of a phrase (they count, they do not name) and a participle that governs it."""
    while left < head.i and (
        key(head.doc[left].lemma_) in scope.lexicon.sets["determiner"] or _governs(head.doc[left], head)
    ):
        left += 1
    return left


def _governs(token: Token, head: Token) -> bool:
    """Tell whether a participle before a phrase is tagged in another case: «норм, обязывающих | школы»."""
    other, own = token.morph.get("Case", []), head.morph.get("Case", [])
    return is_participle(token) and bool(other and own) and other != own and "Act" in token.morph.get("Voice", [])


def _cut_at_other_kind(head: Token, right: int, entry: Entry, scope: Scope) -> int:
    """Cut «представители вузов | , предприятий», «органов власти | , бизнеса»: a coordinated phrase that names another kind.

    After a preposition the list belongs to the name: «комитет по делам молодёжи, семьи и спорта».
    """
    for i in range(head.i + 1, right):
        token = head.doc[i]
        if token.pos_ == "ADP":
            return right
        if not (token.dep_ == "conj" and scope.lexicon.has_head(keys(token)) and same_case(token, head)):
            continue
        if token.head.i == head.i and token.head.i < i:
            continue
        reading = classify(token, i, right, scope)
        if reading and reading[0].category not in {entry.category, NONE} and "acting" not in reading[0].needs:
            while head.doc[i - 1].pos_ in {"PUNCT", "CCONJ", "ADJ", "DET"}:
                i -= 1
            return i
    return right


def _cut_dangling(head: Token, right: int, end: int) -> int:
    """Cut «фонду грантов | и региональным» before «операторам»: an adjective whose noun lies outside belongs to a phrase of its own."""
    i = right
    while i - 1 > head.i and head.doc[i - 1].pos_ == "ADJ" and i < end and modifies(head.doc[i - 1], head.doc[i]):
        i -= 1
    joined = i < right and i - 1 > head.i and head.doc[i - 1].pos_ in {"CCONJ", "PUNCT"}
    return i - 1 if joined else right


def _cut_before_addressee(head: Token, start: int, right: int, end: int, scope: Scope) -> int:
    """Cut «совместно с организациями | администрации города провести»: a partner before the addressee, whose dative looks like a genitive.

    Only the first phrase of a sentence is cut, where an infinitive follows it and no other word can be the addressee.
    """
    opens = not any(is_verb(t) for t in head.doc[start : head.i]) and cases(head) == {"Ins"}
    if not opens or right >= end or not is_infinitive(head.doc[right]):
        return right
    for i in range(head.i + 1, right):
        token = head.doc[i]
        ambiguous = may_be_dative(token) and not only_genitive(token.lower_, token.lemma_)
        if ambiguous and token.head.i == head.i and can_head(token) and scope.lexicon.has_head(keys(token)):
            return i
    return right


def _alias(doc: Doc, i: int, end: int, scope: Scope) -> Mention | None:
    """Return a body under the name that the document itself gave it («далее – Фонд»)."""
    if not scope.aliases or not doc[i].text[0].isupper():
        return None
    for name, (category, rule) in sorted(scope.aliases.items(), key=lambda a: -len(a[0])):
        stop = i + len(name)
        if stop <= end and all(n in keys(t) for n, t in zip(name, doc[i:stop], strict=True)):
            head = next((t.i for t in doc[i:stop] if t.pos_ in NOMINAL), i)
            return Mention(i, stop, head, head, category, rule, 0.9)
    return None


def _link(doc: Doc, found: list[Mention]) -> list[Mention]:
    """Give every conjunct the head of its chain's first member."""
    heads = {m.head: m for m in found}
    firsts: dict[int, int] = {}
    for mention in found:
        token = doc[mention.head]
        at = token
        for _ in range(np.DEPTH):
            if at.dep_ != "conj" or at.head.i >= at.i:
                break
            at = at.head
        firsts[mention.head] = at.i if at.i in heads or at.pos_ in NOMINAL else token.i
    return [replace(m, first=firsts[m.head]) for m in found]


def _join(doc: Doc, found: list[Mention], scope: Scope) -> list[Mention]:
    """Make one actor of neighbours that share a modifier or a dependent («вузам и колледжам области»)."""
    joined: list[Mention] = []
    for mention in found:
        last = joined[-1] if joined else None
        if last is not None and _coordinated(doc, last, mention) and _shares(doc, last, mention, scope):
            kind = mention if last.rule in scope.lexicon.generic else last
            joined[-1] = replace(last, end=mention.end, category=kind.category, rule=kind.rule)
        else:
            joined.append(mention)
    return joined


def _coordinated(doc: Doc, left: Mention, right: Mention) -> bool:
    between = list(doc[left.end : right.start])
    return (
        bool(between)
        and len(between) <= 2
        and all(t.pos_ in {"CCONJ", "PUNCT"} and t.text not in np.OPEN + np.CLOSE + "();" for t in between)
        and same_case(doc[left.head], doc[right.head])
    )


def _shares(doc: Doc, left: Mention, right: Mention, scope: Scope) -> bool:
    """Tell whether the left one's modifier or the right one's dependent belongs to both.

    A modifier that makes the left one what it is («молодым учителям и врачам») is shared whatever the right one is alone; so is
    the body of «председателям и активистам ТОС».
    """
    if left.start < left.head and right.start == right.head and not is_abbreviation(doc[right.head]):
        if left.end > left.head + 1 and left.category == right.category:
            return False
        shared = [key(t.lemma_) for t in doc[left.start : left.head]]
        if scope.lexicon.makes(left.rule, shared):
            return True
        return left.category == right.category and right.end == right.head + 1
    if left.end - left.start > 1:
        return False
    if left.rule in scope.lexicon.generic and right.category != left.category and right.end > right.head + 1:
        return not scope.lexicon.transparent.isdisjoint(keys(doc[right.head]))
    places = [key(t.lemma_) for t in doc[right.head + 1 : right.end]]
    return left.category == right.category and scope.lexicon.level(places[:1]) != "none"

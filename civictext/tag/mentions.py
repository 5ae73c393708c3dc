"""Actors named in a stretch of text: noun phrases that the lexicon knows, one span each, none inside another.

Coordinated phrases are split unless they share a modifier or a dependent; which role each has is decided in `civictext.tag.roles`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from civictext.tag import noun_phrases as np
from civictext.tag.actor_lexicon import DEPENDENT, NONE, ActorLexicon, Entry
from civictext.tag.forms import (
    is_abbreviation,
    is_participle,
    key,
    may_be_adjective,
    modifies,
    participle_lemma,
    same_case,
)

NOMINAL = frozenset({"NOUN", "PROPN", "X"})
ADMITTED = frozenset({"по", "из", "под", "без"})  # prepositions whose phrase belongs to the name of a body or group
DOC_LEVELS = {"interregional": "regional", "international": "federal"}
MAX_NESTING = 4  # «руководителям структурных подразделений администраций районов …»


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


@dataclass(frozen=True, slots=True)
class Scope:
    """What the search knows besides the text: the lexicon, the document's level and its own abbreviations."""

    lexicon: ActorLexicon
    level: str | None = None
    aliases: Mapping[tuple[str, ...], tuple[str, str]] | None = None  # words → (category, rule)

    @property
    def features(self) -> frozenset[str]:
        """Features that every phrase of the document has."""
        level = DOC_LEVELS.get(self.level or "", self.level)
        return frozenset({f"doc:{level}"} if level else ())


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


def keys(token: Token) -> list[str]:
    """Return the names under which the lexicon may know a word: lemma, form, halves of a compound, the participle's own lemma."""
    words = [key(token.lemma_), key(token.text)]
    parts = [w for w in words[0].split("-") if len(w) > 2]
    participle = participle_lemma(token.lower_)
    return list(dict.fromkeys(words + (parts if len(parts) > 1 else []) + ([participle] if participle else [])))


def _can_head(token: Token) -> bool:
    if token.pos_ in NOMINAL or not may_be_adjective(token.lower_):
        return not (token.dep_ == "amod" and _modifies_next(token))
    if token.pos_ not in {"ADJ", "VERB"} or (token.pos_ == "VERB" and not is_participle(token)):
        return False
    return token.dep_ not in {"amod", "acl"} and not _modifies_next(token)


def _modifies_next(token: Token) -> bool:
    """Tell whether a word agrees with a noun or another adjective right behind it («многодетным | семьям»)."""
    if token.i + 1 >= len(token.doc) or not may_be_adjective(token.lower_):
        return False
    following = token.doc[token.i + 1]
    return following.pos_ in {"NOUN", "PROPN", "ADJ"} and modifies(token, following)


def _mention(token: Token, start: int, end: int, scope: Scope) -> Mention | None:
    if not _can_head(token) or not scope.lexicon.has_head(keys(token)):
        return None
    reading = classify(token, start, end, scope)
    if reading is None:
        return None
    entry, right = reading
    right = _cut_at_other_kind(token, right, entry, scope)
    left = np.left_edge(token, start)
    return Mention(left, right, token.i, token.i, entry.category, entry.rule, entry.score, "acting" in entry.needs)


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


def classify(token: Token, start: int, end: int, scope: Scope, depth: int = 0) -> tuple[Entry, int] | None:
    """Return the row that names the phrase of `token` and where that phrase ends; its category is never «dependent»."""
    left = np.left_edge(token, start)
    found: list[tuple[Entry, int]] = []
    for right in _extents(token, end, scope):
        words = _words(token, left, right)
        rows = scope.lexicon.match(keys(token), set(words), _features(token, words, right, scope))
        found += [(row, right) for row in rows]
    for entry, right in sorted(found, key=lambda f: (-f[0].weight, f[0].category != DEPENDENT, f[0].line, f[1])):
        if entry.category != DEPENDENT:
            return entry, right
        inner = _inner(token, end, scope, depth) if depth < MAX_NESTING else None
        if inner is not None and inner.category != NONE:
            return replace(entry, category=inner.category, rule=f"{DEPENDENT}.{inner.rule}"), right
    return None


def _extents(token: Token, end: int, scope: Scope) -> list[int]:
    """Return the ends that a phrase may have, the narrowest first.

    A phrase with a preposition («люди с инвалидностью») is part of the actor only where a row of the lexicon asks for its noun or
    the noun tells a level; the parser often hangs it on the verb, so the one right behind the narrow phrase is tried as well.
    """

    def known(other: Token) -> bool:
        return scope.lexicon.collocate(keys(token), key(other.lemma_))

    def tells(i: int, stop: int) -> bool:
        words = [key(t.lemma_) for t in token.doc[i:stop]]
        return any(scope.lexicon.collocate(keys(token), w) or scope.lexicon.level([w]) != "none" for w in words)

    def admitted(other: Token) -> bool:
        if other.pos_ != "ADP":
            return known(other)
        return tells(other.i, np.tail_edge(other.doc, other.i, end)) and not _is_abstract(other, scope)

    narrow = np.right_edge(token, end, lambda t: key(t.text) in ADMITTED if t.pos_ == "ADP" else known(t))
    wide = np.right_edge(token, end, lambda t: key(t.text) in ADMITTED or admitted(t))
    tail = narrow
    if narrow < end and not _is_abstract(token.doc[narrow], scope):
        tail = np.tail_edge(token.doc, narrow, end)
        tail = tail if tells(narrow, tail) else narrow
    return sorted({narrow, wide, tail})


def _is_abstract(token: Token, scope: Scope) -> bool:
    """Tell whether a preposition opens «в сфере», «в рамках» and the like."""
    return any(key(t.lemma_) in scope.lexicon.sets["abstract"] for t in token.doc[token.i : token.i + 2])


def _inner(token: Token, end: int, scope: Scope, depth: int) -> Entry | None:
    right = np.right_edge(token, end, lambda p: key(p.text) in {"из"})
    for i in range(token.i + 1, right):
        inner = token.doc[i]
        if inner.pos_ in NOMINAL and inner.dep_ != "conj" and scope.lexicon.has_head(keys(inner)):
            reading = classify(inner, token.i + 1, right, scope, depth + 1)
            if reading is not None:
                return reading[0]
    return None


def _words(token: Token, left: int, right: int) -> list[str]:
    """Return the lemmas of a phrase without its head: the modifiers first, then what follows the head."""
    near = list(range(token.i - 1, left - 1, -1)) + list(range(token.i + 1, right))
    words: list[str] = []
    for i in near:
        if token.doc[i].pos_ not in {"ADP", "PUNCT", "CCONJ", "SPACE"}:
            words += [k for k in keys(token.doc[i]) if k not in words]
    words += [k for k in keys(token)[2:] if k not in words]  # halves of «инвалиды-колясочники»
    return words


def _features(token: Token, words: Sequence[str], right: int, scope: Scope) -> set[str]:
    features = set(scope.features)
    features.add(f"level:{scope.lexicon.level(words)}")
    features.add("plural" if "Plur" in token.morph.get("Number", []) else "singular")
    features.add("capital" if token.text[0].isupper() else "noncapital")
    if "Anim" in token.morph.get("Animacy", []):
        features.add("anim")
    if is_abbreviation(token):
        features.add("caps")
    if right == token.i + 1:
        features.add("bare")
    return features


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
            kind = mention if mention.rule.startswith(DEPENDENT) else last
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
        shared = [key(t.lemma_) for t in doc[left.start : left.head]]
        if scope.lexicon.makes(left.rule, shared):
            return True
        return left.category == right.category and right.end == right.head + 1
    if left.end - left.start > 1:
        return False
    if right.rule.startswith(DEPENDENT) and left.rule in scope.lexicon.generic:
        return True
    places = [key(t.lemma_) for t in doc[right.head + 1 : right.end]]
    return left.category == right.category and scope.lexicon.level(places[:1]) != "none"

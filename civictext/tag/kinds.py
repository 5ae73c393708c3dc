"""Which row of the lexicon names the phrase of a noun, and how far that phrase reaches. Plain functions over annotated tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from civictext.annotate.opencorpora import readings
from civictext.gazetteer import towns
from civictext.tag import noun_phrases as np
from civictext.tag.actor_lexicon import DEPENDENT, NONE, ActorLexicon, Entry
from civictext.tag.forms import (
    is_abbreviation,
    is_participle,
    key,
    may_be_adjective,
    modifies,
    numbers,
    only_adjective,
    participle_lemma,
    possible_cases,
)

NOMINAL = frozenset({"NOUN", "PROPN", "X"})
OLD_AGE = 50  # «граждане старше 60 лет» are the old, «старше 18 лет» are not
DOC_LEVELS = {"interregional": "regional", "international": "federal"}
MAX_NESTING = 4  # «руководителям структурных подразделений администраций районов …»


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
        return frozenset({f"doc:{level or 'none'}"})


def keys(token: Token) -> list[str]:
    """Return the names under which the lexicon may know a word: lemma, form, halves of a compound, the participle's own lemma."""
    words = [key(token.lemma_), key(token.text)]
    parts = [w for w in words[0].split("-") if len(w) > 2]
    if len(parts) == 2 and words[1] != words[0] and words[1].startswith(f"{parts[0]}-"):
        parts = parts[1:] * 2  # «бизнес-планов»: a half that is not declined only says what kind
    participle = participle_lemma(token.lower_)
    return list(dict.fromkeys(words + (parts if len(parts) > 1 else []) + ([participle] if participle else [])))


def can_head(token: Token) -> bool:
    """Tell whether a word may head a phrase: a noun, or an adjective that stands for one («пожилым», «управляющему делами»)."""
    if token.pos_ in NOMINAL or not may_be_adjective(token.lower_):
        return not ((token.dep_ == "amod" or only_adjective(token.lower_)) and _modifies_next(token))
    if token.pos_ not in {"ADJ", "VERB"} or (token.pos_ == "VERB" and not is_participle(token)):
        return False
    return token.dep_ not in {"amod", "acl"} and not _modifies_next(token)


def _modifies_next(token: Token) -> bool:
    """Tell whether a word agrees with a noun or another adjective right behind it («многодетным | семьям»)."""
    if token.i + 1 >= len(token.doc) or not may_be_adjective(token.lower_):
        return False
    following = token.doc[token.i + 1]
    declined = following.pos_ in {"NOUN", "PROPN", "ADJ"} or bool(possible_cases(following.lower_))
    return declined and modifies(token, following)


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
        inner = _inner(token, right, scope, depth) if depth < MAX_NESTING else None
        if inner is not None and inner.category != NONE:
            needs = entry.needs | (inner.needs & {"acting"})
            return replace(entry, category=inner.category, rule=f"{DEPENDENT}.{inner.rule}", needs=needs), right
    return None


def rows_for(token: Token, left: int, right: int, scope: Scope) -> list[Entry]:
    """Return every row of the lexicon that holds for a phrase of given extent, the most specific first: what `classify` chose among."""
    words = _words(token, left, right)
    return scope.lexicon.match(keys(token), set(words), _features(token, words, right, scope))


def _extents(token: Token, end: int, scope: Scope) -> list[int]:
    """Return the ends that a phrase may have, the narrowest first.

    A phrase with a preposition («люди с инвалидностью») is part of the actor only where a row of the lexicon asks for its noun or
    the noun tells a level; the parser often hangs it on the verb, so the one right behind the narrow phrase is tried as well.
    """
    lexicon, names = scope.lexicon, keys(token)

    def known(other: Token) -> bool:
        return lexicon.collocate(names, word(other))

    def tells(i: int, stop: int) -> bool:
        words = [word(t) for t in token.doc[i:stop]]
        asked = bool(words) and words[0] in lexicon.sets["asked_preposition"]
        return asked and any(lexicon.collocate(names, w) or lexicon.level([w]) != "none" for w in words[1:])

    def in_name(other: Token) -> bool:
        return key(other.text) in lexicon.sets["name_preposition"] if other.pos_ == "ADP" else known(other)

    def admitted(other: Token) -> bool:
        phrase = other.pos_ == "ADP" and not _is_abstract(other, scope)
        return in_name(other) or (phrase and tells(other.i, np.tail_edge(other.doc, other.i, end)))

    narrow, wide = np.right_edge(token, end, in_name), np.right_edge(token, end, admitted)
    tail = narrow
    if narrow < end and not _is_abstract(token.doc[narrow], scope):
        tail = np.tail_edge(token.doc, narrow, end)
        tail = tail if tells(narrow, tail) else narrow
    aged = np.age_edge(token.doc, narrow, end, lexicon.sets["age_unit"])
    if aged > narrow and "Anim" in token.morph.get("Animacy", []):
        return sorted({aged, max(wide, aged)})  # «детей до семи лет»
    return sorted({narrow, wide, tail})


def word(token: Token) -> str:
    """Return the lemma of a word as lexicons store it; «50+» for an age from 50 on, nothing for a comparative.

    «старше» and «младше» have the lemma of an adjective but say nothing without their number.
    """
    if token.text.isdigit():
        return f"{OLD_AGE}+" if OLD_AGE <= int(token.text) < 2 * OLD_AGE else token.text
    return key(token.lemma_)


def _is_abstract(token: Token, scope: Scope) -> bool:
    """Tell whether a preposition opens «в сфере», «в рамках» and the like."""
    return any(key(t.lemma_) in scope.lexicon.sets["abstract"] for t in token.doc[token.i : token.i + 2])


def _inner(token: Token, right: int, scope: Scope, depth: int) -> Entry | None:
    """Return the row of the first body that hangs on a transparent head («руководители | НКО»)."""
    for i in range(token.i + 1, right):
        inner = token.doc[i]
        if inner.pos_ == "ADP" and key(inner.text) not in scope.lexicon.sets["name_preposition"]:
            return None
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
        other = token.doc[i]
        if other.pos_ not in {"PUNCT", "CCONJ", "SPACE"} and "Cmp" not in other.morph.get("Degree", []):
            words += [k for k in (word(other), *keys(other)) if k not in words]
    words += [k for k in keys(token)[2:] if k not in words]  # halves of «инвалиды-колясочники»
    return words


def _level(token: Token, words: Sequence[str], right: int, scope: Scope) -> str:
    """Return the level that a phrase names; a town behind a body makes it municipal («департаменту транспорта | Твери»)."""
    level = scope.lexicon.level(words)
    behind = token.doc[token.i + 1 : right]
    town = level == "none" and any(t.text[0].isupper() and t.lemma_.capitalize() in towns() for t in behind)
    return "municipal" if town else level


def _features(token: Token, words: Sequence[str], right: int, scope: Scope) -> set[str]:
    features = set(scope.features)
    features.add(f"level:{_level(token, words, right, scope)}")
    features.add("plural" if "Plur" in numbers(token) else "singular")
    features.add("capital" if token.text[0].isupper() else "noncapital")
    if "Anim" in token.morph.get("Animacy", []):
        features.add("anim")
    if is_abbreviation(token):
        features.add("caps")
    if not readings(token.lower_)[0].parse.is_known:
        features.add("unknown")
    after = token.doc[right : right + 2]
    if len(after) == 2 and after[0].text == "," and after[1].lemma_ == "который":
        features.add("relative")
    if right == token.i + 1:
        features.add("bare")
    if not words:
        features.add("plain")
    return features

"""Names that a document gives to a body itself: «… (далее – Фонд)», «Центр развития инициатив (ЦРИ)»."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from civictext.tag.forms import is_abbreviation, key
from civictext.tag.kinds import Scope
from civictext.tag.mentions import Mention, find_mentions

LOOK_BACK = 40  # tokens before the bracket in which the full name is looked for
LONGEST = 5  # words of a short name


def learn_aliases(doc: Doc, scope: Scope) -> dict[tuple[str, ...], tuple[str, str]]:
    """Return the short names that the text explains: lemmas of the name → (category, rule)."""
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for bracket, close in _brackets(doc):
        name = _name(list(doc[bracket + 1 : close]), scope)
        full = _named_before(doc, bracket, scope) if name else None
        if full is not None:
            found.setdefault(tuple(key(t.lemma_) for t in name), (full.category, f"{full.category}.alias"))
    return found


def _brackets(doc: Doc) -> Iterator[tuple[int, int]]:
    opened: int | None = None
    for token in doc:
        if token.text == "(":
            opened = token.i
        elif token.text == ")" and opened is not None:
            yield opened, token.i
            opened = None


def _name(inside: list[Token], scope: Scope) -> list[Token]:
    words = [t for t in inside if t.pos_ not in {"PUNCT", "SPACE"}]
    if words and key(words[0].text) in scope.lexicon.sets["alias_cue"]:
        rest = [t for t in words[1:] if t.text[0].isupper() or t.i > words[1].i]
        while rest and not rest[0].text[0].isupper():
            rest = rest[1:]
        return rest[:LONGEST]
    return words if len(words) == 1 and is_abbreviation(words[0]) else []


def _named_before(doc: Doc, bracket: int, scope: Scope) -> Mention | None:
    """Return the mention whose phrase reaches the bracket."""
    start = max(0, bracket - LOOK_BACK)
    before = [m for m in find_mentions(doc, start, bracket, scope) if m.end >= bracket - 1]
    return before[-1] if before else None

"""The phrase of an actor in the nominative: «органам местного самоуправления края» → «органы местного самоуправления края»."""

from __future__ import annotations

from spacy.tokens import Span, Token

from civictext.annotate.opencorpora import Reading, readings
from civictext.segment.nominative import inflected, like
from civictext.tag.forms import cases, is_abbreviation, key, modifies, numbers

GENDERS = {"Masc": "masc", "Fem": "femn", "Neut": "neut"}


def nominative(span: Span, head: int) -> str:
    """Return a phrase in the nominative: its head, the heads coordinated with it and their adjectives; dependents stay.

    The capital of a word that only begins a sentence is dropped, and that of a plural («Предприятия района» in a heading): many
    bodies have no name of their own.

    Parameters
    ----------
    head : int
        Index of the head in the document.
    """
    heads = _heads(span, span.doc[head])
    words = {t.i: _word(t, _owner(t, heads)) for t in span}
    first = span[0]
    opens = first.is_sent_start and first.ent_type_ in {"", "PER"}
    several = numbers(heads[0]) == {"Plur"} and "Geox" not in readings(first.lower_)[0].parse.tag
    if (opens or several) and not is_abbreviation(first):
        words[first.i] = words[first.i][:1].lower() + words[first.i][1:]
    return " ".join("".join(words[t.i] + t.whitespace_ for t in span).split())


def _heads(span: Span, head: Token) -> list[Token]:
    """Return the head and the nouns of the span that are coordinated with it."""
    coordinated = [
        t for t in span if t.i > head.i and t.dep_ == "conj" and t.head.i == head.i and cases(t) & cases(head)
    ]
    return [head, *coordinated]


def _owner(token: Token, heads: list[Token]) -> Token | None:
    """Return the head that a word is, or whose attribute it is."""
    for head in heads:
        if token.i == head.i or (token.i < head.i and modifies(token, head) and not _between(token, head, heads)):
            return head
    return None


def _between(token: Token, head: Token, heads: list[Token]) -> bool:
    return any(token.i < other.i < head.i for other in heads)


def _word(token: Token, head: Token | None) -> str:
    if head is None or is_abbreviation(token) or not token.text[0].isalpha():
        return token.text
    reading = _reading(token, head)
    if reading is None:
        return token.text
    number = "plur" if reading.feats.get("Number") == "Plur" else "sing"
    gender = GENDERS.get(
        reading.feats.get("Gender", "") if token.i == head.i else next(iter(head.morph.get("Gender", [])), "")
    )
    if "Supr" in reading.parse.tag:
        return _superlative(token, reading, number, gender)
    return inflected(token.text, reading.parse, "nomn", number, gender)


def _superlative(token: Token, reading: Reading, number: str, gender: str | None) -> str:
    """Return a superlative in the nominative: of «высшие» and «высочайшие» the one whose beginning is the word's."""
    wanted = {"nomn", number, "Supr"} | ({gender} if gender and number == "sing" else set())
    forms = [form.word for form in reading.parse.lexeme if wanted <= set(form.tag.grammemes)]
    if not forms:
        return token.text
    best = max(forms, key=lambda form: _shared_letters(form, token.lower_))
    return like(best, token.text)


def _shared_letters(form: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(form, other, strict=False)) if a != b), min(len(form), len(other)))


def _reading(token: Token, head: Token) -> Reading | None:
    """Return the reading in the case and number of the head that has the token's own lemma, if there is one."""
    wanted, number = cases(head), numbers(head)
    found = [r for r in readings(token.lower_) if r.feats.get("Case") in wanted]
    fits = [r for r in found if r.feats.get("Number") in number] or found
    if token.i != head.i:
        fits = [r for r in fits if r.upos in {"ADJ", "DET"} or r.feats.get("VerbForm") == "Part"]
    same = [r for r in fits if key(r.normal) == key(token.lemma_)]
    return next(iter(same or fits), None)

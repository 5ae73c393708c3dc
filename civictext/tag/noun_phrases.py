"""Noun phrases of the syntax tree as actor spans are cut: no preposition, up to the first clause or participle.

Plain functions over annotated tokens; nothing civic. The tree of an officialese sentence is often wrong in one arc, so every step
along it is guarded by the line of words: a phrase is always one stretch that holds its head.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from spacy.tokens import Doc, Token

from civictext.annotate.opencorpora import readings

LEFT_DEPS = frozenset({"amod", "det", "advmod", "compound", "conj", "cc", "punct", "acl", "nummod", "flat", "appos"})
RIGHT_DEPS = frozenset(
    [
        "nmod",
        "amod",
        "appos",
        "flat",
        "flat:name",
        "flat:foreign",
        "det",
        "case",
        "fixed",
        "conj",
        "cc",
        "punct",
        "nummod",
        "nummod:gov",
        "compound",
        "advmod",
    ]
)
OPEN, CLOSE = '«"„“', '»"”“'
DEPTH = 24  # arcs climbed before a (cyclic) tree is given up


def key(text: str) -> str:
    """Return a word as lexicons store it: lower case, «ё» written «е».

    Examples
    --------
    >>> key("Молодёжь")
    'молодежь'
    """
    return text.lower().replace("ё", "е")


def is_abbreviation(token: Token) -> bool:
    """Tell whether a token is an acronym: two capitals or more, no small letter but inside («СМИ», «РАНХиГС»)."""
    capitals = sum(c.isupper() for c in token.text)
    return capitals >= 2 and token.text[0].isupper() and capitals * 2 >= len(token.text)


def is_participle(token: Token) -> bool:
    """Tell whether a token is a full participle."""
    return "Part" in token.morph.get("VerbForm", [])


def path_to(token: Token, head: Token) -> list[Token] | None:
    """Return the tokens climbed from `token` up to, and without, `head`; None where the way does not lead there."""
    path: list[Token] = []
    at = token
    for _ in range(DEPTH):
        if at.i == head.i:
            return path
        path.append(at)
        if at.head.i == at.i:
            return None
        at = at.head
    return None


def left_edge(head: Token, start: int) -> int:
    """Return the index where the phrase of `head` begins: its adjectives with their adverbs and coordination."""
    edge, i = head.i, head.i - 1
    while i >= start and _belongs_left(head.doc[i], head):
        if head.doc[i].pos_ in {"ADJ", "VERB", "DET", "ADV", "PROPN", "NOUN", "X", "NUM"}:
            edge = i
        i -= 1
    return edge


def _belongs_left(token: Token, head: Token) -> bool:
    if is_abbreviation(token) and token.i == head.i - 1 and is_abbreviation(head):
        return True  # «СО НКО»: whatever the parser made of the first half
    if token.pos_ in {"ADP", "NUM", "SPACE"} or "Inf" in token.morph.get("VerbForm", []):
        return False
    if token.pos_ == "PUNCT" and token.text != ",":
        return token.text == "-"
    if _agrees(token, head) and all(t.pos_ in {"ADJ", "DET"} for t in token.doc[token.i : head.i]):
        return True  # an adjective right before its noun, wherever the arc points
    if token.pos_ in {"NOUN", "PROPN"} and not same_case(token, head):
        return False  # «памятки | участникам»: the parser takes the neighbour for a modifier
    path = path_to(token, head)
    return path is not None and all(t.dep_ in LEFT_DEPS for t in path) and all(t.i < head.i for t in path)


def _agrees(token: Token, head: Token) -> bool:
    return (
        token.pos_ in {"ADJ", "DET"}
        and same_case(token, head)
        and token.morph.get("Number", []) == head.morph.get("Number", [])
    )


def same_case(token: Token, other: Token) -> bool:
    """Tell whether two tokens stand in the same case; an undeclined one goes with any."""
    one, two = token.morph.get("Case", []), other.morph.get("Case", [])
    return not one or not two or one == two or is_abbreviation(token) or is_abbreviation(other)


def right_edge(head: Token, end: int, admit: Callable[[Token], bool]) -> int:
    """Return the index behind the last word of the phrase of `head`.

    Parameters
    ----------
    admit : callable
        Says whether a preposition right of the head, or a noun that its form alone does not show to hang on the head, belongs to
        the phrase.
    """
    doc, edge, i = head.doc, head.i + 1, head.i + 1
    while i < end:
        step = quotation_end(doc, i, end) or _place(doc, i, end, edge) or _abbreviated(doc, i, edge)
        if step:
            edge = i = step
            continue
        token = doc[i]
        if not _belongs_right(token, head, edge, admit):
            break
        i += 1
        if token.pos_ not in {"ADP", "CCONJ", "PUNCT", "ADV"}:
            edge = i
    return edge


def _belongs_right(token: Token, head: Token, edge: int, admit: Callable[[Token], bool]) -> bool:
    if token.pos_ in {"SPACE", "SCONJ"} or token.morph.get("VerbForm", []) in (["Inf"], ["Fin"], ["Conv"]):
        return False
    noun = genitive_neighbour(token, head, edge)
    if noun is not None and (only_genitive(noun.lower_, noun.lemma_) or admit(noun)):
        return True
    path = path_to(token, head)
    if path is None or not all(t.dep_ in RIGHT_DEPS for t in path):
        return False
    top = path[-1] if path else token
    if top.dep_ in {"conj", "cc", "punct"} and top.i > head.i:
        return False  # a conjunct of the head is a phrase of its own
    if is_participle(token) and token.dep_ != "amod":
        return False
    if token.pos_ == "ADP" or not _bare_case_fits(token, head):
        return admit(token)
    return not (token.pos_ == "PUNCT" and token.text not in {",", "-"})


def genitive_neighbour(token: Token, head: Token, edge: int) -> Token | None:
    """Return the genitive noun that stands, with its adjectives, right behind a head and may hang on it, wherever the arc points."""
    if token.i != edge and token.doc[token.i - 1].pos_ != "ADJ":
        return None
    first = token
    while first.doc[first.i - 1].pos_ == "ADJ" and first.i - 1 > head.i:
        first = first.doc[first.i - 1]
    noun = token
    while noun.pos_ == "ADJ" and noun.i + 1 < len(noun.doc):
        noun = noun.doc[noun.i + 1]
    genitive = all(t.morph.get("Case", []) == ["Gen"] for t in (token, noun))
    return noun if first.i == head.i + 1 and genitive and noun.pos_ in {"NOUN", "PROPN"} else None


@lru_cache(maxsize=20_000)
def only_genitive(form: str, lemma: str) -> bool:
    """Tell whether a form of a noun can be nothing but a genitive («города», but not «льготы»)."""
    cases = {r.feats.get("Case") for r in readings(form) if key(r.normal) == key(lemma)}
    return cases == {"Gen"}


def _bare_case_fits(token: Token, head: Token) -> bool:
    """A noun without preposition hangs on a noun in the genitive; a name may keep its nominative."""
    if token.pos_ not in {"NOUN", "PROPN"} or token.dep_ not in {"nmod", "appos"}:
        return True
    if any(c.dep_ == "case" for c in token.children) or token.dep_ == "appos":
        return True
    return token.morph.get("Case", []) in ([], ["Gen"]) or is_abbreviation(token) or token.ent_type_ != ""


def quotation_end(doc: Doc, i: int, end: int) -> int | None:
    """Return the index behind a quotation that opens at `i`, or None where none opens or it does not close."""
    if doc[i].text not in OPEN:
        return None
    depth = 0
    for j in range(i, end):
        text = doc[j].text
        depth += (text in OPEN and (text not in CLOSE or j == i)) - (text in CLOSE and j > i)
        if depth <= 0:
            return j + 1
    return None


def _place(doc: Doc, i: int, end: int, edge: int) -> int | None:
    """Return the index behind a name of a place that stands in the genitive or undeclined right at the edge."""
    if i != edge:
        return None
    j = i + 1 if i + 1 < end and doc[i].text.rstrip(".") in {"г", "с", "п", "р"} and doc[i + 1].text == "." else i
    if j > i and j + 1 < end and doc[j + 1].text[:1].isupper():
        return j + 2
    token = doc[i]
    if token.ent_type_ == "LOC" and token.morph.get("Case", []) in ([], ["Gen"], ["Nom"]) and token.pos_ != "ADP":
        return i + 1
    return None


def _abbreviated(doc: Doc, i: int, edge: int) -> int | None:
    token = doc[i]
    return i + 1 if i == edge and is_abbreviation(token) and not is_abbreviation(doc[i - 1]) else None


def tail_edge(doc: Doc, i: int, end: int) -> int:
    """Return the index behind the prepositional phrase (or «старше 60 лет») that begins at `i`; `i` where none does."""
    if not (doc[i].pos_ == "ADP" or "Cmp" in doc[i].morph.get("Degree", [])):
        return i
    j = i + 1
    while j < end and doc[j].pos_ in {"ADJ", "NUM", "DET"}:
        j += 1
    if j >= end or doc[j].pos_ not in {"NOUN", "PROPN"}:
        return i
    j += 1
    while j < end and doc[j].pos_ in {"ADJ", "NOUN", "PROPN"} and doc[j].morph.get("Case", []) == ["Gen"]:
        j += 1
    return j

"""Noun phrases of the syntax tree as actor spans are cut: no preposition, up to the first clause or participle.

Plain functions over annotated tokens; nothing civic. The tree of an officialese sentence is often wrong in one arc, so every step
along it is guarded by the line of words: a phrase is always one stretch that holds its head.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from spacy.tokens import Doc, Token

from civictext.tag.forms import (
    cases,
    is_abbreviation,
    is_participle,
    modifies,
    only_genitive,
    possible_cases,
    same_case,
)

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
PAIRS = {"«": "»", '"': '"', "„": "“”", "“": "”"}
SHORT_MARK = 3  # letters of «г.», «пос.»
AGE_WORDS = 7  # words of «от четырнадцати до тридцати пяти лет»
DEPTH = 24  # arcs climbed before a (cyclic) tree is given up


def path_to(token: Token, head: Token, edge: int | None = None) -> list[Token] | None:
    """Return the tokens climbed from `token` up to, and without, `head` or a word between it and `edge`; None where no way leads there."""
    path: list[Token] = []
    at = token
    for _ in range(DEPTH):
        if at.i == head.i or (edge is not None and head.i < at.i < edge):
            return path
        path.append(at)
        if at.head.i == at.i:
            return None
        at = at.head
    return None


def left_edge(head: Token, start: int) -> int:
    """Return the index where the phrase of `head` begins: its adjectives with their adverbs and coordination."""
    edge, i = head.i, head.i - 1
    while i >= start and _belongs_left(head.doc[i], head, edge):
        if head.doc[i].pos_ not in {"PUNCT", "CCONJ"}:
            edge = i
        i -= 1
    return edge


def _belongs_left(token: Token, head: Token, edge: int) -> bool:
    if is_abbreviation(token) and token.i == head.i - 1 and is_abbreviation(head):
        return True  # «СО НКО»: whatever the parser made of the first half
    if token.pos_ in {"ADP", "NUM", "SPACE", "PRON", "SCONJ"} or token.morph.get("VerbForm", []) in (
        ["Inf"],
        ["Fin"],
        ["Conv"],
    ):
        return token.pos_ in {"PROPN", "VERB"} and token.i == edge - 1 and modifies(token, head)
    if token.pos_ == "PUNCT" and token.text not in {",", "(", ")", *OPEN, *CLOSE}:
        return token.text == "-"
    if token.pos_ not in {"PUNCT", "CCONJ", "ADV"}:
        return modifies(token, head) and (token.i == edge - 1 or _climbs_left(token, head))
    return _climbs_left(token, head)


def _climbs_left(token: Token, head: Token) -> bool:
    path = path_to(token, head)
    return path is not None and all(t.dep_ in LEFT_DEPS and t.i < head.i for t in path)


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
        if is_bearer(token, edge) or not _belongs_right(token, head, edge, admit):
            break
        i += 1
        if token.pos_ not in {"ADP", "CCONJ", "PUNCT", "ADV"}:
            edge = i
    return edge


def is_bearer(token: Token, edge: int) -> bool:
    """Tell whether the name of the one who holds a post begins: «Главе города | Ивановой М. П.», but «школе имени Гагарина»."""
    if token.i != edge or token.i == 0:
        return False
    initial = (
        len(token.text) == 1 and token.text.isupper() and token.i + 1 < len(token.doc) and token.nbor().text == "."
    )
    return initial or (
        token.ent_type_ == "PER"
        and token.ent_iob_ == "B"
        and token.dep_ != "amod"
        and token.morph.get("Case", []) != ["Gen"]
    )


def _belongs_right(token: Token, head: Token, edge: int, admit: Callable[[Token], bool]) -> bool:
    if token.pos_ in {"SPACE", "SCONJ"} or token.morph.get("VerbForm", []) in (["Inf"], ["Fin"], ["Conv"]):
        return False
    if "Cmp" in token.morph.get("Degree", []):
        return False
    noun = genitive_neighbour(token, head, edge)
    if noun is not None and (only_genitive(noun.lower_, noun.lemma_) or admit(noun)):
        return True
    if token.i == head.i + 1 and token.pos_ == "NOUN" and "Ins" in cases(token) and admit(token):
        return True  # «управляющему делами», «управлению имуществом»
    path = path_to(token, head, edge)
    if path is None or not all(t.dep_ in RIGHT_DEPS for t in path):
        return False
    top = path[-1] if path else token
    listed = top.dep_ == "appos" and any(t.text == "," for t in head.doc[edge : top.i])
    if (top.dep_ in {"conj", "cc", "punct"} or listed) and top.head.i == head.i:
        return False  # a conjunct of the head is a phrase of its own; «школе, лицею» is read as an apposition, too
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


def _bare_case_fits(token: Token, head: Token) -> bool:
    """A noun without preposition hangs on a noun in the genitive; a conjunct and an apposition stand in the case of their first."""
    if token.pos_ not in {"NOUN", "PROPN"} or token.ent_type_ or is_abbreviation(token):
        return True
    if token.dep_ in {"conj", "appos"}:
        return same_case(token, token.head) and (token.dep_ == "appos" or token.head.i > head.i)
    if token.dep_ != "nmod" or any(c.dep_ == "case" for c in token.children):
        return True
    return "Gen" in possible_cases(token.lower_) or not possible_cases(token.lower_)


def quotation_end(doc: Doc, i: int, end: int) -> int | None:
    """Return the index behind a quotation that opens at `i`, or None where none opens or it does not close."""
    if doc[i].text not in OPEN:
        return None
    open_marks: list[str] = []
    for j in range(i, end):
        text = doc[j].text
        if text in PAIRS.get(open_marks[-1] if open_marks else "", ""):
            open_marks.pop()
        elif text in OPEN:
            open_marks.append(text)
        elif text in CLOSE and open_marks:
            open_marks.pop()
        if not open_marks:
            return j + 1
    return None


def _place(doc: Doc, i: int, end: int, edge: int) -> int | None:
    """Return the index behind a name of a place that stands in the genitive or undeclined right at the edge."""
    if i != edge:
        return None
    shortened = i + 2 < end and len(doc[i].text) <= SHORT_MARK and doc[i].text.islower() and doc[i + 1].text == "."
    if shortened and doc[i + 2].text[:1].isupper():
        return i + 3  # «администрации г. Перми»
    token = doc[i]
    if token.text == "(" and not any(t.text == ")" for t in doc[i:end] if t.ent_iob_ == "I" or t.i == i):
        return None  # «Российской Федерации (Иванову И. И.)»: the name finder took the bracket in
    if token.ent_type_ == "LOC" and token.morph.get("Case", []) in ([], ["Gen"], ["Nom"]) and token.pos_ != "ADP":
        return i + 1
    return None


def _abbreviated(doc: Doc, i: int, edge: int) -> int | None:
    token = doc[i]
    named = i + 1 < len(doc) and doc[i + 1].text in OPEN  # «МБУ ДО «Дом творчества»»
    return i + 1 if i == edge and is_abbreviation(token) and (named or not is_abbreviation(doc[i - 1])) else None


def tail_edge(doc: Doc, i: int, end: int) -> int:
    """Return the index behind the prepositional phrase (or «старше 60 лет») that begins at `i`; `i` where none does."""
    if i >= end or not (doc[i].pos_ == "ADP" or "Cmp" in doc[i].morph.get("Degree", [])):
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


def age_edge(doc: Doc, i: int, end: int, units: Collection[str]) -> int:
    """Return the index behind «до семи лет», «от 14 до 35 лет», «моложе 18 лет», where it begins at `i`; `i` where it does not."""
    if i >= end or not (doc[i].pos_ == "ADP" or "Cmp" in doc[i].morph.get("Degree", [])):
        return i
    j = i + 1
    while j < min(i + AGE_WORDS, end):
        if doc[j].lemma_.lower() in units:
            return j + 1 if j > i + 1 else i
        if not (doc[j].pos_ in {"ADP", "NUM", "CCONJ"} or doc[j].text.isdigit() or doc[j].text in {"-", "–"}):
            return i
        j += 1
    return i

"""The nominative of a noun phrase, agreement kept: «Органам местного самоуправления» → «органы местного самоуправления».

The head of the phrase takes the nominative, and with it whatever agrees with it: adjectives, pronouns, participles, nouns
joined by «и», appositions. Everything else (genitives behind the head, quoted names, acronyms) stays as it is. Number is
kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Span, Token

from civictext.annotate.lemmas import agreement, closest_form
from civictext.annotate.opencorpora import Reading, readings

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_ADJECTIVAL = frozenset({"ADJF", "PRTF", "NUMR"})
_AGREEING = frozenset(
    {"amod", "det", "acl", "nummod", "nummod:gov", "appos", "flat", "flat:name", "conj", "compound", "nmod"}
)
#: a noun under these relations is taken only if its own case is the head's, which a genitive attribute's is not
_NOUNS = frozenset({"appos", "flat", "flat:name", "conj", "compound"})
_OPEN, _CLOSE = "«“„", "»”"
_ACRONYM_FORM = re.compile(r"([А-ЯЁ]{2,})-?(а|у|ом|е|ы|ов|ам|ами|ах)$")
_SMALL_NUMBERS = {"один": 1, "два": 2, "оба": 2, "три": 3, "четыре": 4}
_PLURAL_ENDINGS = frozenset({"ы", "ов", "ам", "ами", "ах"})
_TAGGED_CASE = {"Nom": "nomn", "Gen": "gent", "Dat": "datv", "Acc": "accs", "Ins": "ablt", "Loc": "loct", "Par": "gent"}


def nominative(span: Span, *, case: str | None = None) -> str:
    """Return the text of a noun phrase with its head in the nominative.

    Parameters
    ----------
    span : Span
        A noun phrase with parts of speech, features and heads; a preposition at its start is left out.
    case : {"Gen", "Dat", "Acc", "Ins", "Loc"}, optional
        The case in which the phrase stands, where the caller knows it (addressees stand in the dative): forms like
        «администрации» can be several. None: what the tags say.

    Returns
    -------
    str
        One line; a capital that the phrase owes to the beginning of its sentence only becomes small.

    Notes
    -----
    A phrase without a noun comes back unchanged, but for white space.
    """
    tokens = _without_preposition([t for t in span if not t.is_space])
    free = _outside_quotes(tokens)
    head = _head(free)
    if head is None:
        return _join(list(span), {})
    found = _case_of(head, free, case)
    if found is None:
        return _join(tokens, _small_start(tokens, {}, head))
    forms = {t.i: form for t, r in _agreeing(head, free, found) if (form := _nominative_form(t, r)) is not None}
    _count(free, found, forms)
    return _join(tokens, _small_start(tokens, forms, head))


def _without_preposition(tokens: list[Token]) -> list[Token]:
    while tokens and _is_preposition(tokens[0]):
        tokens = tokens[1:]
    return tokens


def _is_preposition(token: Token) -> bool:
    return token.pos_ == "ADP" and not (token.is_upper and len(token.text) > 1)  # «СО НКО»


def _outside_quotes(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens that stand in no quotation marks."""
    out, depth, straight = [], 0, False
    for token in tokens:
        depth += token.text in _OPEN
        straight ^= token.text == '"'
        if depth <= 0 and not straight and token.text != '"':
            out.append(token)
        depth -= token.text in _CLOSE
    return out


def _head(tokens: Sequence[Token]) -> Token | None:
    """Return the noun (else any nominal) that hangs on nothing in the phrase."""
    inside = {t.i for t in tokens}
    tops = [t for t in tokens if t.head.i not in inside or t.head.i == t.i]
    nouns = [t for t in tokens if _is_noun(t) and not _has_preposition(t, tokens)]
    best = [t for t in tops if t in nouns]
    if best:
        return best[0]
    return nouns[0] if nouns else next((t for t in tops if t.pos_ in {"ADJ", "DET", "VERB"}), None)


def _is_noun(token: Token) -> bool:
    """Return whether a token is a noun, by its tag or (where the tagger erred) by the dictionary alone."""
    if token.pos_ == "VERB":
        return all(r.is_known and r.tag.POS == "NOUN" for r in readings(token.norm_))
    return token.pos_ in _NOMINAL


def _has_preposition(token: Token, tokens: Sequence[Token]) -> bool:
    return any(_is_preposition(t) and t.head.i == token.i for t in tokens)


def _fitting(token: Token, case: str) -> Reading | None:
    """Return the reading of a token in an OpenCorpora case that fits its tags best; None if it has none."""
    if not any("а" <= c <= "ё" for c in token.lower_):
        return None
    fit = [r for r in readings(token.norm_) if r.tag.case is not None and _is_case(r, case)]
    feats = token.morph.to_dict()
    return max(fit, key=lambda r: agreement(r, token.pos_, feats), default=None)


def _is_case(reading: Reading, case: str) -> bool:
    own = reading.tag.case
    return bool(own == case or (case == "gent" and own == "gen2") or (case == "loct" and own == "loc2"))


def _case_of(head: Token, tokens: Sequence[Token], case: str | None) -> str | None:
    """Return the OpenCorpora case of the phrase: the caller's, else the one that head and modifiers share best."""
    if case is not None:
        if case not in _TAGGED_CASE:
            raise ValueError(f"nominative: case is one of {', '.join(_TAGGED_CASE)}, not {case!r}")
        return _TAGGED_CASE[case]
    modifiers = [t for t in tokens if t.head.i == head.i and t.dep_ in {"amod", "det"}]
    scores = {}
    for wanted in dict.fromkeys(_TAGGED_CASE.values()):
        fitting = [(t, _fitting(t, wanted)) for t in [head, *modifiers]]
        if fitting[0][1] is not None:
            scores[wanted] = sum(-3.0 if r is None else agreement(r, t.pos_, t.morph.to_dict()) for t, r in fitting)
    return max(scores, key=scores.__getitem__, default=None)


def _agreeing(head: Token, tokens: Sequence[Token], case: str) -> Iterator[tuple[Token, Reading | None]]:
    """Yield the head and what agrees with it, each with its reading in the case of the phrase."""
    stack, seen = [head], {head.i}
    while stack:
        token = stack.pop()
        yield token, _fitting(token, case)
        children = [t for t in tokens if t.head.i == token.i and _agrees(t, case, tokens)]
        for child in [*children, *_adjectives_before(token, tokens, case)]:
            if child.i not in seen:
                seen.add(child.i)
                stack.append(child)


def _adjectives_before(noun: Token, tokens: Sequence[Token], case: str) -> Iterator[Token]:
    """Yield the adjectives just before a noun, wherever the parser hung them."""
    before = [t for t in tokens if t.i < noun.i]
    for token in reversed(before) if _is_noun(noun) else ():
        reading = _fitting(token, case) if token.pos_ in {"ADJ", "DET"} else None
        if reading is None or reading.tag.POS not in _ADJECTIVAL:
            return
        yield token


def _agrees(child: Token, case: str, tokens: Sequence[Token]) -> bool:
    if child.dep_ not in _AGREEING or _has_preposition(child, tokens):
        return False
    reading = _fitting(child, case)
    if reading is None:
        return bool(_ACRONYM_FORM.match(child.text)) and child.dep_ in _NOUNS
    if reading.tag.POS in _ADJECTIVAL:
        return child.dep_ != "nmod"
    tagged = _TAGGED_CASE.get(child.morph.to_dict().get("Case", ""), case)
    return child.dep_ in _NOUNS and (tagged == case or (case not in {"gent", "accs"} and child.dep_ != "appos"))


def _nominative_form(token: Token, reading: Reading | None) -> str | None:
    acronym = _ACRONYM_FORM.match(token.text)
    if acronym:
        return acronym.group(1) + ("ы" if acronym.group(2) in _PLURAL_ENDINGS else "")
    if reading is None or (token.is_upper and len(token.text) <= 5 and not reading.is_known):
        return None
    number = {reading.tag.number} - {None}
    return _in_shape_of(token.text, _inflect(token.norm_, reading, {"nomn", *number}))


def _inflect(word: str, reading: Reading, grammemes: set[str]) -> str:
    """Return a form of the word; in «детей-сирот» both parts are inflected, «лучшие» does not become «наихорошие»."""
    parts = word.split("-")
    if len(parts) == 2 and not reading.is_known and grammemes >= {"nomn"}:
        tag = reading.tag
        pair = [
            next((r for r in readings(p) if r.is_known and {tag.case, tag.number} <= r.tag.grammemes), None)
            for p in parts
        ]
        if all(r is not None and r.tag.POS == "NOUN" for r in pair):
            return "-".join(_inflect(p, r, grammemes) for p, r in zip(parts, pair, strict=True) if r is not None)
    tag = reading.tag
    if "Supr" in tag:
        wanted = grammemes | {"Supr"} | ({tag.gender} if tag.gender else set())
        return closest_form(word, reading, wanted)
    inflected = reading.parse.inflect(grammemes)
    return inflected.word if inflected else word


def _count(tokens: Sequence[Token], case: str, forms: dict[int, str]) -> None:
    """Give numeral, noun and adjectives the forms that they have together: «три организации», «5 организаций»."""
    for token in tokens:
        noun, n = _fitting(token.head, case), _value(token)
        if n is None or noun is None or token.head.i not in forms or not token.dep_.startswith("nummod"):
            continue
        few = n % 10 in {2, 3, 4} and n % 100 not in {12, 13, 14}
        feminine = noun.tag.gender == "femn"
        numeral = _fitting(token, case)
        if numeral is not None and few:
            forms[token.i] = _inflect(token.norm_, numeral, {"nomn", "femn"} if feminine else {"nomn"})
        if n % 10 == 1 and n % 100 != 11:
            continue
        forms[token.head.i] = _in_shape_of(
            token.head.text, _inflect(token.head.norm_, noun, {"gent", "sing" if few else "plur"})
        )
        for adjective in [t for t in tokens if t.head.i == token.head.i and t.i in forms and t.i > token.i]:
            reading = _fitting(adjective, case)
            if reading is not None and reading.tag.POS in {"ADJF", "PRTF"}:
                wanted = {"nomn" if few and feminine else "gent", "plur"}
                forms[adjective.i] = _in_shape_of(adjective.text, _inflect(adjective.norm_, reading, wanted))


def _value(token: Token) -> int | None:
    """Return the number that a token is; 5 for any numeral word above four, which all govern alike."""
    if token.text.isdecimal():
        return int(token.text)
    if token.pos_ != "NUM":
        return None
    reading = readings(token.norm_)[0]
    return _SMALL_NUMBERS.get(reading.normal, 5 if reading.tag.POS == "NUMR" else None)


def _in_shape_of(original: str, word: str) -> str:
    """Return `word` with the capitals of `original`, part by part between hyphens."""
    if original.isupper() and len(original) > 1:
        return word.upper()
    parts, olds = word.split("-"), original.split("-")
    if len(parts) != len(olds):
        return word
    shaped = [p[:1].upper() + p[1:] if o[:1].isupper() else p for p, o in zip(parts, olds, strict=True)]
    return "-".join(shaped)


def _small_start(tokens: Sequence[Token], forms: dict[int, str], head: Token) -> dict[int, str]:
    """Make the first letter small if only the beginning of the sentence made it large."""
    first = tokens[0]
    if not first.is_sent_start or not first.is_title or (head.i != first.i and head.is_title):
        return forms
    if not any(r.is_known and not r.is_name for r in readings(first.norm_)) or readings(first.norm_)[0].is_name:
        return forms
    word = forms.get(first.i, first.text)
    return forms | {first.i: word[:1].lower() + word[1:]}


def _join(tokens: Sequence[Token], forms: dict[int, str]) -> str:
    out = ""
    for token in tokens:
        gap = bool(out) and token.i > 0 and (bool(token.nbor(-1).whitespace_) or token.nbor(-1).is_space)
        out += (" " if gap else "") + forms.get(token.i, token.text)
    return out

"""Headings: which line names the addressees of the items under it, and which words of it do."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from civictext.records import Passage
from civictext.segment.leadins import last_ask
from civictext.segment.lexicon import lemmas
from civictext.segment.lines import Line
from civictext.segment.words import (
    can_be,
    first_noun,
    is_body,
    is_finite,
    is_infinitive,
    is_nominal,
    is_short_passive,
    matches,
    opens_in,
)


def addressee_passage(line: Line) -> Passage | None:
    """Return the part of an introducing line that names who is asked, None where nobody is.

    A heading («Администрации города:», «Рекомендовать вузам:») is kept whole; of a lead-in («Участники форума рекомендуют
    правительству края:») the part from the verb of asking on, so that the body that asks stays outside.
    """
    if is_addressee_heading(line) or _opens_with_addressee(line):
        return line.passage
    verb = last_ask(line)
    if verb is not None and _names_the_asked_first(line, verb):
        return line.passage
    if verb is None or not _asks_somebody(line, verb):
        return None
    return _asked_part(line, verb)


def _names_the_asked_first(line: Line, verb: Token) -> bool:
    """«Администрации города рекомендуем:», «Вузам предлагается:» – the dative stands before the verb that closes the line.

    «Администрации рекомендуют» may be those who ask: the third person of the active needs other evidence.
    """
    before = [t for t in line.tokens if t.i < verb.i]
    if any(t.i > verb.i and not t.is_punct and not t.is_space for t in line.tokens):
        return False
    impersonal = verb.lower_.endswith("ся") or is_short_passive(verb) or is_infinitive(verb)
    at = first_noun(before)
    if at is None or not ("1" in verb.morph.get("Person", []) or impersonal):
        return False
    return opens_in(before, "datv") and (is_body(before[at]) or "Dat" in before[at].morph.get("Case", []))


def _asked_part(line: Line, verb: Token) -> Passage:
    """«рекомендуют вузам», «застройщикам» of «обращаются к застройщикам с просьбой»."""
    whole = line.passage
    start, end = verb.idx if _has_words_before(line, verb) else whole.start, whole.end
    if matches(verb, lemmas("structure_cues", "address")):
        to = next((t for t in line.tokens if t.i > verb.i and t.lower_ in {"к", "ко"}), None)
        with_ = next(
            (t for t in line.tokens if to and t.i > to.i and t.lower_ in {"с", "со"} and _is_ask_noun(t.head)), None
        )
        start = to.idx + len(to) + 1 if to else start
        end = with_.idx if with_ else end
    text = " ".join(line.text[start - line.block.start : end - line.block.start].split())
    return Passage(text, start, start + len(line.text[start - line.block.start : end - line.block.start].rstrip()))


def _is_ask_noun(token: Token) -> bool:
    return matches(token, lemmas("structure_cues", "ask_noun"))


def is_addressee_heading(line: Line) -> bool:
    """Tell whether a line is nothing but the name of those who are asked, in the dative, after «к» or in the nominative."""
    tokens = list(line.tokens)
    return (_is_dative_name(tokens) or _is_directed_name(tokens) or _is_nominative_name(tokens)) and not _has_clause(
        tokens
    )


def is_directed(line: Line) -> bool:
    """Tell whether a heading names its addressees in the dative or after «к», «для», «в адрес»: requests follow it."""
    return _is_dative_name(line.tokens) or _is_directed_name(line.tokens)


def _opens_with_addressee(line: Line) -> bool:
    """«Администрации города обеспечить:» – the measure follows, yet the addressee is named."""
    at = first_noun(line.tokens)
    if at is None or not opens_in(line.tokens, "datv"):
        return False
    noun = line.tokens[at]
    return (is_body(noun) or "Dat" in noun.morph.get("Case", [])) and any(is_infinitive(t) for t in line.tokens)


def _is_dative_name(tokens: Sequence[Token]) -> bool:
    at = first_noun(tokens)
    if at is None or any(matches(tokens[at], lemmas("structure_cues", kind)) for kind in ("ask_noun", "paper")):
        return False
    return opens_in(tokens, "datv")


def _is_directed_name(tokens: Sequence[Token]) -> bool:
    """«К органам власти», «Для вузов», «В адрес правительства», «Рекомендации органам власти»."""
    if not tokens:
        return False
    rest = tokens[1:]
    if tokens[0].lower_ in {"к", "ко"}:
        return opens_in(rest, "datv")
    if tokens[0].lower_ == "для" or [t.lower_ for t in tokens[:2]] == ["в", "адрес"]:
        return any(is_body(t) for t in rest[:6])
    if matches(tokens[0], lemmas("structure_cues", "ask_noun")):
        return (opens_in(rest, "datv") and not opens_in(rest, "gent")) or _is_directed_name(rest)
    return False


def _is_nominative_name(tokens: Sequence[Token]) -> bool:
    at = first_noun(tokens)
    if at is None or matches(tokens[at], lemmas("structure_cues", "speaker")):
        return False
    persons = "Anim" in tokens[at].morph.get("Animacy", []) and "Plur" in tokens[at].morph.get("Number", [])
    return (is_body(tokens[at]) or persons) and opens_in(tokens, "nomn")


def _has_clause(tokens: Sequence[Token]) -> bool:
    """Tell whether words outside brackets make a clause of their own (a relative clause does not count)."""
    depth = 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")")
        if depth == 0 and token.dep_ not in {"acl:relcl", "acl"} and (is_infinitive(token) or is_finite(token)):
            return True
    return False


def _asks_somebody(line: Line, verb: Token) -> bool:
    """Tell whether the words behind a verb of asking name somebody in the dative or accusative."""
    after = [t for t in line.tokens if t.i > verb.i]
    if matches(verb, lemmas("structure_cues", "address")):
        after = after[next((i + 1 for i, t in enumerate(after) if t.lower_ in {"к", "ко"}), 0) :]
    if not after:
        return any(t.dep_ == "iobj" and t.i < verb.i for t in verb.children)
    if opens_in(after, "datv"):
        at = first_noun(after)
        return at is not None and (
            is_body(after[at]) or "Dat" in after[at].morph.get("Case", []) or after[at].text[:1].isupper()
        )
    return any(
        t.dep_ in {"iobj", "obj"} and is_nominal(t) and is_body(t) and can_be(t.text, "accs") for t in verb.children
    )


def _has_words_before(line: Line, verb: Token) -> bool:
    return any(t.i < verb.i and not t.is_punct for t in line.tokens)

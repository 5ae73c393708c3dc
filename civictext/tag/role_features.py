"""What the role model sees of a mention: names of features, each there or not. Plain functions over a `Case`; no weights.

A feature is a name like ``noun=поддержка+Gen`` or ``rule=given``. Lemmas of governors are features of their own; what holds for all
governors alike (case, preposition, place in the sentence, the answer of the table of government) is what lets the model generalise.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from civictext.tag import noun_phrases as np
from civictext.tag.forms import cases, is_infinitive, is_participle, is_verb, key
from civictext.tag.roles import Case

CHAIN = 4  # governors climbed towards the predicate
SUBORDINATE = frozenset({"acl", "acl:relcl", "advcl", "ccomp", "xcomp", "csubj"})


def role_features(case: Case, rule: str, answer: str, *, asked: bool) -> list[str]:
    """Return the features of a mention.

    Parameters
    ----------
    rule, answer : str
        The row of the table of government that spoke and the role that it comes to.
    asked : bool
        Whether the item names an addressee already, in its heading or earlier.
    """
    return list(
        dict.fromkeys([*_answer(case, rule, answer, asked), *_form(case), *_governors(case), *_surroundings(case)])
    )


def _answer(case: Case, rule: str, answer: str, asked: bool) -> Iterator[str]:
    category = case.mention.category
    yield f"rule={rule}"
    yield f"answer={answer}"
    yield f"answer={answer}+{category}"
    yield f"category={category}"
    yield f"lexicon={case.mention.rule}"
    yield f"asked={asked}"
    yield f"answer={answer}+asked={asked}"
    yield f"acting={case.mention.acting}+{answer}"
    before = case.before[1] if case.before else "-"
    yield f"before={before}"
    if case.before:
        yield f"before={before}+{case.before[0].category == category}"
        yield f"joined={_joined(case)}+{before}"


def _joined(case: Case) -> bool:
    """Tell whether only commas and conjunctions part the mention from the one before it."""
    assert case.before is not None
    return all(t.pos_ in {"PUNCT", "CCONJ"} for t in case.doc[case.before[0].end : case.mention.start])


def _form(case: Case) -> Iterator[str]:
    head = case.doc[case.mention.head]
    tagged = "/".join(case.first.morph.get("Case", [])) or "-"
    way = f"{case.preposition}+" if case.preposition else tagged
    yield f"case={tagged}"
    yield f"way={way}"
    yield f"way={way}+{case.mention.category}"
    yield f"dep={case.first.dep_}"
    yield f"dep={case.first.dep_}+{way}"
    yield f"number={'/'.join(head.morph.get('Number', [])) or '-'}"
    yield f"head={key(head.lemma_)}"
    yield f"dative={'Dat' in cases(case.first)}"
    yield f"long={min(case.mention.end - case.mention.start, 4)}"
    yield f"capital={case.doc[case.mention.start].text[:1].isupper()}"


def _governors(case: Case) -> Iterator[str]:
    way = f"{case.preposition}+" if case.preposition else "/".join(case.first.morph.get("Case", [])) or "-"
    governor, neighbour = case.governor, case.neighbour
    if governor is None:
        yield "governor=-"
    else:
        side = "before" if governor.i < case.left else "after"
        yield f"governor={key(governor.lemma_)}"
        yield f"governor={key(governor.lemma_)}+{way}"
        yield f"kind={_kind(governor)}+{side}"
        yield f"kind={_kind(governor)}+{way}"
        yield f"kind={_kind(governor)}+{case.first.dep_}+{case.mention.category}"
    if neighbour is not None and (governor is None or neighbour.i != governor.i):
        yield f"neighbour={key(neighbour.lemma_)}+{way}"
        yield f"neighbour={_kind(neighbour)}+{way}"
    yield from _chain(case)


def _chain(case: Case) -> Iterator[str]:
    """Yield the governors above the first one and how the way to the predicate looks."""
    at, kinds = case.governor, []
    for step in range(CHAIN):
        if at is None:
            break
        kinds.append(_kind(at))
        if at.dep_ in SUBORDINATE:
            yield f"under={at.dep_}"
        if step and is_verb(at):
            yield f"verb={key(at.lemma_)}"
        elif step:
            yield f"above={key(at.lemma_)}"
        at = at.head if at.head.i != at.i and case.start <= at.head.i < case.end else None
    yield f"chain={'<'.join(kinds[:3])}"
    verb = next((t for t in reversed(case.doc[case.start : case.left]) if is_verb(t)), None)
    yield f"last_verb={key(verb.lemma_) if verb is not None else '-'}"


def _kind(token: Token) -> str:
    if is_infinitive(token):
        return "infinitive"
    if is_participle(token):
        return "participle"
    if "Conv" in token.morph.get("VerbForm", []):
        return "converb"
    return "finite" if is_verb(token) else token.pos_


def _surroundings(case: Case) -> Iterator[str]:
    doc, left, right = case.doc, case.left, case.mention.end
    before = [t for t in doc[case.start : left] if t.pos_ not in {"SPACE"}]
    yield f"place={'opens' if not any(t.pos_ not in {'PUNCT', 'SPACE', 'NUM'} for t in before) else 'later'}"
    yield f"verbs_before={min(sum(is_verb(t) for t in before), 3)}"
    yield f"infinitive_after={any(is_infinitive(t) for t in doc[right : case.end])}"
    for n, token in enumerate(reversed(before[-2:]), 1):
        yield f"left{n}={key(token.text)}"
    yield f"next={_next(case)}"
    yield f"next={_next(case)}+{case.mention.category}"
    opener = next((key(t.text) for t in reversed(before) if t.pos_ == "SCONJ" or t.lemma_ == "который"), None)
    if opener:
        yield f"opener={opener}"
    yield f"bracket={sum((t.text == '(') - (t.text == ')') for t in before) > 0}"
    yield f"quoted={any(t.text in np.OPEN for t in before[-1:])}"


def _next(case: Case) -> str:
    right = case.mention.end
    if right >= case.end:
        return "-"
    token = case.doc[right]
    if token.pos_ in {"PUNCT", "ADP", "SCONJ", "CCONJ"}:
        return key(token.text)
    return _kind(token)

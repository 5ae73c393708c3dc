"""Rules that tell what looks like a recommendation and is none: orders about the document, notes, thanks, votes, slogans.

Each rule takes the tokens of a sentence or item and answers whether it speaks; see the annotation guide, section 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from spacy.tokens import Token

from civictext.segment.lexicon import lemmas
from civictext.segment.words import is_finite, is_infinitive, matches

words_of = partial(lemmas, "not_recommendations")


def declines(tokens: Sequence[Token]) -> str | None:
    """Return the name of the first rule by which the tokens ask for nothing, None where none does."""
    return next((rule.__name__ for rule in RULES if rule(tokens)), None)


def order_about_document(tokens: Sequence[Token]) -> bool:
    """«Настоящую резолюцию направить …», «Опубликовать рекомендации в газете», «довести решение до сведения»."""
    return any(_delivers_paper(t) for t in tokens if matches(t, words_of("deliver")))


def control_clause(tokens: Sequence[Token]) -> bool:
    """«Контроль за исполнением возложить на …», «следить за выполнением резолюции»."""
    assigned = [t for t in tokens if matches(t, words_of("assign"))]
    controls = [t for t in tokens if matches(t, words_of("control"))]
    fulfils = [t for t in tokens if matches(t, words_of("fulfil"))]
    about_paper = any(_is_paper(c) or matches(c, words_of("this")) for f in fulfils for c in f.subtree if c is not f)
    bare = any(not any(c.dep_ in {"nmod", "obl"} for c in f.children) for f in fulfils)
    if controls and any(
        t.lemma_.lower() in {"возложить", "возлагать", "возлагаться", "оставить", "оставлять"} for t in assigned
    ):
        return not _social(controls)
    if controls and assigned and fulfils and not _social(controls):
        return about_paper or bare
    return bool(about_paper and (assigned or controls) and not _social(controls))


def entry_into_force(tokens: Sequence[Token]) -> bool:
    """«Решение вступает в силу …»."""
    return any(t.lemma_.lower() == "сила" for t in tokens) and any(matches(t, words_of("force")) for t in tokens)


def takes_note(tokens: Sequence[Token]) -> bool:
    """«Принять к сведению», «Одобрить …», «Отметить, что …», «Признать работу удовлетворительной»."""
    forms = [t.lower_ for t in tokens]
    if any(forms[i : i + 2] == ["к", "сведению"] for i in range(len(forms))):
        return True
    first = next((t for t in tokens if is_infinitive(t) or is_finite(t)), None)
    if first is None or not is_infinitive(first):
        return False
    return matches(first, words_of("note")) or (matches(first, words_of("note_verb")) and _only_notes(first, tokens))


def gratitude(tokens: Sequence[Token]) -> bool:
    """«Выразить благодарность организаторам», «Форум благодарит»."""
    verbs = [t for t in tokens if is_infinitive(t) or is_finite(t)][:1]
    return any(matches(t, words_of("thank")) for t in [*verbs, *(c for v in verbs for c in v.children)])


def vote(tokens: Sequence[Token]) -> bool:
    """«Голосовали: за – 15, против – нет»."""
    return any(matches(t, words_of("vote")) and (t.dep_ == "ROOT" or t.i == tokens[0].i) for t in tokens)


def slogan(tokens: Sequence[Token]) -> bool:
    """«Берегите природу!», «Сделаем наш край лучше!»: an exclamation in the imperative or the first person."""
    if not tokens or tokens[-1].text != "!":
        return False
    return not any(is_infinitive(t) for t in tokens) or "Imp" in tokens[0].morph.get("Mood", [])


def question(tokens: Sequence[Token]) -> bool:
    """«Что нужно сделать?»."""
    return bool(tokens) and tokens[-1].text == "?"


Rule = Callable[[Sequence[Token]], bool]
RULES: tuple[Rule, ...] = (
    order_about_document,
    control_clause,
    entry_into_force,
    takes_note,
    gratitude,
    vote,
    slogan,
    question,
)


def _is_paper(token: Token) -> bool:
    return matches(token, lemmas("structure_cues", "paper"))


def _delivers_paper(verb: Token) -> bool:
    """Tell whether the thing sent is the document itself: with «настоящий», or a bare paper noun."""
    near = [c for c in verb.children if c.dep_ in {"obj", "nsubj", "nsubj:pass", "obl", "iobj"}] + [verb.head]
    near += [
        c for h in (verb.head,) if is_infinitive(h) for c in h.children if c.dep_ in {"obj", "nsubj:pass", "nsubj"}
    ]
    return any(_is_this_paper(n, verb) for n in near if n is not verb)


def _is_this_paper(noun: Token, verb: Token) -> bool:
    if any(matches(c, words_of("this")) and _is_paper(noun) for c in noun.children):
        return True
    if any(
        _is_paper(c) and any(matches(g, words_of("this")) for g in c.children)
        for c in noun.children
        if c.dep_ == "nmod"
    ):
        return True
    bare = not any(
        c.dep_ in {"nmod", "acl", "acl:relcl"} and c.i > noun.i and not is_infinitive(c) for c in noun.children
    )
    if verb.lemma_.lower() == "ознакомить":
        return _is_paper(noun)
    accusative = bool({"Acc", "Nom"} & set(noun.morph.get("Case", [])))
    return (
        _is_paper(noun)
        and bare
        and accusative
        and verb.lemma_.lower() not in {"принять", "утвердить", "передать", "представить"}
    )


def _social(controls: Sequence[Token]) -> bool:
    return any(c.lower_.startswith("общественн") for t in controls for c in t.children)


def _only_notes(verb: Token, tokens: Sequence[Token]) -> bool:
    if any(c.dep_ == "ccomp" for c in verb.children):
        return True
    if verb.lemma_.lower() in {"отметить", "отмечать", "констатировать"}:
        return not any(c.dep_ == "obl" and "Ins" in c.morph.get("Case", []) for c in verb.children)
    return any(matches(t, words_of("noted_state")) for t in tokens)

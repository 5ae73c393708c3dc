"""Rules that tell what looks like a recommendation and is none: orders about the document, notes, thanks, votes, slogans.

Each rule takes the tokens of a sentence or item and answers whether it speaks; see the annotation guide, section 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from spacy.tokens import Token

from civictext.segment.lexicon import lemmas
from civictext.segment.words import is_finite, is_infinitive, is_nominal, is_short_passive, matches

MAX_VOTE = 6  # words of «Принято единогласно», «Решение принято единогласно открытым голосованием»
_YEAR = re.compile(r"(?:19|20)\d\d$")
words_of = partial(lemmas, "not_recommendations")


def declines(tokens: Sequence[Token]) -> str | None:
    """Return the name of the first rule by which the tokens ask for nothing, None where none does."""
    return next((rule.__name__ for rule in RULES if rule(tokens)), None)


def order_about_document(tokens: Sequence[Token]) -> bool:
    """«Настоящую резолюцию направить …», «Опубликовать рекомендации в газете», «довести решение до сведения»."""
    verbs = [t for t in tokens if _delivers(t)]
    measures = [t for t in tokens if is_infinitive(t) and not matches(t, lemmas("operative_cues", "ask"))]
    return any(_delivers_paper(t) for t in verbs if not measures or t.i <= measures[0].i)


def control_clause(tokens: Sequence[Token]) -> bool:
    """«Контроль за исполнением возложить на …», «следить за выполнением резолюции»."""
    assigned = [t for t in tokens if matches(t, words_of("assign"))]
    controls = [t for t in tokens if matches(t, words_of("control"))]
    fulfils = [t for t in tokens if matches(t, words_of("fulfil"))]
    about_paper = any(_is_paper(c) or matches(c, words_of("this")) for f in fulfils for c in f.subtree if c is not f)
    bare = any(not any(c.dep_ in {"nmod", "obl"} for c in f.children) for f in fulfils)
    if controls and any(matches(t, words_of("charge")) and _acts(t) for t in tokens):
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
    words = [t for t in tokens if not t.is_punct]
    if len(words) <= MAX_VOTE and any(t.lower_ == "единогласно" for t in words):
        return True
    if words and is_infinitive(words[0]):
        return False
    return any(matches(t, words_of("vote")) and (t.dep_ == "ROOT" or t.i == tokens[0].i) for t in tokens)


def history(tokens: Sequence[Token]) -> bool:
    """«В 2017 году съезд рекомендовал …», «Ранее было решено …»: what was asked in former times."""
    verb = next((t for t in tokens if t.dep_ == "ROOT"), None)
    asked = verb is not None and matches(verb, lemmas("operative_cues", "ask"))
    if verb is None or not asked or "Past" not in verb.morph.get("Tense", []):
        return False
    times = [t for c in verb.children if c.dep_ in {"obl", "advmod"} and c.i < verb.i for t in c.subtree]
    return any(matches(t, words_of("past_time")) for t in times) or any(_YEAR.match(t.text) for t in times)


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
    history,
    slogan,
    question,
)


def _delivers(token: Token) -> bool:
    return any(matches(token, words_of(kind)) for kind in ("deliver", "adopt", "acquaint"))


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
    if matches(noun, words_of("copy")):
        return any(_is_paper(c) for c in noun.children)
    bare = not any(
        c.dep_ in {"nmod", "acl", "acl:relcl"} and c.i > noun.i and not is_infinitive(c) for c in noun.children
    )
    if matches(verb, words_of("acquaint")):
        return _is_paper(noun)
    if any(c.dep_ == "det" for c in noun.children):
        return False
    accusative = bool({"Acc", "Nom"} & set(noun.morph.get("Case", [])))
    return _is_paper(noun) and bare and accusative and not matches(verb, words_of("adopt"))


def _acts(verb: Token) -> bool:
    return is_infinitive(verb) or is_finite(verb) or is_short_passive(verb)


def _social(controls: Sequence[Token]) -> bool:
    return any(c.lower_.startswith("общественн") for t in controls for c in t.children)


def _only_notes(verb: Token, tokens: Sequence[Token]) -> bool:
    if any(c.dep_ == "ccomp" for c in verb.children):
        return True
    if matches(verb, words_of("remark_verb")):
        return not any("Ins" in c.morph.get("Case", []) and is_nominal(c) for c in verb.children)
    return any(matches(t, words_of("noted_state")) for t in tokens)

"""Types of actions: by the verb, by its object and by what stands beside it; for a verb that no list knows, by the nearest one."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from civictext.tag.features import feat
from civictext.tag.lexicon import fold, phrase_limits, type_of, verb_rows
from civictext.tag.light import Light
from civictext.tag.nearest import nearest_verb
from civictext.tag.predicates import Predicate

#: in the column ``object`` of predicates.csv: a clause instead of a noun
CLAUSE = "clause"
#: in object_classes.yaml: any animate noun
ANIMATE = "@anim"


def action_type(
    predicate: Predicate, light: Light | None, head: Token | None, context: Sequence[str] = ()
) -> tuple[str, str]:
    """Return the type of an action and the rule that gave it; «не допустить» protects, other negated verbs keep their type.

    Parameters
    ----------
    predicate : Predicate
        The governing predicate.
    light : Light or None
        Its noun, if it is a light verb.
    head : Token or None
        The head of its object.
    context : sequence of str
        What stands beside the object: prepositions and cases with their nouns («на курс», «Ins памятник»).
    """
    if light and light.row.type:
        return light.row.type, f"rule:light_verbs.{light.row.line}"
    verb = predicate.verb
    if predicate.negated and f"не {fold(verb)}" in verb_rows():
        verb = f"не {verb}"
    words = object_words(head) if head is not None else clause_words(predicate.token)
    if " " in predicate.verb:  # «мониторинг» is «проводить мониторинг»: the noun decides
        verb, words = verb.split()[0], [predicate.token.lemma_]
    kind, source = type_of(verb, [*context, *words])
    near = nearest_verb(verb) if source.endswith("unknown") else None
    return (type_of(near[0])[0], f"vectors:{near[0]}") if near else (kind, source)


def clause_words(verb: Token) -> list[str]:
    """Return what stands for the object where a predicate governs only a clause («установить, *что* …»): the mark of the lexicon."""
    following = list(verb.doc[verb.i + 1 : verb.i + 3])
    return [CLAUSE] if [t.lower_ for t in following] == [",", "что"] else []


def object_words(head: Token) -> list[str]:
    """Return the lemmas that may decide a type: the head, what a container holds, its adjectives, coordinated heads."""
    words = [head.lemma_, *([ANIMATE] if feat(head, "Animacy") == "Anim" else [])]
    inner = [t for t in head.rights if t.dep_ in {"nmod", "appos"} and t.pos_ in {"NOUN", "PROPN"}]
    if fold(head.lemma_) in phrase_limits().containers or head.pos_ == "NUM":
        words += [t.lemma_ for t in inner]
    words = [f"{head.lemma_} {t.lemma_}" for t in inner] + words
    words += [t.lemma_ for t in head.children if t.pos_ == "ADJ" and t.dep_ == "amod"]
    return words + [t.lemma_ for t in head.rights if t.dep_ == "conj"]

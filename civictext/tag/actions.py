"""What a recommendation asks to do: predicate, type, object and strength, from the syntax tree → spans["actions"]."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from civictext.extensions import ACTIONS, register
from civictext.tag.action_types import action_type
from civictext.tag.features import feat, is_adposition, is_form, is_noun, preposition_of
from civictext.tag.items import check_layers, item_tokens
from civictext.tag.lexicon import (
    fold,
    government,
    phrase_limits,
    verbs_with_circumstances,
)
from civictext.tag.light import Light, light_noun, light_object, noun_form
from civictext.tag.nearest import nearest_verb
from civictext.tag.objects import Reach, accusative_head, governed_head, passive_subject, prepositional
from civictext.tag.phrases import phrase
from civictext.tag.predicates import Predicate, operative_predicates
from civictext.tag.strength import strength_of

register()


@dataclass(frozen=True, slots=True)
class Found:
    """An action with its tokens: the predicate, the noun of a light verb, the bounds of the object."""

    predicate: Predicate
    light: Light | None
    head: Token | None
    bounds: tuple[int, int] | None
    context: tuple[str, ...] = ()


def find_actions(tokens: Sequence[Token]) -> list[dict[str, Any]]:
    """Return the actions of one recommendation as plain dicts (output-schema, ``actions``), in text order.

    Parameters
    ----------
    tokens : sequence of Token
        The tokens of the recommendation without white space, with tags and parse.
    """
    predicates = operative_predicates(tokens)
    reach = Reach(tokens, [p.token.i for p in predicates])
    found = [find_object(p, reach) for p in predicates]
    return [describe(f, tokens) for f in share_objects(found, tokens)]


def find_object(predicate: Predicate, reach: Reach) -> Found:
    """Return a predicate with its light noun, if it has one, and its object."""
    light = light_noun(predicate, reach)
    governor = light.noun if light else predicate.token
    head = light_object(predicate, light, reach) if light else plain_object(predicate, reach)
    bounds = phrase(head, governor, reach) if head is not None else None
    return Found(predicate, light, head, bounds, tuple(circumstances(predicate, reach)))


def circumstances(predicate: Predicate, reach: Reach) -> Iterator[str]:
    """Yield what stands beside an object and may decide a type: prepositions and cases with their nouns («на курс», «Ins памятник»)."""
    if fold(predicate.verb) not in verbs_with_circumstances():
        return
    right = list(reach.after(predicate.token))
    for token in right:
        if is_adposition(token):
            noun = prepositional(token, right)
            if noun is not None:
                yield f"{token.lower_} {fold(noun.lemma_)}"
        elif token.pos_ == "NOUN" and feat(token, "Case") == "Ins":
            yield f"Ins {fold(token.lemma_)}"


def plain_object(predicate: Predicate, reach: Reach) -> Token | None:
    """Return the head of the object of a full verb or verbal noun."""
    governs = government(predicate.verb)
    if predicate.asked_by is not None and not predicate.asked_by.is_sent_end:
        subject = next(
            (t for t in reach.tokens if t.head.i == predicate.asked_by.i and t.dep_.startswith("nsubj")), None
        )
        if subject is not None and subject.i != predicate.token.i:
            return subject
    if predicate.kind == "nominal":
        head = governed_head(predicate.token, reach, ("Gen", *governs))
        return head if head is not None else own_genitive(predicate.token, reach)
    if predicate.kind in {"passive", "reflexive"}:
        return passive_subject(predicate.token, reach)
    if governs:
        return governed_head(predicate.token, reach, governs)
    return accusative_head(predicate.token, reach, negated=predicate.negated, finite=predicate.kind == "finite")


def own_genitive(noun: Token, reach: Reach) -> Token | None:
    """Return the genitive of a verbal noun behind a circumstance («создание при школах *площадок*», «замена до начала сезона *труб*»)."""
    right = list(reach.after(noun))
    own = next(
        (
            t
            for t in right
            if t.head.i == noun.i and feat(t, "Case") == "Gen" and is_noun(t) and preposition_of(t) is None
        ),
        None,
    )
    if own is not None or not right or not is_adposition(right[0]):
        return own
    row: list[Token] = []
    for token in right[1:]:
        if (
            is_adposition(token)
            or token.pos_ in {"CCONJ", "PUNCT"}
            or (is_form(token, "Part") and token.dep_ != "amod")
        ):
            break
        row += [token] if token.pos_ in {"NOUN", "PROPN"} else []
    skipped = 2 if row and fold(row[0].lemma_) in phrase_limits().relational else 1
    own_row = [t for t in row[skipped:] if feat(t, "Case") == "Gen"]
    described = (t for t in own_row if t.nbor(-1).pos_ == "ADJ")  # a phrase begins with its adjective
    return next(described, own_row[0] if own_row else None)


# --- shared objects ----------------------------------------------------------------------------------


def share_objects(found: Sequence[Found], tokens: Sequence[Token]) -> list[Found]:
    """Return the actions, where a predicate without an object takes that of the next one coordinated with it.

    «Разрабатывать и реализовывать проекты»: the parser hangs «проекты» on either verb; nothing but a coordinator, adverbs and commas
    stands between the verbs.
    """
    shared = list(found)
    for k in range(len(shared) - 2, -1, -1):
        this, following = shared[k], shared[k + 1]
        if this.light or following.light or not adjacent(this.predicate, following.predicate, tokens):
            continue
        if this.bounds is None and following.bounds is not None:
            shared[k] = replace(this, head=following.head, bounds=following.bounds)
    for k in range(1, len(shared)):
        previous, this = shared[k - 1], shared[k]
        if this.bounds is None and previous.bounds and previous.bounds[1] <= previous.predicate.token.i:
            shared[k] = replace(this, head=previous.head, bounds=previous.bounds)
    return shared


def adjacent(first: Predicate, second: Predicate, tokens: Sequence[Token]) -> bool:
    """Return whether nothing but commas, «и» and adverbs stands between two predicates."""
    between = [t for t in tokens if first.token.i < t.i < second.token.i]
    return all(t.pos_ in {"ADV", "CCONJ", "PUNCT", "PART"} or t.text == "," for t in between)


# --- description --------------------------------------------------------------------------------------


def describe(found: Found, tokens: Sequence[Token]) -> dict[str, Any]:
    """Return an action as the output schema has it."""
    doc = found.predicate.token.doc
    verb = found.predicate.verb
    kind, source = action_type(found.predicate, found.light, found.head, found.context)
    bounds = doc[found.bounds[0] : found.bounds[1]] if found.bounds else None
    start, end = found.predicate.token.idx, found.predicate.token.idx + len(found.predicate.token)
    return {
        "predicate": predicate_text(found),
        "type": kind,
        "object": bounds.text if bounds else None,
        "object_lemma": " ".join(t.lemma_.lower() for t in bounds if not t.is_space) if bounds else None,
        "strength": strength_of(verb, kind),
        "start": start,
        "end": end,
        "object_start": bounds.start_char if bounds else None,
        "object_end": bounds.end_char if bounds else None,
        "source": source,
        "score": score_of(found, source),
        "cluster": None,
    }


def predicate_text(found: Found) -> str:
    """Return the predicate as the guide writes it: infinitive, «не» before it, the noun of a light verb after it."""
    text = ("не " if found.predicate.negated else "") + found.predicate.verb
    if not found.light:
        return text
    row, noun = found.light.row, found.light.noun
    preposition = preposition_of(noun)
    form = row.form or (
        f"{preposition.lower_} {noun.lower_}"
        if preposition is not None
        else noun_form(found.light, found.predicate.kind)
    )
    return f"{text} {form}"


def score_of(found: Found, source: str) -> float:
    """Return how sure the rules are: 1 for a listed infinitive, less for other forms and for verbs no list knows."""
    score = {"infinitive": 1.0, "passive": 0.9, "nominal": 0.8, "finite": 0.7, "reflexive": 0.7}[found.predicate.kind]
    near = nearest_verb(found.predicate.verb) if source.startswith("vectors:") else None
    doubt = near[1] if near else 0.6 if source.endswith("unknown") else 0.8 if ".prefix." in source else 1.0
    return round(score * doubt, 2)


class ActionTagger:
    """Tag what each recommendation asks to do.

    *Reads* ``doc._.recommendations``, tags, morphology, lemmas and parse. *Writes* ``doc._.actions`` (for each recommendation a list of
    dicts) and ``doc.spans["actions"]`` (the predicates, ``label_`` the type).

    Parameters
    ----------
    spans_key : str
        Name of the span group that is written.
    taxonomy : str, optional
        Path of a file that extends or replaces the types; see `civictext.taxonomy`.
    """

    def __init__(self, *, spans_key: str = ACTIONS, taxonomy: str | None = None) -> None:
        self.spans_key = spans_key
        self.taxonomy = taxonomy

    def __call__(self, doc: Doc) -> Doc:
        """Return the document with its actions."""
        items: Sequence[Mapping[str, Any]] = check_layers(doc, "ActionTagger")
        doc._.actions = [self._own(find_actions(item_tokens(doc, item))) for item in items]
        spans = [doc.char_span(a["start"], a["end"], label=a["type"]) for row in doc._.actions for a in row]
        doc.spans[self.spans_key] = [span for span in spans if isinstance(span, Span)]
        return doc

    def _own(self, actions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the actions with the types of the user's taxonomy, if there is one."""
        if self.taxonomy is None:
            return actions
        from civictext.taxonomy.own import own_actions, retype

        rules = own_actions(Path(self.taxonomy))
        return [retype(action, rules) for action in actions] if rules else actions


@Language.factory(
    "civictext_actions",
    assigns=["doc._.actions", "doc.spans"],
    requires=["doc._.recommendations", "token.dep", "token.pos", "token.lemma"],
)
def make_action_tagger(nlp: Language, name: str, taxonomy: str | None = None) -> ActionTagger:
    """Return the component ``civictext_actions``."""
    return ActionTagger(taxonomy=taxonomy)

"""The component `civictext_actors`: who is named in each recommendation, of which category and in which role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from civictext import extensions
from civictext.tag.abbreviations import learn_aliases
from civictext.tag.actor_lexicon import ActorLexicon, load_lexicon
from civictext.tag.addressees import heading_actors, unnamed_addressee
from civictext.tag.forms import key
from civictext.tag.kinds import Scope
from civictext.tag.mentions import Mention, find_mentions
from civictext.tag.nominatives import nominative
from civictext.tag.role_table import NO_ACTOR, RoleTable, load_roles
from civictext.tag.roles import Case, decide

ADDRESSEE, PARTNER, MENTIONED = "addressee", "partner", "mentioned"
Tagged = tuple[Mention, str]


class ActorTagger:
    """Finds actors in recommendations and in the headings and introducing items above them.

    *Reads* ``doc._.recommendations``, ``doc._.metadata`` (level), ``token.pos``, ``morph``, ``lemma``, ``dep``, ``head``, ``ent_type``.
    *Writes* ``doc._.actors``: for each recommendation a list of dicts, the heading's first; ``doc.spans["actors"]``,
    where ``span.label_`` is the category. ``canonical`` is the lemma phrase here; names within a run come from
    `civictext.tag.canonical`.

    *Measured on* the working part of the composed corpus with gold items (420 recommendations, F1): addressee .99, category
    .96, category + role .93; on two real resolutions (44): 1.00, .93, .90. The rules were written on these. Weak spots: a
    beneficiary that is only mentioned, bodies without a level, a genitive that is a dative (as in «организациям администрации»).

    Parameters
    ----------
    lexicon, roles : ActorLexicon, RoleTable, optional
        What names an actor and what gives it its role; the package's own without them.
    spans_key : str
        Span group to write.
    """

    def __init__(
        self, lexicon: ActorLexicon | None = None, roles: RoleTable | None = None, *, spans_key: str = extensions.ACTORS
    ) -> None:
        self.lexicon = lexicon or load_lexicon()
        self.roles = roles or load_roles()
        self.spans_key = spans_key

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with its actors."""
        items = doc._.recommendations or []
        scope = document_scope(doc, self.lexicon) if items else None
        doc._.actors = [item_actors(doc, item, scope, self.roles) for item in items] if scope else []
        spans = {(a["start"], a["end"], a["category"]) for actors in doc._.actors for a in actors}
        found = (doc.char_span(s, e, label=c, alignment_mode="expand") for s, e, c in sorted(spans))
        doc.spans[self.spans_key] = SpanGroup(doc, name=self.spans_key, spans=[s for s in found if s is not None])
        return doc


def document_scope(doc: Doc, lexicon: ActorLexicon) -> Scope:
    """Return what the search in this document knows: its level and the short names that it explains."""
    level = (doc._.metadata or {}).get("level")
    plain = Scope(lexicon, level)
    return Scope(lexicon, level, learn_aliases(doc, plain))


def item_actors(doc: Doc, item: Mapping[str, Any], scope: Scope, roles: RoleTable) -> list[dict[str, Any]]:
    """Return the actors of one recommendation as dicts, those of its heading and introducing item first."""
    inherited: list[Tagged] = []
    for place in ("heading", "parent"):
        passage = item.get(place)
        if passage:
            start, end = token_range(doc, passage["start"], passage["end"])
            found = tag_stretch(doc, start, end, scope, roles)
            inherited += heading_actors(doc, start, end, found, scope, roles) if place == "heading" else _asked(found)
    inside: list[Tagged] = []
    for stretch in item["spans"]:
        start, end = token_range(doc, *stretch)
        inside += tag_stretch(doc, start, end, scope, roles)
    unique = {(m.start, m.end): (m, role) for m, role in [*inherited, *inside]}
    return [to_dict(doc, m, role) for m, role in unique.values()]


def _asked(found: list[Tagged]) -> list[Tagged]:
    return [(m, role) for m, role in found if role == ADDRESSEE]


def tag_stretch(doc: Doc, start: int, end: int, scope: Scope, roles: RoleTable) -> list[Tagged]:
    """Return the actors named by the tokens ``doc[start:end]`` with their roles."""
    tagged: list[Tagged] = []
    for s, e in sentences(doc, start, end):
        found = _tag_sentence(doc, s, e, find_mentions(doc, s, e, scope), scope, roles)
        tagged += found
        if not any(role == ADDRESSEE for _, role in tagged):
            tagged += unnamed_addressee(doc, s, e, [m for m, _ in found], scope)
    return sorted(tagged, key=lambda t: t[0].start)


def _tag_sentence(
    doc: Doc, start: int, end: int, mentions: Sequence[Mention], scope: Scope, roles: RoleTable
) -> list[Tagged]:
    tagged: list[Tagged] = []
    before: Tagged | None = None
    for mention in mentions:
        before = (mention, decide(Case(doc, start, end, mention, roles, before)).role)
        if before[1] == NO_ACTOR:
            continue
        if not mention.acting or before[1] in {ADDRESSEE, PARTNER}:
            tagged.append(before)
        else:  # «территорией самих жителей»: a place that does not act may hold one who does
            inner = find_mentions(doc, mention.head + 1, mention.end, scope)
            tagged += _tag_sentence(doc, start, end, inner, scope, roles)
    return tagged


def sentences(doc: Doc, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a stretch of tokens, cut to it."""
    begin = start
    for i in range(start + 1, end):
        if doc[i].is_sent_start and not _behind_initial(doc, i):
            yield begin, i
            begin = i
    if begin < end:
        yield begin, end


def _behind_initial(doc: Doc, i: int) -> bool:
    """Tell whether a sentence was cut behind an initial («А. | Смирнову»)."""
    return i > 1 and doc[i - 1].text == "." and len(doc[i - 2].text) == 1 and doc[i - 2].text.isupper()


def token_range(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """Return the token indices of a stretch of characters."""
    span = doc.char_span(start, end, alignment_mode="expand")
    return (span.start, span.end) if span is not None else (0, 0)


def to_dict(doc: Doc, mention: Mention, role: str) -> dict[str, Any]:
    """Return an actor as it stands in ``doc._.actors``."""
    span = doc[mention.start : mention.end]
    lemmas = " ".join(key(t.lemma_) for t in span if t.pos_ not in {"PUNCT", "SPACE"})
    return {
        "text": span.text,
        "lemma": nominative(span, mention.head),
        "canonical": lemmas,
        "category": mention.category,
        "role": role,
        "start": span.start_char,
        "end": span.end_char,
        "source": f"rule:{mention.rule}",
        "score": mention.score,
    }


@Language.factory(
    "civictext_actors",
    requires=["doc._.recommendations", "token.pos", "token.morph", "token.lemma", "token.dep", "token.head"],
    assigns=["doc._.actors"],
    default_config={"spans_key": extensions.ACTORS},
)
def make_actor_tagger(nlp: Language, name: str, spans_key: str, taxonomy: str | None = None) -> ActorTagger:
    """Return an `ActorTagger`; `taxonomy` is the path of a file that extends or replaces categories."""
    if taxonomy is None:
        return ActorTagger(spans_key=spans_key)
    from civictext.taxonomy.own import own_lexicon

    return ActorTagger(own_lexicon(Path(taxonomy)), spans_key=spans_key)

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
from civictext.tag.role_model import RoleJudge, load_judge
from civictext.tag.role_table import NO_ACTOR, Decision, RoleTable
from civictext.tag.roles import Case

ADDRESSEE = "addressee"
Tagged = tuple[Mention, Decision]


class ActorTagger:
    """Finds actors in recommendations and in the headings and introducing items above them.

    *Reads* ``doc._.recommendations``, ``doc._.metadata`` (level), ``token.pos``, ``morph``, ``lemma``, ``dep``, ``head``, ``ent_type``.
    *Writes* ``doc._.actors``: for each recommendation a list of dicts, the heading's first; ``doc.spans["actors"]``,
    where ``span.label_`` is the category. ``canonical`` is the lemma phrase here; names within a run come from
    `civictext.tag.canonical`.

    ``role_source`` says who gave the role (``rule:roles.given``, ``rule:heading``, ``model:roles-1``), ``role_score`` how sure the model was.

    *Measured on* the development split of the composed commitments, which neither rules nor model have seen (437 items, F1): addressee
    .85, category .81, category + role .68 (.66 by the table alone); cross-validated on the working part of the composed corpus .99, .96,
    .93 (``benchmarks/train_roles.py``). Weak spots: a beneficiary that is only mentioned, bodies without a level, a genitive that is a
    dative (as in «организациям администрации»).

    Parameters
    ----------
    lexicon, roles : ActorLexicon, RoleTable, optional
        What names an actor and what gives it its role; the package's own without them.
    model : str, optional
        Role model over the table: a name of ``models/`` or a folder; None for the table alone.
    spans_key : str
        Span group to write.
    """

    def __init__(
        self,
        lexicon: ActorLexicon | None = None,
        roles: RoleTable | None = None,
        *,
        model: str | None = "roles-1",
        spans_key: str = extensions.ACTORS,
    ) -> None:
        self.lexicon = lexicon or load_lexicon()
        self.judge = load_judge(model, roles)
        self.spans_key = spans_key

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with its actors."""
        items = doc._.recommendations or []
        scope = document_scope(doc, self.lexicon) if items else None
        doc._.actors = [item_actors(doc, item, scope, self.judge) for item in items] if scope else []
        spans = {(a["start"], a["end"], a["category"]) for actors in doc._.actors for a in actors}
        found = (doc.char_span(s, e, label=c, alignment_mode="expand") for s, e, c in sorted(spans))
        doc.spans[self.spans_key] = SpanGroup(doc, name=self.spans_key, spans=[s for s in found if s is not None])
        return doc


def document_scope(doc: Doc, lexicon: ActorLexicon) -> Scope:
    """Return what the search in this document knows: its level and the short names that it explains."""
    level = (doc._.metadata or {}).get("level")
    plain = Scope(lexicon, level)
    return Scope(lexicon, level, learn_aliases(doc, plain))


def item_actors(doc: Doc, item: Mapping[str, Any], scope: Scope, judge: RoleJudge) -> list[dict[str, Any]]:
    """Return the actors of one recommendation as dicts, those of its heading and introducing item first."""
    tagged: list[Tagged] = []
    table = RoleJudge(judge.table)  # headings are no sentences: the model has not learnt on them
    for place in ("heading", "parent"):
        passage = item.get(place)
        if passage:
            start, end = token_range(doc, passage["start"], passage["end"])
            found = tag_stretch(doc, start, end, scope, table)
            tagged += (
                heading_actors(doc, start, end, found, scope, judge.table) if place == "heading" else _asked(found)
            )
    for stretch in item["spans"]:
        start, end = token_range(doc, *stretch)
        tagged += tag_stretch(doc, start, end, scope, judge, asked=bool(_asked(tagged)))
    unique = {(m.start, m.end): (m, decision) for m, decision in tagged}
    return [to_dict(doc, m, decision) for m, decision in unique.values()]


def _asked(found: Sequence[Tagged]) -> list[Tagged]:
    return [(m, d) for m, d in found if d.role == ADDRESSEE]


def tag_stretch(doc: Doc, start: int, end: int, scope: Scope, judge: RoleJudge, *, asked: bool = False) -> list[Tagged]:
    """Return the actors named by the tokens ``doc[start:end]`` with their roles; `asked` says whether an addressee stands above."""
    tagged: list[Tagged] = []
    for s, e in sentences(doc, start, end):
        decided = decide_sentence(doc, s, e, scope, judge, asked=asked or bool(_asked(tagged)))
        found = [(m, d) for m, d in decided if d.role != NO_ACTOR]
        tagged += found
        if not _asked(tagged):
            tagged += unnamed_addressee(doc, s, e, [m for m, _ in found], scope)
    return sorted(tagged, key=lambda t: t[0].start)


def decide_sentence(
    doc: Doc,
    start: int,
    end: int,
    scope: Scope,
    judge: RoleJudge,
    *,
    asked: bool = False,
    inside: Mention | None = None,
) -> list[Tagged]:
    """Return every mention of a sentence with its role, those that are no actors as well; of `inside` only what follows its head."""
    tagged: list[Tagged] = []
    before: tuple[Mention, str] | None = None
    left, right = (start, end) if inside is None else (inside.head + 1, inside.end)
    for mention in find_mentions(doc, left, right, scope):
        asked = asked or bool(_asked(tagged))
        decision = judge.decide(Case(doc, start, end, mention, judge.table, before), asked=asked)
        before = (mention, decision.carried)
        tagged.append((mention, decision))
        if mention.acting and decision.role == NO_ACTOR:  # «территорией самих жителей»: a place that does not act
            tagged += decide_sentence(doc, start, end, scope, judge, asked=asked, inside=mention)
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


def to_dict(doc: Doc, mention: Mention, decision: Decision) -> dict[str, Any]:
    """Return an actor as it stands in ``doc._.actors``."""
    span = doc[mention.start : mention.end]
    lemmas = " ".join(key(t.lemma_) for t in span if t.pos_ not in {"PUNCT", "SPACE"})
    return {
        "text": span.text,
        "lemma": nominative(span, mention.head),
        "canonical": lemmas,
        "category": mention.category,
        "role": decision.role,
        "start": span.start_char,
        "end": span.end_char,
        "source": f"rule:{mention.rule}",
        "score": mention.score,
        "role_source": decision.source,
        "role_score": decision.score,
    }


@Language.factory(
    "civictext_actors",
    requires=["doc._.recommendations", "token.pos", "token.morph", "token.lemma", "token.dep", "token.head"],
    assigns=["doc._.actors"],
    default_config={"spans_key": extensions.ACTORS, "model": "roles-1"},
)
def make_actor_tagger(
    nlp: Language, name: str, spans_key: str, model: str | None, taxonomy: str | None = None
) -> ActorTagger:
    """Return an `ActorTagger`; `taxonomy` is the path of a file that extends or replaces categories."""
    if taxonomy is None:
        return ActorTagger(model=model, spans_key=spans_key)
    from civictext.taxonomy.own import own_lexicon

    return ActorTagger(own_lexicon(Path(taxonomy)), model=model, spans_key=spans_key)

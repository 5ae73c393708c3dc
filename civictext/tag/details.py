"""The component `civictext_details`: deadlines, quoted programs, places of each recommendation."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from civictext import resources
from civictext.segment.nominative import noun_phrase_nominative
from civictext.segment.toponyms import find_toponyms
from civictext.tag import noun_phrases as np
from civictext.tag.deadlines import Deadline, find_deadlines, table
from civictext.tag.forms import is_participle, is_verb, key
from civictext.tag.lexicon import is_asking

NEAR_YEARS = 2  # a program «до 2030 года» is a name in 2022, one «до 2024 года» a term
CLAUSE_MARKS = frozenset(",;:–—()")
REPEATED = ("often", "every")  # patterns that say how often
OPENING_WORDS = 3  # «*в которых*», «*для чего*»: tokens among which a clause's opening word stands
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?$")


class DetailTagger:
    """Finds terms, quoted names and places in recommendations.

    *Reads* ``doc._.recommendations``, ``doc._.actors``, ``doc._.metadata`` (date), ``token.lemma``, ``dep``, ``head``, ``doc.ents``.
    *Writes* ``doc._.details``: for each recommendation {deadline, deadline_date, programs, places, spans}.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Return `doc` with its details."""
        items = doc._.recommendations or []
        actors = doc._.actors or [[] for _ in items]
        today = document_date((doc._.metadata or {}).get("date"))
        doc._.details = [item_details(doc, item, named, today) for item, named in zip(items, actors, strict=True)]
        return doc


def document_date(value: str | None) -> dt.date | None:
    """Return the date of a document; the first day of what a partial date leaves open."""
    match = PARTIAL_DATE.match(value or "")
    return dt.date(int(match[1]), int(match[2] or 1), int(match[3] or 1)) if match else None


def item_details(
    doc: Doc, item: Mapping[str, Any], actors: list[dict[str, Any]], today: dt.date | None
) -> dict[str, Any]:
    """Return the details of one recommendation.

    `spans` holds the offsets in ``doc.text``: ``{"deadline": [start, end] or None, "programs": [[start, end], …], "places": …}``.
    """
    deadline, span = item_deadline(doc, item, today)
    programs = [p for s, e in item["spans"] for p in quoted_names(doc, s, e, actors)]
    places = [p for s, e in item["spans"] for p in named_places(doc, s, e, actors)]
    return {
        "deadline": doc.text[span[0] : span[1]] if span else None,
        "deadline_date": deadline.date if deadline else None,
        "programs": [" ".join(doc.text[s:e].split()) for s, e in programs],
        "places": list(dict.fromkeys(name for name, _ in places)),
        "spans": {"deadline": span, "programs": programs, "places": [p for _, p in places]},
    }


def item_deadline(doc: Doc, item: Mapping[str, Any], today: dt.date | None) -> tuple[Deadline | None, list[int] | None]:
    """Return the first term of a recommendation and its offsets; a deadline cell of its table row comes first."""
    term = item.get("term")
    if term and term["text"].strip():
        found = find_deadlines(term["text"], today=today)
        return (found[0] if found else None), [term["start"], term["end"]]
    for start, end in item["spans"]:
        for deadline in find_deadlines(doc.text[start:end], today=today):
            span = [start + deadline.start, start + deadline.end]
            if sets_term(doc, span, deadline, today):
                return deadline, span
    return None, None


def sets_term(doc: Doc, span: list[int], deadline: Deadline, today: dt.date | None) -> bool:
    """Tell whether a term says when to act: not inside quotes, a subordinate clause, a converb's phrase or the name of a plan («Стратегия до 2030 года»).

    The clause is read off the marks and the words that open it: the parser hangs a term at the end of a long item on any verb before it.
    """
    tokens = doc.char_span(span[0], span[1], alignment_mode="expand")
    if tokens is None:
        return True
    if deadline.bare_year and _names_a_plan(tokens[0], deadline, today):
        return False
    if deadline.of_verb and not (tokens.start and is_verb(doc[tokens.start - 1])):
        return False
    if tokens.start and key(doc[tokens.start - 1].lemma_) in table()["own_time"]:
        return False
    if deadline.pattern.startswith(REPEATED) and _with_converb(doc, tokens):
        return False
    return not (_in_side_clause(doc, tokens) or _in_quotes(doc, tokens[0]))


def _with_converb(doc: Doc, tokens: Span) -> bool:
    """Tell whether a term belongs to a converb («*ежемесячно* публикуя афишу»); a date there is a term all the same («построив *до мая* …»)."""
    start = _clause_start(doc, tokens)
    return any(is_converb(t) for t in doc[start : tokens.start]) or (
        tokens.end < len(doc) and is_converb(doc[tokens.end])
    )


def _clause_start(doc: Doc, tokens: Span) -> int:
    start = tokens.start
    while start > tokens.sent.start and doc[start - 1].text not in CLAUSE_MARKS:
        start -= 1
    return start


def _in_side_clause(doc: Doc, tokens: Span) -> bool:
    """Tell whether a term stands in a clause that says who or why: opened by a relative word or a participle."""
    start = _clause_start(doc, tokens)
    before = list(doc[start : tokens.start])
    words = {key(t.lemma_) for t in before[:OPENING_WORDS]} & set(table()["side_clauses"])
    wished = words == {"чтобы"} and start > 1 and is_asking([doc[start - 2].lemma_, doc[start - 2].lower_], "modal")
    stated = words == {"что"} and _asks_inside(doc, start, tokens.end)
    if words and not (wished or stated):
        return True
    full = (
        [t for t in (before[0], before[-1]) if is_participle(t) and "Short" not in t.morph.get("Variant", [])]
        if before
        else []
    )
    if full and full[-1].i == before[-1].i:
        return True  # «выпущенные *до 2005 года* автобусы»
    return bool(full) and full[0].dep_ != "amod" and doc[start - 1].text == ","


def _asks_inside(doc: Doc, start: int, end: int) -> bool:
    """Tell whether a clause has an infinitive: «считаем, что необходимо *до мая* закрыть»."""
    stop = next((i for i in range(end, len(doc)) if doc[i].text in CLAUSE_MARKS), len(doc))
    return any("Inf" in t.morph.get("VerbForm", []) for t in doc[start:stop])


def is_converb(token: Token) -> bool:
    """Tell whether a token is a converb («открыв», «проводя»)."""
    return "Conv" in token.morph.get("VerbForm", []) and token.pos_ == "VERB"


def _names_a_plan(token: Token, deadline: Deadline, today: dt.date | None) -> bool:
    """Tell whether a year belongs to a plan named before it, without a verb between; a near year is a term all the same."""
    if today and deadline.date and int(deadline.date[:4]) <= today.year + NEAR_YEARS:
        return False
    planning = set(table()["planning"])
    i = token.i - 1
    while i >= token.sent.start and not is_verb(token.doc[i]):
        if key(token.doc[i].lemma_) in planning:
            return True
        i -= 1
    return False


def _in_quotes(doc: Doc, token: Token) -> bool:
    sentence = token.sent
    i = sentence.start
    while i < token.i:
        stop = np.quotation_end(doc, i, sentence.end)
        if stop and stop > token.i:
            return True
        i = stop or i + 1
    return False


@cache
def _skipped() -> frozenset[str]:
    return frozenset(resources.read_yaml(resources.data_path("lexicons", "quoted_names.yaml"))["skip"])


def quoted_names(doc: Doc, start: int, end: int, actors: list[dict[str, Any]]) -> list[list[int]]:
    """Return the offsets of quoted names of programs, projects, funds, laws and contests, without the quotation marks."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return []
    bodies = [(a["start"], a["end"]) for a in actors]
    found, i = [], span.start
    while i < span.end:
        stop = np.quotation_end(doc, i, span.end)
        if stop is None or stop - i < 3:
            i += 1
            continue
        inner = doc[i + 1 : stop - 1]
        if _is_name(doc, i, inner.text) and not any(s < inner.start_char and inner.end_char < e for s, e in bodies):
            found.append([inner.start_char, inner.end_char])
        i = stop
    return found


def _is_name(doc: Doc, opening: int, text: str) -> bool:
    if not text or not text[0].isupper():
        return False
    i = opening - 1
    while i >= 0 and doc[i].pos_ in {"ADJ", "PUNCT"} and doc[i].text in {"(", ","}:
        i -= 1
    return i < 0 or key(doc[i].lemma_) not in _skipped()


def named_places(doc: Doc, start: int, end: int, actors: list[dict[str, Any]]) -> list[tuple[str, list[int]]]:
    """Return the places named in a stretch, each as (nominative, offsets): those of the gazetteer, then what else the name finder has."""
    found = [
        (t.name, [start + t.start, start + t.end])
        for t in find_toponyms(doc.text[start:end])
        if t.kind != "adjective" and (t.certain or t.marked)
    ]
    span, bodies = doc.char_span(start, end, alignment_mode="expand"), {a["start"] for a in actors}
    for entity in span.ents if span is not None else ():
        text = entity.text.partition("(")[0].strip()
        stretch = [entity.start_char, entity.start_char + len(text)]
        if entity.label_ != "LOC" or not text or stretch[0] in bodies:
            continue  # «Старостам …»: a capital at the start of an item is no sign of a place
        if not any(s < stretch[1] and stretch[0] < e for _, (s, e) in found):
            found.append((noun_phrase_nominative(text.split()) or text, stretch))
    return sorted(found, key=lambda place: place[1])


@Language.factory(
    "civictext_details",
    requires=["doc._.recommendations", "doc._.actors", "token.lemma", "token.dep", "token.head", "doc.ents"],
    assigns=["doc._.details"],
)
def make_detail_tagger(nlp: Language, name: str) -> DetailTagger:
    """Return a `DetailTagger`."""
    return DetailTagger()

"""Why actors, actions and themes are there: the row of the lexicon that spoke, and the rows that came second."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from spacy.tokens import Doc, Token

from civictext.explain.records import Near, Reason
from civictext.resources import data_path
from civictext.tag.actor_lexicon import DEPENDENT, NONE, ActorLexicon
from civictext.tag.actors import decide_sentence, document_scope, sentences, token_range
from civictext.tag.focus import focus_of
from civictext.tag.infinitives import judge_infinitives
from civictext.tag.items import item_tokens
from civictext.tag.kinds import Scope, rows_for
from civictext.tag.lexicon import fold, verb_rows
from civictext.tag.mentions import Mention
from civictext.tag.role_model import RoleJudge
from civictext.tag.role_table import NO_ACTOR, Decision
from civictext.tag.theme_rules import find_phrases, overlaps
from civictext.tag.themes import ThemeTagger

LINE = re.compile(r"rule:(predicates|light_verbs)(?:\.prefix)?\.(\d+)")
#: a theme without rules almost fired from this share of the threshold
NEAR = 0.5
Found = Iterator[Reason | Near]


def explain_actors(doc: Doc, n: int, lexicon: ActorLexicon, judge: RoleJudge) -> Found:
    """Yield the rows that gave each actor its category and role, the category that came second, and phrases that are no actors."""
    tags = doc._.actors[n]
    scope = document_scope(doc, lexicon)
    entries = {e.rule: e for e in lexicon.entries}
    decided = {(m.start, m.end): (m, d) for m, d in _decisions(doc, n, scope, judge)}
    for tag in tags:
        rule = tag["source"].removeprefix("rule:")
        entry = entries.get(rule.removeprefix(f"{DEPENDENT}."))
        place = f"actors.csv, line {entry.line}" if entry is not None and entry.line > 0 else ""
        example = entry.example if entry is not None else ""
        yield Reason("actor", tag["category"], tag["text"], tag["source"], tag["score"], place, example)
        mention, decision = decided.get(token_range(doc, tag["start"], tag["end"]), (None, None))
        yield from _role_reasons(tag, decision)
        if mention is not None:
            yield from _second(doc, mention, tag, scope)
    places = {(t["start"], t["end"]) for t in tags}
    for mention, decision in decided.values():
        span = doc[mention.start : mention.end]
        if decision.role == NO_ACTOR and not mention.acting and (span.start_char, span.end_char) not in places:
            yield Near("actor", mention.category, span.text, decision.source, "no_actor")


def _role_reasons(tag: Mapping[str, Any], decision: Decision | None) -> Found:
    """Yield who gave the role, and the row of the table that the model overruled."""
    source, row = tag.get("role_source", tag["source"]), decision.row if decision is not None else None
    ruled = row is not None and source == f"rule:roles.{row.rule}"
    place, example = ("roles.csv", row.example) if ruled and row is not None else ("", "")
    yield Reason("role", tag["role"], tag["text"], source, tag.get("role_score"), place, example)
    if row is not None and source.startswith("model:"):
        yield Near("role", row.role, tag["text"], f"rule:roles.{row.rule}", "overruled", None, tag.get("role_score"))


def _decisions(doc: Doc, n: int, scope: Scope, judge: RoleJudge) -> Iterator[tuple[Mention, Decision]]:
    addressees = [a["start"] for a in doc._.actors[n] if a["role"] == "addressee"]
    for stretch in doc._.recommendations[n]["spans"]:
        for start, end in sentences(doc, *token_range(doc, *stretch)):
            asked = any(at < doc[start].idx for at in addressees)
            yield from decide_sentence(doc, start, end, scope, judge, asked=asked)


def _second(doc: Doc, mention: Mention, tag: Mapping[str, Any], scope: Scope) -> Iterator[Near]:
    """Yield the best row of another category whose conditions hold as well."""
    for entry in rows_for(doc[mention.head], mention.start, mention.end, scope):
        if entry.category not in {tag["category"], DEPENDENT, NONE}:
            yield Near(
                "actor", entry.category, tag["text"], f"rule:{entry.rule}", "second_row", entry.score, tag["score"]
            )
            return


def explain_actions(doc: Doc, n: int) -> Found:
    """Yield the rows that gave each action its type, the types of the verb with other objects, and infinitives that are no actions."""
    for tag in doc._.actions[n]:
        place, example = _row_of(tag["source"])
        words = f"{tag['predicate']} · {tag['object']}" if tag["object"] else tag["predicate"]
        yield Reason("action", tag["type"], words, tag["source"], tag["score"], place, example)
        rows = verb_rows().get(fold(tag["predicate"]), ())
        for row in rows:
            if row.type != tag["type"]:
                needs = ", ".join(sorted(row.heads)[:5]) if row.heads else ""
                why = "needs_object" if needs else "bare_verb"
                yield Near(
                    "action",
                    row.type,
                    f"{tag['predicate']} · {needs}…" if needs else tag["predicate"],
                    f"rule:predicates.{row.line}",
                    why,
                )
    tokens = item_tokens(doc, doc._.recommendations[n])
    taken = [(a["start"], a["end"]) for a in doc._.actions[n]]
    for at, verdict in sorted(judge_infinitives(tokens).items()):
        token = tokens[at]
        if not any(s <= token.idx < e for s, e in taken):
            yield Near("action", "", token.text, f"infinitives.{verdict}", "infinitive")


def _row_of(source: str) -> tuple[str, str]:
    match = LINE.match(source)
    if not match:
        return "", ""
    name = f"{match[1]}.csv"
    return f"{name}, line {match[2]}", _lines(name)[int(match[2]) - 1]


@cache
def _lines(name: str) -> tuple[str, ...]:
    return tuple(data_path("lexicons", name).read_text(encoding="utf-8").splitlines())


def explain_themes(doc: Doc, n: int, tagger: ThemeTagger) -> Found:
    """Yield the evidence of each theme, the themes that had some and were not chosen, and phrases that did not count."""
    chosen = {t["id"]: t for t in doc._.themes[n]}
    tokens = item_tokens(doc, doc._.recommendations[n])
    actions, actors = ((values or [[]] * (n + 1))[n] for values in (doc._.actions, doc._.actors))
    focus = focus_of(tokens, actions, actors)
    weighed = tagger.weigh(doc, doc._.recommendations)[n]
    for tag in chosen.values():
        phrases = "; ".join(f"{e.phrase.text} {e.weight:.2f}" for e in weighed.ruled.get(tag["id"], (0, []))[1])
        words = ", ".join(e["text"] for e in tag["evidence"])
        yield Reason("theme", tag["id"], words, tag["source"], tag["score"], "themes", phrases)
    best = max(weighed.scores.values(), default=0.0)
    for theme, score in sorted(weighed.scores.items(), key=lambda s: (-s[1], s[0])):
        if theme in chosen or (theme not in weighed.ruled and score < NEAR * tagger.threshold):
            continue
        almost = weighed.describe(theme)
        words, source = ", ".join(e["text"] for e in almost["evidence"]), almost["source"]
        if score < tagger.threshold:
            yield Near("theme", theme, words, source, "below_threshold", score, tagger.threshold)
        elif score < tagger.ratio * best:
            yield Near("theme", theme, words, source, "below_share", score, round(tagger.ratio * best, 3))
        else:
            yield Near("theme", theme, words, source, "over_limit", score, float(tagger.limit))
    yield from _uncounted(tokens, tagger, focus)


def _uncounted(tokens: Sequence[Token], tagger: ThemeTagger, focus: Sequence[float]) -> Iterator[Near]:
    """Yield phrases that stand in an addressee's name or inside a negative phrase of their theme."""
    found = find_phrases(tokens, tagger.taxonomy)
    masks = [e for e in found if not e.phrase.weight]
    for e in found:
        if not e.phrase.weight:
            continue
        words, source = _words(tokens, e.start, e.end), f"rule:themes.{e.phrase.theme}.{e.phrase.text}"
        mask = next((m for m in masks if m.phrase.theme == e.phrase.theme and overlaps(e, m)), None)
        if mask is not None:
            yield Near(
                "theme", e.phrase.theme, _words(tokens, mask.start, mask.end), source, "negative", e.phrase.weight
            )
        elif min(focus[e.start : e.end]) == 0:
            yield Near("theme", e.phrase.theme, words, source, "in_addressee", e.phrase.weight)


def _words(tokens: Sequence[Token], start: int, end: int) -> str:
    first, last = tokens[start], tokens[end - 1]
    return " ".join(first.doc.text[first.idx : last.idx + len(last)].split())

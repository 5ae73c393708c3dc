"""Lines that introduce others: lead-ins, headings, items with sub-items; how they are told and what they change."""

from __future__ import annotations

from civictext.segment.headings import addressee_passage, is_addressee_heading, is_directed
from civictext.segment.leadins import Announced, announces, cue_kind
from civictext.segment.lexicon import lemmas
from civictext.segment.lines import (
    MAX_HEADING_WORDS,
    Line,
    ends_open,
    ends_unfinished,
    starts_action_noun,
    starts_infinitive,
    starts_lower,
)
from civictext.segment.outline import Entry
from civictext.segment.scope import Scope
from civictext.segment.words import is_finite, is_infinitive, matches

MAX_TITLE_WORDS = 5
CLAUSES = frozenset({"acl:relcl", "acl"})


def introduces(line: Line, after: Line | None, scope: Scope) -> bool:
    """Tell whether a line introduces those after it: by its colon, or by its look and what follows."""
    if after is None:
        return False
    if ends_open(line):
        return True
    if line.label is not None:
        return _is_labelled_heading(line, after) or _is_numbered_title(line, after)
    if announces(line) == "ask" and _names_what_follows(line) and len(line.sents) <= 1:
        return True
    followed = _is_listlike(after) or ends_open(after)
    if _only_asks(line) and ends_unfinished(line) and followed:
        return True
    in_scope = scope.announced == "ask" or scope.heading is not None
    return _is_plain_heading(line) and (_is_listlike(after) or (in_scope and followed))


def _is_labelled_heading(line: Line, after: Line) -> bool:
    """«1. Профсоюзным комитетам» before «1.1» or «–», without a colon."""
    if after.label is None or line.label is None or not _is_plain_heading(line):
        return False
    deeper = after.label.signature != line.label.signature or after.block.depth > line.block.depth
    shorter = after.label.kind == line.label.kind and len(after.label.parts) < len(line.label.parts)
    if not deeper or shorter or after.block.depth < line.block.depth:
        return False
    return is_addressee_heading(line) or line.block.kind == "heading" or after.label.value in (1, None)


def _is_numbered_title(line: Line, after: Line) -> bool:
    """«2. Здравоохранение» before a paragraph: the title of a section, no item."""
    if after.label is not None or len(line.words) > MAX_TITLE_WORDS or len(after.words) <= MAX_TITLE_WORDS:
        return False
    return _is_plain_heading(line) and (len(line.words) == 1 or not starts_action_noun(line))


def _is_plain_heading(line: Line) -> bool:
    """A short line without closing sign and without a clause of its own."""
    if not ends_unfinished(line) or len(line.words) > MAX_HEADING_WORDS or starts_lower(line):
        return False
    clause = any(is_infinitive(t) or is_finite(t) for t in line.tokens if t.dep_ not in CLAUSES)
    return not clause or _only_asks(line)


def _only_asks(line: Line) -> bool:
    """«Участники рекомендуют», «РЕШИЛИ РЕКОМЕНДОВАТЬ вузам»: no verb but those of asking."""
    return announces(line) == "ask" and not has_measure(line)


def _is_listlike(line: Line) -> bool:
    if line.label is not None or line.block.kind == "row" or starts_infinitive(line):
        return True
    return starts_lower(line) and line.text.rstrip().endswith(";")


def _names_what_follows(line: Line) -> bool:
    """«… следующие рекомендации.» ends with a full stop, yet introduces."""
    return any(matches(t, lemmas("structure_cues", "follow")) for t in line.words)


def has_measure(line: Line) -> bool:
    """Tell whether a line has an infinitive besides those of asking."""
    return any(is_infinitive(t) and cue_kind(t) not in {"ask", "need"} for t in line.tokens)


def promise(line: Line, scope: Scope) -> Announced | None:
    """Return what an introducing line promises; an addressee or a measure («обеспечить:») promises requests if nothing else does."""
    kind = announces(line)
    if kind is None and scope.announced in (None, "other") and (is_directed(line) or starts_infinitive(line)):
        return "ask"
    if kind is None and any(is_finite(t) for t in line.tokens):
        return "other"
    return kind


def introduce(line: Line, scope: Scope) -> None:
    """Change the scope as an introducing line says."""
    if line.label is not None or (starts_lower(line) and scope.lists.entries):
        _introduce_inside(line, scope)
    else:
        _introduce_outside(line, scope)
    scope.bare = True


def _introduce_inside(line: Line, scope: Scope) -> None:
    scope.resume(line.label)
    kind, heading = promise(line, scope), is_addressee_heading(line)
    scope.place(Entry(line.label, line.block.depth, True, kind, addressee_passage(line), heading, line.passage))


def _introduce_outside(line: Line, scope: Scope) -> None:
    kind, addressee = promise(line, scope), addressee_passage(line)
    scope.lists.clear()
    if is_addressee_heading(line):
        scope.set_heading(line.passage)
        scope.announced = kind or scope.announced
        return
    if kind is None and addressee is None and not has_measure(line):
        scope.set_section(line.passage)
        return
    if kind is not None:
        _begin_part(line, scope, kind)
    else:
        scope.set_heading(addressee or scope.heading)
    if has_measure(line):
        scope.lists.entries.append(Entry(None, -1, True, kind, addressee, False, line.passage))


def _begin_part(line: Line, scope: Scope, kind: Announced) -> None:
    """A lead-in ends headings and sections before it; «Администрации города» + «необходимо:» stay together."""
    addressee = addressee_passage(line)
    scope.announce(kind)
    if scope.heading is None or scope.heading_used or addressee is not None:
        scope.set_heading(addressee)
        scope.section, scope.section_first = None, False
